"""One file of a film to be encoded: what an encoder is told, what its frames are, and what it does with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_agent.core.geometry import Rect, Size
from desktop_agent.studio.film.options import FilmFormat
from desktop_agent.studio.film.timeline import Chapter

FramePixels = NDArray[np.uint8]  # height x width x 4: blue, green, red, unused
# Frames a second. A GIF counts in hundredths: 8 of them are exact, so that no rounding adds up.
RATES = {"mp4": Fraction(30), "webm": Fraction(30), "gif": Fraction(25, 2), "stills": Fraction(30)}


@dataclass(frozen=True, slots=True)
class EncodeJob:
    """What an encoder needs to know; a tick is one frame's time."""

    part: Path  # the file that it writes
    kind: FilmFormat
    size: Size
    ticks: int
    title: str
    chapters: tuple[Chapter, ...]
    srt: str  # the words that go into the film, as a .srt file has them; empty where none do
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
