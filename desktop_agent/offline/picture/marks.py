"""Read what is inside a check box or radio button, and say so only where it is sure.

Empty is an even inside of the ground's kind. Ticked is a mark of strong contrast that has the shape of a tick or, in a
ring, of a dot. Mixed is a bar. Anything else is unsure: a faint tick is a disabled one in some toolkits and a mixed one
in Tk, a filled square is mixed in Qt and ticked elsewhere.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop_agent.screen.ocr.boxes import Box, BoxState
from desktop_agent.screen.ocr.picture import Picture

Levels = NDArray[np.int16]  # of grey, for each colour
Colour = NDArray[np.float64]

_INSIDE = 0.2  # of the side, on each side; what is left holds no border
_EVEN, _STRONG = 22, 140  # grey levels between the darkest and the lightest of the inside
_SHADED, _SLOW = 64, 14  # grey levels of a shaded inside in all, and from one pixel to the next
_LIKE_TEXT = 0.75  # of the contrast of the caption; less is a mark that is grey on purpose
_LEGIBLE = 100  # grey levels; the caption of what is disabled has less contrast
_NEARER = 26  # grey levels that the inside of an empty box may be nearer to the text's colour than the ground is
_BORDER, _DOT_EDGE, _OFF_CENTRE = 0.5, 0.45, 0.28  # of an edge of the inside, twice; of the inside
_DOT = (0.62, 0.93)  # of its box; a square is fuller
_MIDDLE, _RINGS = 0.13, ((0.26, 0.3), (0.345, 0.39))  # of the side, from its middle; a dot is small or large
_LOOK_PX = 4
_BAR_HEIGHT, _BAR = 0.34, 2.0  # of the side; widths per height
_TICK_FILL = 0.66


def state_of(picture: Picture, box: Box, caption: Box) -> BoxState:
    """Return what a box on the picture says; the caption beside it tells how strong a mark is here."""
    inside = _inside(picture, box)
    if inside.size == 0:
        return "unsure"
    ground, text = _colours(picture, box, caption)
    legible = float(np.abs(text - ground).max())
    if _is_even(inside):
        return "empty" if legible > _LEGIBLE and _is_ground(inside, ground, text) else "unsure"
    strong = _range(inside) > max(_STRONG, _LIKE_TEXT * legible)
    state = _shape(inside, box) if strong else "unsure"
    if state == "unsure" and _is_round(picture, box, ground):
        return _dot(picture, box, ground, text)
    # A mark that reaches the edge of the inside may be whole a pixel farther out.
    return _shape(_inside(picture, box, wider=1), box) if strong and state == "unsure" else state


def look_of(picture: Picture, box: Box) -> bytes:
    """Return what the middle of a box looks like, in a few pixels: a dot is small, and a border changes by itself."""
    x, y = box.width // 4, box.height // 4
    whole = picture[box.top + y : box.bottom - y, box.left + x : box.right - x]
    return cv2.resize(whole, (_LOOK_PX, _LOOK_PX), interpolation=cv2.INTER_AREA).tobytes() if whole.size else b""


def _is_even(inside: Levels) -> bool:
    """Tell whether there is no mark: one colour, or one that changes slowly from side to side."""
    if _range(inside) < _EVEN:
        return True
    steps = (np.abs(np.diff(inside, axis=axis)).max(initial=0) for axis in (0, 1))
    return _range(inside) < _SHADED and max(steps) <= _SLOW


def _is_ground(inside: Levels, ground: Colour, text: Colour) -> bool:
    """An empty box is of the ground's colour, or farther from the text's: a filled one is nearer to it."""
    towards = text - ground
    along = (inside.reshape(-1, 3) - ground) @ towards / np.linalg.norm(towards)
    # A shaded inside is as light as the ground somewhere.
    return bool((np.median(along) if _range(inside) < _EVEN else along.min()) <= _NEARER)


def _is_round(picture: Picture, box: Box, ground: Colour) -> bool:
    """Tell whether the corners of a box are ground."""
    rows, columns = (box.top, box.bottom - 1), (box.left, box.right - 1)
    corners = (picture[row, column].astype(np.float64) for row in rows for column in columns)
    return all(np.abs(corner - ground).max() < _EVEN for corner in corners)


def _dot(picture: Picture, box: Box, ground: Colour, text: Colour) -> BoxState:
    """Say whether a ring, whose border may be thick, holds a dot: by its middle, and by what is around that."""
    part = picture[box.top : box.bottom, box.left : box.right].astype(np.int16)
    down, across = np.ogrid[: box.height, : box.width]
    away = np.hypot(down - (box.height - 1) / 2, across - (box.width - 1) / 2) / min(box.width, box.height)
    middle, disc = part[away < _MIDDLE], part[away < _RINGS[0][1]]
    if _is_even(disc[None]):
        legible = np.abs(text - ground).max() > _LEGIBLE
        return "empty" if legible and _is_ground(disc[None], ground, text) else "unsure"
    rings = (part[(away > inner) & (away < outer)] for inner, outer in _RINGS)
    return "ticked" if any(_stands_out(middle, ring) for ring in rings) else "unsure"


def _stands_out(middle: Levels, ring: Levels) -> bool:
    """Tell whether two even parts differ as a mark does from its ground."""
    even = middle.size and ring.size and max(_range(middle), _range(ring)) < _EVEN
    return bool(even and np.abs(np.median(middle, axis=0) - np.median(ring, axis=0)).max() > _STRONG)


def _shape(inside: Levels, box: Box) -> BoxState:
    """Tell a tick and a dot from a bar; both what is lighter and what is darker may be the mark."""
    grey = inside.astype(np.int32).sum(axis=2)
    middle = (int(grey.max()) + int(grey.min())) // 2
    found = {_mark((grey > middle).astype(np.uint8), box), _mark((grey <= middle).astype(np.uint8), box)} - {"unsure"}
    return found.pop() if len(found) == 1 else "unsure"


def _mark(mask: NDArray[np.uint8], box: Box) -> BoxState:
    """Return the state that a mark shows, `unsure` when it is none."""
    side = min(box.width, box.height)
    left, top, width, height = cv2.boundingRect(mask)
    edges = [float(edge.mean()) for edge in (mask[0], mask[-1], mask[:, 0], mask[:, -1])]
    # What lies along an edge is a border: the box was found a pixel or two beside its place.
    if not width or max(edges) > _BORDER or not _central(mask):
        return "unsure"
    if height <= _BAR_HEIGHT * side and width >= _BAR * height:
        return "mixed"
    fill = float(mask[top : top + height, left : left + width].mean())
    if max(edges) < _DOT_EDGE and abs(width - height) <= 1 and _DOT[0] < fill < _DOT[1] and _alike(mask, mask[:, ::-1]):
        return "ticked"
    return "ticked" if fill < _TICK_FILL and _is_tick(mask) else "unsure"


def _is_tick(mask: NDArray[np.uint8]) -> bool:
    """A tick falls a little, then rises: its lowest point is left of the middle, its highest at the right."""
    rows, columns = np.nonzero(mask)
    low, high = columns[rows == rows.max()].mean(), columns[rows == rows.min()].mean()
    width = mask.shape[1]
    one = cv2.connectedComponents(mask, connectivity=8)[0] == 2  # noqa: PLR2004 - the ground and one mark
    return bool(one and low < 0.55 * width and high > low + 0.2 * width)


def _central(mask: NDArray[np.uint8]) -> bool:
    rows, columns = np.nonzero(mask)
    across, down = columns.mean() / (mask.shape[1] - 1) - 0.5, rows.mean() / (mask.shape[0] - 1) - 0.5
    return bool(abs(across) < _OFF_CENTRE and abs(down) < _OFF_CENTRE)


def _alike(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> bool:
    return float((one != other).mean()) < 0.15  # noqa: PLR2004


def _inside(picture: Picture, box: Box, wider: int = 0) -> Levels:
    x, y = (max(2, round(side * _INSIDE) - wider) for side in (box.width, box.height))
    return picture[box.top + y : box.bottom - y, box.left + x : box.right - x].astype(np.int16)


def _range(inside: Levels) -> int:
    flat = inside.reshape(-1, 3)
    return int((flat.max(axis=0) - flat.min(axis=0)).max())


def _colours(picture: Picture, box: Box, caption: Box) -> tuple[Colour, Colour]:
    """Return the colours of the ground and of the text: the commonest beside the box, and the farthest from it."""
    left, right = (box.right + 1, caption.right) if box.center[0] < caption.center[0] else (caption.left, box.left)
    words = picture[caption.top : caption.bottom, left:right].reshape(-1, 3).astype(np.float64)
    if not words.size:
        return np.zeros(3), np.zeros(3)
    ground = np.median(words, axis=0)
    far = np.abs(words - ground).max(axis=1)
    return ground, words[int(far.argmax())]
