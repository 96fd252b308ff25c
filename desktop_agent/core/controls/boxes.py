"""Where things are on a picture, in its pixels: rectangles, and the boxes that can be ticked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.controls.screen_contents import TextLine

BoxState = Literal["ticked", "empty", "mixed", "unsure"]
_ALIKE = 24  # grey levels on average; a pointer over a box changes at most 22 (229 pairs), a readable tick or dot more


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the picture."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column past the box."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The first row past the box."""
        return self.top + self.height

    @property
    def center(self) -> tuple[int, int]:
        """The pixel in the middle."""
        return self.left + self.width // 2, self.top + self.height // 2

    @property
    def area(self) -> int:
        """How many pixels it has."""
        return self.width * self.height

    def holds(self, x: int, y: int) -> bool:
        """Return whether a pixel is inside."""
        return self.left <= x < self.right and self.top <= y < self.bottom

    def touches(self, other: Box) -> bool:
        """Return whether two boxes share a pixel."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def moved(self, right: int, down: int) -> Box:
        """Return the same box somewhere else."""
        return Box(self.left + right, self.top + down, self.width, self.height)

    def joined(self, other: Box) -> Box:
        """Return the smallest box around both."""
        left = min(self.left, other.left)
        top = min(self.top, other.top)
        return Box(left, top, max(self.right, other.right) - left, max(self.bottom, other.bottom) - top)


def apart(boxes: Iterable[Box]) -> list[Box]:
    """Return boxes of which no two share a pixel, around all that the given ones hold."""
    joined = list[Box]()
    for box in boxes:
        grown = box
        while touching := [other for other in joined if other.touches(grown)]:
            joined = [other for other in joined if other not in touching]
            for other in touching:
                grown = grown.joined(other)
        joined.append(grown)
    return joined


NOWHERE = Box(0, 0, 0, 0)


def box_of(line: TextLine) -> Box:
    """Return the box of a line of text."""
    return Box(line.left, line.top, line.width, line.height)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A check box or radio button: what its inside says, and what it looks like, made small."""

    box: Box
    state: BoxState
    look: bytes = b""

    def looks_like(self, other: Indicator) -> bool:
        """Return whether a box looks the same twice."""
        differences = sum(abs(a - b) for a, b in zip(self.look, other.look, strict=True))
        return differences <= _ALIKE * len(self.look)
