"""Windows of a macOS desktop by Quartz, which pynput brings. Not yet run.

A window's number is the window server's, and boxes are in points, as input is. Titles need the permission Screen
Recording; which program has the keyboard needs Accessibility. Nothing reports whose a dialog or a menu is, so any
window without a title may be a part of any other window of its program.
Sources: Apple's pages on CGWindowListCopyWindowInfo and its keys, and on AXUIElement.h; the levels are those of
CGWindowLevel.h.
"""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.pictures import Rect, Scene, Window, WindowBox, WindowNames
from desktop_agent.core.programs import is_interpreter, last_part
from desktop_agent.core.texts.foreign_text import text_from
from desktop_agent.core.texts.message import Message

MODAL = 8
DOCK = 20
POP_UP = 101
_LONGEST_TITLE = 1024


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    if platform.system() != "Darwin":
        return Message("The macOS window server isn't available on this system.")
    try:
        QuartzWindows()
    except ImportError as error:
        return Message("Apple's frameworks failed to load: {error}.", error=error)
    return ""


def create() -> QuartzWindows:
    """Return the backend."""
    return QuartzWindows()


def is_locked() -> bool:
    """Return whether the screen is locked, or another user has it.

    `CGSSessionScreenIsLocked` is documented nowhere, and many programs rely on it. A session without a dictionary has
    no screen at all.
    """
    import Quartz

    session = Quartz.CGSessionCopyCurrentDictionary()
    return (
        not session or not session.get("kCGSSessionOnConsoleKey", True) or bool(session.get("CGSSessionScreenIsLocked"))
    )


@dataclass(frozen=True, slots=True)
class MacWindow:
    """One window of the server's list."""

    id: int
    pid: int
    owner: str  # the name of its program
    title: str
    box: Rect
    level: int

    @property
    def is_attached(self) -> bool:
        """Return whether it belongs to another window, as menus, dialogs and sheets do."""
        return self.level in {MODAL, POP_UP} or not self.title


def windows_in(listed: Iterable[Mapping[str, Any]]) -> tuple[MacWindow, ...]:
    """Return the windows of a list that can be seen at all, in its order.

    Those of the Dock and the menu bar are left out: they are as large as a display, and empty but for an edge.
    """
    windows = (_parsed_window(entry) for entry in listed if float(entry.get("kCGWindowAlpha", 1)) > 0)
    seen = (entry for entry in windows if entry.box.width and entry.box.height)
    return tuple(entry for entry in seen if entry.level < DOCK or entry.level >= POP_UP or entry.pid == os.getpid())


