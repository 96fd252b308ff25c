"""How a run ended is said once, and one step is a step."""

import pytest

from desktop_agent.record.run_summary import ended, length


@pytest.mark.parametrize(
    ("status", "message", "said"),
    [
        ("completed", "Saved.", "Completed: Saved."),
        ("stopped", "", "Stopped"),
        ("stopped", "Stopped.", "Stopped"),
        ("stopped", "Stopped by the person: the Pause key was pressed.",
         "Stopped by the person: the Pause key was pressed."),
        ("limit", "Limits are good.", "Limit: Limits are good."),
    ],
)  # fmt: skip
def test_nothing_is_said_twice(status: str, message: str, said: str) -> None:
    assert ended(status, message) == said


def test_one_is_not_many() -> None:
    assert length(1, 1, 2.04) == "1 step, 1 action, 2.0 s"
    assert length(2, 0, 61) == "2 steps, 0 actions, 61.0 s"
