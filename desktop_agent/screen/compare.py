"""How much two captures differ: changed pixels, counted exactly or tolerating a caret and a clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect, Size

if TYPE_CHECKING:
    import numpy.typing as npt

# A blinking caret, or the digits of a clock: this share of a picture, and never less than so many pixels.
CARET_SHARE = 0.0003
CARET_PIXELS = 150
CARET_WIDTH = 4
# A channel has to move by more than this to count where a patch is judged: dithering and subpixels stay below.
SMALL_AMOUNT = 12
# A menu, a dialog or a new page moves a channel by more than this; the hover and press of a button seldom do, however
# large the button is. Measured on Debian 12: without this, two buttons of 215x48 passed for an answer at 1920x1080.
STRONG_AMOUNT = 40
_COLOUR_BITS = 0x00FFFFFF  # the fourth byte of a pixel means nothing and need not stay the same


def as_rows(pixels: Pixels) -> npt.NDArray[np.uint32]:
    """Return a view, one number a pixel, without copying."""
    return np.frombuffer(pixels.bgrx, np.uint32).reshape(pixels.size.height, pixels.size.width)


def changed(one: Pixels, other: Pixels) -> int:
    """Count the pixels that differ at all; every pixel does when the sizes differ."""
    if one.size != other.size:
        return _all_of(one, other)
    band = _band(one, other)
    return 0 if band is None else int(np.count_nonzero((as_rows(one)[band] ^ as_rows(other)[band]) & _COLOUR_BITS))


def strongly_changed(one: Pixels, other: Pixels) -> int:
    """Count the pixels of which a channel differs by more than a hover or the pressed look of a button does."""
    import cv2

    if one.size != other.size:
        return _all_of(one, other)
    band = _band(one, other)
    if band is None:
        return 0
    apart = cv2.absdiff(_bytes(one)[band], _bytes(other)[band])
    _, strong = cv2.threshold(apart, STRONG_AMOUNT, 255, cv2.THRESH_BINARY)
    return int(np.count_nonzero(np.ascontiguousarray(strong).view(np.uint32) & _COLOUR_BITS))


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


def _band(one: Pixels, other: Pixels) -> slice | None:
    """Return the rows from the first to the last that differ: on a screen at rest this is all that comparing costs."""
    if one.bgrx is other.bgrx:
        return None
    rows = np.flatnonzero((as_rows(one) != as_rows(other)).any(axis=1))
    return slice(int(rows[0]), int(rows[-1]) + 1) if rows.size else None


def _all_of(one: Pixels, other: Pixels) -> int:
    return max(one.size.width * one.size.height, other.size.width * other.size.height)


def _moved(one: Pixels, other: Pixels) -> npt.NDArray[np.bool_]:
    before, after = (_bytes(pixels)[:, :, :3].astype(np.int16) for pixels in (one, other))
    return np.asarray((np.abs(before - after) > SMALL_AMOUNT).any(axis=2))


def _bytes(pixels: Pixels) -> npt.NDArray[np.uint8]:
    return np.frombuffer(pixels.bgrx, np.uint8).reshape(pixels.size.height, pixels.size.width, 4)


def _is_caret(moved: npt.NDArray[np.bool_]) -> bool:
    columns = np.flatnonzero(moved.any(axis=0))
    return bool(columns.size) and int(columns[-1] - columns[0]) < CARET_WIDTH
