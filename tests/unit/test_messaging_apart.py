"""age in a process of its own: it holds up nobody, can be stopped, and says the same sentences."""

import sys
import threading
from pathlib import Path

import pyrage
import pytest

from privacykit.activities.messaging.engine import apart, sealed
from privacykit.activities.messaging.engine.sealed import FileForFriendError
from privacykit.aside import read as aside
from privacykit.errors import CancelledError
from tests.unit import agefile, children

KEYS = sealed.make_keys()
SECRET = b"Not for everyone.\n" * 9000


def never() -> bool:
    return False


def run(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Put another program in the place of the kit's own process."""
    monkeypatch.setattr(aside, "command", lambda: [sys.executable, "-c", program])


def test_it_is_another_process_that_encrypts_and_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "_WAYS", {})
    made = apart.does(sealed.with_key(KEYS.public), SECRET, never)
    assert made.startswith(b"age-encryption.org/v1\n")
    assert apart.does(sealed.opened_by_key(KEYS.secret), made, never) == SECRET


def test_a_passphrase_is_no_word_that_other_accounts_can_see(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every account sees the words that a process was started with."""
    seen = tmp_path / "seen"
    run(monkeypatch, f"import sys; open({str(seen)!r}, 'w').write(' '.join(sys.argv)); print('+')")
    apart.does(sealed.with_passphrase("six words by dice"), b"x", never)
    assert seen.read_text() == "-c aside age to-passphrase"


def test_a_wrong_passphrase_is_the_same_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.age").write_bytes(agefile.locked(b"x", "six words by dice"))
    wrong = sealed.opened_by_passphrase("six words by dic")
    with pytest.raises(FileForFriendError, match="does not open with this"):
        sealed.decrypt(tmp_path / "a.age", tmp_path / "b", wrong, does=apart.does)


def test_what_breaks_the_process_took_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(monkeypatch, "raise SystemExit(9)")
    (tmp_path / "a.age").write_bytes(agefile.locked(b"x", "six words by dice"))
    with pytest.raises(FileForFriendError, match="too long to open"):
        sealed.decrypt(
            tmp_path / "a.age", tmp_path / "b", sealed.opened_by_passphrase("x"), does=apart.does
        )
    assert not (tmp_path / "b").exists()


def test_it_is_stopped_at_once_though_it_does_not_even_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run(monkeypatch, "import time; time.sleep(60)")
    asked = iter([False, True])
    threads = threading.active_count()
    with pytest.raises(CancelledError):
        apart.does(sealed.with_passphrase("six words by dice"), SECRET, lambda: next(asked))
    assert threading.active_count() == threads
    assert not children.ours()


def test_its_answer_there() -> None:
    seal = sealed.with_key(KEYS.public)
    sent = len(seal.secret).to_bytes(2, "big") + seal.secret.encode() + SECRET
    code, made = apart.answer(seal.way, sent)
    assert (code, made[:1]) == (0, b"+")
    assert pyrage.decrypt(made[1:], [pyrage.x25519.Identity.from_str(KEYS.secret)]) == SECRET
    assert apart.answer("by-passphrase", b"\0\1x" + made[1:]) == (0, b"-No matching keys found")
