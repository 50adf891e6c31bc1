"""One step of the leave card: how it stands, in words that claim no more than is known."""

from pytestqt.qtbot import QtBot

from privacykit.activities.cleanup.engine import checklist
from privacykit.activities.cleanup.view.step import StepCard
from tests.ui.test_cleanup import said, shown
from tests.unit.cleanup import words


def test_a_step_says_no_more_than_is_known(qtbot: QtBot) -> None:
    for one, sentence in (
        ("drive", "No stick is in use. Look at the plugs, too"),
        ("printer", "No job waits on this computer. Look at the printer, too"),
        ("programs", "No program that the kit knows is open"),
        ("files", "Nothing is left here"),
    ):
        step = StepCard(1, next(each for each in words().step if each.id == one))
        shown(qtbot, step)
        step.set(checklist.Seen(step._id, "done"), None, busy=False)
        assert sentence in said(step)


def test_many_names_end_in_a_sign_that_there_are_more(qtbot: QtBot) -> None:
    step = StepCard(3, words().step[2])
    shown(qtbot, step)
    for count, sign in ((checklist.MOST, "Downloads/39"), (checklist.MOST + 1, "…")):
        names = tuple(f"Downloads/{number}" for number in range(count))
        step.set(checklist.Seen("files", "open", names, 0), None, busy=False)
        assert step._names.text().splitlines()[-1] == sign
    assert step._do.text() == "Remove empty folders"
