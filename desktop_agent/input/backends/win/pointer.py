"""Moves the pointer on Windows by SendInput, which marks the motion as a program's; SetCursorPos does not.

Whatever watches the person's input would take SetCursorPos for the person (seen under Wine). Not yet run on Windows.
Source: Microsoft's pages on SendInput, MOUSEINPUT and GetSystemMetrics.
"""

from __future__ import annotations

import ctypes
from typing import Any

from desktop_agent.core.errors import InputError, OffScreenError
from desktop_agent.core.geometry import Rect, ScreenPoint

# What ctypes has on Windows only.
_CTYPES: dict[str, Any] = vars(ctypes)
_LEFT, _TOP, _WIDTH, _HEIGHT = 76, 77, 78, 79  # of all monitors together
_MOVE, _ABSOLUTE, _VIRTUAL_DESKTOP = 0x0001, 0x8000, 0x4000
_MOUSE = 0
_STEPS = 1 << 16


class _MouseInput(ctypes.Structure):
    _fields_ = (
        ("dx", ctypes.c_int32), ("dy", ctypes.c_int32), ("data", ctypes.c_uint32), ("flags", ctypes.c_uint32),
        ("time", ctypes.c_uint32), ("extra", ctypes.c_size_t),
    )  # fmt: skip


class _Input(ctypes.Structure):
    _fields_ = (("type", ctypes.c_uint32), ("mouse", _MouseInput))


def steps(at: ScreenPoint, desktop: Rect) -> tuple[int, int]:
    """Return a point as SendInput wants it: from 0 to 65535 over the desktop, which may begin below zero.

    It is the middle of the pixel: that pixel is hit whether the system cuts or rounds. OffScreenError outside.
    """
    if not desktop.contains(at):
        raise OffScreenError(f"The point ({at.x}, {at.y}) is not on the desktop.", "Take a new picture.")
    across, down = at.x - desktop.x, at.y - desktop.y
    return (2 * across + 1) * _STEPS // (2 * desktop.width), (2 * down + 1) * _STEPS // (2 * desktop.height)


def move(at: ScreenPoint) -> None:
    """Move the pointer; InputError when Windows does not allow it."""
    user32 = _CTYPES["windll"].user32
    desktop = Rect(*(int(user32.GetSystemMetrics(which)) for which in (_LEFT, _TOP, _WIDTH, _HEIGHT)))
    sent = _Input(_MOUSE, _MouseInput(*steps(at, desktop), 0, _MOVE | _ABSOLUTE | _VIRTUAL_DESKTOP, 0, 0))
    if user32.SendInput(1, ctypes.byref(sent), ctypes.sizeof(sent)) != 1:
        raise InputError("Windows did not let the pointer be moved.", "Unlock the screen, or close the secure dialog.")
