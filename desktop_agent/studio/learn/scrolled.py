"""How far a turn of the wheel went: what a notch moves is each program's own choice, so the pictures tell. Pure."""

from __future__ import annotations

import cv2
import numpy as np

from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect, ScreenPoint, Size
from desktop_agent.screen.compare import patch
from desktop_agent.screen.shift import shift
from desktop_agent.studio.learn.gesture import Scrolled
from desktop_agent.studio.learn.moment import Moment

NOTCH_PX = 100  # as the input side counts a notch that cannot be measured
_REACH = 400


def pixels_scrolled(turn: Scrolled, before: Moment, after: Moment) -> tuple[int, int]:
    """Return by how many pixels the wheel went to the right and down."""
    right = _went(turn, before, after, across=True) if turn.dx else 0
    down = _went(turn, before, after, across=False) if turn.dy else 0
    return right, down


def _went(turn: Scrolled, before: Moment, after: Moment, *, across: bool) -> int:
    notches = turn.dx if across else turn.dy
    seen = _seen(turn.at, before, after, across=across)
    # What went the other way, or not at all though it was turned, was no scrolling by this wheel.
    return seen if seen is not None and seen * notches > 0 else notches * NOTCH_PX


def _seen(at: ScreenPoint, before: Moment, after: Moment, *, across: bool) -> int | None:
    one, other = _pixels(before), _pixels(after)
    if one is None or other is None or before.box is None or one.size != other.size:
        return None
    inside = ScreenPoint(at.x - before.box.x, at.y - before.box.y)
    around = Rect(0, 0, one.size.width, one.size.height).around(inside, _REACH)
    return shift(patch(one, around), patch(other, around), across=across) if around.width else None


def _pixels(moment: Moment) -> Pixels | None:
    if not moment.picture:
        return None
    rows = cv2.imdecode(np.frombuffer(moment.picture, np.uint8), cv2.IMREAD_COLOR)
    if rows is None:
        return None
    height, width = rows.shape[:2]
    return Pixels(Size(width, height), cv2.cvtColor(rows, cv2.COLOR_BGR2BGRA).tobytes())
