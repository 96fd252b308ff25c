"""Pure: the words by which sway binds a chord to one keyboard, and which keyboards are a person's.

A binding for one keyboard fires for that keyboard only, and virtual ones are told apart by a name that they cannot
choose: so its event proves a press. (A program that may make devices of the kernel's, as ydotool does, makes physical
ones.) The command does nothing; it is what the event is known by.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop_agent.platforms.x11.keysyms import symbol_of_char, symbol_of_key

_VIRTUAL = "0:0:virtual_"  # how every keyboard of a program is called
# What sway would take for the end of a word or of a command is in no name that can be bound.
_PLAIN_NAME = re.compile(r"""[^\s"'\\;,\[\]{}$#]+""")
_MODIFIERS = {"ctrl": "Control", "shift": "Shift", "alt": "Mod1", "super": "Mod4", "altgr": "Mod5"}
# Also where a program has taken all shortcuts for itself (a virtual machine), and on a locked screen.
_FLAGS = "--no-warn --locked --inhibited"
# How far apart the repeats of a held key may be; sway's own are 40 ms apart.
_BEATS_WITHIN_S = 0.3
_ANEW_AFTER_S = 1.5  # no key waits so long for its first repeat: its release was not told


def physical_keyboards(inputs: object) -> tuple[str, ...]:
    """Return the identifiers of the keyboards that are devices, from sway's answer to GET_INPUTS, each once."""
    devices = [one for one in inputs if isinstance(one, dict)] if isinstance(inputs, list) else []
    names = [one.get("identifier") for one in devices if one.get("type") == "keyboard"]
    physical = [name for name in names if isinstance(name, str) and not name.startswith(_VIRTUAL)]
    return tuple(dict.fromkeys(name for name in physical if _PLAIN_NAME.fullmatch(name)))


@dataclass(frozen=True, slots=True)
class ChordBinding:
    """A chord (names as in `core.keys`) and the word that its events are known by."""

    names: tuple[str, ...]
    word: str

    @property
    def pressed(self) -> str:
        """The command that the event of a press names."""
        return f"nop {self.word}"

    @property
    def released(self) -> str:
        """The command that the event of a release names."""
        return f"nop {self.word}-released"

    def bind(self, keyboard: str) -> Iterator[str]:
        """Yield sway's commands that bind it, the release first: no press is to be told alone."""
        if keys := _keys(self.names):
            yield f"bindsym --input-device={keyboard} {_FLAGS} --release {keys} {self.released}"
            yield f"bindsym --input-device={keyboard} {_FLAGS} {keys} {self.pressed}"

    def unbind(self, keyboard: str) -> Iterator[str]:
        """Yield sway's commands that take it back."""
        if keys := _keys(self.names):
            yield f"unbindsym --input-device={keyboard} {_FLAGS} {keys}"
            yield f"unbindsym --input-device={keyboard} {_FLAGS} --release {keys}"


def stop_binding(names: tuple[str, ...]) -> ChordBinding:
    """Return the stop key's binding: the same in each of our processes that has the same stop key."""
    return ChordBinding(names, f"desktop-agent-stop-{_keys(names)}")


class HeldChord:
    """Since when a chord is held, by the events of its presses, which repeat, and of its release."""

    def __init__(self) -> None:
        self._first_s = self._last_s = -math.inf
        self.down = False

    def pressed(self, at_s: float) -> bool:
        """Take a press; tell whether it is one, and no repeat."""
        is_new = not self.down or at_s - self._last_s > _ANEW_AFTER_S
        self.down, self._last_s = True, at_s
        if is_new:
            self._first_s = at_s
        return is_new

    def released(self) -> None:
        """Take its release."""
        self.down = False

    def held_for(self, now_s: float) -> float:
        """Return for how long it has been held; 0.0 unless its repeats say that it still is.

        A release is not told when another bound key has come between.
        """
        beats = self.down and self._last_s > self._first_s and now_s - self._last_s < _BEATS_WITHIN_S
        return now_s - self._first_s if beats else 0.0


def _keys(names: Sequence[str]) -> str:
    """Return a chord as sway writes it; empty where a key has no symbol."""
    words = [_MODIFIERS.get(name) or _symbol(name) for name in names]
    return "+".join(words) if all(words) else ""


def _symbol(name: str) -> str:
    symbol = symbol_of_key(name) or (symbol_of_char(name) if len(name) == 1 else 0)
    return f"0x{symbol:x}" if symbol else ""
