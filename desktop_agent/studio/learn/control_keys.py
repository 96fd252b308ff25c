"""The keys that work the watching itself: once pauses, twice ends, another one discards. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.keys import MODIFIERS, chord, chord_text
from desktop_agent.core.message import Message

AGAIN_WITHIN_MS = 2000  # as long as a run gives between the press that pauses and the one that stops
PersonsWish = Literal["pause", "end", "discard"]


@dataclass(frozen=True, slots=True)
class AskedWish:
    """What the person asked for by a button of ours, and when, in seconds of `time.monotonic`."""

    wish: PersonsWish
    at_s: float


@dataclass(frozen=True, slots=True)
class ControlKeys:
    """The chords, as `core.keys` spells them."""

    pause: str = "pause"
    discard: str = "f8"

    @property
    def hint(self) -> str:
        """Return in a sentence what they do."""
        pause, discard = (chord_text(spelled.split("+")) for spelled in (self.pause, self.discard))
        return Message(
            "{pause}: pause or resume · {pause} twice: finish · {discard}: discard", pause=pause, discard=discard
        )


class ControlSense:
    """Recognises the chords among the keys that go down."""

    def __init__(self, keys: ControlKeys) -> None:
        """Take the chords; UnknownKeyError when there is no such key."""
        self._pause, self._discard = chord(keys.pause), chord(keys.discard)
        self._paused_at_ms = -math.inf

    def is_theirs(self, key: str, held: tuple[str, ...]) -> bool:
        """Return whether a key with these modifiers held is one of the chords."""
        return self._is(self._pause, key, held) or self._is(self._discard, key, held)

    def pressed(self, key: str, held: tuple[str, ...], time_ms: int) -> PersonsWish | None:
        """Return what the person wants by this key; None for any other."""
        if self._is(self._discard, key, held):
            return "discard"
        if not self._is(self._pause, key, held):
            return None
        before, self._paused_at_ms = self._paused_at_ms, time_ms
        return "end" if time_ms - before <= AGAIN_WITHIN_MS else "pause"

    def _is(self, wanted: tuple[str, ...], key: str, held: tuple[str, ...]) -> bool:
        modifiers = {one for one in wanted if one in MODIFIERS}
        return key in wanted and key not in MODIFIERS and modifiers <= {*held}
