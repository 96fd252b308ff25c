"""How much two captures differ, and where: changed pixels, counted exactly or tolerating a caret and a clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect, Size

if TYPE_CHECKING:
    import numpy.typing as npt

    Counts = npt.NDArray[np.int32]  # of pixels, one number a tile
    Tiles = npt.NDArray[np.bool_]  # some of the tiles

# A blinking caret, or the digits of a clock: this share of a picture, and never less than so many pixels.
CARET_SHARE = 0.0003
CARET_PIXELS = 150
CARET_WIDTH = 4
# A channel has to move by more than this to count where a patch is judged: dithering and subpixels stay below.
SMALL_AMOUNT = 12
# A menu, a dialog or a new page moves a channel by more than this; the hover and press of a button seldom do, however
# large the button is. Measured on Debian 12: without this, two buttons of 215x48 passed for an answer at 1920x1080.
STRONG_AMOUNT = 40
# Where pixels changed is told by squares of this side: small enough that a spinner has some of its own.
TILE = 16
_MOST_PARTS = 16  # more changes at once than that are no carets
_COLOUR_BITS = 0x00FFFFFF  # the fourth byte of a pixel means nothing and need not stay the same


def as_rows(pixels: Pixels) -> npt.NDArray[np.uint32]:
    """Return a view, one number a pixel, without copying."""
    return np.frombuffer(pixels.bgrx, np.uint32).reshape(pixels.size.height, pixels.size.width)


def changed(one: Pixels, other: Pixels) -> int:
    """Count the pixels that differ at all; every pixel does when the sizes differ."""
    if one.size != other.size:
        return max(one.size.width * one.size.height, other.size.width * other.size.height)
    band = _band(one, other)
    return 0 if band is None else int(np.count_nonzero((as_rows(one)[band] ^ as_rows(other)[band]) & _COLOUR_BITS))


def stirred_by_tile(one: Pixels, other: Pixels) -> Counts:
    """Count as `moved_by_tile`, without carets: some blink, and some fade in and out without a stop."""
    import cv2

    moved = moved_by_tile(one, other)
    if one.size != other.size or not moved.any():
        return moved
    count, labels, stats, _ = cv2.connectedComponentsWithStats((moved > 0).astype(np.uint8), connectivity=8)
    for n in range(1, count) if count <= _MOST_PARTS else ():
        box = Rect(*(int(part) * TILE for part in stats[n][:4]))
        if box.width <= 2 * TILE and _tightened(one, other, box).width < CARET_WIDTH:
            moved[labels == n] = 0
    return moved


def moved_by_tile(one: Pixels, other: Pixels) -> Counts:
    """Count the pixels that differ at all, tile by tile of the second capture."""
    band = _band(one, other)
    if band is None:
        return _by_tile(other.size)
    if one.size != other.size:
        return _by_tile(other.size, np.ones((other.size.height, other.size.width), np.bool_))
    return _by_tile(other.size, ((as_rows(one)[band] ^ as_rows(other)[band]) & _COLOUR_BITS) != 0, band.start)


def strong_by_tile(one: Pixels, other: Pixels) -> Counts:
    """Count, tile by tile, the pixels of which a channel differs by more than a hover or a pressed look makes it."""
    import cv2

    band = _band(one, other)
    if band is None or one.size != other.size:
        return moved_by_tile(one, other)
    apart = cv2.absdiff(_bytes(one)[band], _bytes(other)[band])
    _, strong = cv2.threshold(apart, STRONG_AMOUNT, 255, cv2.THRESH_BINARY)
    whole = np.ascontiguousarray(strong).view(np.uint32).reshape(strong.shape[:2])
    return _by_tile(other.size, (whole & _COLOUR_BITS) != 0, band.start)


def tiles_of(size: Size) -> tuple[int, int]:
    """Return how many rows and columns of tiles a picture has."""
    return -(-size.height // TILE), -(-size.width // TILE)


def changed_parts(one: Pixels, other: Pixels, ignored: Tiles) -> tuple[tuple[Rect, ...], bool]:
    """Return boxes around what differs, largest first, in pixels of the second capture; and if `ignored` does, too."""
    import cv2

    differ = moved_by_tile(one, other) > 0
    _, _, stats, _ = cv2.connectedComponentsWithStats((differ & ~ignored).astype(np.uint8), connectivity=8)
    tiles = (Rect(*(int(part[n]) * TILE for n in range(4))) for part in stats[1:])
    boxes = tiles if one.size != other.size else (_tightened(one, other, box) for box in tiles)
    return tuple(sorted(boxes, key=lambda box: -box.width * box.height)), bool((differ & ignored).any())


def caret_pixels(size: Size) -> int:
    """Return up to how many changed pixels a picture of this size counts as unchanged."""
    return max(CARET_PIXELS, round(size.width * size.height * CARET_SHARE))


def patch(pixels: Pixels, box: Rect) -> Pixels:
    """Cut a box, in pixels of the capture, out of it."""
    rows = as_rows(pixels)[box.y : box.y + box.height, box.x : box.x + box.width]
    return Pixels(Size(rows.shape[1], rows.shape[0]), rows.tobytes())


def patch_alike(one: Pixels, other: Pixels, tolerated: float) -> bool:
    """Tell whether at most this share of the pixels changed visibly, or only a caret did."""
    if one.size != other.size:
        return False
    moved = _moved(one, other)
    return _is_caret(moved) or bool(np.count_nonzero(moved) <= tolerated * moved.size)


def _tightened(one: Pixels, other: Pixels, box: Rect) -> Rect:
    """Return the smallest box around what differs inside of a box."""
    part = slice(box.y, box.bottom), slice(box.x, box.right)
    differ = (as_rows(one)[part] ^ as_rows(other)[part]) & _COLOUR_BITS
    rows, columns = np.flatnonzero(differ.any(axis=1)), np.flatnonzero(differ.any(axis=0))
    left, top = int(columns[0]), int(rows[0])
    return Rect(box.x + left, box.y + top, int(columns[-1]) - left + 1, int(rows[-1]) - top + 1)


def _band(one: Pixels, other: Pixels) -> slice | None:
    """Return the rows from the first to the last that differ: on a screen at rest this is all that comparing costs."""
    if one.bgrx is other.bgrx:
        return None
    if one.size != other.size:
        return slice(0, other.size.height)
    rows = np.flatnonzero((as_rows(one) != as_rows(other)).any(axis=1))
    return slice(int(rows[0]), int(rows[-1]) + 1) if rows.size else None


def _by_tile(size: Size, mask: npt.NDArray[np.bool_] | None = None, top: int = 0) -> Counts:
    """Count what a mask of whole rows, from row `top` on, holds in each tile; nothing without a mask."""
    counts = np.zeros(tiles_of(size), np.int32)
    if mask is None:
        return counts
    first, above = divmod(top, TILE)
    rows = -(-(above + mask.shape[0]) // TILE)
    padded = np.zeros((rows * TILE, counts.shape[1] * TILE), np.uint8)
    padded[above : above + mask.shape[0], : size.width] = mask
    columns = padded.reshape(rows, TILE, -1).sum(axis=1, dtype=np.uint8)
    counts[first : first + rows] = columns.reshape(rows, -1, TILE).sum(axis=2, dtype=np.int32)
    return counts


def _moved(one: Pixels, other: Pixels) -> npt.NDArray[np.bool_]:
    before, after = (_bytes(pixels)[:, :, :3].astype(np.int16) for pixels in (one, other))
    return np.asarray((np.abs(before - after) > SMALL_AMOUNT).any(axis=2))


def _bytes(pixels: Pixels) -> npt.NDArray[np.uint8]:
    return np.frombuffer(pixels.bgrx, np.uint8).reshape(pixels.size.height, pixels.size.width, 4)


def _is_caret(moved: npt.NDArray[np.bool_]) -> bool:
    columns = np.flatnonzero(moved.any(axis=0))
    return bool(columns.size) and int(columns[-1] - columns[0]) < CARET_WIDTH
