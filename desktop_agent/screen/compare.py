"""How two captures differ: counts of changed pixels, exactly or forgiving a caret and a clock."""

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
_COLOUR_BITS = 0x00FFFFFF  # the fourth byte of a pixel means nothing and need not stay the same


def as_rows(pixels: Pixels) -> npt.NDArray[np.uint32]:
    """Return a view, one number a pixel, without copying."""
    return np.frombuffer(pixels.bgrx, np.uint32).reshape(pixels.size.height, pixels.size.width)


def changed(one: Pixels, other: Pixels) -> int:
    """Count the pixels that differ at all; every pixel does when the sizes differ."""
    if one.size != other.size:
        return max(one.size.width * one.size.height, other.size.width * other.size.height)
    if one.bgrx is other.bgrx:
        return 0
    before, after = as_rows(one), as_rows(other)
    rows = np.flatnonzero((before != after).any(axis=1))
    if not rows.size:
        return 0
    # Only the band that moved is counted: on a screen at rest this is all that a comparison costs.
    band = slice(int(rows[0]), int(rows[-1]) + 1)
    return int(np.count_nonzero((before[band] ^ after[band]) & _COLOUR_BITS))


def caret_pixels(size: Size) -> int:
    """Return up to how many changed pixels a picture of this size counts as unchanged."""
    return max(CARET_PIXELS, round(size.width * size.height * CARET_SHARE))


def patch(pixels: Pixels, box: Rect) -> Pixels:
    """Cut a box, in pixels of the capture, out of it."""
    rows = as_rows(pixels)[box.y : box.y + box.height, box.x : box.x + box.width]
    return Pixels(Size(rows.shape[1], rows.shape[0]), rows.tobytes())


def patch_alike(one: Pixels, other: Pixels, tolerated: float) -> bool:
    """Tell whether at most this share of the pixels changed by more than a small amount, or only a caret did."""
    if one.size != other.size:
        return False
    moved = _moved(one, other)
    return _is_caret(moved) or bool(np.count_nonzero(moved) <= tolerated * moved.size)


def _moved(one: Pixels, other: Pixels) -> npt.NDArray[np.bool_]:
    before, after = (_channels(pixels) for pixels in (one, other))
    return np.asarray((np.abs(before - after) > SMALL_AMOUNT).any(axis=2))


def _channels(pixels: Pixels) -> npt.NDArray[np.int16]:
    channels = np.frombuffer(pixels.bgrx, np.uint8).reshape(pixels.size.height, pixels.size.width, 4)
    return channels[:, :, :3].astype(np.int16)


def _is_caret(moved: npt.NDArray[np.bool_]) -> bool:
    columns = np.flatnonzero(moved.any(axis=0))
    return bool(columns.size) and int(columns[-1] - columns[0]) < CARET_WIDTH
