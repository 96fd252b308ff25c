"""Gives a recorded picture to whoever shows it, only as it was recorded and never a bomb; else the reason, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.events import FrameTaken
from desktop_agent.record.picture_file import PictureProblem, recorded_picture
from desktop_agent.record.picture_header import picture_size

MOST_PIXELS = 16_384 * 16_384
_REASONS: Mapping[PictureProblem, str] = {
    "none": "Pictures were not recorded.",
    "foreign": "The record names a file that is not a recorded picture.",
    "missing": "The picture is missing.",
    "damaged": "The picture was changed or damaged after it was recorded.",
}
_TOO_LARGE = "The picture is larger than any screen, and is not opened."


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture's bytes as they were recorded; empty, with the reason in words, where it cannot be shown."""

    data: bytes = b""
    reason: str = ""


def shown_picture(folder: Path, frame: FrameTaken) -> ShownPicture:
    """Return a picture of a run, or why there is none to be shown."""
    data = recorded_picture(folder, frame)
    if isinstance(data, str):
        return ShownPicture(reason=_REASONS[data])
    size = picture_size(data)
    if size is not None and size.width * size.height > MOST_PIXELS:
        return ShownPicture(reason=_TOO_LARGE)
    return ShownPicture(data)
