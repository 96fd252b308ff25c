"""Judges what counts as a person's yes: a calm, physical click on a card that has been still and uncovered a while.

Nothing here knows Qt: windows report what happened, and ask. A yes needs all of these:

- the press began `ARM_S` after the last thing that changed what the person sees (show, move, resize, focus, uncovering,
  other words, but for a letter that their own key has typed there); such changes in a row put it off for `LONGEST_S` at
  most, so that nobody is locked out for good,
- it is not the second half of a double click that was meant for something else,
- no other program's window lies over any part of ours or in it, and the screen shows ours as we painted it,
- a person has moved the pointer onto the button: no program put it there, and no window opened or moved under it,
- a physical device made both the press and the release, by the display server's own word, in this window and on this
  button; and by the kernel's, where that can be asked.

What no honest program does disarms for `UPSET_S`, and the window says so: a jump of the pointer, another set of mice
and keyboards, a window of ours moved or drawn over.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from desktop_agent.core.message import Message
from desktop_agent.core.presence import Presence

Proof = Literal["device", "chord", "digits", "none"]  # how a yes is proved here; "none": it cannot be
MadeBy = Callable[[int, int, int], bool]
ARM_S, UPSET_S = 0.7, 2.0
LONGEST_S = 15.0
CHORD_S = 0.7
_OLDEST_EVENT_S = 5.0
_WRAPS_MS = 1 << 32

TOO_EARLY = Message("That was too quick. Read the request, then click again.")
TOO_QUICK = Message("That was part of a double-click. Click once.")
COVERED = Message("Another window covers this one. Move it away, then answer.")
CHANGED = Message(
    "Another program has drawn over this window, so the text may not be genuine. Wait two seconds, then read it again."
)
MOVED = Message("Another program has moved this window. Wait two seconds, then read it again.")
JUMPED = Message(
    "The pointer jumped without a mouse moving it. Wait two seconds, then move it onto the button yourself."
)
DEVICES = Message("A mouse or keyboard was added, removed or rearranged. Wait two seconds, then answer.")
PUT_THERE = Message("You didn't move the pointer here yourself. Move it off this button and back, then click.")
NOT_YOURS = Message("That click came from a program, not from a mouse. Only a person can approve.")
LEFT_ONLY = Message("Use the left button.")


@dataclass(frozen=True, slots=True)
class ProofOptions:
    """How a yes is proved here, by which chord it can be given too, and how long there is for it."""

    proof: Proof = "device"
    chord: tuple[str, ...] = ()
    within_s: float | None = None

    def now(self, presence: Presence) -> ProofOptions:
        """Return what holds for a question that opens now: the last keyboard may have gone."""
        return replace(self, proof="digits") if self.proof == "chord" and not presence.tells_chords else self


def proof_here(presence: Presence, *, challenge: bool) -> Proof:
    """Return how a yes can be proved on this display; `challenge` asks for digits also where devices are told."""
    if challenge:
        return "digits"
    if presence.tells_source:
        return "device"
    return "chord" if presence.tells_chords else "digits" if presence.lacks else "none"


class Arming:
    """Knows for how long nothing has changed, and nothing has been done that no honest program does."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._first = self._last = clock()
        self._upset_until = -math.inf
        self._why = ""

    def disturbed(self) -> None:
        """Start the waiting time anew."""
        now = self._clock()
        if now - self._last >= ARM_S:
            self._first = now
        self._last = now

    def since(self) -> float:
        """Return the moment from which on a press counts; in the future while it is still to come."""
        return max(min(self._last + ARM_S, self._first + LONGEST_S), self._upset_until)

    def upset(self, why: str) -> None:
        """Wait `UPSET_S`, however often this happens; `why` is told meanwhile."""
        self._upset_until, self._why = self._clock() + UPSET_S, why

    @property
    def why_upset(self) -> str:
        """Return why a press does not count for so long; empty when that is over."""
        return self._why if self._clock() < self._upset_until else ""

    @property
    def armed(self) -> bool:
        """Tell whether a press that began now would count."""
        return self._clock() >= self.since()


@dataclass(frozen=True, slots=True)
class _GuardedPress:
    on: int
    began: float
    disturbed: float  # `since` at that moment: any change until the release is seen by it


