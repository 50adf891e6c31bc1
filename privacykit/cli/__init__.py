"""The command line for IT staff: `privacykit …`, one file for each command group; no Qt."""


def main(arguments: list[str]) -> int:
    """Run one command; return its exit code."""
    from privacykit.cli.main import run

    return run(arguments)
