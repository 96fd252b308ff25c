"""Where a picture holds anything at all, in boxes on a grid; what lies around them is one even colour."""

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop_agent.offline.ocr.lines import Box

_EDGE = 8  # grey levels; less is noise or a slow gradient
_MARGIN_PX = 24  # a text is found more surely with some of its ground around it
_FRAME_PX = 121  # straight lines of this length are borders: a window's frame holds nothing by itself


def content(picture: NDArray[np.uint8]) -> list[Box]:
    """Return boxes around what differs from its neighbours, each with a margin; they may overlap."""
    gradient = cv2.morphologyEx(picture, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    outline = (gradient.max(axis=2) > _EDGE).astype(np.uint8)
    for line in (np.ones((1, _FRAME_PX), np.uint8), np.ones((_FRAME_PX, 1), np.uint8)):
        outline = cv2.subtract(outline, cv2.morphologyEx(outline, cv2.MORPH_OPEN, line))
    side = 2 * _MARGIN_PX + 1
    spread = cv2.dilate(outline, np.ones((side, side), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(spread, connectivity=8)
    return [Box(*(int(n) for n in stat[:4])) for stat in stats[1:]]


def mostly_empty(picture: NDArray[np.uint8], boxes: list[Box], part: float) -> bool:
    """Tell whether the boxes cover less than a part of the picture."""
    held = sum(box.width * box.height for box in boxes)
    return held < part * int(picture.shape[0]) * int(picture.shape[1])
