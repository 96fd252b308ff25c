"""Recognition of a stop: a key or chord pressed twice, Esc three times, or the pointer in the top-left corner.

Pressed once, the key pauses; a setting makes it stop at once instead.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from desktop_agent.core.actions.keys import chord, chord_text
from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.texts.message import Message

ESCAPES = 3
ESCAPES_WITHIN_S = 1.0
AGAIN_WITHIN_S = 2.0
ESCAPE_SAID = Message("Esc was pressed three times")
CORNER_SAID = Message("the pointer was moved to the top-left corner")

CodesOf = Callable[[str], frozenset[int]]  # a key's name -> its codes on the current layout


@dataclass(frozen=True, slots=True)
class StopKeys:
    """The ways to stop a run: a chord (as in `core.actions.keys`, "+" between keys), Esc three times, the corner.

    And whether a touch pauses it, where that is noticed.
    """

    key: str = "pause"
    corner: bool = True
    by_hand_only: bool = False  # programs' input is ignored
    touch: bool = True  # any touch pauses: of no interest while the run works elsewhere
    pauses_first: bool = True  # the chord pauses, and stops when it is pressed again within `AGAIN_WITHIN_S`

    def names(self) -> tuple[str, ...]:
        """Return the keys of the chord; none for an unknown one, which settings refuse: the other ways stop a run."""
        try:
            return chord(self.key)
        except UnknownKeyError:
            return ()


class StopSense:
    """Recognises a stop among the presses that are not our own; for one thread.

    Additional keys that are down don't matter, as a person may press the chord in a hurry.
    """

    def __init__(self, keys: StopKeys, codes: CodesOf) -> None:
        self._keys = keys
        self._codes = codes
        self._names = keys.names()
        self._escapes: deque[float] = deque(maxlen=ESCAPES)
        self._chord_at_s = -math.inf
        self.pauses = False  # whether the last press was the chord, for the first time
        self._in_corner = False

    def pressed(self, code: int, down: frozenset[int], at_s: float) -> str:
        """Return the reason for a stop by this press, in words; empty without one. `down` includes `code`."""
        if self._completes_chord(code, down):
            since_last_s = at_s - self._chord_at_s
            self._chord_at_s = at_s
            self.pauses = self._keys.pauses_first and since_last_s > AGAIN_WITHIN_S
            return "" if self.pauses else self._chord_sentence(twice=self._keys.pauses_first)
        self.pauses = False
        if code in self._codes("escape"):
            self._escapes.append(at_s)
            if len(self._escapes) == ESCAPES and at_s - self._escapes[0] <= ESCAPES_WITHIN_S:
                self._escapes.clear()
                return ESCAPE_SAID
        return ""

    def pointer_is(self, at: tuple[int, int], *, theirs: bool) -> str:
        """Return the reason for a stop by the pointer's place, which counts only if the person moved it; else empty."""
        was_there = self._in_corner
        self._in_corner = at == (0, 0)
        return CORNER_SAID if self._keys.corner and theirs and self._in_corner and not was_there else ""

    def _completes_chord(self, code: int, down: frozenset[int]) -> bool:
        chord_codes = [self._codes(name) for name in self._names]
        return any(code in codes for codes in chord_codes) and all(codes & down for codes in chord_codes)

    def _chord_sentence(self, *, twice: bool) -> str:
        spelled = chord_text(self._names)
        key = Message("the {spelled} key", spelled=spelled) if len(self._names) == 1 else spelled
        return Message("{key} was pressed twice", key=key) if twice else Message("{key} was pressed", key=key)
