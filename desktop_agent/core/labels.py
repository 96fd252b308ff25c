"""The words by which a person knows a control that its name doesn't tell: beside a field, or in a row. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from desktop_agent.core.geometry import Rect
from desktop_agent.core.role import Role
from desktop_agent.core.screen_contents import ShownControl

PlacedText = tuple[str, Rect]
WORDS = frozenset({Role.LABEL, Role.STATIC})  # AT-SPI's roles of words beside controls
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


def words_in_row(shown: Sequence[ShownControl], control: ShownControl) -> str:
    """Return the words in the row or item that holds a control, else those on its line; empty without any.

    They are in reading order, without its own name. Of two controls of one name on a line, each has the words up to the
    other.
    """
    others = [one for one in shown if _tells(one, control)]
    inside = [one for one in others if control.row is not None and control.row.contains(one.box.middle)]
    peers = [one.box for one in shown if _is_peer(one, control)]
    if not inside and (peers or control.row is None):
        peers = [box for box in peers if _is_on_line(box, control.box)]
        left = max((box.right for box in peers if box.right <= control.box.x), default=None)
        right = min((box.x for box in peers if box.x >= control.box.right), default=None)
        inside = [
            one
            for one in others
            if _is_on_line(one.box, control.box)
            and (left is None or one.box.x >= left)
            and (right is None or one.box.right <= right)
        ]
    inside.sort(key=lambda one: (one.box.x, one.box.y))
    return " ".join(dict.fromkeys(" ".join(one.name.split()) for one in inside))


def is_known_by_row(shown: Sequence[ShownControl], control: ShownControl) -> bool:
    """Tell whether a control is known by its row: others have its name, or the row is one of a list or table."""
    return control.row is not None or any(_is_peer(one, control) for one in shown)


def _is_peer(one: ShownControl, control: ShownControl) -> bool:
    return (one.name, one.role) == (control.name, control.role) and one.box != control.box


def _tells(one: ShownControl, control: ShownControl) -> bool:
    """Tell whether something says which row it is: it has words of its own, and doesn't hold the control."""
    is_holder = one.box.contains(control.box.middle)
    return one.name != control.name and any(map(str.isalnum, one.name)) and not is_holder


def _is_on_line(words: Rect, control: Rect) -> bool:
    return words.y <= control.middle.y < words.bottom or control.y <= words.middle.y < control.bottom
