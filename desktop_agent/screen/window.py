"""What is under a point and what has the keyboard: windows, and the names that programs give their controls."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from desktop_agent.core.decision import PointedObject
from desktop_agent.core.field_text import FieldSource, NoFields
from desktop_agent.core.frame import Scene, Window, WindowBox, WindowNames
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.message import Message
from desktop_agent.core.screen_contents import ControlState, ShownText

_UNTOLD = Message(
    "This session doesn't provide window information, so rules for individual applications don't apply "
    "and you're asked more often."
)


@dataclass(frozen=True, slots=True)
class Control:
    """A control as its program names it for people who cannot see it; the role is AT-SPI's name of its kind."""

    name: str = ""
    role: str = ""
    box: Rect | None = field(default=None, compare=False)  # where it is on the desktop
    in_page: bool = field(default=False, compare=False)  # it is a web page, or inside of one
    in_form: bool = field(default=False, compare=False)  # it is in a form of such a page
    searches: bool = field(default=False, compare=False)  # which only searches, as the page says
    disabled: bool = field(default=False, compare=False)  # it takes no press now
    in_tool_bar: bool = field(default=False, compare=False)  # told of what has the keyboard
    read_only: bool = field(default=False, compare=False)  # it is text that cannot be edited
    checked: bool | None = field(default=None, compare=False)  # whether it is on, of what a press turns on and off
    states: tuple[ControlState, ...] = field(default=(), compare=False)  # of one that is listed
    row: Rect | None = field(default=None, compare=False)  # of one that is listed: the row or item that holds it


