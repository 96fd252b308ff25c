"""Find the controls without text of their own: the field next to a label, the box in front of a caption.

Two kinds of rectangles are put together, since each alone misses some: areas of one exact colour (fails on gradients)
and outlines of gradients (fails on dark themes). Measured: 20 of 20 fields on Fusion light and dark and on a web
page; 902 of 951 looks of boxes in GTK 3 and 4, Qt, Chromium, Firefox, Tk and Swing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop_agent.core.controls.boxes import Box, BoxState, Indicator
from desktop_agent.screen.captures.mask import GREY
from desktop_agent.screen.ocr.picture import Picture

_COLOURS = 14
_FILL = 0.62
_OUTLINE_FILL = 0.72
_EDGE = 7  # grey levels
# of a line's height; pixels
_LOWEST = 0.7
_NARROWEST = 30
_BELOW_PX = 30
_CELLS_PX = 3
# of the height of a text in its field; of its width
_BEGINS = 2.5
_ONE_ROW = 2.2
_ROOM = 1.15
_PADDED_ROW = 3  # of that height: more is a field of several rows, which may hold any text
_SMALLEST = 0.28  # of the caption's height, which may be that of a coloured row
# of the label's height, less is ink with a margin; of the ink's height
_PADDED = 0.5
_LINE = 1.4
# of the caption's height; grey levels; of the area
_GAP = 0.08
_INK = 64
_ABOUT = 0.6
_BORDER = 24  # grey levels between a box's border and its ground; a shadow has less
_INDICATOR = (7, 26)  # pixels, side of a check box or radio button
Levels = NDArray[np.int16]  # of grey, for each colour
Colour = NDArray[np.float64]
_INSIDE = 0.2  # of the side, cut off at each side; the remaining inside has no border
# grey levels between the darkest and the lightest of the inside
_EVEN = 22
_STRONG = 140
# grey levels of a shaded inside in all, and from one pixel to the next
_SHADED = 64
_SLOW = 14
_LIKE_TEXT = 0.75  # of the contrast of the caption; less is a mark that is grey on purpose
_LEGIBLE = 100  # grey levels; the caption of a disabled control has less contrast
_NEARER = 26  # grey levels that the inside of an empty box may be nearer to the text's colour than the ground is
# of an edge of the inside, twice; of the inside
_INSIDE_BORDER = 0.5
_DOT_EDGE = 0.45
_OFF_CENTRE = 0.28
_DOT = (0.62, 0.93)  # of its box; a square is fuller
# of the side, from its middle; a dot is small or large
_MIDDLE = 0.13
_RINGS = ((0.26, 0.3), (0.345, 0.39))
_LOOK_PX = 4
# of the side; widths per height
_BAR_HEIGHT = 0.34
_BAR = 2.0
_TICK_FILL = 0.66
_PAINTED = 3  # grey levels; a compressed picture changes a flat colour by less
_FRAME_PX = 2
_CARET = 1.3  # heights of a dot
# pixels between two; of the rows with ink; in widths
_DOT_PX = 2
_DOT_ROWS = 0.4
_DOT_HEIGHT = 1.4


def accept_any_box(box: Box) -> bool:  # noqa: ARG001 - any box
    """Return True: the windows are unknown."""
    return True


def field_of(picture: Picture, label: Box, may_be: Callable[[Box], bool] = accept_any_box) -> Box | None:
    """Return the nearest field right of a label or below it, or the field whose placeholder the label is.

    `may_be` returns whether a rectangle can be the field, by the window that it is in, and by what is there.
    """
    label = _without_margin(picture, label)
    rectangles = _rectangles(picture, _surroundings(picture, label))
    fields = [box for box in rectangles if _is_field(box, label) and may_be(box)]
    nearest = min(fields, key=lambda box: _distance_key(box, label), default=None)
    around = field_around(picture, label, may_be) if nearest else None
    if nearest is None or around is None or not _is_placeholder(label, around):
        return nearest
    # A row holds its field as well as its label, and the cell of a label touches that of its field.
    rows = around.holds(*nearest.center) or 0 <= nearest.left - around.right <= _CELLS_PX
    return nearest if rows else around


def field_among(fields: Sequence[Box], label: Box) -> Box | None:
    """Return the one of some fields that has a text as its placeholder, or the nearest right of it or below it."""
    around = (box for box in fields if box.holds(*label.center) and box.height < _PADDED_ROW * label.height)
    beside = [box for box in fields if _is_field(box, label)]
    return next(around, None) or min(beside, key=lambda box: _distance_key(box, label), default=None)


def _is_placeholder(text: Box, field: Box) -> bool:
    """Return whether a text is at the beginning of a field of one row."""
    begins = text.left - field.left < _BEGINS * text.height
    return begins and field.height < _ONE_ROW * text.height and field.width > _ROOM * text.width


def field_around(picture: Picture, text: Box, may_be: Callable[[Box], bool] = accept_any_box) -> Box | None:
    """Return the smallest field around a text (a placeholder or the current choice); `may_be` as in `field_of`."""
    text = _without_margin(picture, text)
    near = _surroundings(picture, text)
    inside = [
        box
        for box in _rectangles(picture, near)
        if box.holds(*text.center)
        and box.width > text.width
        and box.height >= _LOWEST * text.height
        # What begins far from the text is the ground that it stands on.
        and box.left > near.left
        and box.top > near.top
        and may_be(box)
    ]
    return min(inside, key=lambda box: box.area, default=None)


def _without_margin(picture: Picture, text: Box) -> Box:
    """Return the box of a text as high as its line; OCR may draw it twice as high, and a field is compared with it."""
    beside = text.width // 4  # where the margin may show a part of the field
    part = picture[text.top : text.bottom, text.left + beside : text.right - beside].astype(np.int16)
    ink = np.abs(part - np.median(part.reshape(-1, 3), axis=0)).max(axis=2) > _INK if part.size else part > 0
    rows = np.flatnonzero(ink.any(axis=1))
    inked = int(rows[-1] - rows[0]) + 1 if rows.size else text.height
    if inked >= _PADDED * text.height:
        return text
    height = round(_LINE * inked)
    return Box(text.left, text.top + int(rows[0]) - (height - inked) // 2, text.width, height)


def is_painted_over(picture: Picture, field: Box) -> bool:
    """Return whether a field is masked in the picture, as a password field is if its program reports it."""
    inside = _inside(picture, field)
    return inside.size > 0 and int(np.abs(inside - GREY).max()) <= _PAINTED


def holds_dots(picture: Picture, field: Box, count: int) -> bool:
    """Return whether a field holds exactly `count` equal dots and at most a caret, as for a password.

    Measured: 72 of 72 fields of Qt, and those of Tk and Chromium; the asterisks of Tk are too uneven.
    """
    part = picture[field.top + _FRAME_PX : field.bottom - _FRAME_PX, field.left + _FRAME_PX : field.right - _FRAME_PX]
    levels = part.astype(np.int16)
    ink = np.abs(levels - np.median(levels.reshape(-1, 3), axis=0)).max(axis=2) > _INK if levels.size else levels > 0
    heights = ink.sum(axis=0)
    if not count or not heights.any():
        return False
    ink &= heights <= _CARET * np.quantile(heights[heights > 0], 0.8)
    inked = int(ink.any(axis=1).sum())
    widths = [width for row in ink if (width := _equal_run_width(row, count))]
    return len(widths) >= _DOT_ROWS * inked and inked <= _DOT_HEIGHT * max(widths, default=0)


def _equal_run_width(row: NDArray[np.bool_], count: int) -> int:
    """Return the width of the runs in a row if there are `count` of them, equally wide and spaced; else 0."""
    edges = np.flatnonzero(np.diff(row, prepend=False, append=False))
    starts = edges[::2]
    widths = edges[1::2] - edges[::2]
    is_even = len(starts) == count and max(np.ptp(widths), np.ptp(np.diff(starts)) if count > 1 else 0) <= _DOT_PX
    return int(widths.max()) if is_even else 0


def indicator_of(picture: Picture, caption: Box, at: Box | None = None) -> Indicator | None:
    """Return the box in front of a caption or behind it; `at` is its place if that is known."""
    box = at or _indicator_box(picture, caption)
    return Indicator(box, state_of(picture, box, caption), middle_pixels(picture, box)) if box else None


def _indicator_box(picture: Picture, caption: Box) -> Box | None:
    """Return the place of the box; OCR often reads it as part of the caption."""
    height = caption.height
    left = caption.left - round(1.6 * height)
    right = caption.right + round(1.3 * height)
    region = clipped(Box(left, caption.top - 4, right - left, height + 8), picture)
    squares = [
        box for box in (*_rectangles(picture, region), *_distinct_areas(picture, region)) if _is_indicator(box, caption)
    ]
    if not squares:
        return None
    before = [box for box in squares if box.left < caption.left + round(1.3 * height)]
    after = [box for box in squares if box.left > caption.right - height // 2]
    trimmed = (_without_shadow(picture, box) for box in (before or after))
    alone = [box for box in trimmed if _is_alone(picture, box, height)]
    largest = max((box.area for box in alone), default=0)
    # Of shapes of about the same size, the box is the leftmost; the others are letters.
    return min((box for box in alone if box.area > _ABOUT * largest), key=lambda box: box.left, default=None)


def _is_alone(picture: Picture, box: Box, line: int) -> bool:
    """Return whether the ground right of a box is even; a letter has the next one close to it."""
    side = clipped(Box(box.right, box.top, max(2, round(_GAP * line)), box.height), picture)
    ground = picture[side.top : side.bottom, side.left : side.right].reshape(-1, 3).astype(np.int16)
    return not ground.size or bool((ground.max(axis=0) - ground.min(axis=0)).max() <= _INK)


def _without_shadow(picture: Picture, box: Box) -> Box:
    """Return a box without its shadow; corrects an outline that is a pixel off."""
    near = clipped(Box(box.left - 2, box.top - 2, box.width + 4, box.height + 4), picture)
    part = picture[near.top : near.bottom, near.left : near.right].astype(np.int16)
    ring = np.concatenate([part[0], part[-1], part[:, 0], part[:, -1]])
    differs = np.abs(part - np.median(ring, axis=0).astype(np.int16)).max(axis=2) > _BORDER
    _, _, stats, _ = cv2.connectedComponentsWithStats(differs.astype(np.uint8), connectivity=8)
    x, y, width, height, _ = max(stats[1:].tolist(), key=lambda stat: stat[2] * stat[3], default=[0] * 5)
    close = abs(width - box.width) <= 3 and abs(height - box.height) <= 3 and abs(width - height) <= 2  # noqa: PLR2004
    return Box(near.left + x, near.top + y, width, height) if close else box


def _is_field(box: Box, label: Box) -> bool:
    if box.height < _LOWEST * label.height or box.width < _NARROWEST or box.holds(*label.center):
        return False
    first_row = label.center[1] - label.height // 2 - 4 < box.center[1] < label.center[1] + label.height // 2 + 4
    tall = box.height > 2 * label.height and box.top <= label.center[1] <= box.bottom
    right = (first_row or tall) and box.left >= label.right - label.height
    below = 0 <= box.top - label.bottom + label.height // 2 < _BELOW_PX and abs(box.left - label.left) < _BELOW_PX
    return right or below


def _distance_key(box: Box, label: Box) -> tuple[int, int]:
    """Return the distance as a sort key; of two that begin together the larger is nearer (a field, not its button)."""
    across = max(0, box.left - label.right)
    down = max(0, box.top - label.bottom)
    return (across + down) // 8, -box.area


def _is_indicator(box: Box, caption: Box) -> bool:
    low = max(_INDICATOR[0], round(_SMALLEST * caption.height))
    high = max(_INDICATOR[1], caption.height)
    square = abs(box.width - box.height) <= max(2, box.width // 5)
    sized = low <= box.width <= high and low <= box.height <= high
    return square and sized and abs(box.center[1] - caption.center[1]) <= caption.height // 4


def _surroundings(picture: Picture, label: Box) -> Box:
    height = label.height
    return clipped(
        Box(label.left - 60, label.top - 3 * height, picture.shape[1] - label.left + 60, 10 * height), picture
    )


def clipped(box: Box, picture: Picture) -> Box:
    """Return the part of a box that is on the picture."""
    left = max(0, box.left)
    top = max(0, box.top)
    right = min(picture.shape[1], box.right)
    bottom = min(picture.shape[0], box.bottom)
    return Box(left, top, max(0, right - left), max(0, bottom - top))


def _rectangles(picture: Picture, region: Box) -> list[Box]:
    part = picture[region.top : region.bottom, region.left : region.right]
    if part.size == 0:
        return []
    rectangles = {*_boxes_of_one_colour(part), *_outlined_boxes(part)}
    return [Box(x + region.left, y + region.top, w, h) for x, y, w, h in rectangles]


def _distinct_areas(picture: Picture, region: Box) -> Iterable[Box]:
    """Return areas that differ even faintly from the ground: the other two ways miss a round button on a dark theme."""
    part = picture[region.top : region.bottom, region.left : region.right]
    if part.size == 0:
        return
    ground = np.median(part.reshape(-1, 3), axis=0).astype(np.int16)
    stands_out = (np.abs(part.astype(np.int16) - ground).max(axis=2) > _EDGE).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(stands_out, connectivity=8)
    for x, y, w, h, _ in stats[1:].tolist():
        yield Box(x + region.left, y + region.top, w, h)


def _boxes_of_one_colour(part: Picture) -> Iterable[tuple[int, int, int, int]]:
    coded = part.astype(np.int32) @ np.array([1, 256, 65536])
    colours, counts = np.unique(coded, return_counts=True)
    for colour in colours[np.argsort(-counts)][:_COLOURS]:
        _, _, stats, _ = cv2.connectedComponentsWithStats((coded == colour).astype(np.uint8), connectivity=4)
        for x, y, w, h, area in stats[1:].tolist():
            if area >= _FILL * w * h and min(w, h) >= _INDICATOR[0]:
                yield x, y, w, h


def _outlined_boxes(part: Picture) -> Iterable[tuple[int, int, int, int]]:
    grey = cv2.cvtColor(part, cv2.COLOR_BGR2GRAY)
    edges = (cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8)) > _EDGE).astype(np.uint8)
    closed = cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(closed, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for outline in outlines:
        x, y, w, h = cv2.boundingRect(outline)
        if min(w, h) >= _INDICATOR[0] and cv2.contourArea(outline) > _OUTLINE_FILL * w * h:
            yield x, y, w, h


def state_of(picture: Picture, box: Box, caption: Box) -> BoxState:
    """Return the state of a box; the contrast of its caption shows how strong a mark is in this theme."""
    inside = _inside(picture, box)
    if inside.size == 0:
        return "unsure"
    ground, text = _ground_and_text_colours(picture, box, caption)
    legible = float(np.abs(text - ground).max())
    if _is_even(inside):
        return "empty" if legible > _LEGIBLE and _is_ground(inside, ground, text) else "unsure"
    strong = _range(inside) > max(_STRONG, _LIKE_TEXT * legible)
    state = _state_by_shape(inside, box) if strong else "unsure"
    if state == "unsure" and _is_round(picture, box, ground):
        return _state_of_radio_button(picture, box, ground, text)
    # A mark that reaches the edge of the inside may be complete a pixel farther out.
    return _state_by_shape(_inside(picture, box, wider=1), box) if strong and state == "unsure" else state


def middle_pixels(picture: Picture, box: Box) -> bytes:
    """Return the middle of a box as a few pixels: a dot is small, and a border changes by itself."""
    x = box.width // 4
    y = box.height // 4
    middle = picture[box.top + y : box.bottom - y, box.left + x : box.right - x]
    return cv2.resize(middle, (_LOOK_PX, _LOOK_PX), interpolation=cv2.INTER_AREA).tobytes() if middle.size else b""


def _is_even(inside: Levels) -> bool:
    """Return whether the inside has no mark: it is of one colour, or a slow gradient."""
    if _range(inside) < _EVEN:
        return True
    steps = (np.abs(np.diff(inside, axis=axis)).max(initial=0) for axis in (0, 1))
    return _range(inside) < _SHADED and max(steps) <= _SLOW


def _is_ground(inside: Levels, ground: Colour, text: Colour) -> bool:
    """Return whether the inside is no nearer to the text's colour than the ground; a filled box's inside is."""
    towards = text - ground
    along = (inside.reshape(-1, 3) - ground) @ towards / np.linalg.norm(towards)
    # A shaded inside is as light as the ground somewhere.
    return bool((np.median(along) if _range(inside) < _EVEN else along.min()) <= _NEARER)


def _is_round(picture: Picture, box: Box, ground: Colour) -> bool:
    """Return whether the corners of a box are ground."""
    rows = (box.top, box.bottom - 1)
    columns = (box.left, box.right - 1)
    corners = (picture[row, column].astype(np.float64) for row in rows for column in columns)
    return all(np.abs(corner - ground).max() < _EVEN for corner in corners)


def _state_of_radio_button(picture: Picture, box: Box, ground: Colour, text: Colour) -> BoxState:
    """Return the state of a radio button, whose border may be thick, from its middle and the rings around that."""
    part = picture[box.top : box.bottom, box.left : box.right].astype(np.int16)
    down, across = np.ogrid[: box.height, : box.width]
    away = np.hypot(down - (box.height - 1) / 2, across - (box.width - 1) / 2) / min(box.width, box.height)
    middle = part[away < _MIDDLE]
    disc = part[away < _RINGS[0][1]]
    if _is_even(disc[None]):
        legible = np.abs(text - ground).max() > _LEGIBLE
        return "empty" if legible and _is_ground(disc[None], ground, text) else "unsure"
    rings = (part[(away > inner) & (away < outer)] for inner, outer in _RINGS)
    return "ticked" if any(_stands_out(middle, ring) for ring in rings) else "unsure"


def _stands_out(middle: Levels, ring: Levels) -> bool:
    """Return whether two even parts differ as much as a mark and its ground."""
    even = middle.size and ring.size and max(_range(middle), _range(ring)) < _EVEN
    return bool(even and np.abs(np.median(middle, axis=0) - np.median(ring, axis=0)).max() > _STRONG)


def _state_by_shape(inside: Levels, box: Box) -> BoxState:
    """Return the state by the mark's shape (tick, dot or bar); the mark may be the lighter or the darker part."""
    grey = inside.astype(np.int32).sum(axis=2)
    middle = (int(grey.max()) + int(grey.min())) // 2
    states = {
        _state_by_mark((grey > middle).astype(np.uint8), box),
        _state_by_mark((grey <= middle).astype(np.uint8), box),
    } - {"unsure"}
    return states.pop() if len(states) == 1 else "unsure"


