"""The coordinate space of an answer, and the only conversion from it to pixels of the picture."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.pictures import ImagePoint, Size, fit
from desktop_agent.core.texts.message import Message

Coordinates = Literal["viewport", "grid1000", "relative1000", "relative1", "resized28"]
COORDINATES: tuple[Coordinates, ...] = get_args(Coordinates)
GRID_LAST = 999
GRID_SIZE = 1000
LARGEST_VIEWPORT = 100_000
_HUGE = 10**9
_PARTS: Mapping[str, int] = {"relative1000": 1000, "relative1": 1}
RESIZED_STEP = 28
_LEAST_PIXELS = 56 * 56
_MOST_PIXELS = 28 * 28 * 16_384


class Unreadable(Exception):  # noqa: N818 - no error of the program: it becomes a sentence for the model
    """Why an action cannot be read, in words for the model."""


class Outside(Unreadable):
    """A coordinate that cannot be in this space: the model may think in another one."""


def coordinates_named(name: str) -> Coordinates:
    """Return a coordinate space; SettingsError for an unknown name."""
    for coordinates in COORDINATES:
        if coordinates == name:
            return coordinates
    raise SettingsError(
        Message("There is no coordinate space called “{name}”.", name=name),
        Message("Use one of: {names}.", names=", ".join(COORDINATES)),
    )


def last_places(coordinates: Coordinates, image: Size) -> tuple[str, str]:
    """Return the largest x and y of a picture, as the text for the model."""
    most = GRID_LAST if coordinates == "grid1000" else _PARTS.get(coordinates)
    picture = resized(image) if coordinates == "resized28" else image
    return (str(most), str(most)) if most else (str(picture.width - 1), str(picture.height - 1))


def resized(image: Size) -> Size:
    """Return the size to which a model of Qwen's kind resizes a picture: multiples of 28, not too large or small.

    Source: `smart_resize` in Qwen2.5-VL's image processor, with its usual bounds.
    """
    step = RESIZED_STEP
    pixels = image.width * image.height
    width, height = (max(step, round(side / step) * step) for side in (image.width, image.height))
    if width * height > _MOST_PIXELS:
        shrink = math.sqrt(pixels / _MOST_PIXELS)
        width, height = (math.floor(side / shrink / step) * step for side in (image.width, image.height))
    elif width * height < _LEAST_PIXELS:
        grow = math.sqrt(_LEAST_PIXELS / pixels)
        width, height = (math.ceil(side * grow / step) * step for side in (image.width, image.height))
    return Size(max(step, width), max(step, height))


@dataclass(frozen=True, slots=True)
class PictureLimit:
    """The largest picture that is not shrunk for the model; points of a shrunk one refer to the smaller picture."""

    edge: int  # in pixels
    tiles: int  # of 28 by 28 pixels, begun ones too

    def holds(self, image: Size) -> bool:
        """Return whether a picture is sent as it is."""
        across, down = (-(-side // RESIZED_STEP) for side in (image.width, image.height))
        return max(image.width, image.height) <= self.edge and across * down <= self.tiles

    def fitted(self, image: Size) -> Size:
        """Return the largest size of that shape which is sent as it is."""
        within = fit(image, Size(self.edge, self.edge))
        while not self.holds(within):
            within = fit(image, Size(within.width - 1, within.height))
        return within


@dataclass(frozen=True, slots=True)
class Space:
    """A viewport of `size` pixels, or for any size the grid of 0 to 999, or a part of 1000 or of 1.

    `resized28` is a viewport as some models see it: resized to multiples of 28. Takes finite numbers only.
    """

    coordinates: Coordinates
    size: Size
    image: Size

    def point(self, x: float, y: float) -> ImagePoint:
        """Return the pixel; Unreadable outside the space, which is never moved to the nearest edge.

        Two fractions of 1 are refused in the other spaces, where both would mean the first pixel.
        """
        if self.coordinates != "relative1" and 0 < x < 1 and 0 < y < 1:
            raise Outside(
                f"x and y are parts of 1 ({_number_text(x)}, {_number_text(y)}), which isn't how places are given here."
            )
        return ImagePoint(
            self._axis("x", x, self.size.width, self.image.width),
            self._axis("y", y, self.size.height, self.image.height),
        )

    def own(self) -> Space:
        """Return the space of the model's own coordinates."""
        if self.coordinates == "relative1":
            return self  # it has no pixels
        grids = {"grid1000": GRID_SIZE, "relative1000": GRID_SIZE + 1}
        side = grids.get(self.coordinates)
        size = Size(side, side) if side else self.size
        return Space("viewport", size, size)

    def _axis(self, name: str, value: float, size: int, image: int) -> int:
        if self.coordinates == "grid1000":
            if not 0 <= value <= GRID_LAST:
                raise Outside(f"{name} is {_number_text(value)}, outside the grid of 0 to {GRID_LAST}.")
            # On a picture under 500 pixels, the last grid lines round to one past the last pixel; they mean that pixel.
            return min(_half_up(value / GRID_SIZE * image), image - 1)
        if self.coordinates in _PARTS:
            most = _PARTS[self.coordinates]
            if not 0 <= value <= most:
                raise Outside(f"{name} is {_number_text(value)}, outside what goes from 0 to {most}.")
            return min(math.floor(value / most * image), image - 1)
        if not 0 <= _half_up(value) < size:
            raise Outside(f"{name} is {_number_text(value)}, outside the picture: it goes from 0 to {size - 1}.")
        return _half_up(value) if size == image else (2 * _half_up(value) + 1) * image // (2 * size)


def space_of(coordinates: Coordinates, image: Size, viewport: Size | None) -> Space:
    """Return the space of one answer; if the answer names a viewport, its pixels are in that one."""
    if coordinates == "viewport" and viewport is not None and _is_plausible(viewport):
        return Space(coordinates, viewport, image)
    return Space(coordinates, resized(image) if coordinates == "resized28" else image, image)


def _is_plausible(size: Size) -> bool:
    return 0 < size.width <= LARGEST_VIEWPORT and 0 < size.height <= LARGEST_VIEWPORT


def _half_up(value: float) -> int:
    return value if isinstance(value, int) else math.floor(value + 0.5)


def _number_text(value: float) -> str:
    if abs(value) >= _HUGE:
        return "a huge number"
    return str(value) if isinstance(value, int) else f"{value:g}"
