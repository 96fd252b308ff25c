"""The words beside a field, by which a person knows it where its program gives it no name. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from desktop_agent.core.geometry import Rect

PlacedText = tuple[str, Rect]
WORDS = frozenset({"label", "static"})  # AT-SPI's roles of words beside controls
_TELLING = re.compile(r"[^\W\d_]{2}")  # two letters on end
_LABELLED_PX = 200
_LEFT_PX, _OVER_PX, _AT_PX = 220, 30, 3


def label_of(texts: Iterable[PlacedText], field: Rect) -> str:
    """Return the words left of a field in its row, else right above it; empty where there are none."""
    telling = [(text, box) for text, box in texts if _TELLING.search(text)]
    middle = field.middle.y
    left = [
        (text, box)
        for text, box in telling
        if box.y <= middle < box.bottom and -_AT_PX <= field.x - box.right <= _LEFT_PX
    ]
    over = [
        (text, box)
        for text, box in telling
        if -_AT_PX <= field.y - box.bottom <= _OVER_PX and field.x - _AT_PX <= box.x < field.right
    ]
    nearest = max(left, key=lambda one: one[1].x, default=None) or max(over, key=lambda one: one[1].y, default=None)
    return nearest[0].strip().rstrip(":*").strip() if nearest else ""


def is_labelled(field: Rect) -> bool:
    """Tell whether a field may have a label; what is higher is the room that a window is for."""
    return field.height <= _LABELLED_PX