def _state_by_mark(mask: NDArray[np.uint8], box: Box) -> BoxState:
    """Return the state that a mark shows; `unsure` if the mask is no mark."""
    side = min(box.width, box.height)
    left, top, width, height = cv2.boundingRect(mask)
    edges = [float(edge.mean()) for edge in (mask[0], mask[-1], mask[:, 0], mask[:, -1])]
    # A mark along an edge is a border: the box was found a pixel or two off its place.
    if not width or max(edges) > _INSIDE_BORDER or not _is_central(mask):
        return "unsure"
    if height <= _BAR_HEIGHT * side and width >= _BAR * height:
        return "mixed"
    fill = float(mask[top : top + height, left : left + width].mean())
    if (
        max(edges) < _DOT_EDGE
        and abs(width - height) <= 1
        and _DOT[0] < fill < _DOT[1]
        and _are_alike(mask, mask[:, ::-1])
    ):
        return "ticked"
    return "ticked" if fill < _TICK_FILL and _is_tick(mask) else "unsure"


def _is_tick(mask: NDArray[np.uint8]) -> bool:
    """Return whether a mark is a tick: its lowest point is left of the middle, its highest at the right."""
    rows, columns = np.nonzero(mask)
    low = columns[rows == rows.max()].mean()
    high = columns[rows == rows.min()].mean()
    width = mask.shape[1]
    is_connected = cv2.connectedComponents(mask, connectivity=8)[0] == 2  # noqa: PLR2004 - the ground and one mark
    return bool(is_connected and low < 0.55 * width and high > low + 0.2 * width)


