"""The lines of a task with their pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.pictures import Size
from desktop_agent.record.picture_file import header_of, read_picture
from desktop_agent.tasks.steps.lines import LONGEST_SIDE
from desktop_agent.tasks.task import Task

if TYPE_CHECKING:
    from desktop_agent.tasks.steps.sight import Gray

_LARGEST_PICTURE = 40_000_000  # bytes


@dataclass(frozen=True, slots=True)
class StepBook:
    """A task, and a function that returns the bytes of a named picture; None where the picture is unavailable."""

    task: Task
    png: Callable[[str], bytes | None]


def gray(data: bytes) -> Gray | None:
    """Return a picture as grey levels; None where it cannot be decoded, or would be larger than any screen."""
    import cv2  # only a run looks for pictures, and a menu of tasks is there before the first window
    import numpy as np

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
