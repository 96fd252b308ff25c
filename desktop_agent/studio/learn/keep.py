"""Where what was learned is kept: a file of steps for each task, its pictures beside it."""

from __future__ import annotations

from pathlib import Path

from desktop_agent.core.errors import StepFileError
from desktop_agent.core.message import Message
from desktop_agent.record.store import slug
from desktop_agent.studio.learn.kept_files import ENDING
from desktop_agent.studio.steps.book import StepBook, write_book


def place_for(folder: Path, title: str) -> Path:
    """Return a free place in a folder for the steps of a task."""
    base = slug(title)
    numbered = (folder / f"{base}{f'-{number}' if number > 1 else ''}{ENDING}" for number in range(1, 10_000))
    return next(path for path in numbered if not path.exists())


def check_free(path: Path) -> None:
    """Make sure that a file can be written there; StepFileError where something has that name, or no folder is."""
    if path.exists():
        raise StepFileError(
            Message("{path} exists already.", path=path), Message("Choose another file with -o, or remove it.")
        )
    if not path.parent.is_dir():
        raise StepFileError(
            Message("There is no folder {parent}.", parent=path.parent), Message("Choose another file with -o.")
        )


def keep(book: StepBook, path: Path) -> None:
    """Write the steps and their pictures; StepFileError where that cannot be done."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StepFileError(
            Message("{parent} cannot be made: {strerror}.", parent=path.parent, strerror=error.strerror),
            Message("Choose another place."),
        ) from error
    write_book(book, path)
