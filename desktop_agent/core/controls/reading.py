"""The interface of the reader of text in pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from desktop_agent.core.pictures.geometry import ImagePoint, Rect

# The distance from a point within which a line is near it, in pixels.
NEAR_X = 60
NEAR_Y = 14
# Heights of a caption by which its box or icon may lie before it, and its frame reach behind it.
BEFORE_CAPTION = 2
BEHIND_CAPTION = 1


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text and its box in pixels of the picture; `score` is the reader's own confidence, 0 to 1."""

    text: str
    left: int
    top: int
    width: int
    height: int
    score: float


class TextReader(Protocol):
    """Reads text off pictures."""

    def read(self, data: bytes, *, near: ImagePoint | None = None) -> tuple[TextLine, ...]:
        """Return the lines of text in an encoded picture; DesktopAgentError when reading fails.

        With `near`, only the nearest line to the point is returned, or none if none is near.
        """


def distance(box: Rect, at: ImagePoint) -> int | None:
    """Return the distance of a box from a point, in pixels; None if it is not near."""
    across = max(box.x - at.x, 0, at.x - box.right)
    down = max(box.y - at.y, 0, at.y - box.bottom)
    return across + down if across <= NEAR_X and down <= NEAR_Y else None
