"""The lines for PAM, asked by pamtester in a room with an account list and services of its own."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from privacykit.wipe.machine import setup as setups
from privacykit.wipe.machine.system import System
from tests.real.apart import apart, needs_root
from tests.unit.computer import lay_out

pytestmark = [pytest.mark.real, needs_root]
UID = 61234
SENTENCE = "This computer is still being made ready for you."
KIT = """#!/bin/sh
test "$PAM_USER" = patron || exit 9
cat /run/privacykit-test-said
exit $(cat /run/privacykit-test-code)
"""
SERVICE = "privacykit-test"


@pytest.fixture
def system(tmp_path: Path) -> System:
    if not shutil.which("pamtester"):
        (pytest.fail if os.environ.get("CI") else pytest.skip)("pamtester is not installed")
    made = lay_out(tmp_path / "computer", UID, UID)
    os.chown(made.at("/home/patron"), UID, UID)
    for kind in (
        "account",
        "session",
        "auth",
        "password",
        "session-noninteractive",
    ):  # this computer's own sign-in, as Debian lays it out
        shutil.copy(f"/etc/pam.d/common-{kind}", made.at("/etc/pam.d"))
    made.at("/etc/shadow").write_text(
        "root:*:19000::::::\npatron:*:19000::::::\nother:*:19000::::::\n"
    )
    with made.at("/etc/passwd").open("a") as file:
        file.write("other:x:61235:61235::/home/other:/bin/sh\n")
    made.at(f"/etc/pam.d/{SERVICE}").write_text(
        "auth required pam_permit.so\n@include common-account\n@include common-session\n"
    )
    setups.apply(setups.plan(made, "patron"))
    return made


def attach(system: System) -> None:
    """Put the made-up files over this namespace's own, and a kit that says what it is told."""
    run = ["mount", "-t", "tmpfs", "none"]
    subprocess.run([*run, "/run"], check=True)
    subprocess.run([*run, "/opt"], check=True)
    kit = Path("/opt/privacykit/bin/privacykit")
    kit.parent.mkdir(parents=True)
    kit.write_text(KIT)
    kit.chmod(0o755)
    for name in ("passwd", "group", "shadow", "pam.d"):
        subprocess.run(
            ["mount", "--bind", str(system.at(f"/etc/{name}")), f"/etc/{name}"], check=True
        )


def ask(name: str, *steps: str, code: int = 0, said: str = "") -> subprocess.CompletedProcess[str]:
    Path("/run/privacykit-test-code").write_text(str(code))
    Path("/run/privacykit-test-said").write_text(said)
    command = ["pamtester", SERVICE, name, *steps]
    return subprocess.run(command, capture_output=True, text=True, check=False, input="")


@apart(60)
def test_a_patron_gets_in_only_to_a_clean_home(system: System) -> None:
    attach(system)
    assert ask("patron", "acct_mgmt").returncode == 0
    shut = ask("patron", "acct_mgmt", code=1, said=SENTENCE)
    assert shut.returncode != 0
    assert SENTENCE in shut.stdout + shut.stderr


@apart(60)
def test_a_session_that_was_not_begun_is_not_opened(system: System) -> None:
    attach(system)
    assert ask("patron", "open_session", "close_session").returncode == 0
    shut = ask("patron", "open_session", code=1, said=SENTENCE)
    assert shut.returncode != 0
    assert SENTENCE in shut.stdout + shut.stderr


@apart(60)
@pytest.mark.parametrize("name", ["root", "other"])
def test_everyone_else_gets_in_also_without_the_kit(system: System, name: str) -> None:
    attach(system)
    assert ask(name, "acct_mgmt", "open_session", code=1).returncode == 0
    Path("/opt/privacykit/bin/privacykit").unlink()
    assert ask(name, "acct_mgmt", "open_session").returncode == 0
    assert ask("patron", "acct_mgmt").returncode != 0, "without the kit nobody can tell"


@apart(60)
def test_a_module_that_is_content_with_local_accounts_does_not_let_a_patron_slip_by(
    system: System,
) -> None:
    attach(system)
    path = Path("/etc/pam.d/common-account")
    ours = path.read_text()
    slack = "account sufficient pam_localuser.so\n"
    path.write_text(ours + slack)
    assert ask("patron", "acct_mgmt", code=1).returncode != 0
    block = ours[: ours.index("# privacykit: end\n")]
    path.write_text(slack + block)
    assert ask("patron", "acct_mgmt", code=1).returncode == 0, "the naive place lets one by"


@apart(60)
def test_debians_own_tool_leaves_the_lines_alone(system: System) -> None:
    if not shutil.which("pam-auth-update"):
        pytest.skip("no pam-auth-update")
    attach(system)
    shutil.copytree("/var/lib/pam", "/opt/pam")
    subprocess.run(["mount", "--bind", "/opt/pam", "/var/lib/pam"], check=True)
    files = [Path(f"/etc/pam.d/common-{kind}") for kind in ("account", "session")]
    blocks = [_block(path.read_text()) for path in files]
    subprocess.run(
        ["pam-auth-update", "--package", "--enable", "mkhomedir"],
        env={"PATH": os.environ["PATH"], "DEBIAN_FRONTEND": "noninteractive"},
        check=True,
    )
    assert "pam_mkhomedir.so" in files[1].read_text(), "it wrote the files anew"
    assert [_block(path.read_text()) for path in files] == blocks


def _block(text: str) -> str:
    return text[text.index("# privacykit: begin") : text.index("# privacykit: end\n")]
