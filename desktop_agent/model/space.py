"""The coordinate space of an answer, and the only conversion from it to pixels of the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.geometry import ImagePoint, Size

Coordinates = Literal["viewport", "grid1000"]
COORDINATES: tuple[Coordinates, ...] = ("viewport", "grid1000")
GRID_LAST, GRID_SIZE = 999, 1000
LARGEST_VIEWPORT = 100_000
_HUGE = 10**9


class Unreadable(Exception):  # noqa: N818 - no error of the program: it becomes a sentence for the model
    """Why an action cannot be read, in words for the model."""


class Outside(Unreadable):
    """A coordinate that cannot be in this space: the model may think in another one."""


def coordinates_named(name: str) -> Coordinates:
    """Return a coordinate space; SettingsError for an unknown name."""
    for one in COORDINATES:
        if one == name:
            return one
    raise SettingsError(f"There is no coordinate space called “{name}”.", f"Use one of: {', '.join(COORDINATES)}.")


def last_places(coordinates: Coordinates, image: Size) -> tuple[str, str]:
    """Return the largest x and y that a model may give for a picture, as it is told of them."""
    if coordinates == "grid1000":
        return str(GRID_LAST), str(GRID_LAST)
    return str(image.width - 1), str(image.height - 1)


@dataclass(frozen=True, slots=True)
class Space:
    """A viewport of `size` pixels, or the grid of 0 to 999 for any size; takes finite numbers only."""

    coordinates: Coordinates
    size: Size
    image: Size

    def point(self, x: float, y: float) -> ImagePoint:
        """Return the pixel; Unreadable outside the space, which is never moved to the nearest edge."""
        return ImagePoint(
            self._axis("x", x, self.size.width, self.image.width),
            self._axis("y", y, self.size.height, self.image.height),
        )

    def own(self) -> Space:
        """Return the space of the model's own coordinates."""
        size = Size(GRID_SIZE, GRID_SIZE) if self.coordinates == "grid1000" else self.size
        return Space("viewport", size, size)

    def _axis(self, name: str, value: float, size: int, image: int) -> int:
        if self.coordinates == "grid1000":
            if not 0 <= value <= GRID_LAST:
                raise Outside(f"{name} is {_short(value)}, outside the grid of 0 to {GRID_LAST}.")
            # On a picture under 500 pixels, the last grid lines round to one past the last pixel; they mean that pixel.
            return min(_half_up(value / GRID_SIZE * image), image - 1)
        if not 0 <= _half_up(value) < size:
            raise Outside(f"{name} is {_short(value)}, outside the picture: it goes from 0 to {size - 1}.")
        return _half_up(value) if size == image else (2 * _half_up(value) + 1) * image // (2 * size)


def space_of(coordinates: Coordinates, image: Size, viewport: Size | None) -> Space:
    """Return the space of one answer; if the answer names a viewport, its pixels are in that one."""
    if coordinates == "viewport" and viewport is not None and _sane(viewport):
        return Space(coordinates, viewport, image)
    return Space(coordinates, image, image)


def _sane(size: Size) -> bool:
    return 0 < size.width <= LARGEST_VIEWPORT and 0 < size.height <= LARGEST_VIEWPORT


def _half_up(value: float) -> int:
    return value if isinstance(value, int) else math.floor(value + 0.5)


def _short(value: float) -> str:
    return "a huge number" if abs(value) >= _HUGE else str(value) if isinstance(value, int) else f"{value:g}"
