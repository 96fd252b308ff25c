"""Windows of a Windows desktop, by user32; run under Wine 8.0, not yet on Windows."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from desktop_agent.core.frame import Scene, Window, WindowBox, WindowNames
from desktop_agent.core.geometry import Rect
from desktop_agent.core.message import Message
from desktop_agent.screen.own_programs import own_programs

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
# WDA_EXCLUDEFROMCAPTURE: the window is seen, and in no picture. https://learn.microsoft.com/windows/win32/api/winuser/
# nf-winuser-getwindowdisplayaffinity
LEFT_OUT = 0x11
# Shows the windows of programs from the Store, each of which is a child window of a process of its own.
_FRAME_HOST = "applicationframehost.exe"


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    return "" if sys.platform == "win32" else Message("user32 isn't available on this system.")


def create() -> User32Windows:
    """Return the backend."""
    return User32Windows()


class User32Windows:
    """The top-level windows, in the order in which EnumWindows gives them: topmost first.

    Those of this program that are left out of pictures just now are left out here, too; other programs' stay, as clicks
    would go to them.
    """

    tells_places = True

    def scene(self) -> Scene:
        """Return the visible windows and the one in front."""
        from ctypes import wintypes

        user32, boxes = _CTYPES["windll"].user32, list[WindowBox]()

        def keep(window: int, _unused: int) -> bool:
            is_seen = user32.IsWindowVisible(window) and not user32.IsIconic(window)
            if is_seen and not _is_passed_through(window) and not _is_out_of_pictures(window):
                boxes.append(WindowBox(int(window), _seen_box(window)))
            return True

        as_callback = _CTYPES["WINFUNCTYPE"](wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
        user32.EnumWindows(as_callback(keep), 0)
        return Scene(tuple(boxes), int(user32.GetForegroundWindow() or 0) or None)

    def describe(self, window: int) -> Window:
        """Return title, program and process."""
        from ctypes import wintypes

        user32, title, pid = _CTYPES["windll"].user32, ctypes.create_unicode_buffer(_LONG_TITLE), wintypes.DWORD()
        user32.GetWindowTextW(window, title, _LONG_TITLE)
        user32.GetWindowThreadProcessId(window, ctypes.byref(pid))
        process, program = hosted((pid.value, _program(pid.value)), lambda: _children(window))
        return Window(window, program.rsplit("\\", 1)[-1], title.value, process or None, program)

    def names(self, window: int) -> WindowNames:
        """Return program, class and title."""
        known, kind = self.describe(window), ctypes.create_unicode_buffer(_LONG_TITLE)
        _CTYPES["windll"].user32.GetClassNameW(window, kind, _LONG_TITLE)
        return WindowNames(known.app, (kind.value,) if kind.value else (), known.title)

    def is_part_of(self, window: int, client: int) -> bool:
        """Tell whether the top one of the windows that own a window is the client."""
        owner = _CTYPES["windll"].user32.GetAncestor(window, _ROOT_OWNER)
        return client in {window, int(owner or 0)}

    def titled(self) -> tuple[Window, ...]:
        """Return the visible windows with a title, minimised ones too, topmost first."""
        from ctypes import wintypes

        user32, numbers = _CTYPES["windll"].user32, list[int]()

        def keep(window: int, _unused: int) -> bool:
            if user32.IsWindowVisible(window) and not _is_passed_through(window):
                numbers.append(int(window))
            return True

        user32.EnumWindows(_CTYPES["WINFUNCTYPE"](wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)(keep), 0)
        return tuple(window for window in map(self.describe, numbers) if window.title)

    def place(self, client: Window) -> WindowBox | None:
        """Return where it is."""
        boxes = [one for one in self.scene().windows if one.id == client.id]
        return boxes[0] if boxes and self.describe(client.id).pid == client.pid else None

    def belongs(self, window: int, client: int) -> bool:
        """Tell whether the top one of the windows that own a window is the client."""
        return self.is_part_of(window, client)

    def activate(self, client: int) -> None:
        """Ask the system to show it in front; it may refuse."""
        _CTYPES["windll"].user32.SetForegroundWindow(client)

    def close(self) -> None:
        """Do nothing: there is no connection."""


def hosted(owner: tuple[int, str], children: Callable[[], Iterable[tuple[int, str]]]) -> tuple[int, str]:
    """Return the process that a window stands for and the path of its program; `children` are those of its children.

    A frame that shows no program, as while one starts or sleeps, is nobody's: what holds for one program from the
    Store would else hold for all of them.
    """
    if owner[1].rsplit("\\", 1)[-1].lower() != _FRAME_HOST:
        return owner
    return next((one for one in children() if one[0] != owner[0] and one[1]), (owner[0], ""))


def _children(window: int) -> Iterator[tuple[int, str]]:
    """Yield the processes of the windows inside of a window, and their programs."""
    from ctypes import wintypes

    user32, processes = _CTYPES["windll"].user32, list[int]()

    def keep(child: int, _unused: int) -> bool:
        pid = wintypes.DWORD()
        user32.GetWindowThreadProcessId(child, ctypes.byref(pid))
        processes.append(pid.value)
        return True

    user32.EnumChildWindows(window, _CTYPES["WINFUNCTYPE"](wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)(keep), 0)
    return ((pid, _program(pid)) for pid in dict.fromkeys(processes))


def _seen_box(window: int) -> Rect:
    from ctypes import wintypes

    windll, rect = _CTYPES["windll"], wintypes.RECT()
    if windll.dwmapi.DwmGetWindowAttribute(window, _SEEN_FRAME, ctypes.byref(rect), ctypes.sizeof(rect)) != 0:
        windll.user32.GetWindowRect(window, ctypes.byref(rect))
    return Rect(rect.left, rect.top, rect.right - rect.left, rect.bottom - rect.top)


def _is_passed_through(window: int) -> bool:
    """Tell whether clicks go through, or the window is not drawn at all, as those of other virtual desktops."""
    from ctypes import wintypes

    windll, cloaked = _CTYPES["windll"], wintypes.DWORD()
    windll.dwmapi.DwmGetWindowAttribute(window, _CLOAKED, ctypes.byref(cloaked), ctypes.sizeof(cloaked))
    return bool(cloaked.value) or bool(windll.user32.GetWindowLongW(window, _EX_STYLE) & _CLICKS_PASS)


def affinity_of(user32: Any, window: int) -> int:  # noqa: ANN401 - a DLL, as ctypes gives it
    """Return in which pictures a window is, as the system says; 0 is in all."""
    affinity = ctypes.c_uint32()
    user32.GetWindowDisplayAffinity(ctypes.c_void_p(window), ctypes.byref(affinity))
    return affinity.value


def _is_out_of_pictures(window: int) -> bool:
    from ctypes import wintypes

    user32, pid = _CTYPES["windll"].user32, wintypes.DWORD()
    if affinity_of(user32, window) != LEFT_OUT:
        return False
    user32.GetWindowThreadProcessId(window, ctypes.byref(pid))
    return pid.value in own_programs()


def _program(pid: int) -> str:
    from ctypes import wintypes

    kernel32 = _CTYPES["windll"].kernel32
    path, length = ctypes.create_unicode_buffer(_LONG_PATH), wintypes.DWORD(_LONG_PATH)
    process = kernel32.OpenProcess(_QUERY_LIMITED, 0, pid)
    if not process:
        return ""
    try:
        succeeded = kernel32.QueryFullProcessImageNameW(process, 0, path, ctypes.byref(length))
    finally:
        kernel32.CloseHandle(process)
    return path.value if succeeded else ""
