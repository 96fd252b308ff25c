"""The table at the end of several tasks on desks: what waits for the person there is what the receipt asks about."""

import pytest

from desktop_agent.core.runs.events import DeskEnded
from desktop_agent.desk.commands.desk_run import _receipt_words


@pytest.mark.parametrize(
    ("desk", "words"),
    [
        (None, ""),
        (DeskEnded("d", "run", "discard", {"documents": 2}), "Discarded"),
        (DeskEnded("d", "run", "accept", {"documents": 2}, taken=1, left=1), "Applied: 1, remaining: 1"),
        (DeskEnded("d", "run", "keep", None), "Can't be read"),
        (DeskEnded("d", "run", "keep", {"documents": 2, "settings": 40}, left=2), "2 changes"),
        (DeskEnded("d", "run", "keep", {"documents": 0, "settings": 40}), "Programs' settings only"),
        (DeskEnded("d", "run", "keep", {"documents": 0}), "Nothing was changed"),
    ],
)
def test_programs_own_settings_are_no_changes_that_wait(desk: DeskEnded | None, words: str) -> None:
    assert _receipt_words(desk) == words
