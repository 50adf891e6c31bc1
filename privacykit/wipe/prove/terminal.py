"""Programs of the terminal, which remember what was typed."""

from collections.abc import Callable

from privacykit.wipe.prove.patron import Patron, find


def typing(
    name: str, keys: Callable[[str], str], *words: str
) -> Callable[[Patron, str], tuple[str, ...]]:
    """Return how to type keys with the mark into a program, in a terminal of its own."""

    def plant(patron: Patron, mark: str) -> tuple[str, ...]:
        patron.type((find(name), *words), keys(mark))
        return ()

    return plant


def ssh(patron: Patron, mark: str) -> tuple[str, ...]:
    """Make a key, as somebody does who wants to come in again."""
    folder = patron.home / ".ssh"
    patron.run("install", "-d", "-m", "700", str(folder))
    key = ("-t", "ed25519", "-N", "", "-C", mark, "-f", str(folder / "id_ed25519"))
    patron.run(find("ssh-keygen"), "-q", *key)
    return ()


def gpg(patron: Patron, mark: str) -> tuple[str, ...]:
    """Make a key; gpg leaves an agent running."""
    made = ("--quick-generate-key", mark, "ed25519", "sign", "never")
    patron.run(find("gpg"), "--batch", "--passphrase", "", *made)
    return ()
