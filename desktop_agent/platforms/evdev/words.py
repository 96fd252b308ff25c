"""Pure: the protocol, one datagram a message; what is not here can neither be asked nor be told.

A client says `watch CHORD` first, then `card CHORD` where a card is open, until `closed`; `-` for no chord. A chord is
one that types nothing: so no chord, one after the other, tells what is typed. While a card is open the client is told
when its chord is held, and may ask whether a physical button was pressed or let go at one moment (`was down 123456`),
which its own window has been told. It is answered in order, yes or no, and by no word of which button.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

SOCKET = "/run/desktop-agent/evdev.sock"
LONGEST = 64  # bytes of a message
WRAPS_MS = 1 << 32  # as the times of a display server

ACTIVITY = "activity"
STOP = "stop"
ESCAPES = "escapes"
CHORD_DOWN = "chord down"
CHORD_UP = "chord up"
YES = "yes"
NO = "no"
BUSY = "busy"
REFUSED = "refused"
# Everything that can leave the helper; `devices` has how many keyboards and pointers there are, 9 for more.
TOLD = re.compile(r"activity|stop|escapes|chord (down|up)|yes|no|busy|refused|devices [0-9] [0-9]")

# The kernel's codes of keys. Right Alt is none of these: with it text is typed.
MODIFIERS = {"ctrl": (29, 97), "shift": (42, 54), "alt": (56,), "super": (125, 126)}
# Keys that type nothing alone: Pause, Scroll Lock, Print, F1 to F24, Break.
SILENT_KEYS = frozenset({119, 70, 99, *range(59, 69), 87, 88, *range(183, 195), 411})
_LAST_KEY = 0xFF
_CHORD = re.compile(r"((?:(?:ctrl|shift|alt|super)\+){0,4})([1-9][0-9]{0,2})")
_QUESTION = re.compile(r"was (down|up) (0|[1-9][0-9]{0,9})")


@dataclass(frozen=True, slots=True)
class CodedChord:
    """Modifiers by name, and one key by the kernel's code."""

    modifiers: frozenset[str]
    key: int

    @property
    def types_nothing(self) -> bool:
        """Return whether no text is typed by it, whatever the layout."""
        is_command = {"ctrl", "alt"} <= self.modifiers or "super" in self.modifiers
        is_modifier = any(self.key in codes for codes in MODIFIERS.values())
        return not is_modifier and (self.key in SILENT_KEYS or (is_command and self.key <= _LAST_KEY))

    def is_in(self, down: Collection[int]) -> bool:
        """Return whether all of it is down."""
        return self.key in down and all(any(code in down for code in MODIFIERS[name]) for name in self.modifiers)

    def is_all_of(self, down: Collection[int]) -> bool:
        """Return whether it is down, and nothing else."""
        own = {self.key, *(code for name in self.modifiers for code in MODIFIERS[name])}
        return self.is_in(down) and own.issuperset(down)

    def __str__(self) -> str:
        """Return it as it is asked for."""
        return "+".join((*sorted(self.modifiers), str(self.key)))


@dataclass(frozen=True, slots=True)
class WatchRequest:
    """The first message: the chord that stops."""

    stop: CodedChord | None

    def __str__(self) -> str:
        """Return the message."""
        return f"watch {self.stop or '-'}"


@dataclass(frozen=True, slots=True)
class CardNotice:
    """A card has been opened, with the chord that approves, or closed."""

    is_open: bool
    approve: CodedChord | None = None

    def __str__(self) -> str:
        """Return the message."""
        return f"card {self.approve or '-'}" if self.is_open else "closed"


@dataclass(frozen=True, slots=True)
class PressQuestion:
    """Was a physical button pressed, or let go, at this moment of the kernel's monotonic clock?"""

    down: bool
    at_ms: int

    def __str__(self) -> str:
        """Return the message."""
        return f"was {'down' if self.down else 'up'} {self.at_ms}"


ClientMessage = WatchRequest | CardNotice | PressQuestion


def read_message(data: bytes) -> ClientMessage | None:
    """Return what a client says; None for everything that is no message."""
    text = data.decode("ascii", "replace")
    if text == "closed":
        return CardNotice(is_open=False)
    if (asked := _QUESTION.fullmatch(text)) and int(asked[2]) < WRAPS_MS:
        return PressQuestion(asked[1] == "down", int(asked[2]))
    what, _, named = text.partition(" ")
    chord = read_chord(named)
    if what not in {"watch", "card"} or (chord is None and named != "-"):
        return None
    return WatchRequest(chord) if what == "watch" else CardNotice(is_open=True, approve=chord)


def read_chord(text: str) -> CodedChord | None:
    """Return a chord that may be asked for; None for any other."""
    if not (found := _CHORD.fullmatch(text)):
        return None
    chord = CodedChord(frozenset(found[1].split("+")[:-1]), int(found[2]))
    return chord if chord.types_nothing else None


def devices_word(keyboards: int, pointers: int) -> str:
    """Return the word that tells how many devices are watched."""
    return f"devices {min(keyboards, 9)} {min(pointers, 9)}"
