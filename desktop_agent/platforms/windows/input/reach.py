"""Which windows of Windows take what this process sends: none of a program with more rights than ours.

Windows keeps such input from it (User Interface Privilege Isolation, UIPI) and tells nobody: "neither GetLastError nor
the return value will indicate the failure was caused by UIPI blocking" (Microsoft's page on SendInput).
So the integrity levels are compared before a press. Who does not tell its level is taken for one with more rights:
the token of an elevated program is its own secret. Sources: Microsoft's pages on SendInput, OpenProcessToken and
GetTokenInformation, "Appendix D: Getting the Integrity Level for an Access Token", and MS-DTYP 2.4.2.2 for a SID's
bytes. Run under Wine 8.0, which has one level for all, not yet on Windows.
"""

from __future__ import annotations

import ctypes
import os
import struct
from typing import Any

from desktop_agent.core.errors import InputError
from desktop_agent.core.message import Message

# What ctypes has on Windows only.
_CTYPES: dict[str, Any] = vars(ctypes)
_Library = Any  # a DLL, as ctypes gives it
_QUERY_LIMITED, _TOKEN_QUERY, _INTEGRITY = 0x1000, 0x0008, 25  # TokenIntegrityLevel
_SID_HEAD, _PART = 8, 4
_LABEL_BYTES = 128  # a TOKEN_MANDATORY_LABEL and the SID behind it, of 12 bytes


def is_out_of_reach(ours: int | None, theirs: int | None) -> bool:
    """Tell whether input from one integrity level is kept from another; None is one that is not told."""
    return theirs is None or (ours is not None and theirs > ours)


def level_in(sid: bytes) -> int | None:
    """Return the integrity level in a SID, its last part; None where it has none."""
    end = _SID_HEAD + _PART * sid[1] if len(sid) > 1 else 0
    if end <= _SID_HEAD or end > len(sid):
        return None
    return int(struct.unpack_from("<I", sid, end - _PART)[0])


def level_of(pid: int) -> int | None:
    """Return the integrity level of a process; None where it cannot be asked."""
    kernel32, advapi32 = _kernel32(), _CTYPES["WinDLL"]("advapi32")
    process = kernel32.OpenProcess(_QUERY_LIMITED, 0, pid)
    if not process:
        return None
    token = ctypes.c_void_p()
    try:
        advapi32.OpenProcessToken.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p]
        if not advapi32.OpenProcessToken(process, _TOKEN_QUERY, ctypes.byref(token)):
            return None
    finally:
        kernel32.CloseHandle(process)
    label, length = ctypes.create_string_buffer(_LABEL_BYTES), ctypes.c_uint32()
    try:
        ask = advapi32.GetTokenInformation
        ask.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p]
        if not ask(token, _INTEGRITY, label, _LABEL_BYTES, ctypes.byref(length)):
            return None
    finally:
        kernel32.CloseHandle(token)
    sid = ctypes.c_void_p.from_buffer(label).value or 0
    at = sid - ctypes.addressof(label)
    return level_in(label.raw[at : length.value]) if 0 < at < length.value else None


def check_pointer(ours: int | None = None) -> None:
    """Raise InputError where the window under the pointer would not get a press; nothing where this is not Windows."""
    if "WinDLL" not in _CTYPES:
        return
    from ctypes import wintypes

    user32, at = _CTYPES["WinDLL"]("user32"), wintypes.POINT()
    user32.WindowFromPoint.argtypes, user32.WindowFromPoint.restype = [wintypes.POINT], ctypes.c_void_p
    if user32.GetCursorPos(ctypes.byref(at)):
        _check(user32, user32.WindowFromPoint(at), ours)


def check_keys(ours: int | None = None) -> None:
    """Raise InputError where the window in front would not get a key; nothing where this is not Windows."""
    if "WinDLL" not in _CTYPES:
        return
    user32 = _CTYPES["WinDLL"]("user32")
    user32.GetForegroundWindow.restype = ctypes.c_void_p
    _check(user32, user32.GetForegroundWindow(), ours)


def _check(user32: _Library, window: int | None, ours: int | None) -> None:
    pid = ctypes.c_uint32()
    user32.GetWindowThreadProcessId.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    if not window or not user32.GetWindowThreadProcessId(window, ctypes.byref(pid)):
        return  # no window, or no more: nobody keeps anything out
    own = level_of(os.getpid()) if ours is None else ours
    if is_out_of_reach(own, level_of(pid.value)):
        raise InputError(
            Message(
                "Windows blocks clicks and keystrokes to that window because its program has more "
                "privileges than this one (such as administrator rights) or doesn't reveal them."
            ),
            Message("Do this step yourself, or use another window."),
        )


def _kernel32() -> _Library:
    kernel32 = _CTYPES["WinDLL"]("kernel32")
    kernel32.OpenProcess.argtypes = [ctypes.c_uint32, ctypes.c_int, ctypes.c_uint32]
    kernel32.OpenProcess.restype = ctypes.c_void_p
    kernel32.CloseHandle.argtypes = [ctypes.c_void_p]
    return kernel32
