"""Draws the picture with the marks: plain boxes with words, dark on light, readable for a model and by OCR."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desktop_agent.core.frame import Frame, Pixels, Scene
from desktop_agent.core.geometry import Rect, Viewport
from desktop_agent.devtools.probe.marks import HALF, MARKS, SIZE, Mark
from desktop_agent.screen.encode import digest, encode

_GROUND, _BOX, _EDGE, _INK = (236, 232, 228), (255, 255, 255), (120, 90, 40), (30, 24, 20)  # blue, green, red
_SCALE, _STROKE = 1.3, 2


def frame(media_type: str, marks: Sequence[Mark] = MARKS) -> Frame:
    """Return the picture as the model gets it."""
    pixels = Pixels(SIZE, _drawn(marks))
    data = encode(pixels, SIZE, media_type)
    seen = Viewport(Rect(0, 0, SIZE.width, SIZE.height), SIZE)
    return Frame(data, media_type, seen, digest(data), Scene(), pixels)


def _drawn(marks: Sequence[Mark]) -> bytes:
    canvas = np.empty((SIZE.height, SIZE.width, 3), np.uint8)
    canvas[:] = _GROUND
    for mark in marks:
        _draw(canvas, mark)
    unused = np.full((SIZE.height, SIZE.width, 1), 255, np.uint8)
    return np.concatenate((canvas, unused), axis=2).tobytes()


def _draw(canvas: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], mark: Mark) -> None:
    import cv2

    corner, opposite = (mark.x - HALF.width, mark.y - HALF.height), (mark.x + HALF.width, mark.y + HALF.height)
    cv2.rectangle(canvas, corner, opposite, _BOX, thickness=-1)
    cv2.rectangle(canvas, corner, opposite, _EDGE, thickness=3)
    font = cv2.FONT_HERSHEY_SIMPLEX
    (width, height), _ = cv2.getTextSize(mark.word, font, _SCALE, _STROKE)
    start = (mark.x - width // 2, mark.y + height // 2)
    cv2.putText(canvas, mark.word, start, font, _SCALE, _INK, _STROKE, cv2.LINE_AA)
