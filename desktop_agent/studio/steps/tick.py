"""Whether the box beside a caption was ticked and is now, off the pictures: for programs that tell nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import cv2
import numpy as np

from desktop_agent.core.reading import TextLine
from desktop_agent.offline.picture.fields import indicator_of
from desktop_agent.screen.ocr.boxes import Box, Indicator
from desktop_agent.studio.steps.sight import Gray, cut

ReadTexts = Callable[[bytes], Sequence[TextLine]]
TickVerdict = Literal["same", "ticked already", "empty already", "unsure"]
_REACH, _HEIGHT = 320, 40  # pixels to each side of a place, and of its row
_BEFORE, _BEHIND = 2, 1  # heights of a caption by which its box may lie beside it
_SURE = frozenset({"ticked", "empty", "mixed"})


def caption_at(picture: Gray, at: tuple[int, int], read: ReadTexts) -> Box | None:
    """Return the line of text at a place, or right beside it, in pixels of the picture; None without one."""
    left, top, row = _row(picture, at)
    enlarged = cut(picture, (left, top, row.shape[1], row.shape[0]))
    done, data = cv2.imencode(".png", enlarged) if enlarged.size else (False, np.zeros(0, np.uint8))
    for line in read(data.tobytes()) if done else ():
        caption = Box(left + line.left // 2, top + line.top // 2, line.width // 2, line.height // 2)
        reach = (caption.left - _BEFORE * caption.height, caption.right + _BEHIND * caption.height)
        if reach[0] <= at[0] < reach[1] and caption.top <= at[1] < caption.bottom:
            return caption
    return None


def tick_near(picture: Gray, at: tuple[int, int], read: ReadTexts) -> Indicator | None:
    """Return the box that belongs to the caption at a place; None where there is no caption, or no box beside it."""
    caption = caption_at(picture, at, read)
    if caption is None:
        return None
    left, top, row = _row(picture, at)
    return indicator_of(np.asarray(cv2.cvtColor(row, cv2.COLOR_GRAY2BGR), np.uint8), caption.moved(-left, -top))


def _row(picture: Gray, at: tuple[int, int]) -> tuple[int, int, Gray]:
    """Return the row of a place as far as a caption reaches, with its corner in the picture."""
    left, top = max(0, at[0] - _REACH), max(0, at[1] - _HEIGHT // 2)
    return left, top, picture[top : top + _HEIGHT, left : at[0] + _REACH]


def compared(then: Indicator | None, now: Indicator | None) -> TickVerdict:
    """Compare a box with what it was; what nobody would take for a box that is ticked or empty has no state."""
    states = {one.state for one in (then, now) if one is not None}
    if not states & _SURE:
        return "same"
    if then is None or now is None:
        return "unsure"
    if then.state == now.state or then.looks_like(now):
        return "same"
    if not states <= _SURE:
        return "unsure"
    return "ticked already" if now.state == "ticked" else "empty already"
