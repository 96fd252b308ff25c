"""The contents of a window for a model: controls and texts with their places, and the requests for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.pictures.geometry import Rect, ScreenPoint

ControlState = Literal["checked", "selected", "expanded", "focused", "editable", "disabled"]


@dataclass(frozen=True, slots=True)
class ShownControl:
    """A control, or a line of words; the role is AT-SPI's name of its kind, empty for words read off the picture."""

    name: str
    role: str
    box: Rect
    states: tuple[ControlState, ...] = ()
    in_page: bool = False
    row: Rect | None = None  # the row or item of a list or table that holds it
    titles: tuple[str, ...] = ()  # of the groups around it, and of the nearest heading above


@dataclass(frozen=True, slots=True)
class LocatedControl:
    """A control that was looked up by its name or number, and the window that lists it."""

    window: int
    control: ShownControl


@dataclass(frozen=True, slots=True)
class ShownText:
    """A line of text; empty if the box has text, but the program doesn't report the visible part."""

    text: str
    box: Rect


@dataclass(frozen=True, slots=True)
class WindowContents:
    """The visible contents of a window as its program reports them; nothing of it is read off the picture."""

    controls: tuple[ShownControl, ...] = ()
    texts: tuple[ShownText, ...] = ()
    drawn: tuple[Rect, ...] = ()  # what shows entries or a drawing, and reports none of it

    @property
    def is_reported(self) -> bool:
        """Return whether the program reports anything of what the window shows."""
        return bool(self.controls or self.texts)


@dataclass(frozen=True, slots=True)
class ScrolledAway:
    """A control, or words, that a window has and doesn't show, because they are scrolled out of sight.

    `dx` and `dy` are how far they are from the middle of what scrolls them, in units of the screen. The wheel brings
    them into sight at the points `at`, the likeliest first. With `at_edge` they are in sight, but so near an edge that
    something may cover them, or what belongs to them may be out of sight.
    """

    name: str
    role: str
    dx: int
    dy: int
    at: tuple[ScreenPoint, ...]
    at_edge: bool = False


@dataclass(frozen=True, slots=True)
class Find:
    """A request for controls: `text` is part of a name or kind, `kind` a full kind, `window` part of a title."""

    text: str = ""
    kind: str = ""
    window: str = ""
    marks: bool = False  # with a number for each, and a picture with the numbers


@dataclass(frozen=True, slots=True)
class Read:
    """A request for the text of a window, or of a part of the desktop."""

    window: str = ""
    part: Rect | None = None
