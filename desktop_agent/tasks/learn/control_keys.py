"""The keys that control the recording of a demonstration: one pauses, twice ends, another discards. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.actions.keys import MODIFIERS, chord, chord_text
from desktop_agent.core.texts.message import Message

AGAIN_WITHIN_MS = 2000  # as long as a run gives between the press that pauses and the one that stops
PersonsWish = Literal["pause", "end", "discard"]


@dataclass(frozen=True, slots=True)
class WishRequest:
    """A wish expressed by one of our buttons, and its time in seconds of `time.monotonic`."""

    wish: PersonsWish
    at_s: float


@dataclass(frozen=True, slots=True)
class ControlKeys:
    """The control chords, in the spelling of `core.actions.keys`."""

    pause: str = "pause"
    discard: str = "f8"

    @property
    def hint(self) -> str:
        """Return a text that explains the chords."""
        pause, discard = (chord_text(spelled.split("+")) for spelled in (self.pause, self.discard))
        return Message(
            "{pause}: pause or resume · {pause} twice: finish · {discard}: discard", pause=pause, discard=discard
        )


class ControlSense:
    """Recognises the control chords among key presses."""

    def __init__(self, keys: ControlKeys) -> None:
        """Parse the chords; UnknownKeyError for an unknown key."""
        self._pause = chord(keys.pause)
        self._discard = chord(keys.discard)
        self._paused_at_ms = -math.inf

    def is_chord(self, key: str, held: tuple[str, ...]) -> bool:
        """Return whether a key with these held modifiers is a control chord."""
        return self._matches(self._pause, key, held) or self._matches(self._discard, key, held)

    def pressed(self, key: str, held: tuple[str, ...], time_ms: int) -> PersonsWish | None:
        """Return the wish that a key press expresses; None for any other key."""
        if self._matches(self._discard, key, held):
            return "discard"
        if not self._matches(self._pause, key, held):
            return None
        before = self._paused_at_ms
        self._paused_at_ms = time_ms
        return "end" if time_ms - before <= AGAIN_WITHIN_MS else "pause"

    def _matches(self, chord_keys: tuple[str, ...], key: str, held: tuple[str, ...]) -> bool:
        modifiers = {key_name for key_name in chord_keys if key_name in MODIFIERS}
        return key in chord_keys and key not in MODIFIERS and modifiers <= {*held}
