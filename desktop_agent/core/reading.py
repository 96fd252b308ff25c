"""The reader of text in pictures: shared by the packages that want words and the one that can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from desktop_agent.core.geometry import ImagePoint, Rect

# How far off a point a line may be that is near it, in pixels.
NEAR_X = 60
NEAR_Y = 14


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
        """Return the lines of text in an encoded picture; DesktopAgentError when nothing can be read at all.

        `near` asks for the line nearest to a point alone, and for none where none is near.
        """


def distance(box: Rect, at: ImagePoint) -> int | None:
    """Return how far a box is from a point, in pixels; None where it is not near."""
    across = max(box.x - at.x, 0, at.x - box.right)
    down = max(box.y - at.y, 0, at.y - box.bottom)
    return across + down if across <= NEAR_X and down <= NEAR_Y else None
