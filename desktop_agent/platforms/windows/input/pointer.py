"""Works the pointer of Windows by SendInput, which marks what it does as a program's; SetCursorPos does not.

Whatever watches the person's input would take SetCursorPos for the person (seen under Wine). Run under Wine 8.0, not
yet on Windows. Source: Microsoft's pages on SendInput, MOUSEINPUT and GetSystemMetrics.
"""

from __future__ import annotations

import ctypes
from typing import Any

from desktop_agent.core.actions import Button
from desktop_agent.core.errors import InputError, OffScreenError
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.message import Message

# What ctypes has on Windows only.
_CTYPES: dict[str, Any] = vars(ctypes)
_LEFT, _TOP, _WIDTH, _HEIGHT = 76, 77, 78, 79  # of all monitors together
_SWAPPED = 23  # SM_SWAPBUTTON
_MOVE, _ABSOLUTE, _VIRTUAL_DESKTOP = 0x0001, 0x8000, 0x4000
_MOUSE = 0
_STEPS = 1 << 16
# What to send for a press and for a release, and which of the side buttons it is.
_BUTTONS: dict[Button, tuple[int, int, int]] = {
    "left": (0x0002, 0x0004, 0), "right": (0x0008, 0x0010, 0), "middle": (0x0020, 0x0040, 0),
    "back": (0x0080, 0x0100, 1), "forward": (0x0080, 0x0100, 2),
}  # fmt: skip
_OTHER_HAND: dict[Button, Button] = {"left": "right", "right": "left"}
_WHEEL, _SIDEWAYS, _NOTCH = 0x0800, 0x1000, 120
_UNSIGNED = 0xFFFFFFFF


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
        raise OffScreenError(
            Message("Point ({x}, {y}) isn't on the desktop.", x=at.x, y=at.y), Message("Take a new screenshot.")
        )
    across, down = at.x - desktop.x, at.y - desktop.y
    return (2 * across + 1) * _STEPS // (2 * desktop.width), (2 * down + 1) * _STEPS // (2 * desktop.height)


def button_event(button: Button, *, down: bool, swapped: bool = False) -> tuple[int, int]:
    """Return the flags and the data of a press or a release.

    SendInput names the buttons of the device: where a person has the mouse in the left hand, and Windows swaps them,
    its left one is what programs get as the right one.
    """
    press, release, which = _BUTTONS[_OTHER_HAND.get(button, button) if swapped else button]
    return (press if down else release), which


def notch_events(right: int, down: int) -> tuple[tuple[int, int], ...]:
    """Return the flags and the data of each turn of the wheel; Windows counts up and right as positive."""
    turns = ((_WHEEL, -down), (_SIDEWAYS, right))
    return tuple((flags, turn * _NOTCH & _UNSIGNED) for flags, turn in turns if turn)


def move(at: ScreenPoint) -> None:
    """Move the pointer; InputError when Windows does not allow it."""
    user32 = _CTYPES["windll"].user32
    desktop = Rect(*(int(user32.GetSystemMetrics(which)) for which in (_LEFT, _TOP, _WIDTH, _HEIGHT)))
    _send(_MOVE | _ABSOLUTE | _VIRTUAL_DESKTOP, 0, steps(at, desktop))


def press(button: Button, *, down: bool) -> None:
    """Press or release a button where the pointer is; InputError when Windows does not allow it."""
    swapped = bool(_CTYPES["windll"].user32.GetSystemMetrics(_SWAPPED))
    _send(*button_event(button, down=down, swapped=swapped))


def turn(right: int, down: int) -> None:
    """Turn the wheel where the pointer is; InputError when Windows does not allow it."""
    for flags, data in notch_events(right, down):
        _send(flags, data)


def _send(flags: int, data: int, at: tuple[int, int] = (0, 0)) -> None:
    sent = _Input(_MOUSE, _MouseInput(*at, data, flags, 0, 0))
    if _CTYPES["windll"].user32.SendInput(1, ctypes.byref(sent), ctypes.sizeof(sent)) != 1:
        raise InputError(
            Message("Windows didn't allow the pointer to be controlled."),
            Message("Unlock the screen, or close the secure dialog."),
        )
