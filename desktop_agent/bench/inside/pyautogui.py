"""Stands on a desk for the library of this name, with what set-up steps call of it, over XTEST."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from desktop_agent.bench.inside.x11 import Screen
else:
    from x11 import Screen  # beside it on a desk

_NAMES = {
    "enter": "Return", "return": "Return", "esc": "Escape", "escape": "Escape", "ctrl": "Control_L", "alt": "Alt_L",
    "shift": "Shift_L", "win": "Super_L", "winleft": "Super_L", "super": "Super_L", "tab": "Tab", "space": "space",
    "backspace": "BackSpace", "delete": "Delete", "del": "Delete", "home": "Home", "end": "End", "up": "Up",
    "down": "Down", "left": "Left", "right": "Right", "pageup": "Page_Up", "pgup": "Page_Up", "pagedown": "Page_Down",
    "pgdn": "Page_Down", "\n": "Return", "\t": "Tab", " ": "space",
}  # fmt: skip
_SHIFTED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ~!@#$%^&*()_+{}|:"<>?'
PAUSE = 0.1
FAILSAFE = False
_screen = Screen()


def _code(key: str) -> int:
    name = _NAMES.get(key.lower(), key if len(key) > 1 else "")
    if name[:1] in "fF" and name[1:].isdecimal():
        name = name.upper()
    if not (code := _screen.code(name or key)):
        message = f"there is no key {key!r}"
        raise ValueError(message)
    return code


def keyDown(key: str) -> None:
    """Press a key."""
    _screen.key(_code(key), down=True)


def keyUp(key: str) -> None:
    """Release a key."""
    _screen.key(_code(key), down=False)


def hotkey(*keys: str | list[str], interval: float = 0.0) -> None:
    """Press several keys at once."""
    pressed = [key for one in keys for key in ([one] if isinstance(one, str) else one)]
    for key in pressed:
        keyDown(key)
        time.sleep(interval)
    for key in reversed(pressed):
        keyUp(key)
    time.sleep(PAUSE)


def press(keys: str | list[str], presses: int = 1, interval: float = 0.0) -> None:
    """Press keys one after the other."""
    for _ in range(presses):
        for key in [keys] if isinstance(keys, str) else keys:
            keyDown(key)
            keyUp(key)
            time.sleep(interval)
    time.sleep(PAUSE)


def write(message: str, interval: float = 0.0) -> None:
    """Type a text."""
    for letter in message:
        if letter in _SHIFTED:
            hotkey("shift", letter.lower() if letter.isalpha() else letter)
        else:
            press(letter)
        time.sleep(interval)


typewrite = write


def moveTo(x: float, y: float, duration: float = 0.0) -> None:
    """Move the pointer."""
    time.sleep(duration)
    _screen.move(int(x), int(y))


def click(x: float | None = None, y: float | None = None, clicks: int = 1, interval: float = 0.0, button: str = "left") -> None:  # fmt: skip  # noqa: E501
    """Click, where the pointer is or at a point."""
    if x is not None and y is not None:
        moveTo(x, y)
    number = {"left": 1, "middle": 2, "right": 3}[button]
    for _ in range(clicks):
        _screen.button(number, down=True)
        _screen.button(number, down=False)
        time.sleep(interval)
    time.sleep(PAUSE)


def doubleClick(x: float | None = None, y: float | None = None) -> None:
    """Click twice."""
    click(x, y, clicks=2)


def rightClick(x: float | None = None, y: float | None = None) -> None:
    """Click with the right button."""
    click(x, y, button="right")


def size() -> tuple[int, int]:
    """Return the size of the screen."""
    return _screen.size
