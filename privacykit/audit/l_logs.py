"""L1 to L5: what is written down about patrons, for how long, and who may read it."""

from privacykit.audit import l_kept, l_watching
from privacykit.audit.b_settings import worst
from privacykit.audit.check import About, Finding
from privacykit.audit.computer import Computer
from privacykit.audit.registry import ask, cannot, check, found, passed
from privacykit.i18n import _


@check(
    About(
        "L1-JOURNAL",
        "computer",
        duties=("K3",),
        ala=("P2.3",),
        effort=1,
        effect=2,
        question=lambda: _("Are the system's logs kept briefly, and read by few?"),
        means=lambda: _(
            "Logs tell when somebody used the computer, what was plugged in and printed, for "
            "months."
        ),
        mend=lambda: _(
            "Write {line} into {file}, let only root read /var/log, and take the patrons' account "
            "out of the groups adm and systemd-journal."
        ).format(line="MaxRetentionSec=1week", file="/etc/systemd/journald.conf"),
        letter=lambda: _(
            "Please keep the logs of the public computers for at most a week, and let only those "
            "read them who look after the computers."
        ),
    )
)
def l1_journal(computer: Computer) -> Finding:
    windows = computer.system == "windows"
    judged = list(l_kept.on_windows(computer) if windows else l_kept.on_linux(computer))
    if not judged:
        return cannot(_("No logs were found where the system usually keeps them."))
    return found(worst(judged), *(one.evidence for one in judged))


@check(
    About(
        "L2-RESERV",
        "computer",
        duties=("K3", "K5"),
        ala=("P2.2",),
        effort=1,
        effect=3,
        question=lambda: _("Does the booking system forget who used which computer?"),
        means=lambda: _("Whoever gets at the bookings sees who was here, when and for how long."),
        mend=lambda: _(
            "Let it anonymise bookings after a day. Libki never does by itself: set "
            "DataAnonymizationDays and DataRetentionDays."
        ),
        letter=lambda: _(
            "Please set the booking system of the public computers so that bookings are "
            "anonymised after one day (Libki: DataAnonymizationDays = 1)."
        ),
    )
)
def l2_booking(computer: Computer) -> Finding:
    return ask(*l_watching.booking(computer))


@check(
    About(
        "L3-PROXY",
        "computer",
        duties=("K3",),
        ala=("P2.3",),
        effort=2,
        effect=3,
        question=lambda: _("Are the pages that patrons visit logged nowhere?"),
        means=lambda: _("A log of the network shows every site that somebody looked up."),
        mend=lambda: _(
            "Turn the log of the filter, the proxy and the wifi off, or let it be deleted within "
            "24 hours, and write that into the contract."
        ),
        letter=lambda: _(
            "Please tell us which logs of visited pages the filter, the proxy and the wifi keep, "
            "and delete them within 24 hours."
        ),
    )
)
def l3_proxy(computer: Computer) -> Finding:
    return ask(*l_watching.proxies(computer))


@check(
    About(
        "L4-REMOTE",
        "computer",
        duties=("K4", "K5"),
        ala=("P2.4",),
        effort=2,
        effect=3,
        question=lambda: _("Can nobody watch the screen from elsewhere?"),
        means=lambda: _("Somebody may read along, and the patron does not see it."),
        mend=lambda: _(
            "Remove the program, or let it ask the patron and show that somebody is watching. Say "
            "on a sign who may do it, and why."
        ),
        letter=lambda: _(
            "Please remove programs for watching the screens of the public computers from "
            "elsewhere, or let them ask the patron first."
        ),
    )
)
def l4_remote(computer: Computer) -> Finding:
    judged = l_watching.watchers(computer)
    if judged:
        return found(worst(judged), *(one.evidence for one in judged))
    if not computer.processes() and not l_watching.services(computer):
        return cannot(_("Neither programs nor services of this computer can be seen."))
    return passed(note=_("No program for it was found among those that are known."))


@check(
    About(
        "L5-LIST",
        "room",
        duties=("K3", "K5"),
        ala=("P1.3",),
        effort=1,
        effect=2,
        question=lambda: _("Are there no paper lists with patrons' names?"),
        means=lambda: _("Everybody who signs up after them reads who was here, and when."),
        mend=lambda: _("Book without names, such as by a number, or shred the list every evening."),
        letter=lambda: _(
            "Please help us to book the public computers without patrons' names on paper."
        ),
    )
)
def l5_lists(_computer: Computer) -> Finding:
    return ask()
