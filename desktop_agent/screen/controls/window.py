"""The windows and controls under a point or with the keyboard: what their sources return, and the sources."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from desktop_agent.core.address import NOWHERE, Document
from desktop_agent.core.controls.role import BrowserPart
from desktop_agent.core.controls.screen_contents import ControlState, ShownText
from desktop_agent.core.decisions.decision import PointedObject
from desktop_agent.core.pictures import Rect, Scene, ScreenPoint, Window, WindowBox, WindowNames
from desktop_agent.core.texts.field_text import FieldSource, NoFields
from desktop_agent.core.texts.message import Message

_UNTOLD = Message(
    "Windows can't be told apart in this session, so rules for applications don't apply. You're asked once whether the "
    "run may click and type on this screen, and about keys by themselves. "
    "“Check this computer” (desktop-agent doctor) says what helps."
)


@dataclass(frozen=True, slots=True)
class Control:
    """A control as its program reports it to assistive technology; the role is AT-SPI's name of its kind."""

    name: str = ""
    role: str = ""
    box: Rect | None = field(default=None, compare=False)  # where it is on the desktop
    in_page: bool = field(default=False, compare=False)  # it is a web page, or inside of one
    in_form: bool = field(default=False, compare=False)  # it is in a form of such a page
    searches: bool = field(default=False, compare=False)  # which only searches, as the page says
    sends_itself: bool = field(default=False, compare=False)  # it is a choice in a form that has no button
    choices: tuple[str, ...] = field(default=(), compare=False)  # the entries of a closed list, which keys choose
    is_rich: bool = field(default=False, compare=False)  # it is an editor of a page, and its text has a style
    disabled: bool = field(default=False, compare=False)  # it takes no press now
    in_tool_bar: bool = field(default=False, compare=False)  # reported of what has the keyboard
    read_only: bool = field(default=False, compare=False)  # it is text that cannot be edited
    part: BrowserPart = field(default=BrowserPart.UNKNOWN, compare=False)  # which part of a browser's own it is
    checked: bool | None = field(default=None, compare=False)  # whether it is on, of what a press turns on and off
    states: tuple[ControlState, ...] = field(default=(), compare=False)  # of one that is listed
    row: Rect | None = field(default=None, compare=False)  # of one that is listed: the row or item that holds it
    titles: tuple[str, ...] = field(default=(), compare=False)  # of one that is listed: of its groups and heading


@dataclass(frozen=True, slots=True)
class AwayControl:
    """A control, or words, that are scrolled out of sight; `pane` is the part of the screen in which they would show.

    `dx` and `dy` are how far their middle is from that of the pane; where the program doesn't know, it is a pane's
    width or height in the direction in which they are. `at_edge` as in `ScrolledAway`.
    """

    name: str
    role: str
    pane: Rect
    dx: int
    dy: int
    at_edge: bool = False


