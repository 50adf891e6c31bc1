"""What a trainer may write in activity.toml, and what is said no to."""

import msgspec
import pytest

from privacykit.activities.tor.engine.words import Choice, Options, Persona

CHOICES = (Choice("vpn", "No."), Choice("tor", "Yes."))


def test_the_answer_of_a_choice() -> None:
    assert Persona("Rut", "Writes.", "tor", CHOICES).answer("vpn").says == "No."


@pytest.mark.parametrize(
    ("fits", "tools"), [("browser", ["vpn", "tor"]), ("tor", ["tor", "tor"]), ("gpg", ["vpn"])]
)
def test_a_persona_whose_tool_is_not_offered_once_is_said_no_to(
    fits: str, tools: list[str]
) -> None:
    choices = [{"tool": tool, "says": "Well."} for tool in tools]
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(
            {"name": "Rut", "story": "Writes.", "fits": fits, "choice": choices}, Persona
        )


def test_the_talk_has_bounds() -> None:
    assert msgspec.convert({}, Options).minutes == 4
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"minutes": 60}, Options)
