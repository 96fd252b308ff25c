"""How a run ended is said once, and one step is a step."""

import pytest

from desktop_agent.core.events import Status
from desktop_agent.record.wording import file_size, run_length, status_wording


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


@pytest.mark.parametrize(
    ("size", "shown"), [(0, "0.0 KB"), (9_949, "9.9 KB"), (9_951, "10 KB"), (999_499, "999 KB"), (999_500, "1.0 MB"),
                        (3_141_592, "3.1 MB"), (2_500_000_000, "2.5 GB"), (5_000_000_000_000, "5,000 GB")],
)  # fmt: skip
def test_sizes_are_written_as_file_managers_write_them(size: int, shown: str) -> None:
    assert file_size(size) == shown
