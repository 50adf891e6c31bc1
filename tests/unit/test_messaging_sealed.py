"""A file for a friend: read by Debian's age and written by it, and what can go wrong."""

import datetime
import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacykit import paths
from privacykit.activities.messaging.engine import keyfile, sealed
from privacykit.activities.messaging.engine.sealed import FileForFriendError
from privacykit.errors import CancelledError
from tests.unit import agefile

SECRET = b"Not for everyone.\n" * 50
KEYS = sealed.make_keys()
TRUE = pyrage.encrypt(SECRET, [pyrage.x25519.Recipient.from_str(KEYS.public)])


@pytest.fixture(scope="module")
def by_passphrase() -> bytes:
    return agefile.locked(SECRET, "six words by dice")


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_bytes(SECRET)
    return path


@pytest.fixture
def locked(tmp_path: Path, by_passphrase: bytes) -> Path:
    path = tmp_path / "letter.txt.age"
    path.write_bytes(by_passphrase)
    return path


def test_there_and_back_with_a_key(letter: Path, tmp_path: Path) -> None:
    keys = sealed.make_keys()
    before = letter.stat()
    sealed.encrypt(letter, tmp_path / "a.age", sealed.with_key(f" {keys.public}\n"))
    sealed.decrypt(tmp_path / "a.age", tmp_path / "b.txt", sealed.opened_by_key(keys.secret))
    assert (tmp_path / "b.txt").read_bytes() == letter.read_bytes() == SECRET
    assert SECRET[:10] not in (tmp_path / "a.age").read_bytes()
    assert letter.stat().st_mtime_ns == before.st_mtime_ns
    assert (tmp_path / "a.age").stat().st_mode & 0o777 == 0o600


def test_debians_age_opens_what_was_made_here(letter: Path, tmp_path: Path) -> None:
    keys = sealed.make_keys()
    (tmp_path / "key").write_text(keys.secret)
    sealed.encrypt(letter, tmp_path / "a.age", sealed.with_key(keys.public))
    opened = age("-d", "-i", str(tmp_path / "key"), str(tmp_path / "a.age"))
    assert opened == SECRET


def test_what_debians_age_made_is_opened_here(letter: Path, tmp_path: Path) -> None:
    keys = sealed.make_keys()
    (tmp_path / "a.age").write_bytes(age("-r", keys.public, str(letter)))
    sealed.decrypt(tmp_path / "a.age", tmp_path / "b", sealed.opened_by_key(keys.secret))
    assert (tmp_path / "b").read_bytes() == SECRET


def age(*arguments: str) -> bytes:
    return subprocess.run(["age", *arguments], capture_output=True, check=True, timeout=30).stdout


def test_a_file_by_another_hand_opens_with_its_passphrase(locked: Path, tmp_path: Path) -> None:
    unseal = sealed.opened_by_passphrase("six words by dice")
    sealed.decrypt(locked, tmp_path / "here", unseal)
    assert (tmp_path / "here").read_bytes() == SECRET


