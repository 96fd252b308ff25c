"""Tells whether a small part of the screen still shows the same words and pictures, in whatever colours.

What a press has selected is drawn in other colours and with a border, but its letters stay in place. So what counts is
where brightness changes from left to right: the strokes of letters do that, a button's long borders do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desktop_agent.core.frame import Pixels

if TYPE_CHECKING:
    import numpy.typing as npt

    Steps = npt.NDArray[np.float32]

# How far off a point words are looked at, in screen units: those on a button, and not the line above it.
WORDS_X, WORDS_Y = 60, 8
# A part is cut into columns so wide; one agrees where its strokes correlate by so much, up or down.
_COLUMN = 16
_AGREES = 0.55
_AGREES_UNSIGNED = 0.8
# This share of the columns with strokes has to agree. Measured on Debian 12: 0.67 and more for rows, icons, words and
# boxes that a press has chosen in Qt, GTK 2 and 3 and Chromium; none for buttons that got another word, and up to 0.5
# for words of one length.
_STAYS = 0.6
_STROKE = 12  # of 255
_CARET = 60  # pixels of strokes, on what was empty


def same_shapes(before: Pixels, now: Pixels) -> bool:
    """Tell whether what was drawn there is drawn there still."""
    if before.size != now.size:
        return False
    was, is_now = _strokes(before), _strokes(now)
    starts = range(0, was.shape[1] - _COLUMN + 1, _COLUMN)
    columns = [slice(start, start + _COLUMN) for start in starts if _has_strokes(was[:, start : start + _COLUMN])]
    if not columns:
        return int(np.count_nonzero(np.abs(is_now) > _STROKE)) <= _CARET
    return sum(_agree(was[:, one], is_now[:, one]) for one in columns) >= _STAYS * len(columns)


def _strokes(pixels: Pixels) -> Steps:
    """Return by how much brightness changes from each pixel to the one right of it."""
    rows = np.frombuffer(pixels.bgrx, np.uint8).reshape(pixels.size.height, pixels.size.width, 4)
    steps: Steps = np.diff(rows[:, :, :3].mean(axis=2, dtype=np.float32), axis=1)
    return steps


def _has_strokes(steps: Steps) -> bool:
    return bool((np.abs(steps) > _STROKE).any())


def _agree(one: Steps, other: Steps) -> bool:
    """Tell whether strokes are the same ones; light on dark they are the other way round, or some of them are."""
    return _correlation(one, other) > _AGREES or _correlation(np.abs(one), np.abs(other)) > _AGREES_UNSIGNED


def _correlation(one: Steps, other: Steps) -> float:
    first, second = one - one.mean(), other - other.mean()
    size = float(np.sqrt((first * first).sum() * (second * second).sum()))
    return abs(float((first * second).sum())) / size if size else 0.0
