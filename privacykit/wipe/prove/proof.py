"""A proof from outside: the room is made, what goes on in it is followed, and all is cleared up."""

from collections.abc import Sequence

from privacykit.wipe.policy import Policy
from privacykit.wipe.progress import Cancelled, Progress, never, silent
from privacykit.wipe.prove.certificate import Certificate, Method


def run(
    apps: Sequence[str] = (),
    *,
    policy: Policy,
    method: Method = "baseline",
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Certificate:
    """Prove that a session's end leaves nothing of what these programs wrote; () for all known.

    Everything happens in a throwaway account in a room of its own, with this policy in which
    that account takes the place of the real ones. Raises RightsError unless root, ProofError if
    the room cannot be made or a program is not known, CancelledError.
    """
    raise NotImplementedError
