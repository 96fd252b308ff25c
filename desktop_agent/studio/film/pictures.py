"""A run's pictures for a film: only complete pictures by the recorder, of a plausible size."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop_agent.core.events import FrameTaken
from desktop_agent.record.picture_file import decoded_picture, recorded_picture
from desktop_agent.studio.film.script import Area

Bgr = NDArray[np.uint8]
Missing = Literal["none", "missing", "damaged"]
_CACHE_SIZE = 4  # pictures
_LEAST_DIFFERENCE = 12  # of a colour
_COARSE = 2  # pixels per side for each compared pixel
_NEAR_PX = 48  # changes at most this far apart are one


class FilmPictures:
    """The pictures of one run by number; the last few are cached."""

    def __init__(self, folder: Path, pictures: Sequence[FrameTaken]) -> None:
        self._folder = folder
        self._pictures = pictures
        self._read = lru_cache(_CACHE_SIZE)(self._open)

    def get(self, number: int) -> Bgr | Missing:
        """Return the pixels of a picture (height x width x 3; blue, green, red), or why there are none."""
        return self._read(number)

    def changed(self, first_number: int, second_number: int) -> Area | None:
        """Return the area in which two pictures differ most; None where they are equal or can't be compared."""
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
        largest = int(np.bincount(labels.ravel(), minlength=count)[1:].argmax()) + 1
        left, top, width, height = cv2.boundingRect(np.asarray(labels == largest, dtype=np.uint8))
        return Area(left * _COARSE, top * _COARSE, width * _COARSE, height * _COARSE)

    def _open(self, number: int) -> Bgr | Missing:
        if not 0 <= number < len(self._pictures):
            return "none"
        picture = self._pictures[number]
        data = recorded_picture(self._folder, picture)
        if isinstance(data, str):
            return "damaged" if data == "foreign" else data
        pixels = decoded_picture(data)
        return "damaged" if pixels is None or pixels.shape[:2] != (picture.height, picture.width) else pixels
