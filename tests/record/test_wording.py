"""How a run ended is said once, and one step is a step."""

import pytest

from desktop_agent.core.events import Status
from desktop_agent.record.wording import run_length, status_wording


@pytest.mark.parametrize(
    ("status", "message", "said"),
    [
        ("completed", "Saved.", "Completed: Saved."),
        ("stopped", "", "Stopped"),
        ("stopped", "Stopped.", "Stopped"),
        ("stopped", "Stopped by the person: the Pause key was pressed.",
         "Stopped by the person: the Pause key was pressed."),
        ("limit", "Limits are good.", "Limit reached: Limits are good."),
    ],
)  # fmt: skip
def test_nothing_is_said_twice(status: Status, message: str, said: str) -> None:
    assert status_wording(status, message).text == said


def test_one_is_not_many() -> None:
    assert run_length(1, 1, 2.04, None) == "1 step, 1 action, 2.0 s"
    assert run_length(2, 0, 61, 0.0125) == "2 steps, 0 actions, 1 min 01 s, $0.0125"
