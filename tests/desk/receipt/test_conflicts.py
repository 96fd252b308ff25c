"""Generated conflicts, a sample of them: no edit of the person's is lost, whatever the moment."""

from pathlib import Path

import pytest

from tests.fakes.desk_conflicts import MOMENTS, ConflictCase, later_cases, new_cases, play
from tests.fakes.desk_work import has_overlay

# Those that once lost an edit, and some of each moment.
ONCE_LOST = [
    ConflictCase("saves by rename", "keeps size and time", "before the last act"),
    ConflictCase("edits in place", "renames the folder", "before the last act"),
    ConflictCase("makes the folder anew", "renames the folder", "before the last act"),
    ConflictCase("moves it", "fills the new place", "before an act"),
    ConflictCase("deletes the folder", "adds far below", "after the receipt"),
]


@pytest.mark.parametrize("case", [*ONCE_LOST, *later_cases()[::53], *new_cases()[::53]], ids=str)
def test_no_edit_of_the_person_is_lost(tmp_path: Path, case: ConflictCase) -> None:
    if not has_overlay():
        pytest.skip("This machine mounts no overlay for a plain user.")
    assert case.moment in MOMENTS

    outcome = play(case, tmp_path)
    assert outcome.is_done
    assert outcome.lost == ()
