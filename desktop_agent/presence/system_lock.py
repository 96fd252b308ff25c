"""Asks Windows and macOS whether the screen is locked now, or something else than the person's desktop has the input.

Windows shows the lock, the question for an administrator and Ctrl+Alt+Del on a desktop of their own, which programs of
the person may neither open nor capture: so the desktop that has the input is compared with ours. The session says, too,
that it is locked, which it may be while ours still has the input.
Sources: Microsoft's pages on desktops, OpenInputDesktop, GetUserObjectInformationW and WTS_INFOEX_LEVEL1. Run under
Wine 8.0, which has no lock.

macOS tells its session's state in a dictionary; `CGSSessionScreenIsLocked` in it is documented by nobody, and many
programs rely on it. Source: Apple's page on CGSessionCopyCurrentDictionary. Not yet run.
"""

from __future__ import annotations

import ctypes
import struct
import sys
from collections.abc import Callable
from typing import Any

# What ctypes has on Windows only.
_CTYPES: dict[str, Any] = vars(ctypes)
_UOI_NAME, _LONGEST_NAME = 2, 256
_READ_OBJECTS = 0x0001  # DESKTOP_READOBJECTS
_SESSION_INFO_EX, _THIS_SESSION = 25, 0xFFFFFFFF
# WTSINFOEXW: its level, then, at a multiple of 8, the session's number, its state and its flags.
_INFO_EX = struct.Struct("<I4xIii")
_LOCKED_FLAG = 0  # WTS_SESSIONSTATE_LOCK, on Windows 8 and later
_UTF_8 = 0x08000100
_APPLICATION = "/System/Library/Frameworks/{0}.framework/{0}"


def asks_system() -> Callable[[], bool] | None:
    """Return what tells whether the screen is locked; None where this system has no such question."""
    return {"win32": _windows_is_locked, "darwin": _mac_is_locked}.get(sys.platform)


def other_has_input(input_desktop: str | None, own_desktop: str) -> bool:
    """Tell whether another desktop than ours has the input; None is one that we may not open."""
    return input_desktop is None or input_desktop.lower() != own_desktop.lower()


def session_is_locked(told: bytes) -> bool:
    """Tell whether a session says that it is locked, by what WTSQuerySessionInformationW has told."""
    if len(told) < _INFO_EX.size:
        return False
    level, _number, _state, flags = _INFO_EX.unpack_from(told)
    return bool(level == 1 and flags == _LOCKED_FLAG)


def _windows_is_locked() -> bool:
    user32, kernel32 = _CTYPES["WinDLL"]("user32"), _CTYPES["WinDLL"]("kernel32")
    handle = ctypes.c_void_p
    user32.OpenInputDesktop.restype = user32.GetThreadDesktop.restype = handle
    user32.CloseDesktop.argtypes = [handle]
    opened = user32.OpenInputDesktop(0, False, _READ_OBJECTS)  # noqa: FBT003 - a C call
    try:
        theirs = _desktop_name(user32, opened) if opened else None
    finally:
        if opened:
            user32.CloseDesktop(opened)
    ours = _desktop_name(user32, user32.GetThreadDesktop(kernel32.GetCurrentThreadId()))
    return other_has_input(theirs, ours or "") or session_is_locked(_session_info())


def _desktop_name(user32: Any, desktop: int) -> str | None:  # noqa: ANN401 - a C library
    name = ctypes.create_unicode_buffer(_LONGEST_NAME)
    user32.GetUserObjectInformationW.argtypes = [
        ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p,
    ]  # fmt: skip
    told = user32.GetUserObjectInformationW(desktop, _UOI_NAME, name, ctypes.sizeof(name), None)
    return name.value if told else None


def _session_info() -> bytes:
    sessions, told, length = _CTYPES["WinDLL"]("wtsapi32"), ctypes.c_void_p(), ctypes.c_uint32()
    sessions.WTSFreeMemory.argtypes = [ctypes.c_void_p]
    if not sessions.WTSQuerySessionInformationW(
        None, _THIS_SESSION, _SESSION_INFO_EX, ctypes.byref(told), ctypes.byref(length)
    ):
        return b""
    try:
        return ctypes.string_at(told, length.value)
    finally:
        sessions.WTSFreeMemory(told)


def _mac_is_locked() -> bool:
    """Ask the session; one without a dictionary has no screen at all."""
    graphics = ctypes.CDLL(_APPLICATION.format("CoreGraphics"))
    foundation = ctypes.CDLL(_APPLICATION.format("CoreFoundation"))
    pointer = ctypes.c_void_p
    graphics.CGSessionCopyCurrentDictionary.restype = pointer
    foundation.CFStringCreateWithCString.restype = foundation.CFDictionaryGetValue.restype = pointer
    foundation.CFStringCreateWithCString.argtypes = [pointer, ctypes.c_char_p, ctypes.c_uint32]
    foundation.CFDictionaryGetValue.argtypes = [pointer, pointer]
    foundation.CFBooleanGetValue.argtypes = foundation.CFRelease.argtypes = [pointer]
    foundation.CFBooleanGetValue.restype = ctypes.c_bool
    session = graphics.CGSessionCopyCurrentDictionary()
    if not session:
        return True

    def says(name: bytes, *, otherwise: bool) -> bool:
        key = foundation.CFStringCreateWithCString(None, name, _UTF_8)
        value = foundation.CFDictionaryGetValue(session, key)
        foundation.CFRelease(key)
        return bool(foundation.CFBooleanGetValue(value)) if value else otherwise

    try:
        on_screen = says(b"kCGSSessionOnConsoleKey", otherwise=True)  # false where another user has the screen
        return not on_screen or says(b"CGSSessionScreenIsLocked", otherwise=False)
    finally:
        foundation.CFRelease(session)
