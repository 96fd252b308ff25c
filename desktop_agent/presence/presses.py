"""What physical devices have pressed: the keys and buttons that are down, and a short memory that proves a press."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from desktop_agent.core.own_input import InputKind
from desktop_agent.presence.stop_keys import CodesOf

REMEMBERED = 512
_WHEEL = (4, 5, 6, 7)  # a turn is over at once, and some systems tell of no release
_SERVER_BITS = 0xFFFFFFFF

# kind, code (negative for a release), time of the display server in ms, device
PressEvent = tuple[InputKind, int, int, int]


class PhysicalPresses:
    """For one thread at a time; times are the watcher's, in seconds, unless named after the server."""

    def __init__(self) -> None:
        self._down: dict[tuple[InputKind, int], int] = {}  # -> the device that holds it
        self._changed_s = 0.0
        self._proofs: deque[PressEvent] = deque(maxlen=REMEMBERED)

    def note(self, kind: InputKind, code: int, *, down: bool, device: int, server_ms: int, at_s: float) -> None:
        """Remember a press or a release."""
        self._proofs.append((kind, code if down else -code, server_ms & _SERVER_BITS, device))
        before = set(self._down)
        if down and not (kind == "button" and code in _WHEEL):
            self._down[kind, code] = device
        else:
            self._down.pop((kind, code), None)
        if self._down.keys() != before:  # a repeat of a held key changes nothing
            self._changed_s = at_s

    def forget_devices_but(self, there: frozenset[int]) -> None:
        """Forget what was held by devices that have been taken away: their releases never come."""
        self._down = {key: device for key, device in self._down.items() if device in there}

    def prove(self, kind: InputKind, code: int, server_ms: int, device: int | None = None) -> bool:
        """Tell whether exactly this happened, on that device where one is named; each event proves once."""
        same = (kind, code, server_ms & _SERVER_BITS)
        event = next((one for one in self._proofs if one[:3] == same and device in {None, one[3]}), None)
        if event is None:
            return False
        self._proofs.remove(event)
        return True

    def anything_down(self) -> bool:
        """Tell whether a key or a button is held."""
        return bool(self._down)

    def held_since(self, names: Sequence[str], codes: CodesOf) -> float | None:
        """Return since when the keys that are down are this chord and nothing else; None when they are not."""
        down = {code for kind, code in self._down if kind == "key"}
        chord_codes = [codes(name) for name in names]
        if not chord_codes or any(kind == "button" for kind, _ in self._down):
            return None
        all_down = all(codes & down for codes in chord_codes)
        nothing_else = down <= frozenset().union(*chord_codes)
        return self._changed_s if all_down and nothing_else else None
