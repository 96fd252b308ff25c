"""Find the switch in a caption's row, and say on or off where its knob and its colour agree."""

from __future__ import annotations

import cv2
import numpy as np

from desktop_agent.offline.picture.fields import clipped
from desktop_agent.offline.picture.marks import look_of
from desktop_agent.screen.ocr.boxes import Box, BoxState, Indicator
from desktop_agent.screen.ocr.picture import Picture

_WIDE, _HIGH = (1.45, 2.6), (12, 36)  # widths per height; pixels
_STANDS_OUT, _FILL = 7, 0.75  # grey levels from the ground; of its rectangle: letters and outlines fill less
_KNOB = 24  # grey levels between the knob and its track
_COLOURED = 40  # grey levels between a colour's parts; a switch that is off is grey
_BEFORE = 5.0  # of the caption's height; behind it a switch may be at the far end of the row


def switch_of(picture: Picture, caption: Box, at: Box | None = None) -> Indicator | None:
    """Return the switch in the row of a caption, the nearest to it; `at` is its place where that is known."""
    places = [at] if at else sorted(_pills(picture, caption), key=lambda box: _gap(box, caption))
    states = ((box, _state(picture, box)) for box in places)
    return next((Indicator(box, state, look_of(picture, box)) for box, state in states if state), None)


def _pills(picture: Picture, caption: Box) -> list[Box]:
    left = caption.left - round(_BEFORE * caption.height)
    row = Box(left, caption.top - caption.height, picture.shape[1] - left, 3 * caption.height)
    row = clipped(row, picture)
    part = picture[row.top : row.bottom, row.left : row.right].astype(np.int16)
    if not part.size:
        return []
    ground = np.median(part.reshape(-1, 3), axis=0).astype(np.int16)
    stands_out = (np.abs(part - ground).max(axis=2) > _STANDS_OUT).astype(np.uint8)
    # By its outline: a knob of the ground's colour is a hole in it.
    outlines, _ = cv2.findContours(stands_out, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    rects = ((cv2.boundingRect(outline), cv2.contourArea(outline)) for outline in outlines)
    full = (Box(x + row.left, y + row.top, w, h) for (x, y, w, h), area in rects if area > _FILL * w * h)
    return [box for box in full if _is_pill(box, caption)]


def _is_pill(box: Box, caption: Box) -> bool:
    in_row = abs(box.center[1] - caption.center[1]) <= caption.height // 2
    sized = _HIGH[0] <= box.height <= _HIGH[1] and _WIDE[0] <= box.width / box.height <= _WIDE[1]
    return in_row and sized and not caption.holds(*box.center)


def _state(picture: Picture, box: Box) -> BoxState | None:
    """Return the state that a switch shows; None for what has no knob at one of its ends."""
    part = picture[box.top : box.bottom, box.left : box.right].astype(np.int16)
    rows = slice(box.height // 3, box.height - box.height // 3)
    ends = (part[rows, box.width // 6 : box.width // 3], part[rows, -(box.width // 3) : -(box.width // 6)])
    left, right = (np.median(end.reshape(-1, 3), axis=0) for end in ends)
    edge = part[box.height // 6 : box.height // 4 + 1, box.width // 2 - 1 : box.width // 2 + 2]
    track = np.median(edge.reshape(-1, 3), axis=0)
    at_left, at_right = (np.abs(end - track).max() > _KNOB for end in (left, right))
    if at_left == at_right:
        return None
    coloured = track.max() - track.min() > _COLOURED
    if at_right and coloured:
        return "ticked"
    return "empty" if at_left and not coloured else "unsure"


def _gap(box: Box, caption: Box) -> int:
    return max(box.left - caption.right, caption.left - box.right)