@dataclass(frozen=True, slots=True)
class Chooser:
    """The content of a file dialog: its folder, empty where that is unknown, and the name in its field."""

    folder: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class HitResult:
    """The control under a point, and the page that it is on or that its window shows."""

    control: Control = Control()
    document: Document = NOWHERE  # of a browser, where it is known
    link: str = ""  # where the link leads that the control is, or is in
    chooser: Chooser | None = None  # the file dialog that it is in
    around: tuple[str, ...] = ()  # of a button: the window's other buttons, and the words beside it
    question: bool = False  # the window asks one thing, and has a few buttons to answer it
    bare: bool = False  # it is the ground of a page, where nothing else is
    alone: bool = False  # the window shows nothing else of the control's kind that has its name
    heading: str = ""  # the name of what is there, where that only holds others: it may be drawn as their heading
    takes_press: bool = False  # it is text, and it, or what holds it, takes a press
    row: str = ""  # of a sheet's cell: the words beside it in its row, and on top of its column
    is_row_repeated: bool = False  # another row near it in the sheet is equal to that of the cell
    # The control with all that holds it, innermost first.
    objects: tuple[PointedObject, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class KeyboardFocus:
    """The control with the keyboard in a window, what Return and the space bar would press, and the page."""

    focus: Control = Control()
    by_return: Control = Control()
    by_space: Control = Control()
    document: Document = NOWHERE  # that the focus is in, or that the window shows
    default: Control = Control()  # what Return presses from a field of one line
    around: tuple[str, ...] = ()  # names of the window's buttons, and the words of its labels
    value: str | None = None  # what stands in the field that has the keyboard; never a password
    link: str = ""  # where the link leads that has the keyboard
    chooser: Chooser | None = None  # the file dialog that has the keyboard
    question: bool = False  # the window asks one thing, and has a few buttons to answer it
    object: tuple[str, str] | None = field(default=None, compare=False)  # program and path on the accessibility bus
    # The first names of what is selected in the list that has the keyboard, and how much that is.
    selected: tuple[str, ...] = ()
    selected_count: int = 0
    by_mnemonic: Control = Control()  # what the letter that was asked for presses together with Alt


@dataclass(frozen=True, slots=True)
class ActiveWindow:
    """The window in use, as its program reports it; its box is in the program's own coordinates."""

    window: Window
    box: Rect


class WindowSource(Protocol):
    """Knows the windows of the desktop."""

    @property
    def reports_positions(self) -> bool:
        """Return whether scenes contain the places of visible windows; else they have at most the focused one."""

    def scene(self) -> Scene:
        """Return all windows that can take a click, topmost first, and the one that has the keyboard."""

    def describe(self, window: int) -> Window:
        """Return the description of a window of a scene; only its number when it has closed."""

    def names(self, window: int) -> WindowNames:
        """Return the names of a window of a scene or of a client, as of the last scene; empty when it has closed."""

    def is_part_of(self, window: int, client: int) -> bool:
        """Return whether a window of a scene is a program's window `client`, or may be a menu or a dialog of it."""

    def titled(self) -> tuple[Window, ...]:
        """Return the windows with titles, minimised ones too, by their clients' numbers."""

    def place(self, client: Window) -> WindowBox | None:
        """Return the place of one of these, under its number in a scene; None while it is hidden or closed."""

    def title_bar(self, window: int) -> Rect | None:
        """Return where a window manager draws a window's title; None where it draws none, or that is unknown.

        What a program draws there itself belongs to the program.
        """

    def belongs(self, window: int, client: int) -> bool:
        """Return whether a window of a scene is a client's, or a dialog or a menu of that client and no other."""

    def activate(self, client: int) -> None:
        """Raise a client's window above the others, with the keyboard, if possible."""

    def close(self) -> None:
        """Disconnect."""


class ControlSource(Protocol):
    """Knows the names of controls; a program is waited for while it answers, and the answer is empty without any."""

    async def under(self, at: ScreenPoint, window: Window, box: Rect, *, since: float = math.inf) -> HitResult:
        """Return the innermost control under a point; `window` is the one on top there, `box` its place.

        What its program was asked `since` then, by the monotonic clock, need not be asked again: nothing has changed.
        """

    async def with_keyboard(
        self, window: Window, box: Rect, *, by_return: bool, mnemonic: str = "", since: float = math.inf
    ) -> KeyboardFocus:
        """Return the focus within the focused window, at `box`; `by_return`: also what Return presses.

        `mnemonic`: also what this letter presses together with Alt.

        `since` as above, for all but the states: no picture shows where the keyboard is.
        """

    async def active(self) -> ActiveWindow | None:
        """Return the window in use, where one program alone says that it has that; None where none does, or several.

        It is for desktops that don't list their windows. Its number is of no other window, and of no desktop's.
        """

    async def listed(self, window: Window, box: Rect, *, since: float = math.inf) -> Sequence[Control]:
        """Return the usable controls and the labels that a window's program reports, from the top down.

        `since` as above.
        """

    async def scrolled_away(self, window: Window, box: Rect, wanted: Callable[[str], bool]) -> Sequence[AwayControl]:
        """Return the controls and words of a window that are scrolled out of sight, of those with a wanted name."""

    async def texts(self, window: Window, box: Rect) -> Sequence[ShownText]:
        """Return the lines that a window's program reports; never a password, nor text that is scrolled away."""

    async def address(self, window: Window, box: Rect) -> str:
        """Return the full address of the page that a window shows; empty where it shows none, or does not report it."""

    def may_report(self, window: Window) -> bool:
        """Return whether the window's program may name its controls, now or in a moment."""

    def fields(self) -> FieldSource:
        """Return the source of the texts of the fields that were queried here last; closed with this."""

    async def close(self) -> None:
        """Disconnect."""


def what_windows_lack(windows: WindowSource) -> str:
    """Return what a run lacks where places of windows are unknown; empty where they are known."""
    return "" if windows.reports_positions else _UNTOLD


class NoWindows:
    """The stand-in where windows cannot be listed: then the pictures alone have to match."""

    reports_positions = False

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
        """Return None: no window has a known place."""
        return None

    def title_bar(self, window: int) -> Rect | None:  # noqa: ARG002 - nothing is known anywhere
        """Return None: nothing is known of any window."""
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

    def may_report(self, window: Window) -> bool:  # noqa: ARG002 - none does
        """Return False."""
        return False

    async def under(self, at: ScreenPoint, window: Window, box: Rect, *, since: float = math.inf) -> HitResult:  # noqa: ARG002 - nothing is known anywhere
        """Return an empty result."""
        return HitResult()

    async def with_keyboard(self, *_: object, **__: object) -> KeyboardFocus:
        """Return an empty focus."""
        return KeyboardFocus()

    async def active(self) -> ActiveWindow | None:
        """Return None."""
        return None

    async def listed(self, window: Window, box: Rect, *, since: float = math.inf) -> Sequence[Control]:  # noqa: ARG002 - as above
        """Return nothing."""
        return ()

    async def scrolled_away(self, window: Window, box: Rect, wanted: Callable[[str], bool]) -> Sequence[AwayControl]:  # noqa: ARG002 - as above
        """Return nothing."""
        return ()

    async def texts(self, window: Window, box: Rect) -> Sequence[ShownText]:  # noqa: ARG002 - as above
        """Return nothing."""
        return ()

    async def address(self, window: Window, box: Rect) -> str:  # noqa: ARG002 - as above
        """Return nothing."""
        return ""

    def fields(self) -> FieldSource:
        """Return a source without any field."""
        return NoFields()

    async def close(self) -> None:
        """Do nothing."""
