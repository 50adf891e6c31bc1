"""An account's own record: its key is in the keyring, unless a wipe empties that."""

import threading
from pathlib import Path
from typing import Any

import pytest

from privacykit import paths
from privacykit.errors import RecordError
from privacykit.record import chain, reading
from privacykit.record.signing import KeyFile
from privacykit.staff import keeping, own_record
from privacykit.wipe.policy import Policy
from tests.unit import practising
from tests.unit.recording import row


class Ring:
    """A keyring in memory that passes for the system's; as a subclass, others would find it."""

    priority = 5
    name = "made-up"

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password


Ring.__module__ = "keyring.backends.SecretService"


class Locked(Ring):
    """One that asks a person for a password, who is not there."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.answered.wait(5)
        return None


Locked.__module__ = Ring.__module__


class Broken(Ring):
    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError(service, username)


Broken.__module__ = Ring.__module__


def test_the_key_is_in_a_real_keyring(tmp_path: Path) -> None:
    ring: Any = Ring()
    one = chain.of_account(tmp_path / "own", own_record.keeper(tmp_path / "own", [ring]))
    for _ in range(2):
        chain.append(one, row())
    assert reading.read(one.folder, one.keeper).is_sound
    assert {path.name for path in one.folder.iterdir()} == {
        chain.NAME,
        chain.KEY_NAME,
        chain.HEAD_NAME,
        "record.spare",
    }
    assert [*ring.entries] == [("privacykit", "record")]


def test_a_key_in_a_file_stays_there(tmp_path: Path) -> None:
    one = chain.of_account(tmp_path)
    chain.append(one, row())
    ring: Any = Ring()
    assert own_record.keeper(tmp_path, [ring]) == KeyFile(tmp_path)
    assert own_record.keeper(tmp_path / "other", []) == KeyFile(tmp_path / "other")


def test_a_keyring_that_waits_for_somebody_is_not_waited_for() -> None:
    ring: Any = Locked()
    broken: Any = Broken()
    with pytest.raises(RecordError, match="did not answer"):
        own_record.InKeyring(ring, seconds=0.01).load()
    ring.answered.set()
    with pytest.raises(RecordError, match="did not answer"):
        own_record.InKeyring(broken).load()


@pytest.mark.parametrize("is_left_out", [True, False])
def test_no_key_is_put_where_the_wipe_would_remove_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_left_out: bool
) -> None:
    ring = Ring()
    monkeypatch.setattr(paths, "state", lambda: tmp_path / "state")
    monkeypatch.setattr(keeping, "keyrings", lambda: [ring])
    left_out = ("keyrings",) if is_left_out else ()
    policy = Policy(format=1, accounts=("patron",), leave_out=left_out)
    (tmp_path / "home").mkdir()
    plan = practising.make(practising.empty(tmp_path / "home"), policy=policy)
    one = own_record.book(plan)
    chain.append(one, row())
    assert reading.read(tmp_path / "state", one.keeper).is_sound
    assert bool(ring.entries) == is_left_out


def test_a_keyring_that_does_not_answer_hides_no_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring: Any = Ring()
    broken: Any = Broken()
    monkeypatch.setattr(keeping, "keyrings", lambda: [ring])
    assert own_record.read(tmp_path / "own").rows == ()
    one = chain.of_account(tmp_path / "own", own_record.InKeyring(ring))
    chain.append(one, row())
    older = {path: path.read_bytes() for path in one.folder.iterdir()}
    chain.append(one, row())
    for path, content in older.items():
        path.write_bytes(content)
    assert not own_record.read(one.folder).is_sound
    monkeypatch.setattr(keeping, "keyrings", lambda: [broken])
    assert [row.number for row in own_record.read(one.folder).rows] == [1]
    monkeypatch.setattr(keeping, "keyrings", list)
    assert own_record.read(one.folder).is_sound
