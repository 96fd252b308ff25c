"""Windows of a macOS desktop, as its window server lists them. Not yet run.

A window's number is the server's own, and boxes are in points, as input is. Titles need the permission Screen
Recording, the window with the keyboard needs Accessibility. Whose a dialog or a menu is nobody tells: it is taken for
that window of its program which it lies on. A window as large as a display that takes clicks near its corners alone, as
one that shows notifications may, counts as what lies below.
"""

from __future__ import annotations

import ctypes
import platform
import struct
from pathlib import PurePosixPath
from typing import Any

from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.frame import Scene, Window, WindowBox, WindowNames
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.message import Message
from desktop_agent.core.programs import is_interpreter, last_part
from desktop_agent.platforms.macos.focus import MacAccessibility
from desktop_agent.platforms.macos.frameworks import Frameworks, load
from desktop_agent.platforms.macos.window_list import (
    DOCK,
    MENU_BAR,
    MODAL,
    POP_UP,
    STATUS,
    Display,
    MacWindow,
    boxes_of,
    owners_of,
    whole,
    windows_in,
)
from desktop_agent.screen.programs import named

_KERNEL, _WORDS = 1, 49  # CTL_KERN, KERN_PROCARGS2
_COUNT = struct.Struct("=i")


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    if platform.system() != "Darwin":
        return Message("The macOS window server isn't available on this system.")
    try:
        load()
    except ImportError as error:
        return Message("Apple's frameworks failed to load: {error}.", error=error)
    return ""


def create() -> QuartzWindows:
    """Return the backend."""
    return QuartzWindows(load())


class QuartzWindows:
    """The windows of one session."""

    tells_places = True

    def __init__(self, apple: Frameworks) -> None:
        self._apple = apple
        self._accessibility = MacAccessibility(apple.services)
        self._seen: tuple[MacWindow, ...] = ()  # as of the last scene

    def scene(self) -> Scene:
        """Return the windows that are shown, topmost first, and the one that has the keyboard."""
        quartz = self._apple.quartz
        with self._apple.pool():
            shown = quartz.kCGWindowListOptionOnScreenOnly | quartz.kCGWindowListExcludeDesktopElements
            self._seen = self._listed(shown)
            boxes = tuple(boxes_of(self._seen, self._displays(), self._hit))
            return Scene(boxes, self._accessibility.focused(self._seen))

    def describe(self, window: int) -> Window:
        """Return title, program and process."""
        with self._apple.pool():
            windows = self._all()
            one = _find(windows, window)
            return Window(window) if one is None else self._described(one, windows)

    def names(self, window: int) -> WindowNames:
        """Return program, bundle identifier and title."""
        one = _find(self._seen, window)
        if one is None:
            return WindowNames()
        with self._apple.pool():
            executable, bundle = self._program(one.pid)
        return WindowNames(last_part(executable) or one.owner, (bundle,) if bundle else (), one.title)

    def is_part_of(self, window: int, client: int) -> bool:
        """Tell whether it is the same window, or is attached to one that may be the client."""
        return window == client or client in self._owners(window)

    def titled(self) -> tuple[Window, ...]:
        """Return the windows with a title, first those that are shown, topmost first."""
        quartz = self._apple.quartz
        with self._apple.pool():
            shown = self._listed(quartz.kCGWindowListOptionOnScreenOnly)
            windows = {one.id: one for one in (*shown, *self._all())}.values()
            return tuple(self._described(one, (*windows,)) for one in windows if one.is_titled)

    def place(self, client: Window) -> WindowBox | None:
        """Return where it is."""
        with self._apple.pool():
            one = _find(self._all(), client.id)
        return WindowBox(one.id, one.box) if one and one.is_shown and one.pid == client.pid else None

    def belongs(self, window: int, client: int) -> bool:
        """Tell whether it is the same window, or is attached to the client and cannot be another's."""
        return window == client or self._owners(window) == (client,)

    def activate(self, client: int) -> None:
        """Ask its program to show it in front."""
        with self._apple.pool():
            one = _find(self._all(), client)
            if one is not None:
                self._accessibility.raise_window(one)

    def close(self) -> None:
        """Do nothing: there is no connection."""

    def _all(self) -> tuple[MacWindow, ...]:
        return self._listed(self._apple.quartz.kCGWindowListOptionAll)

    def _listed(self, options: int) -> tuple[MacWindow, ...]:
        quartz = self._apple.quartz
        listed = quartz.CGWindowListCopyWindowInfo(options, quartz.kCGNullWindowID)
        if listed is None:
            raise NoScreenError(
                Message("The window server doesn't report its windows because this session has no screen.")
            )
        return windows_in(listed)

    def _owners(self, window: int) -> tuple[int, ...]:
        with self._apple.pool():
            windows = self._all()
        one = _find(windows, window)
        return tuple(owner.id for owner in owners_of(one, windows)) if one and one.is_attached else ()

    def _described(self, one: MacWindow, windows: tuple[MacWindow, ...]) -> Window:
        executable, _ = self._program(one.pid)
        return Window(
            one.id,
            app=last_part(executable) or one.owner,
            title=one.title,
            pid=one.pid,
            program=program_at(executable, one.pid) if executable else "",
            dialog=one.level == MODAL or (one.level != POP_UP and one.is_attached and bool(owners_of(one, windows))),
            menu=one.level == POP_UP,
            fixture=one.level < 0 or one.level in {DOCK, MENU_BAR, STATUS},
        )

    def _program(self, pid: int) -> tuple[str, str]:
        """Return a process's executable and its bundle's identifier, as far as it has any."""
        running = self._apple.appkit.NSRunningApplication.runningApplicationWithProcessIdentifier_(pid)
        file = running.executableURL() if running is not None else None
        return str(file.path() or "") if file is not None else "", str((running and running.bundleIdentifier()) or "")

    def _displays(self) -> tuple[Display, ...]:
        screens = self._apple.appkit.NSScreen.screens()
        return tuple(Display(self._turned(one.frame()), self._turned(one.visibleFrame())) for one in screens)

    def _turned(self, frame: Any) -> Rect:  # noqa: ANN401 - an NSRect
        """Return a rectangle of AppKit's, which counts from the bottom of the main display upwards."""
        at, size = frame.origin, frame.size
        return whole(at.x, self._height() - at.y - size.height, size.width, size.height)

    def _hit(self, at: ScreenPoint, behind: int) -> int:
        point = self._apple.appkit.NSMakePoint(at.x + 0.5, self._height() - at.y - 0.5)
        return int(self._apple.appkit.NSWindow.windowNumberAtPoint_belowWindowWithWindowNumber_(point, behind))

    def _height(self) -> float:
        quartz = self._apple.quartz
        return float(quartz.CGDisplayBounds(quartz.CGMainDisplayID()).size.height)