@dataclass(frozen=True, slots=True)
class Chooser:
    """What a file dialog shows: its folder, empty where that cannot be told, and the name that stands in its field."""

    folder: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """What is under a point: the control, and the site of the page that it is on or that its window shows."""

    control: Control = Control()
    site: str = ""  # scheme and host; empty outside of browsers, and where it is not known
    link: str = ""  # where the link leads that the control is, or is in
    chooser: Chooser | None = None  # the file dialog that it is in
    around: tuple[str, ...] = ()  # of a button: the window's other buttons, and the words beside it
    question: bool = False  # the window asks one thing, and has a few buttons to answer it
    bare: bool = False  # it is the ground of a page, where nothing else is
    alone: bool = False  # the window shows nothing else of the control's kind that has its name
    # The control with all that holds it, innermost first.
    objects: tuple[PointedObject, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class KeyboardFocus:
    """What has the keyboard in a window, what Return and the space bar would press there, and the page's site."""

    focus: Control = Control()
    by_return: Control = Control()
    by_space: Control = Control()
    site: str = ""
    default: Control = Control()  # what Return presses from a field of one line
    around: tuple[str, ...] = ()  # names of the window's buttons, and the words of its labels
    value: str | None = None  # what stands in the field that has the keyboard; never a password
    link: str = ""  # where the link leads that has the keyboard
    chooser: Chooser | None = None  # the file dialog that has the keyboard
    question: bool = False  # the window asks one thing, and has a few buttons to answer it
    object: tuple[str, str] | None = field(default=None, compare=False)  # program and path on the accessibility bus


class WindowSource(Protocol):
    """Knows the windows of the desktop."""

    @property
    def tells_places(self) -> bool:
        """Tell whether scenes have the places of the windows that are shown; else at most the one with the keyboard."""

    def scene(self) -> Scene:
        """Return all windows that can take a click, topmost first, and the one that has the keyboard."""

    def describe(self, window: int) -> Window:
        """Return what is known of a window of a scene; only its number when it is gone."""

    def names(self, window: int) -> WindowNames:
        """Return what a window of a scene or a client's is known by, as of the last scene; empty when it is gone."""

    def is_part_of(self, window: int, client: int) -> bool:
        """Tell whether a window of a scene is a program's window `client`, or may be a menu or a dialog of it."""

    def titled(self) -> tuple[Window, ...]:
        """Return the windows that a person knows by their titles, minimised ones too, by their clients' numbers."""

    def place(self, client: Window) -> WindowBox | None:
        """Return where one of these is, under its number in a scene; None while it is not shown, or gone."""

    def belongs(self, window: int, client: int) -> bool:
        """Tell whether a window of a scene is a client's, or a dialog or a menu of that client and no other."""

    def activate(self, client: int) -> None:
        """Have a client's window shown above the others, with the keyboard, if that can be done."""

    def close(self) -> None:
        """Disconnect."""


class ControlSource(Protocol):
    """Knows the names of controls; a program is waited for while it answers, and the answer is empty without any."""

    async def under(self, at: ScreenPoint, window: Window, box: Rect, *, since: float = math.inf) -> Spot:
        """Return the innermost control under a point; `window` is the one on top there, `box` its place.

        What its program was asked `since` then, by the monotonic clock, need not be asked again: nothing has changed.
        """

    async def with_keyboard(
        self, window: Window, box: Rect, *, by_return: bool, since: float = math.inf
    ) -> KeyboardFocus:
        """Return what has the keyboard in the window that has it, at `box`; `by_return`: and what Return presses.

        `since` as above, for all but the states: no picture shows where the keyboard is.
        """

    async def listed(self, window: Window, box: Rect, *, since: float = math.inf) -> Sequence[Control]:
        """Return what a window's program shows that can be used, with the words beside it, from the top down.

        `since` as above.
        """

    async def texts(self, window: Window, box: Rect) -> Sequence[ShownText]:
        """Return the lines that a window's program shows; never of a password, nor of what is scrolled away."""

    async def address(self, window: Window, box: Rect) -> str:
        """Return the whole address of the page that a window shows; empty where it shows none, or does not tell."""

    def may_tell(self, window: Window) -> bool:
        """Tell whether the window's program may name its controls, now or in a moment."""

    def fields(self) -> FieldSource:
        """Return what tells the text of the fields that were asked for here last; closed with this."""

    async def close(self) -> None:
        """Disconnect."""


def what_windows_lack(windows: WindowSource) -> str:
    """Return what does not hold in a run where places of windows are not told; empty where they are."""
    return "" if windows.tells_places else _UNTOLD


class NoWindows:
    """The stand-in where windows cannot be listed: then the pictures alone have to match."""

    tells_places = False

    def scene(self) -> Scene:
        """Return an empty scene."""
        return Scene()

    def describe(self, window: int) -> Window:
        """Return the number alone."""
        return Window(window)

    def names(self, window: int) -> WindowNames:  # noqa: ARG002 - nothing is known anywhere
        """Return no name."""
        return WindowNames()

    def is_part_of(self, window: int, client: int) -> bool:
        """Compare the numbers."""
        return window == client

    def titled(self) -> tuple[Window, ...]:
        """Return no window."""
        return ()

    def place(self, client: Window) -> WindowBox | None:  # noqa: ARG002 - nothing is known anywhere
        """Return that it is not shown."""
        return None

    def belongs(self, window: int, client: int) -> bool:
        """Compare the numbers."""
        return window == client

    def activate(self, client: int) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class NoControls:
    """The stand-in where no program names its controls."""

    def may_tell(self, window: Window) -> bool:  # noqa: ARG002 - none does
        """Say no."""
        return False

    async def under(self, at: ScreenPoint, window: Window, box: Rect, *, since: float = math.inf) -> Spot:  # noqa: ARG002 - nothing is known anywhere
        """Return an empty spot."""
        return Spot()

    async def with_keyboard(self, *_: object, **__: object) -> KeyboardFocus:
        """Return an empty focus."""
        return KeyboardFocus()

    async def listed(self, window: Window, box: Rect, *, since: float = math.inf) -> Sequence[Control]:  # noqa: ARG002 - as above
        """Return nothing."""
        return ()

    async def texts(self, window: Window, box: Rect) -> Sequence[ShownText]:  # noqa: ARG002 - as above
        """Return nothing."""
        return ()

    async def address(self, window: Window, box: Rect) -> str:  # noqa: ARG002 - as above
        """Return nothing."""
        return ""

    def fields(self) -> FieldSource:
        """Return what tells nothing."""
        return NoFields()

    async def close(self) -> None:
        """Do nothing."""
