"""A run's pictures for a film: only complete pictures by the recorder, of a plausible size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop_agent.core.runs.events import FrameTaken
from desktop_agent.films.film.script import Area, TypedLine
from desktop_agent.record.picture_file import decoded_picture, recorded_picture

Bgr = NDArray[np.uint8]
Missing = Literal["none", "missing", "damaged"]
_CACHE_SIZE = 4  # pictures
_LEAST_DIFFERENCE = 12  # of a colour
_COARSE = 2  # pixels per side for each compared pixel
_NEAR_PX = 48  # changes at most this far apart are one
_AS_MUCH = 0.1  # of the pixels in the largest change: less is a clock, or a title
_LINE_GAP_PX = 2  # between the parts of letters; lines are further apart
_LEAST_LINE_PX = 5  # its height
_BLOCK = np.ones((7, 5), np.uint8)  # of a cursor as large as a letter; strokes of letters are thinner
_OTHER_COLOUR = 40  # from a background: that of a letter
_LEAST_TAIL_PX = 3  # wider than a caret


class FilmPictures:
    """The pictures of one run by number; the last few are cached."""

    def __init__(self, folder: Path, pictures: Sequence[FrameTaken]) -> None:
        self._folder = folder
        self._pictures = pictures
        self._read = lru_cache(_CACHE_SIZE)(self._open)

    def get(self, number: int) -> Bgr | Missing:
        """Return the pixels of a picture (height x width x 3; blue, green, red), or why there are none."""
        return self._read(number)

    def changed(self, first_number: int, second_number: int, *, everywhere: bool = False) -> Area | None:
        """Return the area in which two pictures differ most, or, `everywhere`, the one around all that differs as much.

        None where they are equal or can't be compared.
        """
        before = self.get(first_number)
        after = self.get(second_number)
        if isinstance(before, str) or isinstance(after, str) or before.shape != after.shape:
            return None
        small = [picture[::_COARSE, ::_COARSE] for picture in (before, after)]
        mask = np.asarray(cv2.absdiff(small[0], small[1]).max(axis=2) > _LEAST_DIFFERENCE, dtype=np.uint8)
        # Letters and lines of a text are one change; a title far from it is another.
        near = cv2.dilate(mask, np.ones((_NEAR_PX // _COARSE, _NEAR_PX // _COARSE), np.uint8))
        count, labels, _, _ = cv2.connectedComponentsWithStats(near)
        if count == 1:
            return None
        labels *= mask
        sizes = np.bincount(labels.ravel(), minlength=count)
        sizes[0] = 0
        least = sizes.max() * (_AS_MUCH if everywhere else 1)
        left, top, width, height = cv2.boundingRect(np.asarray((sizes >= least)[labels] & (labels > 0), dtype=np.uint8))
        return Area(left * _COARSE, top * _COARSE, width * _COARSE, height * _COARSE)

    def typed(self, numbers: tuple[int, int], area: Area, lines: int, *, entered: bool) -> tuple[TypedLine, ...]:
        """Return the lines of typed text in the second of two pictures, which differ in an area, from the top down.

        Of more than these `lines`, the others are a text that is wrapped, or what a shell has printed for one that was
        `entered`.
        """
        before = self.get(numbers[0])
        after = self.get(numbers[1])
        if isinstance(before, str) or isinstance(after, str) or before.shape != after.shape:
            return ()
        left = max(0, int(area.x) - _COARSE)
        top = max(0, int(area.y) - _COARSE)
        bottom = int(area.y + area.height) + _COARSE
        part = (slice(top, bottom), slice(left, int(area.x + area.width) + _COARSE))
        bands = _bands(cv2.absdiff(before[part], after[part]).max(axis=2) > _LEAST_DIFFERENCE)
        if entered and len(bands) > lines:
            bands = bands[:lines]
        typed = (_typed_line(before[part], after[part], band) for band in bands)
        return tuple(_moved(line, left, top) for line in typed if line is not None)

    def _open(self, number: int) -> Bgr | Missing:
        if not 0 <= number < len(self._pictures):
            return "none"
        picture = self._pictures[number]
        data = recorded_picture(self._folder, picture)
        if isinstance(data, str):
            return "damaged" if data == "foreign" else data
        pixels = decoded_picture(data)
        return "damaged" if pixels is None or pixels.shape[:2] != (picture.height, picture.width) else pixels


def _bands(differs: NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
    """Return the lines in which pixels differ, each with its top, bottom, left and right."""
    bands = []
    for top, bottom in _rows(differs):
        # Cursors in two lines touch each other, where the letters of these don't.
        blocks = cv2.morphologyEx(differs[top:bottom].astype(np.uint8), cv2.MORPH_OPEN, _BLOCK)
        letters = _rows(differs[top:bottom] & (blocks == 0))
        between = [top + (above[1] + below[0]) // 2 for above, below in pairwise(letters)]
        for first, last in pairwise((top, *between, bottom)):
            columns = np.flatnonzero(differs[first:last].any(axis=0))
            if last - first >= _LEAST_LINE_PX:
                bands.append((first, last, int(columns[0]), int(columns[-1]) + 1))
    return bands


def _rows(differs: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return the tops and bottoms of what lies below each other in a picture."""
    rows = np.flatnonzero(differs.any(axis=1))
    if not rows.size:
        return []
    parts = np.split(rows, np.flatnonzero(np.diff(rows) > _LINE_GAP_PX + 1) + 1)
    return [(int(part[0]), int(part[-1]) + 1) for part in parts]


def _typed_line(before: Bgr, after: Bgr, band: tuple[int, int, int, int]) -> TypedLine | None:
    """Return a line that was typed; None where only its end has moved."""
    top, bottom, left, right = band
    old = before[top:bottom, left:right].astype(np.int16)
    new = after[top:bottom, left:right].astype(np.int16)
    colours, counts = np.unique(new.reshape(-1, 3), axis=0, return_counts=True)
    ground = colours[counts.argmax()]
    ends = [_end_of_letters(pixels, ground) for pixels in (old, new)]
    tail = 0
    while tail < min(ends):
        column = np.abs(old[:, ends[0] - tail - 1] - new[:, ends[1] - tail - 1])
        if column.max() > _OTHER_COLOUR:
            break
        tail += 1
    tail = tail if tail >= _LEAST_TAIL_PX else 0
    end = ends[1] - tail
    if end <= 0:
        return None
    blue, green, red = (int(value) for value in ground)
    return TypedLine(
        Area(left, top, right - left, bottom - top),
        left + end,
        Area(left + end, top, tail, bottom - top) if tail else None,
        (red, green, blue),
    )


def _end_of_letters(pixels: NDArray[np.int16], ground: NDArray[np.int16]) -> int:
    columns = np.flatnonzero((np.abs(pixels - ground).max(axis=2) > _OTHER_COLOUR).any(axis=0))
    return int(columns[-1]) + 1 if columns.size else 0


def _moved(line: TypedLine, across: int, down: int) -> TypedLine:
    area = replace(line.area, x=line.area.x + across, y=line.area.y + down)
    tail = line.tail and replace(line.tail, x=line.tail.x + across, y=line.tail.y + down)
    return TypedLine(area, line.end + across, tail, line.colour)
