"""What was learned is kept as a file of steps with its pictures."""

from dataclasses import replace
from pathlib import Path

from desktop_agent.studio.learn.kept_files import saved_files
from desktop_agent.studio.steps.book import StepBook, place_for, read_book, save_book
from desktop_agent.studio.steps.step import Step, StepFile


def test_steps_are_kept_under_the_tasks_name_and_never_over_another_one(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "steps"
    book = StepBook(StepFile((Step("press enter"),), title="Monthly Report!"), lambda _: None)

    save_book(book, place_for(folder, "Monthly Report!"))
    save_book(replace(book, file=replace(book.file, title="Other")), place_for(folder, "Monthly Report!"))

    assert {path.name for path in saved_files(folder)} == {"monthly-report.steps", "monthly-report-2.steps"}
    assert read_book(folder / "monthly-report.steps").file == book.file
