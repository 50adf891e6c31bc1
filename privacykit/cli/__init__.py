"""The command line for IT staff: `privacykit …`, one file for each command group; no Qt."""

_INTERRUPTED = 4


def main(arguments: list[str]) -> int:
    """Run one command; return its exit code."""
    try:
        from privacykit.cli.main import run
    except KeyboardInterrupt:
        return _INTERRUPTED
    return run(arguments)
