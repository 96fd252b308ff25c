"""The contents of a window: controls and texts with their places, the requests for them, and the reader of pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from desktop_agent.core.pictures import ImagePoint, Rect, ScreenPoint

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


# The distance from a point within which a line is near it, in pixels.
NEAR_X = 60
NEAR_Y = 14
# Heights of a caption by which its box or icon may lie before it, and its frame reach behind it.
BEFORE_CAPTION = 2
BEHIND_CAPTION = 1


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text and its box in pixels of the picture; `score` is the reader's own confidence, 0 to 1."""

    text: str
    left: int
    top: int
    width: int
    height: int
    score: float


class TextReader(Protocol):
    """Reads text off pictures."""

    def read(self, data: bytes, *, near: ImagePoint | None = None) -> tuple[TextLine, ...]:
        """Return the lines of text in an encoded picture; DesktopAgentError when reading fails.

        With `near`, only the nearest line to the point is returned, or none if none is near.
        """


def distance(box: Rect, at: ImagePoint) -> int | None:
    """Return the distance of a box from a point, in pixels; None if it is not near."""
    across = max(box.x - at.x, 0, at.x - box.right)
    down = max(box.y - at.y, 0, at.y - box.bottom)
    return across + down if across <= NEAR_X and down <= NEAR_Y else None
