"""What can be read where programs name nothing: the words at a place, a field's label, what has just come. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.reading import TextLine

_SURE = 0.8
_AT_PX = 3  # a line that a point is on may begin so far from it
_LABEL_PX = 220  # left of a field
_OVER_PX = 30
_SHORTEST, _LONGEST = 4, 60
_TELLING = re.compile(r"[^\W\d_]{3}")  # three letters on end


def words_at(lines: Iterable[TextLine], at: ScreenPoint) -> str:
    """Return the line of text that a point of the picture is on; empty without one."""
    hits = [line for line in lines if line.score >= _SURE and _box(line, _AT_PX).contains(at)]
    return min(hits, key=lambda line: line.width * line.height).text.strip() if hits else ""


def label_of(lines: Iterable[TextLine], field: Rect) -> str:
    """Return the words left of a field in its row, else right above it; empty where there are none."""
    sure = [line for line in lines if line.score >= _SURE and _TELLING.search(line.text)]
    middle = field.y + field.height // 2
    left = [
        line
        for line in sure
        if line.top <= middle < line.top + line.height and 0 <= field.x - line.left - line.width <= _LABEL_PX
    ]
    over = [
        line
        for line in sure
        if 0 <= field.y - line.top - line.height <= _OVER_PX and field.x - _AT_PX <= line.left < field.right
    ]
    nearest = max(left, key=lambda line: line.left, default=None) or max(over, key=lambda line: line.top, default=None)
    return nearest.text.strip().rstrip(":*").strip() if nearest else ""


def come(before: Sequence[TextLine], after: Sequence[TextLine]) -> tuple[str, ...]:
    """Return the lines that can be read now and could not before, the most telling first.

    A line with digits is often a time or a number that is another one each time.
    """
    known = {_folded(line.text) for line in before}
    fresh = [
        line.text.strip()
        for line in after
        if line.score >= _SURE and _SHORTEST <= len(line.text.strip()) <= _LONGEST and _TELLING.search(line.text)
    ]
    fresh = [text for text in dict.fromkeys(fresh) if not _was_there(_folded(text), known)]
    return tuple(sorted(fresh, key=lambda text: any(map(str.isdigit, text))))


def _was_there(folded: str, known: Iterable[str]) -> bool:
    """Tell whether a line was there before, alone or within another one: readers cut lines now so and now so."""
    return any(folded in one or one in folded for one in known if one)


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _box(line: TextLine, margin: int) -> Rect:
    return Rect(line.left - margin, line.top - margin, line.width + 2 * margin, line.height + 2 * margin)
