"""One capture of a part of the desktop, put together from pictures of the monitors that show it.

Windows and input are in logical units, and a monitor's picture is in pixels: on a monitor of scale 1.5, a box 100 wide
is 150 pixels wide. Where a box lies on several monitors they are put together, in the scale that all have, or in
logical units where they differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop_agent.core.pictures import Pixels, Rect, Size
from desktop_agent.screen.captures.source import Monitor, in_pixels

if TYPE_CHECKING:
    import numpy.typing as npt

    PixelGrid = npt.NDArray[np.uint32]

_ALIKE = 0.01  # scales of monitors that are meant to be the same: sizes are whole numbers


@dataclass(frozen=True, slots=True, eq=False)
class MonitorPicture:
    """A monitor's picture, in rows of pixels (blue in the lowest byte), and its box on the desktop."""

    box: Rect
    grid: PixelGrid

    @property
    def size(self) -> Size:
        """Return its size in pixels."""
        return Size(self.grid.shape[1], self.grid.shape[0])


def composed_pixels(box: Rect, pictures: Sequence[MonitorPicture], scale: float) -> Pixels:
    """Return a box of the desktop from pictures of the monitors that show a part of it; black where none does."""
    first = pictures[0]
    if first.box.intersection(box) == box:
        return _pixels(_cropped(first.grid, in_pixels(box, first.box, first.size)))
    size = _scaled(box, scale)
    rows = np.zeros((size.height, size.width), np.uint32)
    for picture in pictures:
        part = picture.box.intersection(box)
        if part:
            place = in_pixels(part, box, size)
            piece = _cropped(picture.grid, in_pixels(part, picture.box, picture.size))
            rows[place.y : place.bottom, place.x : place.right] = _resized(piece, place.size)
    return _pixels(rows)


def captured_size(box: Rect, monitors: Sequence[Monitor]) -> Size:
    """Return how many pixels a capture of a box has: in the scale of the monitor that shows all of it, else of all."""
    alone = [monitor.scale for monitor in monitors if monitor.box.intersection(box) == box]
    return _scaled(box, alone[0] if alone else common_scale([monitor.scale for monitor in monitors]))


def common_scale(scales: Sequence[float]) -> float:
    """Return the scale of pictures that several monitors show: their own where it is the same."""
    return max(scales) if max(scales) - min(scales) < _ALIKE else 1.0


def _scaled(box: Rect, scale: float) -> Size:
    return Size(round(box.width * scale), round(box.height * scale))


def _cropped(grid: PixelGrid, box: Rect) -> PixelGrid:
    return grid[box.y : box.bottom, box.x : box.right]


def _resized(grid: PixelGrid, size: Size) -> PixelGrid:
    if grid.shape == (size.height, size.width):
        return grid
    import cv2

    channels = np.ascontiguousarray(grid).view(np.uint8).reshape(*grid.shape, 4)
    resized = cv2.resize(channels, (size.width, size.height), interpolation=cv2.INTER_AREA)
    return resized.view(np.uint32).reshape(size.height, size.width)


def _pixels(grid: PixelGrid) -> Pixels:
    return Pixels(Size(grid.shape[1], grid.shape[0]), grid.tobytes())
