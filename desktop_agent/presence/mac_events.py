"""Turns what macOS reports to an event tap into input events. Pure: it is tested on every system.

Source: Apple's CGEventTypes.h, CGEventSource's notes on kCGEventSourceUnixProcessID, and HIToolbox/Events.h for codes.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.presence.classifier import InputEvent

KEYBOARD, MOUSE = 1, 2
PROCESS, BUTTON, RIGHT, DOWN, KEY, REPEATED = 41, 3, 4, 5, 9, 8  # fields of an event
_KEY_DOWN, _KEY_UP, _FLAGS, _WHEEL = 10, 11, 12, 22
_MOVES = (5, 6, 7, 27)
_BUTTONS = {1: (1, True), 2: (1, False), 3: (3, True), 4: (3, False)}
_OTHER = {25: True, 26: False}
HEARD = (*_MOVES, *_BUTTONS, *_OTHER, _KEY_DOWN, _KEY_UP, _FLAGS, _WHEEL)
_SHIFT, _CONTROL, _OPTION, _COMMAND, _CAPS = 1 << 17, 1 << 18, 1 << 19, 1 << 20, 1 << 16
_FLAG_OF = {54: _COMMAND, 55: _COMMAND, 56: _SHIFT, 60: _SHIFT, 58: _OPTION, 61: _OPTION, 59: _CONTROL, 62: _CONTROL,
            57: _CAPS}  # fmt: skip
_NAMED: dict[str, tuple[int, ...]] = {
    "ctrl": (59, 62), "shift": (56, 60), "alt": (58, 61), "altgr": (61,), "super": (54, 55), "enter": (36, 76),
    "tab": (48,), "escape": (53,), "backspace": (51,), "delete": (117,), "space": (49,), "up": (126,),
    "down": (125,), "left": (123,), "right": (124,), "home": (115,), "end": (119,), "pageup": (116,),
    "pagedown": (121,), "capslock": (57,),
    # Apple's keyboards have no Pause; on others it arrives as F15.
    "pause": (113,), "printscreen": (105,), "scrolllock": (107,),
    **dict(zip((f"f{n}" for n in range(1, 16)), ((code,) for code in
               (122, 120, 99, 118, 96, 97, 98, 100, 101, 109, 103, 111, 105, 107, 113)), strict=True)),
}  # fmt: skip
_LETTERS = dict(zip("asdfhgzxcv", range(10), strict=True)) | dict(zip("bqweryt", range(11, 18), strict=True)) | {
    "1": 18, "2": 19, "3": 20, "4": 21, "6": 22, "5": 23, "9": 25, "7": 26, "8": 28, "0": 29, "o": 31, "u": 32,
    "i": 34, "p": 35, "l": 37, "j": 38, "k": 40, "n": 45, "m": 46,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MacEvent:
    """The fields of one event: its type, time, flags, and the process that has posted it (0: the system itself)."""

    type: int
    time_ms: int
    process: int
    flags: int = 0
    code: int = 0
    repeated: bool = False
    right: int = 0
    down: int = 0
    wheel: int = 0


class MacEvents:
    """Reads events in order; for a modifier macOS reports only that it has changed."""

    def __init__(self) -> None:
        self._modifiers_down: set[int] = set()
        self._virtual = (0.0, 0.0)  # where physical motion alone would have brought the pointer

    def touch(self, event: MacEvent) -> InputEvent | None:
        """Return one event; None for a repeat, and for anything that is no input."""
        physical = event.process == 0
        if event.type in _MOVES:
            before = self._virtual
            if physical:
                self._virtual = (before[0] + event.right, before[1] + event.down)
            return InputEvent("motion", 0, True, MOUSE, physical, event.time_ms, before, self._virtual)  # noqa: FBT003 - down
        if event.type in {_KEY_DOWN, _KEY_UP, _FLAGS}:
            return self._key(event, physical=physical)
        pressed = self._button(event)
        return InputEvent("button", *pressed, MOUSE, physical, event.time_ms) if pressed else None

    def _key(self, event: MacEvent, *, physical: bool) -> InputEvent | None:
        if event.repeated:
            return None
        down = event.type == _KEY_DOWN if event.type != _FLAGS else self._modifier(event)
        return InputEvent("key", event.code, down, KEYBOARD, physical, event.time_ms)

    def _modifier(self, event: MacEvent) -> bool:
        down = bool(event.flags & _FLAG_OF.get(event.code, 0)) and event.code not in self._modifiers_down
        (self._modifiers_down.add if down else self._modifiers_down.discard)(event.code)
        return down

    @staticmethod
    def _button(event: MacEvent) -> tuple[int, bool] | None:
        if event.type == _WHEEL:
            return (4 if event.wheel > 0 else 5), True
        if event.type in _OTHER:  # numbered from the middle one, which is 2 there as well
            return (2 if event.code == 2 else 5 + event.code), _OTHER[event.type]  # noqa: PLR2004
        return _BUTTONS.get(event.type)


def codes_of(name: str) -> frozenset[int]:
    """Return the virtual keys that are a key; characters by their place on the US layout."""
    return frozenset(_NAMED.get(name) or ((_LETTERS[name],) if name in _LETTERS else ()))
