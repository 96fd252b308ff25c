"""Judges what counts as a person's yes: a calm, physical click on a card that has been still and uncovered a while.

Nothing here knows Qt: windows report what happened, and ask. A yes needs all of these:

- the press began `ARM_S` after the last change of what the person sees: shown, moved, resized, given or robbed of the
  focus, other words. Changes in a row put it off for `LONGEST_S` at most, so that no one is locked out for good. What
  was covered has to be seen for the whole `ARM_S`,
- it is not the second half of a double click that was meant for something else,
- no other program's window lies over any part of ours,
- a physical device made both the press and the release, by the display server's own word, on this button; where no
  server says so, the press came together with a touch that the compositor reported, while nothing of ours was sent.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from desktop_agent.core.presence import Presence, happened_at
from desktop_agent.core.texts.message import Message
from desktop_agent.ui.qt.availability import is_through_xwayland

# The proof of a yes on this display: a click of a device, a click that came together with a touch, a held chord, four
# digits; "none": impossible.
Proof = Literal["device", "touch", "chord", "digits", "none"]
ARM_S = 0.7
LONGEST_S = 15.0
CHORD_S = 0.7
_PROOF_AFTER_S = 0.5  # so long another proof has to be the right one before it is asked for
_WRAPS_MS = 1 << 32

TOO_EARLY = Message("That was too quick. Read the request, then click again.")
TOO_QUICK = Message("That was part of a double-click. Click once.")
COVERED = Message("Another window covers this one. Move it away, then answer.")
NOT_YOURS = Message("That click came from a program, not from a mouse. Only a person can approve.")
NOT_TOUCHED = Message("No touch of your mouse came with that click, so it may have been a program's. Click again.")
LEFT_ONLY = Message("Use the left button.")


@dataclass(frozen=True, slots=True)
class ProofOptions:
    """The proof of a yes on this display, the alternative chord, and the time limit."""

    proof: Proof = "device"
    chord: tuple[str, ...] = ()
    within_s: float | None = None
    by_chord: bool = True  # whether the chord can be proved, where a click is a yes
    challenge: bool = False  # whether the person has chosen digits

    @property
    def by_click(self) -> bool:
        """Whether the person's own click is a yes by itself."""
        return is_by_click(self.proof)

    def now(self, presence: Presence) -> ProofOptions:
        """Return the options for a question that opens now: keyboards are unplugged, and a film hides touches.

        Both come back: what this session can prove now counts, whatever it could prove before.
        """
        if self.challenge or self.proof in {"device", "none"}:
            return self
        if presence.reports_touch:
            return replace(self, proof="touch")
        return replace(self, proof="chord" if presence.reports_chords else "digits")


def is_by_click(proof: Proof) -> bool:
    """Return whether a click alone can be a yes."""
    return proof in {"device", "touch"}


def proof_here(presence: Presence, *, challenge: bool) -> Proof:
    """Return the proof of a yes on this display; with `challenge`, digits even where devices are reported."""
    if challenge:
        return "digits"
    # Xwayland gives a press a time of its own, which no device's is.
    if presence.reports_source and not is_through_xwayland():
        return "device"
    if presence.reports_touch:
        return "touch"
    if presence.reports_chords:
        return "chord"
    return "digits" if presence.lacks else "none"


class LastingProof:
    """The proof that is asked for: another one only after a while, as a moment without touches takes no one's yes."""

    def __init__(self, options: ProofOptions, presence: Presence, clock: Callable[[], float]) -> None:
        self.options = options
        self._presence = presence
        self._clock = clock
        self._right_s = clock()  # when it was the right one last

    def look(self, *, stays: bool = False) -> bool:
        """Return whether another proof is asked for from here on; none is while it `stays`."""
        now = self._clock()
        options = self.options.now(self._presence)
        if stays or options == self.options:
            self._right_s = now
        elif now - self._right_s >= _PROOF_AFTER_S:
            self.options = options
            return True
        return False


