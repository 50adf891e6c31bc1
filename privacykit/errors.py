"""What can go wrong: one class for each, with the sentence a person reads and the exit code."""

from pathlib import Path
from typing import ClassVar, Literal

from privacykit.i18n import _


class PrivacykitError(Exception):
    """Anything the kit says no to. str() is the sentence: what, where, how to mend it."""

    exit_code: ClassVar[int] = 1


class DataError(PrivacykitError):
    """A file written by a person holds a mistake."""

    exit_code = 1

    def __init__(self, path: Path, problem: str, mend: str = "", line: int | None = None) -> None:
        self.path, self.problem, self.mend, self.line = path, problem, mend, line
        where = f"{path}:{line}" if line else str(path)
        super().__init__(" ".join(part for part in (f"{where}: {problem}", mend) if part))


class StationError(DataError):
    """A station folder holds a mistake."""

    severity: ClassVar[Literal["error", "warning", "note"]] = "error"
    """A warning makes a check fail too; a note only tells."""


class StaleFactError(StationError):
    """A fact is past the day by which it was to be checked again."""

    severity = "warning"


class UntranslatedError(StationError):
    """A file is missing in one language and comes from the station's first one."""

    severity = "note"


class SettingsError(DataError):
    """A settings file holds a mistake; the defaults are used instead."""


class CatalogueError(DataError):
    """The catalogue of traces cannot be trusted or read."""

    exit_code = 78


class CleanerError(DataError):
    """A cleaner made for another program cannot be taken over."""


class PolicyError(DataError):
    """The policy cannot be trusted or read."""

    exit_code = 78


class NotAllowedError(PrivacykitError):
    """No policy lets this account be wiped."""

    exit_code = 78


class RightsError(NotAllowedError):
    """Only root may do this."""


class BaselineError(PrivacykitError):
    """A frozen home is missing, damaged or cannot be trusted."""

    exit_code = 78


class SetupError(PrivacykitError):
    """This computer cannot be set up as asked."""

    exit_code = 78


class ProofError(PrivacykitError):
    """A proof could not be carried out, so nothing is proven."""


class UndoError(PrivacykitError):
    """What a session's end removed cannot be brought back."""


class LockError(PrivacykitError):
    """The staff's lock cannot be set, read or opened."""


class UnsafeHomeError(PrivacykitError):
    """The account or its home folder is not one that may ever be wiped."""

    exit_code = 78


class BusyError(PrivacykitError):
    """Programs of the session are still running, so nothing was removed."""

    exit_code = 3


class RecordError(PrivacykitError):
    """The record of the wipes cannot be read or added to."""


class AuditError(PrivacykitError):
    """A check-up cannot be made or kept."""


class WebError(PrivacykitError):
    """A page of the library's cannot be looked at."""

    exit_code = 75


class CertificateError(WebError):
    """A page's certificate is not valid for it."""


class AgainError(PrivacykitError):
    """Something that passes stands in the way, such as a full disk: worth another try."""

    exit_code = 75


class OnionError(PrivacykitError):
    """An envelope of the onion exercise cannot be opened."""


class TermsError(PrivacykitError):
    """A text cannot be read for its terms."""


class PhotoError(PrivacykitError):
    """A picture or document cannot be read, or a clean copy of it not be saved."""


class VisitError(PrivacykitError):
    """A recording of a visit (HAR or the kit's own) cannot be read."""

    exit_code = 2


class RuleError(PrivacykitError):
    """A filter rule cannot be used."""


class PairingError(PrivacykitError):
    """Two computers in the room cannot talk, or no longer do."""


class CancelledError(PrivacykitError):
    """A person stopped the work."""

    exit_code = 4

    def __init__(self) -> None:
        super().__init__(_("Stopped before it was finished. Some files may be left; run it again."))


class DeclinedError(PrivacykitError):
    """A person was asked before the work, and did not say yes."""

    exit_code = CancelledError.exit_code

    def __init__(self) -> None:
        super().__init__(_("Nothing has been changed."))
