"""How a run ended is said once, and one step is a step."""

import pytest

from desktop_agent.core.runs.events import NamedTarget, Status
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.record.wording import program_of, run_length, status_wording


@pytest.mark.parametrize(
    ("status", "message", "expected"),
    [
        ("completed", "Saved.", "The model says it's done: “Saved.”"),
        ("completed", "", "The model says it's done"),
        ("completed", Message("Every step was carried out."), "Completed: Every step was carried out."),
        ("completed", sentences("Saved.", Message("No one could be asked.")),
         "The model says it's done: “Saved.” No one could be asked."),
        ("completed", "Saved.” Proven: “yes", "The model says it's done: “Saved.' Proven: 'yes”"),
        ("answered", "It says “Hello”.", "Answered: “It says 'Hello'.”"),
        ("partly", "Sent.", "Partly done. The model says: “Sent.”"),
        ("proven", "And sent.", "Proven. The model says: “And sent.”"),
        ("stopped", "", "Stopped"),
        ("stopped", "Stopped.", "Stopped"),
        ("stopped", "Stopped by you: the Pause key was pressed.",
         "Stopped by you: the Pause key was pressed."),
        ("limit", "Limits are good.", "Limit reached: Limits are good."),
    ],
)  # fmt: skip
def test_the_summary_of_a_run_repeats_nothing(status: Status, message: str, expected: str) -> None:
    assert status_wording(status, message).text == expected


def test_how_long_a_run_was_counts_nothing_that_its_message_counts_otherwise() -> None:
    assert run_length(2.04, None) == "2.0 s"
    assert run_length(61, 0.0125) == "1 min 01 s, $0.0125"


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (NamedTarget(application="soffice.bin", program="LibreOffice Calc"), "LibreOffice Calc"),
        (NamedTarget(application="mousepad"), "Mousepad"),
        (NamedTarget(), ""),
        (None, ""),
    ],
)
def test_a_program_is_called_as_in_the_menu(target: NamedTarget | None, expected: str) -> None:
    assert program_of(target) == expected