def _is_central(mask: NDArray[np.uint8]) -> bool:
    rows, columns = np.nonzero(mask)
    across = columns.mean() / (mask.shape[1] - 1) - 0.5
    down = rows.mean() / (mask.shape[0] - 1) - 0.5
    return bool(abs(across) < _OFF_CENTRE and abs(down) < _OFF_CENTRE)


def _are_alike(mask: NDArray[np.uint8], mirrored: NDArray[np.uint8]) -> bool:
    return float((mask != mirrored).mean()) < 0.15  # noqa: PLR2004


def _inside(picture: Picture, box: Box, wider: int = 0) -> Levels:
    x, y = (max(2, round(side * _INSIDE) - wider) for side in (box.width, box.height))
    return picture[box.top + y : box.bottom - y, box.left + x : box.right - x].astype(np.int16)


def _range(inside: Levels) -> int:
    flat = inside.reshape(-1, 3)
    return int((flat.max(axis=0) - flat.min(axis=0)).max())


def _ground_and_text_colours(picture: Picture, box: Box, caption: Box) -> tuple[Colour, Colour]:
    """Return the colours of the ground (the median beside the box) and of the text (the farthest from it)."""
    left, right = (box.right + 1, caption.right) if box.center[0] < caption.center[0] else (caption.left, box.left)
    words = picture[caption.top : caption.bottom, left:right].reshape(-1, 3).astype(np.float64)
    if not words.size:
        return np.zeros(3), np.zeros(3)
    ground = np.median(words, axis=0)
    far = np.abs(words - ground).max(axis=1)
    return ground, words[int(far.argmax())]