def _find(windows: tuple[MacWindow, ...], number: int) -> MacWindow | None:
    return next((one for one in windows if one.id == number), None)


def program_at(executable: str, pid: int) -> str:
    """Return what `named` gives for a process with this executable; empty where what it runs cannot be told.

    Sources: Apple's page on NSRunningApplication; sysctl(3) and `ps` in Apple's adv_cmds on KERN_PROCARGS2: the number
    of words, the executable's path, zeros, and the words, each ended by a zero.
    """
    if not is_interpreter(executable):
        return executable
    program = named(executable, words_in(_told_of(pid)), "")
    script = program.removeprefix(executable).strip()
    # Where it runs is not asked, so that a script by a path from there is not known.
    return program if script.startswith("-") or PurePosixPath(script).is_absolute() else ""


def words_in(told: bytes) -> list[str]:
    """Return the words that a process was started with, by what the kernel tells; none where it tells nothing."""
    if len(told) < _COUNT.size:
        return []
    (count,) = _COUNT.unpack_from(told)
    _path, _, rest = told[_COUNT.size :].partition(b"\0")
    return [word.decode(errors="replace") for word in rest.lstrip(b"\0").split(b"\0")[:count]]


def _told_of(pid: int) -> bytes:
    """Ask the kernel; it tells of processes of the same person only."""
    system = ctypes.CDLL("/usr/lib/libSystem.B.dylib")
    name, length = (ctypes.c_int * 3)(_KERNEL, _WORDS, pid), ctypes.c_size_t()
    if system.sysctl(name, 3, None, ctypes.byref(length), None, 0) != 0:
        return b""
    told = ctypes.create_string_buffer(length.value)
    if system.sysctl(name, 3, told, ctypes.byref(length), None, 0) != 0:
        return b""
    return told.raw[: length.value]
