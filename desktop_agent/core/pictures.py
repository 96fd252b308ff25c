"""Pictures of the screen, for a later check whether it is still the same; points, rectangles, and the one converter.

A place passes through four coordinate spaces. Each has a type of its own, or never leaves the file that converts it.

1. *The grid*: some models answer in thousandths, from 0 to 999 on both axes, whatever the picture's size. It ends in
   `model/coordinates.py`, which turns every answer into pixels of the picture.
2. *The picture* (`ImagePoint`): pixels of the image that the model has seen; (0, 0) is its top-left pixel. Actions,
   checks and recordings use these.
3. *The screen* (`ScreenPoint`, `Rect`): the units in which the system takes input, over all monitors; negative left of
   or above the first monitor. Windows and input events are in these. On X11 and Windows a unit is a pixel; where a
   monitor is scaled (macOS) a capture has more pixels than units, and `screen/captures/camera.py` accounts for that.
4. *Qt's units*: the coordinates of our own windows. They differ from the screen's by the screen's scale factor, and
   exist only in `ui/qt/screen_units.py` and the widgets that use it.

`Viewport` is the only way between 2 and 3. It converts by the centre of a pixel, there and back exactly, and refuses a
point outside instead of moving it to the edge: the edge would be another control.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.texts.message import Message


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
        """Return the width and the height."""
        return Size(self.width, self.height)

    @property
    def right(self) -> int:
        """Return the first column right of it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Return the first row below it."""
        return self.y + self.height

    @property
    def middle(self) -> ScreenPoint:
        """Return the point in its middle."""
        return ScreenPoint(self.x + self.width // 2, self.y + self.height // 2)

    def contains(self, at: ScreenPoint) -> bool:
        """Return whether the point lies on the rectangle."""
        return self.x <= at.x < self.right and self.y <= at.y < self.bottom

    def intersection(self, other: Rect) -> Rect | None:
        """Return the common part of both rectangles; None if they share no pixel."""
        left = max(self.x, other.x)
        top = max(self.y, other.y)
        right = min(self.right, other.right)
        bottom = min(self.bottom, other.bottom)
        return Rect(left, top, right - left, bottom - top) if left < right and top < bottom else None

    def moved(self, by: ScreenPoint) -> Rect:
        """Return the rectangle moved by a distance."""
        return Rect(self.x + by.x, self.y + by.y, self.width, self.height)

    def without(self, *covers: Rect) -> tuple[Rect, ...]:
        """Return the parts that no cover hides, which share no pixel; empty if all is covered."""
        parts: tuple[Rect, ...] = (self,)
        for cover in covers:
            parts = tuple(uncovered for part in parts for uncovered in _uncovered_parts(part, cover))
        return parts

    def union(self, *others: Rect) -> Rect:
        """Return the smallest rectangle that contains this one and the others."""
        boxes = (self, *others)
        left = min(box.x for box in boxes)
        top = min(box.y for box in boxes)
        return Rect(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)

    def around(self, at: ScreenPoint, reach: int, down: int | None = None) -> Rect:
        """Return the area up to `reach` units from a point (vertically up to `down`), cut to this rectangle.

        It is empty if the point is too far outside.
        """
        down = reach if down is None else down
        square = Rect(at.x - reach, at.y - down, 2 * reach + 1, 2 * down + 1)
        return self.intersection(square) or Rect(at.x, at.y, 0, 0)


def widest_side(outer: Rect, inner: Rect) -> Rect | None:
    """Return the widest of the strips that a frame has around what is inside of it; None where it has none."""
    sides = outer.without(inner) if outer.intersection(inner) else ()
    return max(sides, key=lambda side: min(side.width, side.height), default=None)


@dataclass(frozen=True, slots=True)
class Viewport:
    """The mapping between a part of the desktop and its picture for the model."""

    screen: Rect  # in OS input units
    image: Size  # in pixels of the picture sent

    def to_screen(self, at: ImagePoint) -> ScreenPoint:
        """Return the OS point under the centre of an image pixel.

        Raises OffScreenError for a point outside the picture: it is never moved to the nearest edge.
        """
        if not (0 <= at.x < self.image.width and 0 <= at.y < self.image.height):
            raise OffScreenError(
                Message(
                    "The point ({x}, {y}) is outside the {width}x{height}-pixel screenshot.",
                    x=at.x,
                    y=at.y,
                    width=self.image.width,
                    height=self.image.height,
                ),
                Message("Choose a point inside the screenshot."),
            )
        return ScreenPoint(
            self.screen.x + (2 * at.x + 1) * self.screen.width // (2 * self.image.width),
            self.screen.y + (2 * at.y + 1) * self.screen.height // (2 * self.image.height),
        )

    def to_image(self, at: ScreenPoint) -> ImagePoint:
        """Return the image pixel that shows an OS point; OffScreenError if the picture does not show it."""
        if not self.screen.contains(at):
            raise OffScreenError(Message("The desktop point ({x}, {y}) isn't in the screenshot.", x=at.x, y=at.y))
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


def _uncovered_parts(box: Rect, cover: Rect) -> tuple[Rect, ...]:
    """Return up to four parts of a box that a cover leaves: above it, below it, left and right."""
    hidden = box.intersection(cover)
    if hidden is None:
        return (box,)
    parts = (
        Rect(box.x, box.y, box.width, hidden.y - box.y),
        Rect(box.x, hidden.bottom, box.width, box.bottom - hidden.bottom),
        Rect(box.x, hidden.y, hidden.x - box.x, hidden.height),
        Rect(hidden.right, hidden.y, box.right - hidden.right, hidden.height),
    )
    return tuple(part for part in parts if part.width > 0 and part.height > 0)


LAYER = -1  # the number of a surface above all windows: a launcher, a panel's menu, a password prompt


@dataclass(frozen=True, slots=True)
class Window:
    """A top-level window; a client can fake its title and app, but not the number."""

    id: int
    app: str = ""  # the executable's name, else the window class, else empty
    title: str = ""
    pid: int | None = None
    # The executable's full path, for a script after its interpreter's; empty if the system does not report it.
    program: str = ""
    dialog: bool = False  # it declares itself a dialog, or a part of another window
    menu: bool = False  # it declares itself a menu
    fixture: bool = False  # it declares itself a panel, a notification, or the desktop below all windows
    splash: bool = False  # it declares itself a splash screen, or that it is no window to work in: it closes by itself
    # The categories of its program's desktop entry, such as "FileManager"; empty without an entry.
    kinds: frozenset[str] = field(default=frozenset(), compare=False)
    # What the desktop's menu calls its program, such as "LibreOffice Calc"; empty without an entry.
    name: str = field(default="", compare=False)
    # The windows that accept no input while it is open: it declares itself a modal dialog of theirs.
    blocks: frozenset[int] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, slots=True)
class WindowNames:
    """The names of a window: its program's file, its classes, and its title (for a menu its owner's title)."""

    app: str = ""
    classes: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class WindowBox:
    """The place of a top-level window, or of one of its parts that accept clicks."""

    id: int
    box: Rect
    tooltip: bool = False  # it declares itself a tooltip: it accepts no input, and disappears when the pointer moves


@dataclass(frozen=True, slots=True)
class Scene:
    """The windows on the screen, topmost first, and the one with the keyboard."""

    windows: tuple[WindowBox, ...] = ()
    focus: int | None = None
    # The places of windows between the previous scene and this one, as far as reported.
    passed: tuple[WindowBox, ...] = field(default=(), compare=False)
    # A layer above all windows has the keyboard, and its place is unknown.
    under_layer: bool = False

    def window_at(self, at: ScreenPoint) -> int | None:
        """Return the number of the topmost window at a point; None: the bare desktop, `LAYER`: unknown."""
        if self.under_layer:
            return LAYER
        return next((window.id for window in self.windows if window.box.contains(at) and not window.tooltip), None)

    def has(self, window: int | None) -> bool:
        """Return whether a window is on the screen, by its number."""
        return any(box.id == window for box in self.windows)


@dataclass(frozen=True, slots=True)
class Pixels:
    """An unscaled capture: `size.height` rows of `size.width` pixels of 4 bytes (blue, green, red, unused)."""

    size: Size
    bgrx: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Frame:
    """The model's view: an encoded picture, the place that it shows, and the capture that it was made from."""

    data: bytes = field(repr=False)
    media_type: str  # image/png, image/jpeg or image/webp
    viewport: Viewport
    digest: str  # SHA-256 of `data`, hexadecimal
    scene: Scene = field(repr=False)
    pixels: Pixels = field(repr=False)
    shows: str = ""  # its part of the desktop in words, where that may change from picture to picture
    has_password_field: bool = False  # some window has a password field, visible or painted over
    password_windows: frozenset[int] = frozenset()  # the windows that have one, or may
    note: str = ""  # about the picture itself, for the model

    @property
    def notes(self) -> tuple[str, ...]:
        """The note, if there is one."""
        return (self.note,) if self.note else ()

    def may_have_password_field(self, window: int | None) -> bool:
        """Return whether a window shows a password field, or may; any does if the window is unknown."""
        return self.has_password_field if window is None else window in self.password_windows
