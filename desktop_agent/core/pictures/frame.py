"""A picture of the screen, with the data for a later check whether the screen is still the same."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_agent.core.pictures.geometry import Rect, ScreenPoint, Size, Viewport

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
