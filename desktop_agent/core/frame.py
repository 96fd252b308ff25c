"""A picture of the screen, with all that is needed to tell later whether the screen is still the same."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_agent.core.geometry import Rect, ScreenPoint, Size, Viewport

LAYER = -1  # the number of what is no window and lies above them all: a launcher, a panel's menu, a password prompt


@dataclass(frozen=True, slots=True)
class Window:
    """A top-level window; what a client says of itself (title, app) can be faked, the number cannot."""

    id: int
    app: str = ""  # the executable's name, else the window class, else empty
    title: str = ""
    pid: int | None = None
    # The executable's whole path, for a script after its interpreter's; empty where the system does not tell.
    program: str = ""
    dialog: bool = False  # it says that it asks something, or is a part of another window
    menu: bool = False  # it says that it is a menu
    fixture: bool = False  # it says that it is a panel, or the desktop that all windows lie on
    # What the program is by its desktop entry: categories such as "FileManager"; none where no entry stands for it.
    kinds: frozenset[str] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, slots=True)
class WindowNames:
    """The names of a window: its program's file, its classes, and its title, of a menu that of its owner."""

    app: str = ""
    classes: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class WindowBox:
    """The place of a top-level window, or of one of the parts that it takes clicks in."""

    id: int
    box: Rect
    tooltip: bool = False  # it says that it is one: nothing can be done in it, and it goes as the pointer comes


@dataclass(frozen=True, slots=True)
class Scene:
    """The windows on the screen, topmost first, and the one with the keyboard."""

    windows: tuple[WindowBox, ...] = ()
    focus: int | None = None
    # Where windows were between the scene before this one and now, as far as that is told.
    passed: tuple[WindowBox, ...] = field(default=(), compare=False)
    # A layer above all windows has the keyboard, and nobody tells where it is.
    under_layer: bool = False

    def window_at(self, at: ScreenPoint) -> int | None:
        """Return the number of the topmost window at a point; None is the bare desktop, `LAYER` what nobody tells."""
        if self.under_layer:
            return LAYER
        return next((window.id for window in self.windows if window.box.contains(at) and not window.tooltip), None)

    def has(self, window: int | None) -> bool:
        """Return whether a window is on the screen, by its number."""
        return any(one.id == window for one in self.windows)


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
    shows: str = ""  # what part of the desktop it is, in words, where that may change from picture to picture
    has_password_field: bool = False  # one is seen in it, or was, painted over