class Guard:
    """Judges presses on the buttons of one window; times are of the display server (ms) and of `clock` (s)."""

    def __init__(  # noqa: PLR0913  one for each check
        self,
        presence: Presence,
        covered: Callable[[], bool],
        *,
        clock: Callable[[], float],
        double_click_s: float = 0.4,
        changed: Callable[[], bool] = lambda: False,
        appearing: Callable[[], bool] = lambda: False,
        carried_onto: Callable[[int], bool] = lambda _button: True,
        made_by: MadeBy | None = None,
    ) -> None:
        """Take the checks: `covered` by windows, `changed` by drawing, the pointer `carried_onto` a button.

        `appearing` tells whether the window is so new that the screen may not show it yet.
        `made_by` tells whether a hand did this (a button of a mouse, negative when let go) on a button of the window.
        """
        self._presence = presence
        self._covered = covered
        self._changed, self._appearing, self._carried_onto = changed, appearing, carried_onto
        self._made_by = made_by or (lambda _on, code, at_ms: presence.was_physical("button", code, at_ms))
        self._clock = clock
        self._double_click_ms = double_click_s * 1000
        self._presses: deque[int] = deque(maxlen=8)
        self._down: _GuardedPress | None = None
        self._doubt = ""  # why the last press does not count
        self.arming = Arming(clock)

    @property
    def why_not(self) -> str:
        """Return why no press counts now, or why the last one did not; empty if there is nothing to say."""
        return self.arming.why_upset or self._doubt

    def noticed(self, server_ms: int) -> None:
        """Note any press on any of our windows, whoever made it, before it is judged."""
        self._presses.append(server_ms)
        self._doubt = ""

    def press(self, on: int, button: int, server_ms: int) -> str:
        """Judge a press on a button (`on` is any number for it); returns why it does not count, empty if it may."""
        self._down = None
        if server_ms not in self._presses:
            self._presses.append(server_ms)
        began, since = happened_at(self._clock(), server_ms), self.arming.since()
        why = self._why_not(on, button, server_ms, armed=began >= since)
        if not why and not self._carried_onto(on):
            why = PUT_THERE
        if not why and self.looks_changed():
            why = self.arming.why_upset or TOO_EARLY
        if not why:
            self._down = _GuardedPress(on, began, since)
        self._doubt = why
        return why

    def release(self, on: int, button: int, server_ms: int) -> str:
        """Judge the release; empty when press and release together are a person's yes."""
        self._doubt = why = self._why_no_yes(on, button, server_ms)
        return why

    def chord(self, keys: Sequence[str]) -> bool:
        """Tell whether a person holds the chord for long enough, since after the window was ready for it."""
        held_s = self._presence.held_for(keys)
        in_time = held_s >= CHORD_S and self._clock() - held_s >= self.arming.since()
        return in_time and not self._covered() and not self.looks_changed()

    def typed(self, code: int, server_ms: int) -> bool:
        """Tell whether a physical device pressed exactly this key at this time: then a person has typed it."""
        return self._presence.was_physical("key", code, server_ms)

    def looks_changed(self) -> bool:
        """Tell whether the screen shows what we did not paint; the person has to read everything again then."""
        if not self._changed():
            return False
        if self._appearing():
            self.arming.disturbed()
        else:
            self.arming.upset(CHANGED)
        return True

    def _why_not(self, on: int, button: int, server_ms: int, *, armed: bool) -> str:
        if button != 1:
            return LEFT_ONLY
        if self._covered():
            return COVERED
        if not armed:
            return self.arming.why_upset or TOO_EARLY
        if self._follows_another(server_ms):
            return TOO_QUICK
        return "" if self._made_by(on, button, server_ms) else NOT_YOURS

    def _why_no_yes(self, on: int, button: int, server_ms: int) -> str:
        down, self._down = self._down, None
        if down is None or down.on != on or self.arming.since() != down.disturbed:
            return self.arming.why_upset or TOO_EARLY
        if self._covered():
            return COVERED
        return "" if self._made_by(on, -button, server_ms) else NOT_YOURS

    def _follows_another(self, server_ms: int) -> bool:
        # A button's own press is in the list once; what came with it or shortly before makes it the second of two.
        near = sum(1 for other in self._presses if (server_ms - other) % _WRAPS_MS < self._double_click_ms)
        return near > 1


def happened_at(now: float, server_ms: int) -> float:
    """Return when an event happened on the clock of `now` (monotonic seconds).

    A display server on this machine counts the same clock in ms; what does not look like it happened now.
    """
    age_ms = (round(now * 1000) - server_ms) % _WRAPS_MS
    return now - age_ms / 1000 if age_ms < _OLDEST_EVENT_S * 1000 else now