class QuartzWindows:
    """The windows of one session."""

    reports_positions = True

    def __init__(self) -> None:
        import AppKit
        import ApplicationServices
        import Quartz

        self._quartz = Quartz
        self._appkit = AppKit
        self._ax = ApplicationServices

    def scene(self) -> Scene:
        """Return the windows that are shown, topmost first, and the first one of the program with the keyboard."""
        windows = self._visible()
        pid = self._active_pid()
        focus = next((entry.id for entry in windows if entry.pid == pid and entry.level < DOCK), None)
        return Scene(tuple(WindowBox(entry.id, entry.box) for entry in windows), focus)

    def describe(self, window: int) -> Window:
        """Return title, program and process."""
        found_window = self._find(window)
        return Window(window) if found_window is None else self._description(found_window)

    def names(self, window: int) -> WindowNames:
        """Return program, bundle identifier and title."""
        found_window = self._find(window)
        if found_window is None:
            return WindowNames()
        executable, bundle = self._program(found_window.pid)
        return WindowNames(last_part(executable) or found_window.owner, (bundle,) if bundle else (), found_window.title)

    def is_part_of(self, window: int, client: int) -> bool:
        """Return whether `window` is `client` itself, or a menu, dialog or sheet of the same process."""
        part = self._find(window)
        owner = self._find(client)
        return window == client or bool(part and owner and part.pid == owner.pid and part.is_attached)

    def titled(self) -> tuple[Window, ...]:
        """Return the windows with a title, minimised ones too."""
        return tuple(self._description(entry) for entry in self._all() if entry.title and entry.level < DOCK)

    def place(self, client: Window) -> WindowBox | None:
        """Return where it is."""
        matches = (entry for entry in self._visible() if (entry.id, entry.pid) == (client.id, client.pid))
        return next((WindowBox(entry.id, entry.box) for entry in matches), None)

    def title_bar(self, window: int) -> Rect | None:
        """Return None: where titles are drawn isn't reported."""
        return None

    def belongs(self, window: int, client: int) -> bool:
        """Return whether it is the same window: no dialog is known to be a certain window's."""
        return window == client

    def activate(self, client: int) -> None:
        """Ask its program to come to the front."""
        found_window = self._find(client)
        running = found_window and self._running_application(found_window.pid)
        if running:
            running.activateWithOptions_(self._appkit.NSApplicationActivateIgnoringOtherApps)

    def close(self) -> None:
        """Do nothing: there is no connection."""

    def _visible(self) -> tuple[MacWindow, ...]:
        quartz = self._quartz
        return self._listed(quartz.kCGWindowListOptionOnScreenOnly | quartz.kCGWindowListExcludeDesktopElements)

    def _all(self) -> tuple[MacWindow, ...]:
        return self._listed(self._quartz.kCGWindowListOptionAll)

    def _listed(self, options: int) -> tuple[MacWindow, ...]:
        listed = self._quartz.CGWindowListCopyWindowInfo(options, self._quartz.kCGNullWindowID)
        if listed is None:
            raise NoScreenError(
                Message("The window server doesn't report its windows because this session has no screen.")
            )
        return windows_in(listed)

    def _find(self, window: int) -> MacWindow | None:
        return next((entry for entry in self._all() if entry.id == window), None)

    def _description(self, window: MacWindow) -> Window:
        executable, _ = self._program(window.pid)
        return Window(
            window.id,
            app=last_part(executable) or window.owner,
            title=window.title,
            pid=window.pid,
            program="" if is_interpreter(executable) else executable,  # what it runs is not asked
            dialog=window.is_attached and window.level != POP_UP,
            menu=window.level == POP_UP,
            fixture=DOCK <= window.level < POP_UP,
        )

    def _running_application(self, pid: int) -> Any:  # noqa: ANN401 - an NSRunningApplication
        return self._appkit.NSRunningApplication.runningApplicationWithProcessIdentifier_(pid)

    def _program(self, pid: int) -> tuple[str, str]:
        """Return a process's executable and its bundle's identifier, as far as it has any."""
        running = self._running_application(pid)
        file = running.executableURL() if running else None
        return str(file.path() or "") if file else "", str((running and running.bundleIdentifier()) or "")

    def _active_pid(self) -> int | None:
        """Return the process with the keyboard; None if unknown."""
        everything = self._ax.AXUIElementCreateSystemWide()
        error, program = self._ax.AXUIElementCopyAttributeValue(everything, "AXFocusedApplication", None)
        if error or program is None:
            return None
        error, pid = self._ax.AXUIElementGetPid(program, None)
        return None if error else int(pid)


def _parsed_window(entry: Mapping[str, Any]) -> MacWindow:
    bounds = entry["kCGWindowBounds"]
    return MacWindow(
        id=int(entry["kCGWindowNumber"]),
        pid=int(entry["kCGWindowOwnerPID"]),
        owner=text_from(str(entry.get("kCGWindowOwnerName") or "")),
        title=text_from(str(entry.get("kCGWindowName") or ""))[:_LONGEST_TITLE],
        box=_integer_rect(bounds["X"], bounds["Y"], bounds["Width"], bounds["Height"]),
        level=int(entry["kCGWindowLayer"]),
    )


def _integer_rect(x: float, y: float, width: float, height: float) -> Rect:
    """Return the smallest rectangle of integer points around one of fractions."""
    left = math.floor(x)
    top = math.floor(y)
    return Rect(left, top, math.ceil(x + width) - left, math.ceil(y + height) - top)
