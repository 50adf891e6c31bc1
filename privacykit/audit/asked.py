"""The questions that only a person can answer: id, check, words, choices."""

from privacykit.i18n import _

QUESTIONS = (
    (
        "A7-facing",
        "A7-POS",
        lambda: _("Can others in the room read the screens?"),
        {"yes": lambda: _("Yes"), "no": lambda: _("No")},
    ),
)
