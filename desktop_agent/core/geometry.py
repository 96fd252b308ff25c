"""Points, rectangles, and the one converter between the picture and the screen."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.errors import OffScreenError


@dataclass(frozen=True, slots=True)
class ImagePoint:
    """A pixel of the picture that the model sees; (0, 0) is its top-left pixel."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class ScreenPoint:
    """A point of the desktop in OS input units; may be negative left of or above the first monitor."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle of the desktop in OS input units."""

    x: int
    y: int
    width: int
    height: int

    @property
    def size(self) -> Size:
        """Return width and height alone."""
        return Size(self.width, self.height)

    def contains(self, at: ScreenPoint) -> bool:
        """Tell whether the point lies on the rectangle."""
        return self.x <= at.x < self.x + self.width and self.y <= at.y < self.y + self.height

    def around(self, at: ScreenPoint, reach: int, down: int | None = None) -> Rect:
        """Return what is up to `reach` units from a point (`down` of them up and down), cut to this rectangle."""
        down = reach if down is None else down
        left, top = max(self.x, at.x - reach), max(self.y, at.y - down)
        right = min(self.x + self.width, at.x + reach + 1)
        bottom = min(self.y + self.height, at.y + down + 1)
        return Rect(left, top, max(0, right - left), max(0, bottom - top))


@dataclass(frozen=True, slots=True)
class Viewport:
    """How one part of the desktop is shown to the model."""

    screen: Rect  # in OS input units
    image: Size  # in pixels of the picture sent

    def to_screen(self, at: ImagePoint) -> ScreenPoint:
        """Return the OS point under the centre of an image pixel.

        Raises OffScreenError for a point outside the picture: it is never moved to the nearest edge.
        """
        if not (0 <= at.x < self.image.width and 0 <= at.y < self.image.height):
            raise OffScreenError(
                f"The point ({at.x}, {at.y}) is outside the picture of {self.image.width}x{self.image.height} pixels.",
                "Choose a point inside the picture.",
            )
        return ScreenPoint(
            self.screen.x + (2 * at.x + 1) * self.screen.width // (2 * self.image.width),
            self.screen.y + (2 * at.y + 1) * self.screen.height // (2 * self.image.height),
        )

    def to_image(self, at: ScreenPoint) -> ImagePoint:
        """Return the image pixel that shows an OS point; OffScreenError if the picture does not show it."""
        if not self.screen.contains(at):
            raise OffScreenError(f"The point ({at.x}, {at.y}) of the desktop is not in the picture.")
        return ImagePoint(
            (2 * (at.x - self.screen.x) + 1) * self.image.width // (2 * self.screen.width),
            (2 * (at.y - self.screen.y) + 1) * self.image.height // (2 * self.screen.height),
        )


def fit(screen: Size, within: Size) -> Size:
    """Return the largest size with the shape of `screen` that fits `within`; never larger than `screen`.

    Both sides are at least one pixel.
    """
    if screen.width <= within.width and screen.height <= within.height:
        return screen
    if screen.width * within.height >= screen.height * within.width:
        height = (2 * screen.height * within.width + screen.width) // (2 * screen.width)
        return Size(within.width, max(1, height))
    width = (2 * screen.width * within.height + screen.height) // (2 * screen.height)
    return Size(max(1, width), within.height)
