"""One picture of the screen, read as far as the steps of a plan need it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from desktop_agent.core.reading import TextLine
from desktop_agent.offline.picture.fields import field_around, field_of, indicator_of
from desktop_agent.offline.picture.switches import switch_of
from desktop_agent.screen.ocr.boxes import Box, Indicator
from desktop_agent.screen.ocr.picture import decoded

_SWITCH = 1.4  # widths per height; a box is a square


class PictureReader(Protocol):
    """Reads the text of encoded pictures."""

    def read(self, data: bytes, *, fresh: bool = False) -> tuple[TextLine, ...]:
        """Return the lines; `fresh` reads all of it anew."""

    def read_row(self, data: bytes, box: Box) -> tuple[str, ...]:
        """Return the pieces of text in a box of the picture that is read as one row."""

    def read_small(self, data: bytes) -> tuple[TextLine, ...]:
        """Return the signs that stand alone on the picture."""

    def close(self) -> None:
        """Stop, in the middle of a picture too."""


def nowhere(box: Box) -> bool:  # noqa: ARG001 - no box
    """Return False."""
    return False


class ScreenPicture:
    """One picture."""

    def __init__(self, data: bytes, reader: PictureReader, in_front: Callable[[Box], bool] = nowhere) -> None:
        """Decode it; ModelError when that cannot be done. `in_front` tells what is in the window in front."""
        self._data, self._pixels, self._reader, self._in_front = data, decoded(data), reader, in_front
        self._lines: tuple[TextLine, ...] | None = None
        self._read_again = False

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._pixels.shape[1], self._pixels.shape[0]

    def lines(self) -> tuple[TextLine, ...]:
        """Return the text on it."""
        if self._lines is None:
            self._lines = self._reader.read(self._data)
        return self._lines

    def is_in_front(self, box: Box) -> bool:
        """Tell whether a box is in the window in front; no where nobody knows which that is."""
        return self._in_front(box)

    def read_so_far(self) -> tuple[TextLine, ...]:
        """Return the lines if a step has needed them, else none."""
        return self._lines or ()

    def read_again(self) -> bool:
        """Read the whole picture again, once."""
        if self._read_again:
            return False
        self._read_again = True
        self._lines = self._reader.read(self._data, fresh=True)
        return True

    def small(self) -> tuple[TextLine, ...]:
        """Return the signs that stand alone, which the lines leave out."""
        return self._reader.read_small(self._data)

    def row(self, box: Box) -> tuple[str, ...]:
        """Return the pieces of text in a box that is looked at alone, as one row."""
        return self._reader.read_row(self._data, box)

    def field(self, label: Box) -> Box | None:
        """Return the field beside or below a label."""
        return field_of(self._pixels, label)

    def around(self, text: Box) -> Box | None:
        """Return the field that holds a text."""
        return field_around(self._pixels, text)

    def indicator(self, caption: Box, at: Box | None = None) -> Indicator | None:
        """Return the check box, radio button or switch of a caption; `at` is its place where that is known."""
        if at and at.width <= _SWITCH * at.height:
            return indicator_of(self._pixels, caption, at)
        # A switch first: its knob alone would be taken for a box.
        return switch_of(self._pixels, caption, at) or (None if at else indicator_of(self._pixels, caption))
