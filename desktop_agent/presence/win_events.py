"""Turns what Windows reports to a low-level hook into input events. Pure: it is tested on every system.

Source: Microsoft's pages on KBDLLHOOKSTRUCT, MSLLHOOKSTRUCT and virtual-key codes.
"""

from __future__ import annotations

from desktop_agent.presence.bump import PointerPlace
from desktop_agent.presence.classifier import InputEvent

KEYBOARD, MOUSE = 1, 2  # Windows does not tell one keyboard from another
_KEY_INJECTED, _MOUSE_INJECTED = 0x10, 0x01
_KEY_UP = 0x80
_MOVE, _WHEEL, _SIDEWAYS, _X_DOWN, _X_UP = 0x200, 0x20A, 0x20E, 0x20B, 0x20C
_BUTTONS = {0x201: (1, True), 0x202: (1, False), 0x204: (3, True), 0x205: (3, False), 0x207: (2, True),
            0x208: (2, False)}  # fmt: skip
_NAMED: dict[str, tuple[int, ...]] = {
    "ctrl": (0x11, 0xA2, 0xA3), "shift": (0x10, 0xA0, 0xA1), "alt": (0x12, 0xA4), "altgr": (0xA5,),
    "super": (0x5B, 0x5C), "enter": (0x0D,), "tab": (0x09,), "escape": (0x1B,), "backspace": (0x08,),
    "delete": (0x2E,), "insert": (0x2D,), "space": (0x20,), "up": (0x26,), "down": (0x28,), "left": (0x25,),
    "right": (0x27,), "home": (0x24,), "end": (0x23,), "pageup": (0x21,), "pagedown": (0x22,),
    "capslock": (0x14,), "numlock": (0x90,), "scrolllock": (0x91,), "printscreen": (0x2C,), "sysrq": (0x2C,),
    "pause": (0x13,), "menu": (0x5D,), "volumeup": (0xAF,), "volumedown": (0xAE,), "mute": (0xAD,),
    "playpause": (0xB3,), "mediastop": (0xB2,), "nexttrack": (0xB0,), "previoustrack": (0xB1,),
    "browserback": (0xA6,), "browserforward": (0xA7,), "browserrefresh": (0xA8,), "browserstop": (0xA9,),
    "kpenter": (0x0D,), "kpmultiply": (0x6A,), "kpadd": (0x6B,), "kpsubtract": (0x6D,), "kpdecimal": (0x6E,),
    "kpdivide": (0x6F,), "kpequal": (0x92,),
    **{f"f{n}": (0x6F + n,) for n in range(1, 25)}, **{f"kp{n}": (0x60 + n,) for n in range(10)},
}  # fmt: skip


def key_touch(code: int, flags: int, time_ms: int) -> InputEvent:
    """Return one event of the keyboard hook."""
    return InputEvent("key", code, not flags & _KEY_UP, KEYBOARD, not flags & _KEY_INJECTED, time_ms)


def mouse_touch(
    message: int, data: int, flags: int, time_ms: int, way: tuple[PointerPlace, PointerPlace]
) -> InputEvent | None:
    """Return one event of the mouse hook, None for another message. `way` is from where to where the pointer went."""
    physical = not flags & _MOUSE_INJECTED
    if message == _MOVE:
        return InputEvent("motion", 0, True, MOUSE, physical, time_ms, *way)  # noqa: FBT003 - down
    pressed = _BUTTONS.get(message) or _other_button(message, data >> 16)
    return InputEvent("button", *pressed, MOUSE, physical, time_ms) if pressed else None


def codes_of(name: str, key_of_char: int) -> frozenset[int]:
    """Return the virtual keys for a key's name; `key_of_char` is the layout's code for a character, 0 for none."""
    return frozenset(_NAMED.get(name, (key_of_char,) if key_of_char else ()))


def _other_button(message: int, word: int) -> tuple[int, bool] | None:
    """Return a turn of the wheel or a side button, numbered as on X11."""
    if message in {_X_DOWN, _X_UP}:
        return 7 + (word & 0xFFFF), message == _X_DOWN
    ahead = not word & 0x8000  # a signed number of 16 bits
    if message == _WHEEL:
        return (4 if ahead else 5), True
    if message == _SIDEWAYS:
        return (7 if ahead else 6), True
    return None
