"""T1 and T2: whether patrons can learn about privacy here, and read what is deleted."""

from privacykit.audit.check import About, Finding
from privacykit.audit.computer import Computer
from privacykit.audit.registry import ask, check
from privacykit.i18n import _


@check(
    About(
        "T1-TEACH",
        "room",
        duties=("K7",),
        ala=("P1.4",),
        effort=2,
        effect=2,
        question=lambda: _("Was there a privacy workshop in the last 12 months?"),
        means=lambda: _("Patrons take home what they learn here; a clean computer stays here."),
        mend=lambda: _("Plan an evening with three stations: passwords, trackers, messages."),
        letter=lambda: _(
            "Please make sure that Privacy Kit can be started on the public computers, so that "
            "we can hold a workshop on them."
        ),
    )
)
def t1_workshop(_computer: Computer) -> Finding:
    return ask()


@check(
    About(
        "T2-SIGN",
        "room",
        duties=("K7",),
        ala=("P1.1",),
        effort=1,
        effect=2,
        question=lambda: _("Does a sign at each computer say what is deleted, when and by whom?"),
        means=lambda: _("Nobody can decide what to do here without knowing what stays."),
        mend=lambda: _("Put up a sign. Take what it says from this check-up."),
        letter=lambda: _(
            "Please show at sign-in on the public computers what is deleted, when and by whom, "
            "and what is logged."
        ),
    )
)
def t2_sign(_computer: Computer) -> Finding:
    return ask()
