"""Steps with their pictures: read from a steps file and its folder, and written to a free path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from desktop_agent.core.errors import StepFileError
from desktop_agent.core.geometry import Size
from desktop_agent.core.message import Message
from desktop_agent.lib.files import replace_file
from desktop_agent.record.picture_file import header_of, read_picture
from desktop_agent.record.store import slug
from desktop_agent.studio.steps.sight import Gray
from desktop_agent.studio.steps.step import ENDING, Step, StepFile
from desktop_agent.studio.steps.text import LONGEST_FILE, LONGEST_SIDE, parse_steps, write_steps

_LARGEST_PICTURE = 40_000_000  # bytes


@dataclass(frozen=True, slots=True)
class StepBook:
    """Steps, and a function that returns the bytes of a named picture; None where the picture is unavailable."""

    file: StepFile
    png: Callable[[str], bytes | None]


def read_book(path: Path) -> StepBook:
    """Return the steps of a file; StepFileError where it cannot be read or parsed."""
    try:
        with path.open("rb") as opened:
            data = opened.read(4 * LONGEST_FILE + 1)
        text = data.decode("utf-8")
    except OSError as error:
        raise StepFileError(
            Message("{path} can't be read: {strerror}.", path=path, strerror=error.strerror),
            Message("Choose a readable steps file."),
        ) from error
    except UnicodeDecodeError as error:
        raise StepFileError(
            Message("{path} isn't UTF-8 text.", path=path), Message("Save it as UTF-8 plain text.")
        ) from error
    try:
        file = parse_steps(text)
    except StepFileError as error:
        raise StepFileError(Message("{file}: {what}", file=path.name, what=error.message), error.hint) from error
    return StepBook(file, lambda name: picture_in(path.parent, name))


def write_book(book: StepBook, path: Path) -> None:
    """Write steps, and their pictures into a folder next to the file; StepFileError where writing fails."""
    folder = f"{path.stem}-pictures"
    steps = list[Step]()
    try:
        for number, step in enumerate(book.file.steps, start=1):
            data = book.png(step.picture) if step.picture else None
            name = f"{folder}/{number:04d}.png" if data else ""
            if data:
                (path.parent / folder).mkdir(exist_ok=True)
                replace_file(path.parent / name, [data])
            steps.append(replace(step, picture=name))
        replace_file(path, [write_steps(replace(book.file, steps=tuple(steps))).encode()])
    except OSError as error:
        raise StepFileError(
            Message("{path} can't be written to: {strerror}.", path=path, strerror=error.strerror),
            Message("Choose another place."),
        ) from error


def gray(data: bytes) -> Gray | None:
    """Return a picture as grey levels; None where it cannot be decoded, or would be larger than any screen."""
    kind, size = header_of(data) or ("", Size(0, 0))
    if kind != "png" or max(size.width, size.height) > LONGEST_SIDE:
        return None
    decoded = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    return None if decoded is None else np.asarray(decoded, np.uint8)


def picture_in(folder: Path, name: str) -> bytes | None:
    """Return a picture below the file's folder; None where it is missing, too large, or a link leads elsewhere."""
    path = folder / name
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            return None
        data = read_picture(path, _LARGEST_PICTURE)
    except (OSError, ValueError):
        return None
    return data if len(data) <= _LARGEST_PICTURE else None


def place_for(folder: Path, title: str) -> Path:
    """Return an unused path in a folder for the steps of a task."""
    base = slug(title)
    numbered = (folder / f"{base}{f'-{number}' if number > 1 else ''}{ENDING}" for number in range(1, 10_000))
    return next(path for path in numbered if not path.exists())


def check_free(path: Path) -> None:
    """Raise StepFileError where the path exists already or its folder is missing."""
    if path.exists():
        raise StepFileError(
            Message("{path} already exists.", path=path), Message("Choose another file with -o, or delete this one.")
        )
    if not path.parent.is_dir():
        raise StepFileError(
            Message("The folder {parent} doesn't exist.", parent=path.parent), Message("Choose another file with -o.")
        )


def save_book(book: StepBook, path: Path) -> None:
    """Create the folder, and write the steps and their pictures; StepFileError where that fails."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StepFileError(
            Message("{parent} can't be created: {strerror}.", parent=path.parent, strerror=error.strerror),
            Message("Choose another place."),
        ) from error
    write_book(book, path)
