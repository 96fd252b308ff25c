"""How a run ended is said once, and one step is a step."""

import pytest

from desktop_agent.core.events import Status
from desktop_agent.record.wording import run_length, status_wording


@pytest.mark.parametrize(
    ("status", "message", "said"),
    [
        ("completed", "Saved.", "The model says it's done: Saved."),
        ("stopped", "", "Stopped"),
        ("stopped", "Stopped.", "Stopped"),
        ("stopped", "Stopped by the person: the Pause key was pressed.",
         "Stopped by the person: the Pause key was pressed."),
        ("limit", "Limits are good.", "Limit reached: Limits are good."),
    ],
)  # fmt: skip
def test_nothing_is_said_twice(status: Status, message: str, said: str) -> None:
    assert status_wording(status, message).text == said


def test_how_long_a_run_was_counts_nothing_that_its_message_counts_otherwise() -> None:
    assert run_length(2.04, None) == "2.0 s"
    assert run_length(61, 0.0125) == "1 min 01 s, $0.0125"