class Arming:
    """The time since the last change."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._first = clock()
        self._last = self._first

    def disturbed(self) -> None:
        """Restart the waiting time."""
        now = self._clock()
        if now - self._last >= ARM_S:
            self._first = now
        self._last = now

    def restart(self) -> None:
        """Restart the waiting time and `LONGEST_S`, as nothing was readable so far."""
        self._first = self._clock()
        self._last = self._first

    def since(self) -> float:
        """Return the time from which on a press counts; it may be in the future."""
        return min(self._last + ARM_S, self._first + LONGEST_S)

    @property
    def armed(self) -> bool:
        """Return whether a press that began now would count."""
        return self._clock() >= self.since()


@dataclass(frozen=True, slots=True)
class _GuardedPress:
    on: int
    disturbed: float  # `since` at that moment, which reveals any change until the release


class Guard:
    """Judges presses on the buttons of one window; times are of the display server (ms) and of `clock` (s)."""

    def __init__(
        self,
        presence: Presence,
        covered: Callable[[], bool],
        *,
        clock: Callable[[], float],
        double_click_s: float = 0.4,
    ) -> None:
        """Use `covered`, which returns whether another program's window is over any part of this one."""
        self._presence = presence
        self._covered = covered
        self._clock = clock
        self._double_click_ms = double_click_s * 1000
        self._presses: deque[int] = deque(maxlen=8)
        self._down: _GuardedPress | None = None
        self._proof: Proof = "device"
        self.why_not = ""  # why the last press does not count
        self.arming = Arming(clock)

    @property
    def by_click(self) -> bool:
        """Whether a person's click is a yes by itself."""
        return is_by_click(self._proof)

    @property
    def is_possible(self) -> bool:
        """Whether a yes can be proved here at all."""
        return self._proof != "none"

    def prove_by(self, proof: Proof) -> None:
        """Have a yes proved in this way from here on; what was pressed before counts for nothing."""
        self._proof = proof
        self._down = None
        self.why_not = ""
        self.arming.disturbed()

    def note_press(self, server_ms: int) -> None:
        """Note any press on our windows, by a person or a program, before it is judged; it may be noted twice."""
        if server_ms not in self._presses:
            self._presses.append(server_ms)
            self.why_not = ""

    def press(self, on: int, button: int, server_ms: int) -> str:
        """Judge a press on a button (`on` is any number for it); returns why it does not count, empty if it may."""
        self.note_press(server_ms)
        began = happened_at(self._clock(), server_ms)
        since = self.arming.since()
        why = self._press_refusal(button, server_ms, armed=began >= since)
        self.why_not = why
        self._down = None if why else _GuardedPress(on, since)
        return why

    def release(self, on: int, button: int, server_ms: int) -> str:
        """Judge the release; empty when press and release together are a person's yes."""
        why = self._release_refusal(on, button, server_ms)
        self.why_not = why
        return why

    def chord(self, keys: Sequence[str]) -> bool:
        """Return whether a person holds the chord for long enough, since after the window was ready for it."""
        held_s = self._presence.held_for(keys)
        in_time = held_s >= CHORD_S and self._clock() - held_s >= self.arming.since()
        return in_time and not self._covered()

    def _press_refusal(self, button: int, server_ms: int, *, armed: bool) -> str:
        if button != 1:
            return LEFT_ONLY
        if self._covered():
            return COVERED
        if not armed:
            return TOO_EARLY
        if self._is_second_press(server_ms):
            return TOO_QUICK
        if self._presence.was_physical(button, server_ms):
            return ""
        return NOT_YOURS if self._presence.reports_source else NOT_TOUCHED

    def _release_refusal(self, on: int, button: int, server_ms: int) -> str:
        down = self._down
        self._down = None
        if down is None or down.on != on or self.arming.since() != down.disturbed:
            return TOO_EARLY
        if self._covered():
            return COVERED
        return "" if self._presence.was_physical(-button, server_ms) else NOT_YOURS

    def _is_second_press(self, server_ms: int) -> bool:
        # A button's own press is in the list once; one more, with it or just before, makes it the second of two.
        near = sum(1 for earlier in self._presses if (server_ms - earlier) % _WRAPS_MS < self._double_click_ms)
        return near > 1
