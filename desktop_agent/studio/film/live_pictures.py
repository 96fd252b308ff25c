"""Live pictures of a run as pictures of a film: the screen during each act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from desktop_agent.core.events import FrameTaken
from desktop_agent.core.frame import Pixels
from desktop_agent.record.journal import LIVE_FILE
from desktop_agent.record.live_file import LiveReader, live_files, live_times
from desktop_agent.studio.film.script import Shot

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MARK = "#"  # between a file's name and the number of its picture


def with_motion(
    folder: Path, began: datetime | None, shots: Sequence[Shot], pictures: list[FrameTaken]
) -> tuple[Shot, ...]:
    """Return the shots with the live pictures during each, and append these to `pictures`; unchanged without any."""
    if began is None or find_spec("zstandard") is None:
        return tuple(shots)
    zero = round(began.timestamp() * 1000)
    live = [
        (
            head.at_ms - zero,
            FrameTaken(f"{name}{_MARK}{number}", head.size.width, head.size.height, 0, "", "", "requested"),
        )
        for name in live_files(folder)
        for number, head in enumerate(live_times(folder / name))
    ]
    moving = []
    for shot in shots:
        during = [frame for frame in live if shot.started_ms <= frame[0] <= shot.ended_ms and shot.gesture != "none"]
        motion = tuple((at - shot.started_ms, len(pictures) + n) for n, (at, _) in enumerate(during))
        pictures += [picture for _, picture in during]
        moving.append(replace(shot, motion=motion))
    return tuple(moving)


class LivePictures:
    """Live pictures by name; fast when they are read in order."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._at: tuple[str, int] = ("", 0)
        self._remaining: Iterator[Pixels] = iter(())

    def get(self, name: str) -> NDArray[np.uint8] | None:
        """Return a picture's pixels, three bytes each; None where it is incomplete. OSError for a missing file."""
        path, _, number = name.partition(_MARK)
        if not LIVE_FILE.fullmatch(path) or not number.isdigit():
            return None
        index = int(number)
        if path != self._at[0] or index < self._at[1]:
            (self._folder / path).stat()
            self._at, self._remaining = (path, 0), self._read(path)
        for at, pixels in enumerate(self._remaining, self._at[1]):
            self._at = (path, at + 1)
            if at == index:
                rows = np.frombuffer(pixels.bgrx, np.uint8).reshape(pixels.size.height, pixels.size.width, 4)
                return np.ascontiguousarray(rows[:, :, :3])
        return None

    def _read(self, path: str) -> Iterator[Pixels]:
        with (self._folder / path).open("rb") as file:
            for _, pixels in LiveReader().pictures(file):
                yield pixels


def is_live(name: str) -> bool:
    """Return whether a name is a live picture's."""
    return _MARK in name
