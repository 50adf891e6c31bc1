"""Secrets in a home are told by what lies where; nothing is opened or followed."""

from pathlib import Path

from privacykit.wipe.baseline import secrets


def lay(home: Path, *names: str, size: int = 5) -> None:
    for name in names:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(b"x" * size)


def test_secrets_are_named_by_kind_and_program(tmp_path: Path) -> None:
    lay(
        tmp_path,
        ".mozilla/firefox/abc.default/logins.json",
        ".mozilla/firefox/def.other/logins.json",
        ".config/chromium/Default/Network/Cookies",
        ".ssh/id_ed25519",
        ".thunderbird/abc/ImapMail/host/INBOX",
        ".config/google-chrome/Default/Sync Data/LevelDB/0.log",
        ".bash_history",
    )
    found = " ".join(secrets.warnings(tmp_path))
    for words in (
        "Saved logins of Firefox",
        "Cookies of Chromium",
        "Keys of SSH",
        "Mail of Thunderbird",
        "signed in to Google Chrome",
        "history of Bash",
    ):
        assert found.count(words) == 1


def test_empty_files_and_what_a_link_leads_to_are_no_secrets(tmp_path: Path) -> None:
    home = tmp_path / "home"
    lay(home, ".netrc", size=0)
    lay(tmp_path, "other/id_rsa")
    (home / ".ssh").symlink_to("../other")
    assert secrets.warnings(home) == ()
