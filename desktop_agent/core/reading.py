"""The reader of text in pictures: shared by the packages that want words and the one that can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


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

    def read(self, data: bytes) -> tuple[TextLine, ...]:
        """Return the lines of text in an encoded picture; DesktopAgentError when nothing can be read at all."""
