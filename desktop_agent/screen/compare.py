"""Compares two captures: how much they differ, and where, exactly or tolerating a caret and a clock; and a scroll.

Of a scroll: content moves whole rows, a header or a bar beside it stays. Of the rows that changed, those that stand
elsewhere now vote for how far they went. Empty rows say nothing, and rows that repeat vote for more than one way: where
the votes are close nobody can tell. A caret that blinks meanwhile is no scrolling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect, Size

if TYPE_CHECKING:
    import numpy.typing as npt

    Counts = npt.NDArray[np.int32]  # of pixels, one number a tile
    Mask = npt.NDArray[np.bool_]
    PixelRows = npt.NDArray[np.uint32]
    Steps = npt.NDArray[np.float32]
    Tiles = npt.NDArray[np.bool_]  # some of the tiles

# A blinking caret, or the digits of a clock: this share of a picture, and never less than so many pixels.
_CARET_SHARE = 0.0003
_CARET_PIXELS = 150
_CARET_WIDTH, _CARET_HEIGHT = 4, 48  # anything wider may be a letter; what is taller is two carets
# A channel has to move by more than this to count where a patch is judged: dithering and subpixels stay below.
_SMALL_AMOUNT = 12
# A menu, a dialog or a new page moves a channel by more than this; the hover and press of a button seldom do, however
# large the button is. Measured on Debian 12: without this, two buttons of 215x48 passed for an answer at 1920x1080.
_STRONG_AMOUNT = 40
# Where pixels changed is told by squares of this side: small enough that a spinner has some of its own.
TILE = 16
_MOST_PARTS = 16  # more changes at once than that are no carets
_COLOUR_BITS = 0x00FFFFFF  # the fourth byte of a pixel means nothing and need not stay the same
_FEWEST_ROWS = 6  # rows that must agree
_AGREEING_SHARE = 0.5  # of the rows that could
_CLOSE_VOTES = 0.7  # of these votes, for another way
_ALL_ROWS = 0.98
_CLOSE_TO_ALL = 0.9  # the same where every row stands where it should: a table's words repeat
_MOST_PLACES = 16  # a row that stands in more places than that has no vote for the others
_BANDS = 10  # the area is looked at in so many strips: some hold a scroll bar, or what stands beside
# How far off a point words are looked at, in screen units: those on a button, and not the line above it.
WORDS_X = 60
WORDS_Y = 8
# A part is cut into columns so wide; one agrees where its strokes correlate by so much, up or down.
_COLUMN = 16
_AGREES = 0.55
_AGREES_UNSIGNED = 0.8
# This share of the columns with strokes has to agree. Measured on Debian 12: 0.67 and more for rows, icons, words and
# boxes that a press has chosen in Qt, GTK 2 and 3 and Chromium; none for buttons that got another word, and up to 0.5
# for words of one length.
_STAYS = 0.6
_STROKE = 12  # of 255
_CARET_STROKES = 60  # pixels of a caret's, on what was empty


def as_rows(pixels: Pixels) -> npt.NDArray[np.uint32]:
    """Return a view, one number a pixel, without copying."""
    return np.frombuffer(pixels.bgrx, np.uint32).reshape(pixels.size.height, pixels.size.width)


def changed_pixels(one: Pixels, other: Pixels) -> int:
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
        if box.width <= 2 * TILE and _tight_box(one, other, box).width < _CARET_WIDTH:
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
    apart = cv2.absdiff(_channels(one)[band], _channels(other)[band])
    _, strong = cv2.threshold(apart, _STRONG_AMOUNT, 255, cv2.THRESH_BINARY)
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
    boxes = tiles if one.size != other.size else (_tight_box(one, other, box) for box in tiles)
    return tuple(sorted(boxes, key=lambda box: -box.width * box.height)), bool((differ & ignored).any())


def caret_pixels(size: Size) -> int:
    """Return up to how many changed pixels a picture of this size counts as unchanged."""
    return max(_CARET_PIXELS, round(size.width * size.height * _CARET_SHARE))


def patch(pixels: Pixels, box: Rect) -> Pixels:
    """Cut a box, in pixels of the capture, out of it."""
    rows = as_rows(pixels)[box.y : box.y + box.height, box.x : box.x + box.width]
    return Pixels(Size(rows.shape[1], rows.shape[0]), rows.tobytes())


def patch_alike(one: Pixels, other: Pixels, tolerated: float) -> bool:
    """Tell whether at most this share of the pixels changed visibly, or only a caret did."""
    if one.size != other.size:
        return False
    band = _band(one, other)
    if band is None:
        return True
    before, after = (_channels(pixels)[band, :, :3].astype(np.int16) for pixels in (one, other))
    moved = (np.abs(before - after) > _SMALL_AMOUNT).any(axis=2)
    return _is_caret(moved) or bool(np.count_nonzero(moved) <= tolerated * one.size.width * one.size.height)


def _tight_box(one: Pixels, other: Pixels, box: Rect) -> Rect:
    """Return the smallest box around what differs inside of a box."""
    part = slice(box.y, box.bottom), slice(box.x, box.right)
    differ = (as_rows(one)[part] ^ as_rows(other)[part]) & _COLOUR_BITS
    rows = np.flatnonzero(differ.any(axis=1))
    columns = np.flatnonzero(differ.any(axis=0))
    left = int(columns[0])
    top = int(rows[0])
    return Rect(box.x + left, box.y + top, int(columns[-1]) - left + 1, int(rows[-1]) - top + 1)


def _band(one: Pixels, other: Pixels) -> slice | None:
    """Return the rows from the first to the last that differ: on a screen at rest this is all that comparing costs."""
    if one.bgrx is other.bgrx or (one.size == other.size and one.bgrx == other.bgrx):
        return None
    if one.size != other.size:
        return slice(0, other.size.height)
    pair = np.uint64 if one.size.width % 2 == 0 else np.uint32  # two pixels at once
    before, after = (np.frombuffer(pixels.bgrx, pair).reshape(one.size.height, -1) for pixels in (one, other))
    rows = np.flatnonzero((before != after).any(axis=1))
    return slice(int(rows[0]), int(rows[-1]) + 1) if rows.size else None


def _by_tile(size: Size, mask: Mask | None = None, top: int = 0) -> Counts:
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


def _channels(pixels: Pixels) -> npt.NDArray[np.uint8]:
    return np.frombuffer(pixels.bgrx, np.uint8).reshape(pixels.size.height, pixels.size.width, 4)


def _is_caret(changed: Mask) -> bool:
    """Return whether a caret is the most that changed."""
    rows, columns = (np.flatnonzero(changed.any(axis=axis)) for axis in (1, 0))
    return not rows.size or bool(np.ptp(rows) < _CARET_HEIGHT and np.ptp(columns) < _CARET_WIDTH)


def same_shapes(before: Pixels, now: Pixels) -> bool:
    """Tell whether what was drawn there is drawn there still.

    What a press has selected is drawn in other colours and with a border, but its letters stay in place. So what counts
    is where brightness changes from left to right: the strokes of letters do that, a button's long borders do not.
    """
    if before.size != now.size:
        return False
    was = _strokes(before)
    is_now = _strokes(now)
    columns = _drawn_columns(was)
    if not columns:
        return int(np.count_nonzero(np.abs(is_now) > _STROKE)) <= _CARET_STROKES
    return sum(_agree(was[:, column], is_now[:, column]) for column in columns) >= _STAYS * len(columns)


def has_shapes(pixels: Pixels) -> bool:
    """Tell whether anything is drawn there."""
    return bool(_drawn_columns(_strokes(pixels)))


def _drawn_columns(steps: Steps) -> list[slice]:
    starts = range(0, steps.shape[1] - _COLUMN + 1, _COLUMN)
    columns = (slice(start, start + _COLUMN) for start in starts)
    return [column for column in columns if (np.abs(steps[:, column]) > _STROKE).any()]


def _strokes(pixels: Pixels) -> Steps:
    """Return by how much brightness changes from each pixel to the one right of it."""
    steps: Steps = np.diff(_channels(pixels)[:, :, :3].mean(axis=2, dtype=np.float32), axis=1)
    return steps


def _agree(one: Steps, other: Steps) -> bool:
    """Tell whether strokes are the same ones; light on dark they are the other way round, or some of them are."""
    return _correlation(one, other) > _AGREES or _correlation(np.abs(one), np.abs(other)) > _AGREES_UNSIGNED


def _correlation(one: Steps, other: Steps) -> float:
    first = one - one.mean()
    second = other - other.mean()
    size = float(np.sqrt((first * first).sum() * (second * second).sum()))
    return abs(float((first * second).sum())) / size if size else 0.0


def scroll_distance(before: Pixels, after: Pixels, *, across: bool) -> int | None:
    """Return by how many pixels content has gone up (or to the left, `across`); 0 if nothing changed.

    None where something changed and no scrolling explains it.
    """
    one = as_rows(before) & 0xFFFFFF
    other = as_rows(after) & 0xFFFFFF
    if one.shape != other.shape:
        return None
    if _is_caret(one != other):
        return 0
    if across:
        one = one.T
        other = other.T
    pairs = zip(np.array_split(one, _BANDS, axis=1), np.array_split(other, _BANDS, axis=1), strict=True)
    found = [votes for votes in (_likeliest_way(*pair) for pair in pairs) if votes[1]]
    return max(found, key=lambda votes: votes[0])[1] if found else None


def _likeliest_way(one: PixelRows, other: PixelRows) -> tuple[int, int]:
    """Return the votes for the likeliest way, and that way; 0 for none."""
    changed_rows = np.flatnonzero((one != other).any(axis=1) & (other != other[:, :1]).any(axis=1))
    before = _line_hashes(one)
    after = _line_hashes(other)[changed_rows]
    order = np.argsort(before)
    first, last = (np.searchsorted(before[order], after, side) for side in ("left", "right"))
    ways = [order[(first + nth)[first + nth < last]] - changed_rows[first + nth < last] for nth in range(_MOST_PLACES)]
    counts = np.bincount(np.concatenate(ways) + len(before), minlength=2 * len(before))
    counts[len(before)] = 0
    way = int(np.argmax(counts)) - len(before)
    within = (
        np.count_nonzero((changed_rows + way >= changed_rows[0]) & (changed_rows + way <= changed_rows[-1]))
        if changed_rows.size
        else 0
    )
    agree = int(counts[way + len(before)])
    counts[way + len(before)] = 0
    close = _CLOSE_TO_ALL if agree >= _ALL_ROWS * within else _CLOSE_VOTES
    sure = agree >= max(_FEWEST_ROWS, _AGREEING_SHARE * within) and counts.max() <= close * agree
    return (agree, way) if sure else (0, 0)


def _line_hashes(lines: PixelRows) -> npt.NDArray[np.uint64]:
    """Return one number for each line, the same for the same pixels."""
    weights = np.random.default_rng(0).integers(1, 2**63, lines.shape[1], dtype=np.uint64) | np.uint64(1)
    return np.asarray((lines.astype(np.uint64) * weights).sum(axis=1, dtype=np.uint64))
