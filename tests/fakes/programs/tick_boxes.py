"""A drawn check box with its caption, and a reader that reads the caption where its ink is."""

from collections.abc import Sequence

import cv2
import numpy as np

from desktop_agent.core.controls.screen_contents import TextLine
from desktop_agent.screen.ocr.picture import decoded
from desktop_agent.tasks.steps.sight import Gray

AT = (206, 106)  # on the box


def options(state: str, left: int = 200) -> Gray:
    picture = np.full((300, 500), 240, np.uint8)
    if state != "none":
        cv2.rectangle(picture, (left, 100), (left + 12, 112), 120, 1)
        picture[101:112, left + 1 : left + 12] = 255
    if state == "ticked":
        cv2.polylines(picture, [np.array([[left + 3, 106], [left + 5, 109], [left + 9, 103]])], False, 20, 2)
    if state == "half":
        picture[102:111, left + 2 : left + 11] = 150
    cv2.putText(picture, "Weekly news", (left + 20, 111), cv2.FONT_HERSHEY_SIMPLEX, 0.45, 20, 1)
    return picture


def read(data: bytes) -> Sequence[TextLine]:
    """Read the caption where its ink is; the box is small and left of the first gap, and no part of it."""
    ink = decoded(data).max(axis=2) < 100
    columns = np.flatnonzero(ink.sum(axis=0))
    letters = columns[np.flatnonzero(np.diff(columns) > 12)[-1] + 1 :] if (np.diff(columns) > 12).any() else columns
    if not columns.size:
        return []
    left = int(letters[0])
    right = int(letters[-1])
    rows = np.flatnonzero(ink[:, left : right + 1].any(axis=1))
    return [TextLine("Weekly news", left, int(rows[0]) - 4, right - left, int(rows[-1] - rows[0]) + 8, 0.98)]
