"""What was learned is kept as a file of steps with its pictures."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_agent.core.errors import StepFileError
from desktop_agent.studio.learn.kept_files import kept
from desktop_agent.studio.steps.book import StepBook, check_free, keep, place_for, read_book
from desktop_agent.studio.steps.step import Step, StepFile


def test_steps_are_kept_under_the_tasks_name_and_never_over_another_one(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "steps"
    book = StepBook(StepFile((Step("press enter"),), title="Monthly Report!"), lambda _: None)

    keep(book, place_for(folder, "Monthly Report!"))
    keep(replace(book, file=replace(book.file, title="Other")), place_for(folder, "Monthly Report!"))

    assert {path.name for path in kept(folder)} == {"monthly-report.steps", "monthly-report-2.steps"}
    assert read_book(folder / "monthly-report.steps").file == book.file


def test_a_file_that_exists_and_a_folder_that_does_not_are_refused(tmp_path: Path) -> None:
    (tmp_path / "there.steps").write_text("")

    for path in (tmp_path / "there.steps", tmp_path / "nowhere" / "one.steps"):
        with pytest.raises(StepFileError):
            check_free(path)
    check_free(tmp_path / "free.steps")


def test_a_folder_that_cannot_be_made_is_an_error_for_people(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    book = StepBook(StepFile((Step("press enter"),)), lambda _: None)

    with pytest.raises(StepFileError):
        keep(book, tmp_path / "file" / "one.steps")
    assert kept(tmp_path / "none") == ()