def test_debians_age_opens_what_a_passphrase_locked_here(letter: Path, tmp_path: Path) -> None:
    """It takes a passphrase from a terminal only, so script(1) gives it one."""
    out, locked = tmp_path / "out", tmp_path / "letter.age"
    sealed.encrypt(letter, locked, sealed.with_passphrase("six words by dice"))
    done = subprocess.run(
        ["script", "-qec", f"age -d -o {out} {locked}", "/dev/null"],
        input=b"six words by dice\n",
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert out.read_bytes() == SECRET, done.stdout


def test_armour_is_opened_also_after_an_empty_line(letter: Path, tmp_path: Path) -> None:
    armoured = age("-a", "-r", KEYS.public, str(letter))
    assert armoured.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----\n")
    for number, text in enumerate((armoured, b"\n" + armoured, armoured.replace(b"\n", b"\r\n"))):
        (tmp_path / "a.age").write_bytes(text)
        out = tmp_path / f"out{number}"
        sealed.decrypt(tmp_path / "a.age", out, sealed.opened_by_key(KEYS.secret))
        assert out.read_bytes() == SECRET


@pytest.mark.parametrize("cut", [40, 120, -40, -3])
def test_damaged_armour_is_told(letter: Path, tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.age"
    path.write_bytes(age("-a", "-r", KEYS.public, str(letter))[:cut])
    assert "is damaged" in refused(path, tmp_path / "b", sealed.opened_by_key(KEYS.secret))


class Stopping:
    """Stops the work when it has been asked so many times."""

    def __init__(self, after: int) -> None:
        self.after = after
        self.heard: list[tuple[str, int, int]] = []

    def progress(self, doing: str, done: int, of: int) -> None:
        self.heard.append((doing, done, of))

    def cancelled(self) -> bool:
        self.after -= 1
        return self.after < 0


def test_a_work_that_is_stopped_leaves_the_original_and_nothing_else(tmp_path: Path) -> None:
    """3 MB are read in three pieces and written in three: six places to stop, and one between."""
    large = os.urandom(3 * 1024**2)
    source = tmp_path / "large"
    source.write_bytes(large)
    seal = sealed.with_key(KEYS.public)
    for after in range(8):
        with pytest.raises(CancelledError):
            sealed.encrypt(source, tmp_path / "a.age", seal, Stopping(after))
        assert [path.name for path in tmp_path.iterdir()] == ["large"]
    whole = Stopping(100)
    sealed.encrypt(source, tmp_path / "a.age", seal, whole)
    assert (tmp_path / "a.age").stat().st_size > len(large) == source.stat().st_size
    assert ("Reading \u2026", len(large), len(large)) in whole.heard
    assert [doing for doing, _done, of in whole.heard if not of] == ["Encrypting \u2026"]
    opened = sealed.opened_by_key(KEYS.secret)
    with pytest.raises(CancelledError):
        sealed.decrypt(tmp_path / "a.age", tmp_path / "b", opened, Stopping(5))
    assert not (tmp_path / "b").exists()
    assert source.read_bytes() == large


def test_a_file_that_grows_while_it_is_read_comes_to_an_end(tmp_path: Path) -> None:
    (tmp_path / "zero").symlink_to("/dev/zero")
    sealed.encrypt(tmp_path / "zero", tmp_path / "a.age", sealed.with_key(KEYS.public))
    assert (tmp_path / "a.age").stat().st_size < 2 * 1024**2


NOW = datetime.datetime(2026, 11, 21, 14, 0, tzinfo=datetime.UTC)


def test_debians_age_uses_a_key_file_that_was_saved_here(letter: Path, tmp_path: Path) -> None:
    keyfile.save(tmp_path / "key.txt", KEYS, NOW)
    assert (tmp_path / "key.txt").stat().st_mode & 0o777 == 0o600
    sealed.encrypt(letter, tmp_path / "a.age", sealed.with_key(KEYS.public))
    assert age("-d", "-i", str(tmp_path / "key.txt"), str(tmp_path / "a.age")) == SECRET
    public = subprocess.run(
        ["age-keygen", "-y", str(tmp_path / "key.txt")], capture_output=True, text=True, check=True
    )
    assert public.stdout.strip() == KEYS.public
    assert "# created: 2026-11-21T14:00:00+00:00" in (tmp_path / "key.txt").read_text()
    with pytest.raises(FileForFriendError, match="already"):
        keyfile.save(tmp_path / "key.txt", sealed.make_keys(), NOW)


def test_a_key_file_of_debians_age_keygen_is_used_here(letter: Path, tmp_path: Path) -> None:
    made = subprocess.run(["age-keygen"], capture_output=True, text=True, check=True)
    (tmp_path / "key.txt").write_text(made.stdout)
    public = made.stdout.split("public key: ")[1].split()[0]
    secret = keyfile.secret_in(tmp_path / "key.txt")
    sealed.encrypt(letter, tmp_path / "a.age", sealed.with_key(public))
    sealed.decrypt(tmp_path / "a.age", tmp_path / "b", sealed.opened_by_key(secret))
    assert (tmp_path / "b").read_bytes() == SECRET


def test_what_is_no_key_file_is_told(letter: Path, tmp_path: Path) -> None:
    with pytest.raises(FileForFriendError, match=r"letter\.txt holds no secret age key"):
        keyfile.secret_in(letter)
    with pytest.raises(FileForFriendError, match="cannot be read"):
        keyfile.secret_in(tmp_path / "none")


def refused(source: Path, target: Path, unseal: sealed.Seal) -> str:
    before = source.read_bytes()
    with pytest.raises(FileForFriendError) as error:
        sealed.decrypt(source, target, unseal)
    assert not target.exists()
    assert source.read_bytes() == before
    return str(error.value)


def test_a_wrong_passphrase_and_a_wrong_key_are_one_sentence(locked: Path, tmp_path: Path) -> None:
    said = refused(locked, tmp_path / "b", sealed.opened_by_passphrase("six words by dic"))
    assert said.startswith("letter.txt.age does not open with this.")
    other = sealed.opened_by_key(sealed.make_keys().secret)
    assert refused(locked, tmp_path / "b", other) == said


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "letter.age"
    for damaged in (TRUE[:-5], TRUE[:-5] + b"zzzzz", TRUE[:40]):
        path.write_bytes(damaged)
        assert "is damaged" in refused(path, tmp_path / "b", sealed.opened_by_key(KEYS.secret))


def test_a_hostile_work_factor_is_refused_at_once(
    locked: Path, tmp_path: Path, by_passphrase: bytes
) -> None:
    header, rest = by_passphrase.split(b"\n", 2)[1], by_passphrase.split(b"\n", 2)[2]
    worse = header.rsplit(b" ", 1)[0] + b" 60"
    locked.write_bytes(b"\n".join((b"age-encryption.org/v1", worse, rest)))
    said = refused(locked, tmp_path / "b", sealed.opened_by_passphrase("x"))
    assert "too long to open" in said or "damaged" in said


@settings(max_examples=80, deadline=None)
@given(st.integers(0, len(TRUE) - 1), st.integers(1, 255), st.booleans())
def test_no_changed_byte_gives_another_text(place: int, change: int, cut: bool) -> None:
    changed = bytearray(TRUE[:place] if cut else TRUE)
    if not cut:
        changed[place] ^= change
    with pytest.raises(pyrage.DecryptError):
        sealed.opened_by_key(KEYS.secret)(bytes(changed))


def test_without_a_seal_a_changed_byte_passes() -> None:
    """The naive twin: a cipher alone lets a bit be turned and says nothing."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    cipher = Cipher(algorithms.AES(os.urandom(32)), modes.CTR(os.urandom(16)))
    changed = bytearray(cipher.encryptor().update(b"pay 100"))
    changed[4] ^= 8
    assert cipher.decryptor().update(bytes(changed)) == b"pay 900"


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200))
def test_garbage_is_a_sentence(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("garbage")
    (folder / "x.age").write_bytes(b"age-encryption.org/v1\n" + data)
    said = refused(folder / "x.age", folder / "out", sealed.opened_by_key(KEYS.secret))
    assert said.startswith("x.age ")


def test_another_kind_of_file_is_told(letter: Path, tmp_path: Path) -> None:
    said = refused(letter, tmp_path / "b", sealed.opened_by_key(KEYS.secret))
    assert said == "letter.txt is not a file in the age format. Nothing was written."


def test_half_a_key_is_told() -> None:
    with pytest.raises(FileForFriendError, match="begins with age1"):
        sealed.with_key(KEYS.public[:-1])
    with pytest.raises(FileForFriendError, match="AGE-SECRET-KEY-1"):
        sealed.opened_by_key(KEYS.public)


def test_a_file_that_is_there_stays_as_it_is(letter: Path) -> None:
    with pytest.raises(FileForFriendError, match="already"):
        sealed.encrypt(letter, letter, sealed.with_key(KEYS.public))
    assert letter.read_bytes() == SECRET


def test_a_missing_or_huge_file_is_told(tmp_path: Path) -> None:
    seal = sealed.with_key(KEYS.public)
    with pytest.raises(FileForFriendError, match="cannot be read"):
        sealed.encrypt(tmp_path / "none", tmp_path / "a", seal)
    with (tmp_path / "huge").open("wb") as huge:
        huge.truncate(sealed.LARGEST + 1)
    with pytest.raises(FileForFriendError, match="100 MB at most"):
        sealed.encrypt(tmp_path / "huge", tmp_path / "a", seal)
    with pytest.raises(FileForFriendError, match="Choose another folder"):
        sealed.encrypt(tmp_path / "huge2", tmp_path / "no" / "a", _nothing(tmp_path / "huge2"))


def test_a_named_pipe_is_told_and_not_waited_for(tmp_path: Path) -> None:
    """Whoever opens one waits until somebody writes into it, and with them every later work."""
    pipe = tmp_path / "pipe.age"
    os.mkfifo(pipe)
    with pytest.raises(FileForFriendError, match="cannot be read"):
        sealed.encrypt(pipe, tmp_path / "a", sealed.with_key(KEYS.public))
    with pytest.raises(FileForFriendError, match="cannot be read"):
        keyfile.secret_in(pipe)


def _nothing(path: Path) -> sealed.Seal:
    path.write_bytes(b"")
    return sealed.with_key(KEYS.public)


FULL = """
import sys
from pathlib import Path
from privacykit.activities.messaging.engine import keyfile, sealed
folder = Path(sys.argv[1])
try:
    sealed.encrypt(Path(sys.argv[2]), folder / "a.age", sealed.with_key(sys.argv[3]))
except sealed.FileForFriendError as error:
    print(error, sorted(path.name for path in folder.iterdir()))
"""


def test_on_a_full_disk_nothing_is_left_half_written(tmp_path: Path) -> None:
    """On a disk of 64 kB in a namespace of its own."""
    (tmp_path / "disk").mkdir()
    (tmp_path / "large").write_bytes(os.urandom(200_000))
    call = [sys.executable, "-c", FULL, str(tmp_path / "disk"), str(tmp_path / "large")]
    mounted = 'mount -t tmpfs -o size=64k none "$1" && shift && exec "$@"'
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", mounted, "sh", str(tmp_path / "disk"), *call, KEYS.public],
        cwd=paths.data_root(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "There is no room for a.age on this disk or stick." in done.stdout, done.stderr
    assert done.stdout.strip().endswith("[]")


def test_a_disk_that_is_full_at_the_very_end(
    letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(FileForFriendError, match="no room"):
        sealed.encrypt(letter, tmp_path / "a.age", sealed.with_key(KEYS.public))
    assert not (tmp_path / "a.age").exists()


def test_age_is_there_to_compare_with() -> None:
    assert shutil.which("age"), "install the Debian package age (.ci/setup browsers)"
