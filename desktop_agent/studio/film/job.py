"""One file of a film to be encoded: what an encoder is told, what its frames are, and what it does with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from desktop_agent.core.geometry import Rect, Size
from desktop_agent.studio.film.options import FilmFormat
from desktop_agent.studio.film.timeline import Chapter, Subtitle

FramePixels = NDArray[np.uint8]  # height x width x 4: blue, green, red, unused
# Frames a second. A GIF counts in hundredths: 8 of them are exact, so that no rounding adds up.
RATES = {
    "mp4": Fraction(30), "webm": Fraction(30), "gif": Fraction(25, 2), "avif": Fraction(25, 2), "stills": Fraction(30),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EncodeJob:
    """What an encoder needs to know; a tick is one frame's time."""

    part: Path  # the file that it writes
    kind: FilmFormat
    size: Size
    ticks: int
    title: str
    chapters: tuple[Chapter, ...]
    subtitles: tuple[Subtitle, ...]  # empty where none go into the film
    sharp: bool
    samples: Callable[[], Iterator[FramePixels]]  # frames from all over the film, for a palette

    @property
    def rate(self) -> Fraction:
        """Return how many frames a second has."""
        return RATES[self.kind]


@dataclass(frozen=True, slots=True)
class FramePart:
    """A part of a frame that differs from the frame before; its pixels are nobody else's."""

    left: int
    top: int
    pixels: FramePixels

    @property
    def box(self) -> Rect:
        """Return where it is in the frame."""
        return Rect(self.left, self.top, self.pixels.shape[1], self.pixels.shape[0])


class Canvas:
    """The frame as it is now: what is painted on it stays."""

    def __init__(self, size: Size) -> None:
        self.pixels: FramePixels = np.zeros((size.height, size.width, 4), np.uint8)

    def take(self, parts: Sequence[FramePart]) -> None:
        """Put the parts of the next frame over it."""
        for part in parts:
            cut(self.pixels, part.box)[:] = part.pixels


def cut(pixels: FramePixels, box: Rect) -> FramePixels:
    """Return the part of a frame at a box; it is not copied."""
    return pixels[box.y : box.bottom, box.x : box.right]


# Two thirds of the time of "superfast", for a quarter more bytes. Without adaptive quantization, a ghost of what has
# faded stays on dark ground.
X264: Mapping[str, str] = {
    "preset": "ultrafast",
    "crf": "23",
    "tune": "animation",
    "x264-params": "8x8dct=1:cabac=1:no-deblock=0:aq-mode=1:scenecut=0",
}


class FilmEncoder(Protocol):
    """Writes one file; a frame stays until the next one."""

    def add(self, parts: Sequence[FramePart], tick: int) -> None:
        """Show a frame from a tick on: the last one with these parts over it; the first frame is one part."""

    def finish(self) -> None:
        """Write the end."""

    def discard(self) -> None:
        """Let go of the file; what was written is removed by whoever named it."""
