"""Comparison of two captures: how much they differ, and where, exactly or tolerating a caret and a clock; and a scroll.

A scroll moves complete rows of content; a header or a bar beside it stays. Each changed row that is now elsewhere votes
for its distance. Empty rows have no vote, and rows that repeat vote for several distances: where the votes are close,
the distance is unknown. A blinking caret is no scroll.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desktop_agent.core.pictures import Pixels, Rect, Size

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
# anything wider may be a letter; what is taller is two carets
_CARET_WIDTH = 4
_CARET_HEIGHT = 48
# A channel has to move by more than this to count where a patch is judged: dithering and subpixels stay below.
_SMALL_AMOUNT = 12
# A menu, a dialog or a new page moves a channel by more than this; the hover and press of a button seldom do, however
# large the button is. Measured on Debian 12: without this, two buttons of 215x48 passed for an answer at 1920x1080.
_STRONG_AMOUNT = 40
# Changed pixels are counted in squares of this side: small enough that a spinner has some of its own.
TILE = 16
_MOST_PARTS = 16  # more changes at once than that are no carets
_COLOUR_BITS = 0x00FFFFFF  # the fourth byte of a pixel means nothing and need not stay the same
# Pixels of a scroll bar: it is narrower than what is scrolled, and longer than a figure that the wheel changes, or than
# each of those that number the rows of a list.
_WIDEST_BAR = 20
_SHORTEST_BAR = 32
_FEWEST_ROWS = 6  # rows that must agree
_AGREEING_SHARE = 0.5  # of the rows that could
_CLOSE_VOTES = 0.7  # of these votes, for another distance
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
    """Return a view of the pixels, one number a pixel, without copying."""
    return np.frombuffer(pixels.bgrx, np.uint32).reshape(pixels.size.height, pixels.size.width)


def as_channels(pixels: Pixels) -> npt.NDArray[np.uint8]:
    """Return a view of the pixels, four bytes (blue, green, red, unused) a pixel, without copying."""
    return np.frombuffer(pixels.bgrx, np.uint8).reshape(pixels.size.height, pixels.size.width, 4)


def changed_pixels(before: Pixels, after: Pixels) -> int:
    """Return the number of pixels that differ at all; all pixels when the sizes differ."""
    if before.size != after.size:
        return max(before.size.width * before.size.height, after.size.width * after.size.height)
    band = _changed_rows(before, after)
    return 0 if band is None else int(np.count_nonzero((as_rows(before)[band] ^ as_rows(after)[band]) & _COLOUR_BITS))


def moved_without_carets_by_tile(before: Pixels, after: Pixels) -> Counts:
    """Return the counts of `moved_by_tile` without carets: some blink, and some fade in and out all the time."""
    import cv2

    moved = moved_by_tile(before, after)
    if before.size != after.size or not moved.any():
        return moved
    count, labels, stats, _ = cv2.connectedComponentsWithStats((moved > 0).astype(np.uint8), connectivity=8)
    for n in range(1, count) if count <= _MOST_PARTS else ():
        box = Rect(*(int(part) * TILE for part in stats[n][:4]))
        if box.width <= 2 * TILE and _tight_box(before, after, box).width < _CARET_WIDTH:
            moved[labels == n] = 0
    return moved


def moved_by_tile(before: Pixels, after: Pixels) -> Counts:
    """Count the pixels that differ at all, tile by tile of the second capture."""
    band = _changed_rows(before, after)
    if band is None:
        return _count_by_tile(after.size)
    if before.size != after.size:
        return _count_by_tile(after.size, np.ones((after.size.height, after.size.width), np.bool_))
    return _count_by_tile(after.size, ((as_rows(before)[band] ^ as_rows(after)[band]) & _COLOUR_BITS) != 0, band.start)


def strong_by_tile(before: Pixels, after: Pixels) -> Counts:
    """Count, tile by tile, the pixels of which a channel differs by more than a hover or a pressed look makes it."""
    import cv2

    band = _changed_rows(before, after)
    if band is None or before.size != after.size:
        return moved_by_tile(before, after)
    difference = cv2.absdiff(as_channels(before)[band], as_channels(after)[band])
    _, strong = cv2.threshold(difference, _STRONG_AMOUNT, 255, cv2.THRESH_BINARY)
    strong_pixels = np.ascontiguousarray(strong).view(np.uint32).reshape(strong.shape[:2])
    return _count_by_tile(after.size, (strong_pixels & _COLOUR_BITS) != 0, band.start)


def tiles_of(size: Size) -> tuple[int, int]:
    """Return how many rows and columns of tiles a picture has."""
    return -(-size.height // TILE), -(-size.width // TILE)


def changed_parts(before: Pixels, after: Pixels, ignored: Tiles) -> tuple[tuple[Rect, ...], bool]:
    """Return boxes around changes, largest first, in pixels of the second capture; and whether `ignored` changed."""
    import cv2

    differ = moved_by_tile(before, after) > 0
    _, _, stats, _ = cv2.connectedComponentsWithStats((differ & ~ignored).astype(np.uint8), connectivity=8)
    tiles = (Rect(*(int(part[n]) * TILE for n in range(4))) for part in stats[1:])
    boxes = tiles if before.size != after.size else (_tight_box(before, after, box) for box in tiles)
    return tuple(sorted(boxes, key=lambda box: -box.width * box.height)), bool((differ & ignored).any())


def caret_pixels(size: Size) -> int:
    """Return the most changed pixels with which a picture of this size counts as unchanged."""
    return max(_CARET_PIXELS, round(size.width * size.height * _CARET_SHARE))


def patch(pixels: Pixels, box: Rect) -> Pixels:
    """Cut a box, in pixels of the capture, out of it."""
    rows = as_rows(pixels)[box.y : box.y + box.height, box.x : box.x + box.width]
    return Pixels(Size(rows.shape[1], rows.shape[0]), rows.tobytes())


def patch_alike(before: Pixels, after: Pixels, tolerated: float) -> bool:
    """Return whether at most this share of the pixels changed visibly, or only a caret did."""
    if before.size != after.size:
        return False
    band = _changed_rows(before, after)
    if band is None:
        return True
    old, new = (as_channels(pixels)[band, :, :3].astype(np.int16) for pixels in (before, after))
    moved = (np.abs(old - new) > _SMALL_AMOUNT).any(axis=2)
    return _is_caret(moved) or bool(np.count_nonzero(moved) <= tolerated * before.size.width * before.size.height)


def _tight_box(before: Pixels, after: Pixels, box: Rect) -> Rect:
    """Return the smallest box around the changes within a box."""
    part = slice(box.y, box.bottom), slice(box.x, box.right)
    differ = (as_rows(before)[part] ^ as_rows(after)[part]) & _COLOUR_BITS
    rows = np.flatnonzero(differ.any(axis=1))
    columns = np.flatnonzero(differ.any(axis=0))
    left = int(columns[0])
    top = int(rows[0])
    return Rect(box.x + left, box.y + top, int(columns[-1]) - left + 1, int(rows[-1]) - top + 1)


def _changed_rows(before: Pixels, after: Pixels) -> slice | None:
    """Return the rows from the first to the last that differ: on a screen at rest this is all that comparing costs."""
    if before.bgrx is after.bgrx or (before.size == after.size and before.bgrx == after.bgrx):
        return None
    if before.size != after.size:
        return slice(0, after.size.height)
    pair = np.uint64 if before.size.width % 2 == 0 else np.uint32  # two pixels at once
    old, new = (np.frombuffer(pixels.bgrx, pair).reshape(before.size.height, -1) for pixels in (before, after))
    rows = np.flatnonzero((old != new).any(axis=1))
    return slice(int(rows[0]), int(rows[-1]) + 1) if rows.size else None


def _count_by_tile(size: Size, mask: Mask | None = None, top: int = 0) -> Counts:
    """Count the set pixels of a mask in each tile; the mask has full rows from row `top` on. Zeros without a mask."""
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


def _is_caret(changed: Mask) -> bool:
    """Return whether the change is no larger than a caret."""
    rows, columns = (np.flatnonzero(changed.any(axis=axis)) for axis in (1, 0))
    return not rows.size or bool(np.ptp(rows) < _CARET_HEIGHT and np.ptp(columns) < _CARET_WIDTH)


def same_shapes(before: Pixels, now: Pixels) -> bool:
    """Return whether the drawing is still the same.

    A selected row is drawn in other colours and with a border, but its letters stay in place. So only changes of
    brightness from left to right count: the strokes of letters have them, a button's long borders do not.
    """
    if before.size != now.size:
        return False
    was = _brightness_steps(before)
    is_now = _brightness_steps(now)
    columns = _drawn_columns(was)
    if not columns:
        return int(np.count_nonzero(np.abs(is_now) > _STROKE)) <= _CARET_STROKES
    return sum(_strokes_agree(was[:, column], is_now[:, column]) for column in columns) >= _STAYS * len(columns)


def has_shapes(pixels: Pixels) -> bool:
    """Return whether anything is drawn there."""
    return bool(_drawn_columns(_brightness_steps(pixels)))


def _drawn_columns(steps: Steps) -> list[slice]:
    starts = range(0, steps.shape[1] - _COLUMN + 1, _COLUMN)
    columns = (slice(start, start + _COLUMN) for start in starts)
    return [column for column in columns if (np.abs(steps[:, column]) > _STROKE).any()]


def _brightness_steps(pixels: Pixels) -> Steps:
    """Return the change of brightness from each pixel to the next one on the right."""
    steps: Steps = np.diff(as_channels(pixels)[:, :, :3].mean(axis=2, dtype=np.float32), axis=1)
    return steps


def _strokes_agree(before: Steps, after: Steps) -> bool:
    """Return whether the strokes are the same; some or all may be inverted, as for light text on a dark ground."""
    return _correlation(before, after) > _AGREES or _correlation(np.abs(before), np.abs(after)) > _AGREES_UNSIGNED


def _correlation(before: Steps, after: Steps) -> float:
    first = before - before.mean()
    second = after - after.mean()
    size = float(np.sqrt((first * first).sum() * (second * second).sum()))
    return abs(float((first * second).sum())) / size if size else 0.0


def scroll_distance(capture_before: Pixels, capture_after: Pixels, *, across: bool) -> int | None:
    """Return how many pixels the content has moved up (or to the left, `across`).

    0 if nothing changed, apart from a caret and a scroll bar, which appears or fades at the end of a list.

    None where something changed and no scrolling explains it.
    """
    old_rows = as_rows(capture_before) & 0xFFFFFF
    new_rows = as_rows(capture_after) & 0xFFFFFF
    if old_rows.shape != new_rows.shape:
        return None
    if _is_caret(old_rows != new_rows):
        return 0
    if across:
        old_rows = old_rows.T
        new_rows = new_rows.T
    pairs = zip(np.array_split(old_rows, _BANDS, axis=1), np.array_split(new_rows, _BANDS, axis=1), strict=True)
    votes_by_band = [votes for votes in (_likeliest_distance(*pair) for pair in pairs) if votes[1]]
    if votes_by_band:
        return max(votes_by_band, key=lambda votes: votes[0])[1]
    changed = old_rows != new_rows
    is_narrow = np.count_nonzero(changed.any(axis=0)) <= _WIDEST_BAR
    return 0 if is_narrow and _longest_run(changed.any(axis=1)) >= _SHORTEST_BAR else None


def _longest_run(rows: Mask) -> int:
    """Return how many of the rows follow each other at most."""
    edges = np.flatnonzero(np.diff(rows, prepend=False, append=False))
    return int(np.max(edges[1::2] - edges[::2], initial=0))


def _likeliest_distance(before: PixelRows, after: PixelRows) -> tuple[int, int]:
    """Return the votes for the likeliest distance, and that distance; zeros where it is unknown."""
    changed_rows = np.flatnonzero((before != after).any(axis=1) & (after != after[:, :1]).any(axis=1))
    old_hashes = _line_hashes(before)
    new_hashes = _line_hashes(after)[changed_rows]
    order = np.argsort(old_hashes)
    first, last = (np.searchsorted(old_hashes[order], new_hashes, side) for side in ("left", "right"))
    distances = [
        order[(first + nth)[first + nth < last]] - changed_rows[first + nth < last] for nth in range(_MOST_PLACES)
    ]
    counts = np.bincount(np.concatenate(distances) + len(old_hashes), minlength=2 * len(old_hashes))
    counts[len(old_hashes)] = 0
    distance = int(np.argmax(counts)) - len(old_hashes)
    within = (
        np.count_nonzero((changed_rows + distance >= changed_rows[0]) & (changed_rows + distance <= changed_rows[-1]))
        if changed_rows.size
        else 0
    )
    votes = int(counts[distance + len(old_hashes)])
    counts[distance + len(old_hashes)] = 0
    close = _CLOSE_TO_ALL if votes >= _ALL_ROWS * within else _CLOSE_VOTES
    is_sure = votes >= max(_FEWEST_ROWS, _AGREEING_SHARE * within) and counts.max() <= close * votes
    return (votes, distance) if is_sure else (0, 0)


def _line_hashes(lines: PixelRows) -> npt.NDArray[np.uint64]:
    """Return one number for each line, the same for the same pixels."""
    weights = np.random.default_rng(0).integers(1, 2**63, lines.shape[1], dtype=np.uint64) | np.uint64(1)
    return np.asarray((lines.astype(np.uint64) * weights).sum(axis=1, dtype=np.uint64))
