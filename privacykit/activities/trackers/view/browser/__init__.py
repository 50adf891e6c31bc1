"""The station's own browser; WebEngine is loaded when the first page is opened, not before."""

from privacykit.activities.trackers.view.browser.start import is_available
from privacykit.activities.trackers.view.browser.widget import Browser

__all__ = ["Browser", "is_available"]
