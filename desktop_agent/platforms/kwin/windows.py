"""Windows of a Plasma session on Wayland: their order, positions and owners, as KWin reports them to our script.

The numbers come from KWin's own identifiers, and boxes are in logical units, as those of captures are. Menus, panels
and the desktop itself are reported, too. The process of an X window is the one that the window names.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.pictures import Rect, Scene, ScreenPoint, Window, WindowBox, WindowNames, widest_side
from desktop_agent.core.programs import last_part
from desktop_agent.core.texts.foreign_text import text_from
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.programs import executable_of, program_of
from desktop_agent.screen.controls.own_programs import is_this_program

if TYPE_CHECKING:
    from desktop_agent.platforms.kwin.script import KwinScript, ReportedWindow, Sides

_LONG_TITLE = 1024
_DIGITS = slice(1, 14)  # 48 random bits of “{b627143b-4e05-…}”, which any JSON number holds
_OWNERS = 4  # dialogs of dialogs
_OF_X = "KWin::X11Window"
_LAYER = "KWin::LayerShellV1Window"


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    try:
        create().close()
    except NoScreenError as cause:
        return str(cause)
    return ""


def create(environment: Mapping[str, str] = os.environ) -> KwinWindows:
    """Return the backend for the session in the environment; NoScreenError when it is none of KWin's."""
    if sys.platform != "linux" or not environment.get("WAYLAND_DISPLAY"):
        raise NoScreenError(Message("KWin isn't the compositor of this Wayland session."))
    from desktop_agent.platforms.kwin.script import KwinScript

    return KwinWindows(KwinScript(environment))


class KwinWindows:
    """The windows of one session, on a connection of its own."""

    reports_positions = True

    def __init__(self, script: KwinScript) -> None:
        self._script = script
        self._seen: Mapping[int, ReportedWindow] = {}  # as of the last scene

    def scene(self) -> Scene:
        """Return the windows that are shown, topmost first, and the one that has the keyboard."""
        self._seen = self._now()
        shown = ((number, one) for number, one in self._seen.items() if one.shown)
        boxes = tuple(WindowBox(number, rect_of(one.box), one.tooltip) for number, one in shown)
        focus = next((number for number, one in self._seen.items() if one.focused), None)
        passed = (WindowBox(number_of(one.id), rect_of(one.box)) for one in self._script.passed())
        return Scene(boxes, focus, tuple(passed))

    def describe(self, window: int) -> Window:
        """Return title, program and process; KWin knows the process from the connection, except for X programs."""
        return _described(window, self._now())

    def names(self, window: int) -> WindowNames:
        """Return the program, the name that it gives itself, and the title."""
        one = self._seen.get(window)
        if one is None:
            return WindowNames()
        return WindowNames(last_part(executable_of(one.pid)), (one.app,) if one.app else (), _title(one, self._seen))

    def is_part_of(self, window: int, client: int) -> bool:
        """Return whether it is the same window, a dialog or menu of it, or one of its process without an owner."""
        windows = self._now()
        return client in _owners(window, windows) or client in _candidates(window, windows)

    def titled(self) -> tuple[Window, ...]:
        """Return all windows with a title, topmost first, minimised ones and those of other desktops too."""
        windows = self._now()
        return tuple(_described(number, windows) for number, one in windows.items() if one.title)

    def place(self, client: Window) -> WindowBox | None:
        """Return its box with its frame, without its shadow."""
        one = self._now().get(client.id)
        return WindowBox(client.id, rect_of(one.box)) if one and one.shown and one.pid == client.pid else None

    def title_bar(self, window: int) -> Rect | None:
        """Return the widest side of the frame that KWin draws around a window: it has the title."""
        one = self._now().get(window)
        return widest_side(rect_of(one.box), rect_of(one.drawn)) if one is not None else None

    def belongs(self, window: int, client: int) -> bool:
        """Return whether it is the same window, its dialog or menu, or one without owner of a process with no other."""
        windows = self._now()
        return client in _owners(window, windows) or [client] == _candidates(window, windows)

    def activate(self, client: int, corner: tuple[int, int] | None = None) -> None:
        """Have KWin show it, with the keyboard; it is moved to a `corner` first, to stay above the others."""
        one = self._now().get(client)
        if one is not None:
            self._script.activate(one.id, corner)

    def origin(self, window: int) -> ScreenPoint | None:
        """Return the point from which its program counts, None when it has closed: the corner of what it draws.

        In menus programs count from the window that owns them (seen with Qt 6).
        """
        windows = self._now()
        line = (windows.get(number) for number in _owners(window, windows))
        one = next((one for one in line if one is None or not one.menu), None)
        if one is None:
            return None
        if one.made_as.startswith(_OF_X):
            return ScreenPoint(0, 0)
        return ScreenPoint(round(one.drawn[0]), round(one.drawn[1]))

    def close(self) -> None:
        """Unload the script, and disconnect."""
        self._script.close()

    def _now(self) -> Mapping[int, ReportedWindow]:
        return _numbered(self._script.windows())


def number_of(window: str) -> int:
    """Return the number of a window, by KWin's identifier for it."""
    return int(window[_DIGITS].replace("-", ""), 16)


def rect_of(sides: Sides) -> Rect:
    """Return the box around one that may begin and end between two units."""
    x, y, width, height = sides
    left = math.floor(x)
    top = math.floor(y)
    return Rect(left, top, math.ceil(x + width) - left, math.ceil(y + height) - top)


def _numbered(windows: tuple[ReportedWindow, ...]) -> Mapping[int, ReportedWindow]:
    """Return windows by their numbers, topmost first, without our layers: they make way for each act."""
    listed = (one for one in reversed(windows) if not (one.made_as.startswith(_LAYER) and is_this_program(one.pid)))
    return {number_of(one.id): one for one in listed}


def _described(window: int, windows: Mapping[int, ReportedWindow]) -> Window:
    one = windows.get(window)
    if one is None:
        return Window(window)
    app = last_part(executable_of(one.pid)) or one.app
    is_dialog = one.dialog or bool(one.owner and not one.menu)
    return Window(
        window, app, _title(one, windows), one.pid, program_of(one.pid), is_dialog, one.menu, one.fixture
    )  # fmt: skip


def _title(one: ReportedWindow, windows: Mapping[int, ReportedWindow]) -> str:
    """Return a window's title, for a menu that of its owner."""
    owners = (windows[number].title for number in _owners(number_of(one.id), windows)) if one.menu else (one.title,)
    return text_from(next(filter(None, owners), ""))[:_LONG_TITLE]


def _owners(window: int, windows: Mapping[int, ReportedWindow]) -> tuple[int, ...]:
    """Return the numbers of a window and of its chain of owners."""
    line = [window]
    while len(line) <= _OWNERS and (one := windows.get(line[-1])) is not None and one.owner:
        line.append(number_of(one.owner))
    return tuple(line)


def _candidates(window: int, windows: Mapping[int, ReportedWindow]) -> list[int]:
    """Return the windows of its process that a menu or dialog without an owner may belong to."""
    child = windows.get(window)
    if child is None or child.owner or not (child.dialog or child.menu):
        return []
    others = ((number, one) for number, one in windows.items() if one.pid == child.pid and number != window)
    return [number for number, one in others if not (one.dialog or one.menu or one.fixture or one.owner)]
