"""Windows of a Windows desktop, by user32; run under Wine 8.0, not yet on Windows."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from desktop_agent.core.pictures import Rect, Scene, Window, WindowBox, WindowNames
from desktop_agent.core.texts.foreign_text import text_from
from desktop_agent.core.texts.message import Message

# What ctypes has on Windows only.
_CTYPES: dict[str, Any] = vars(ctypes)
_LONG_TITLE = 1024
_QUERY_LIMITED = 0x1000
_LONG_PATH = 32768
_EX_STYLE = -20
_CLICKS_PASS = 0x20  # WS_EX_TRANSPARENT
_ROOT_OWNER = 3  # GA_ROOTOWNER
_CLOAKED = 14  # DWMWA_CLOAKED
# What is seen of a window: its rectangle has invisible borders on three sides, in which its neighbours lie (Microsoft's
# page on DWMWINDOWATTRIBUTE).
_SEEN_FRAME = 9  # DWMWA_EXTENDED_FRAME_BOUNDS
_READ_OBJECTS = 0x0001  # DESKTOP_READOBJECTS
# Shows the windows of programs from the Store, whichever they are: what holds for one would else hold for all.
_FRAME_HOST = "applicationframehost.exe"


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    return "" if sys.platform == "win32" else Message("user32 isn't available on this system.")


def create() -> User32Windows:
    """Return the backend."""
    return User32Windows()


def is_locked() -> bool:
    """Return whether another desktop has the input, which programs of the person may not open.

    Windows shows the lock, the question for an administrator and Ctrl+Alt+Del on one (Microsoft's page on
    OpenInputDesktop). Wine 8.0 has no lock.
    """
    user32 = _CTYPES["windll"].user32
    user32.OpenInputDesktop.restype = ctypes.c_void_p
    user32.CloseDesktop.argtypes = [ctypes.c_void_p]
    desktop = user32.OpenInputDesktop(0, 0, _READ_OBJECTS)
    if desktop:
        user32.CloseDesktop(desktop)
    return not desktop


class User32Windows:
    """The top-level windows, in the order in which EnumWindows gives them: topmost first."""

    reports_positions = True

    def scene(self) -> Scene:
        """Return the visible windows and the one in front."""
        from ctypes import wintypes

        user32 = _CTYPES["windll"].user32
        boxes = list[WindowBox]()

        def keep(window: int, _unused: int) -> bool:
            is_seen = user32.IsWindowVisible(window) and not user32.IsIconic(window)
            if is_seen and not _is_click_through(window):
                boxes.append(WindowBox(int(window), _visible_box(window)))
            return True

        as_callback = _CTYPES["WINFUNCTYPE"](wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
        user32.EnumWindows(as_callback(keep), 0)
        return Scene(tuple(boxes), int(user32.GetForegroundWindow() or 0) or None)

    def describe(self, window: int) -> Window:
        """Return title, program and process."""
        from ctypes import wintypes

        user32 = _CTYPES["windll"].user32
        title = ctypes.create_unicode_buffer(_LONG_TITLE)
        pid = wintypes.DWORD()
        user32.GetWindowTextW(window, title, _LONG_TITLE)
        user32.GetWindowThreadProcessId(window, ctypes.byref(pid))
        program = _program(pid.value)
        name = program.rsplit("\\", 1)[-1]
        shown_title = text_from(title.value)
        if name.lower() == _FRAME_HOST:
            return Window(window, title=shown_title, pid=pid.value or None)
        return Window(window, name, shown_title, pid.value or None, program)

    def names(self, window: int) -> WindowNames:
        """Return program, class and title."""
        known = self.describe(window)
        kind = ctypes.create_unicode_buffer(_LONG_TITLE)
        _CTYPES["windll"].user32.GetClassNameW(window, kind, _LONG_TITLE)
        return WindowNames(known.app, (text_from(kind.value),) if kind.value else (), known.title)

    def is_part_of(self, window: int, client: int) -> bool:
        """Return whether the top one of the windows that own a window is the client."""
        owner = _CTYPES["windll"].user32.GetAncestor(window, _ROOT_OWNER)
        return client in {window, int(owner or 0)}

    def titled(self) -> tuple[Window, ...]:
        """Return the visible windows with a title, minimised ones too, topmost first."""
        from ctypes import wintypes

        user32 = _CTYPES["windll"].user32
        numbers = list[int]()

        def keep(window: int, _unused: int) -> bool:
            if user32.IsWindowVisible(window) and not _is_click_through(window):
                numbers.append(int(window))
            return True

        user32.EnumWindows(_CTYPES["WINFUNCTYPE"](wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)(keep), 0)
        return tuple(window for window in map(self.describe, numbers) if window.title)

    def place(self, client: Window) -> WindowBox | None:
        """Return where it is."""
        boxes = [one for one in self.scene().windows if one.id == client.id]
        return boxes[0] if boxes and self.describe(client.id).pid == client.pid else None

    def title_bar(self, window: int) -> Rect | None:
        """Return None: where titles are drawn isn't reported."""
        return None

    def belongs(self, window: int, client: int) -> bool:
        """Return whether the top one of the windows that own a window is the client."""
        return self.is_part_of(window, client)

    def activate(self, client: int) -> None:
        """Ask the system to show it in front; it may refuse."""
        _CTYPES["windll"].user32.SetForegroundWindow(client)

    def close(self) -> None:
        """Do nothing: there is no connection."""


def _visible_box(window: int) -> Rect:
    from ctypes import wintypes

    windll = _CTYPES["windll"]
    rect = wintypes.RECT()
    if windll.dwmapi.DwmGetWindowAttribute(window, _SEEN_FRAME, ctypes.byref(rect), ctypes.sizeof(rect)) != 0:
        windll.user32.GetWindowRect(window, ctypes.byref(rect))
    return Rect(rect.left, rect.top, rect.right - rect.left, rect.bottom - rect.top)


def _is_click_through(window: int) -> bool:
    """Return whether clicks go through, or the window is not drawn at all, as those of other virtual desktops."""
    from ctypes import wintypes

    windll = _CTYPES["windll"]
    cloaked = wintypes.DWORD()
    windll.dwmapi.DwmGetWindowAttribute(window, _CLOAKED, ctypes.byref(cloaked), ctypes.sizeof(cloaked))
    return bool(cloaked.value) or bool(windll.user32.GetWindowLongW(window, _EX_STYLE) & _CLICKS_PASS)


def _program(pid: int) -> str:
    from ctypes import wintypes

    kernel32 = _CTYPES["windll"].kernel32
    path = ctypes.create_unicode_buffer(_LONG_PATH)
    length = wintypes.DWORD(_LONG_PATH)
    process = kernel32.OpenProcess(_QUERY_LIMITED, 0, pid)
    if not process:
        return ""
    try:
        succeeded = kernel32.QueryFullProcessImageNameW(process, 0, path, ctypes.byref(length))
    finally:
        kernel32.CloseHandle(process)
    return path.value if succeeded else ""
