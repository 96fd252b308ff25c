"""How far the content of an area has been scrolled, from two captures of it.

What scrolls moves whole rows; what does not (a header, a bar beside the text) stays. Of the rows that changed, those
that stand elsewhere now vote for how far they went. Empty rows say nothing, and rows that repeat vote for more than one
way: where the votes are close nobody can tell. A caret that blinks meanwhile is no scrolling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desktop_agent.screen.compare import as_rows

if TYPE_CHECKING:
    import numpy.typing as npt

    from desktop_agent.core.frame import Pixels

    PixelRows = npt.NDArray[np.uint32]

_FEWEST = 6  # rows that must agree
_SHARE = 0.5  # of the rows that could
_CLOSE = 0.7  # of these votes, for another way
_ALL, _CLOSE_TO_ALL = 0.98, 0.9  # the same where every row stands where it should: a table's words repeat
_OFTEN = 16  # a row that stands in more places than that has no vote for the others
_CARET_WIDTH, _CARET_HEIGHT = 3, 48  # px; anything wider may be a letter
_BANDS = 10  # the area is looked at in so many strips: some hold a scroll bar, or what stands beside


def shift(before: Pixels, after: Pixels, *, across: bool) -> int | None:
    """Return by how many pixels content has gone up (or to the left, `across`); 0 if nothing changed.

    None where something changed and no scrolling explains it.
    """
    one, other = as_rows(before) & 0xFFFFFF, as_rows(after) & 0xFFFFFF
    if one.shape != other.shape:
        return None
    if _is_at_most_a_caret(one != other):
        return 0
    if across:
        one, other = one.T, other.T
    pairs = zip(np.array_split(one, _BANDS, axis=1), np.array_split(other, _BANDS, axis=1), strict=True)
    found = [votes for votes in (_best(*pair) for pair in pairs) if votes[1]]
    return max(found, key=lambda votes: votes[0])[1] if found else None


def _is_at_most_a_caret(changed: npt.NDArray[np.bool_]) -> bool:
    rows, columns = (np.flatnonzero(changed.any(axis=axis)) for axis in (1, 0))
    return not rows.size or bool(np.ptp(rows) < _CARET_HEIGHT and np.ptp(columns) < _CARET_WIDTH)


def _best(one: PixelRows, other: PixelRows) -> tuple[int, int]:
    """Return the votes for the likeliest way, and that way; 0 for none."""
    changed = np.flatnonzero((one != other).any(axis=1) & (other != other[:, :1]).any(axis=1))
    before, after = _marks(one), _marks(other)[changed]
    order = np.argsort(before)
    first, last = (np.searchsorted(before[order], after, side) for side in ("left", "right"))
    ways = [order[(first + nth)[first + nth < last]] - changed[first + nth < last] for nth in range(_OFTEN)]
    counts = np.bincount(np.concatenate(ways) + len(before), minlength=2 * len(before))
    counts[len(before)] = 0
    way = int(np.argmax(counts)) - len(before)
    within = np.count_nonzero((changed + way >= changed[0]) & (changed + way <= changed[-1])) if changed.size else 0
    agree = int(counts[way + len(before)])
    counts[way + len(before)] = 0
    close = _CLOSE_TO_ALL if agree >= _ALL * within else _CLOSE
    sure = agree >= max(_FEWEST, _SHARE * within) and counts.max() <= close * agree
    return (agree, way) if sure else (0, 0)


def _marks(lines: PixelRows) -> npt.NDArray[np.uint64]:
    """Return one number for each line, the same for the same pixels."""
    weights = np.random.default_rng(0).integers(1, 2**63, lines.shape[1], dtype=np.uint64) | np.uint64(1)
    return np.asarray((lines.astype(np.uint64) * weights).sum(axis=1, dtype=np.uint64))
