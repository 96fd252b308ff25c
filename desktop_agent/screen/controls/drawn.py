"""Finds what a window draws without its program's word: parts of the picture with strokes and no reported text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from desktop_agent.core.pictures import Frame, Pixels, Rect
from desktop_agent.screen.captures.capture_units import in_capture, on_desktop
from desktop_agent.screen.captures.compare import TILE, as_channels, patch

if TYPE_CHECKING:
    from desktop_agent.screen.captures.compare import Mask

_LEAST_SIDE = 48  # pixels: smaller than that are icons, arrows and scroll bars
_MOST_PARTS = 3
_STROKE = 48  # of 255: what a letter differs from its ground, and no shade does


def drawn_parts(frame: Frame, box: Rect, reported: Sequence[Rect]) -> tuple[Rect, ...]:
    """Return the parts of a box on the desktop that show something beside what is reported; the largest first."""
    import cv2

    visible = box.intersection(frame.viewport.screen)
    if visible is None:
        return ()
    area = in_capture(visible, frame)
    strokes = _strokes(patch(frame.pixels, area))
    for each in reported:
        part = each.intersection(visible)
        if part is not None:
            inside = in_capture(part, frame)
            left = inside.x - area.x
            top = inside.y - area.y
            strokes[top : top + inside.height, left : left + inside.width] = False
    # Letters and lines that are less than a tile apart are one part.
    joined = cv2.dilate(strokes.astype(np.uint8), np.ones((TILE, TILE), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    parts = [Rect(*(int(part[n]) for n in range(4))) for part in stats[1:]]
    large = [part for part in parts if min(part.width, part.height) >= _LEAST_SIDE + TILE]
    large.sort(key=lambda part: -part.width * part.height)
    return tuple(
        on_desktop(Rect(part.x + area.x, part.y + area.y, part.width, part.height), frame)
        for part in large[:_MOST_PARTS]
    )


def _strokes(pixels: Pixels) -> Mask:
    """Return which pixels differ from the one before, in their row or in their column."""
    channels = as_channels(pixels).astype(np.int16)
    strokes: Mask = np.zeros((pixels.size.height, pixels.size.width), dtype=np.bool_)
    strokes[:, 1:] |= (np.abs(np.diff(channels, axis=1)) > _STROKE).any(axis=2)
    strokes[1:, :] |= (np.abs(np.diff(channels, axis=0)) > _STROKE).any(axis=2)
    return strokes
