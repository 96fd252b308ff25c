"""Pure: the chords that a desktop takes for itself, before any window gets them, and their effect."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop_agent.core.keys import MODIFIERS, US_SHIFTED, main_key

Chord = frozenset[str]
_LOCKS = frozenset({"capslock", "numlock", "scrolllock"})
_MODIFIERS = frozenset(MODIFIERS)


@dataclass(frozen=True, slots=True)
class DesktopChords:
    """Chords as `as_bound` writes them: those that only move windows and views about, and those that do anything else.

    Where not everything is told, any chord with all keys of one of the `doubtful` sets of modifiers may be taken, too.
    """

    moving: frozenset[Chord] = frozenset()
    starting: frozenset[Chord] = frozenset()
    doubtful: frozenset[Chord] = frozenset()

    def takes(self, keys: Iterable[str]) -> bool:
        """Return whether the desktop is known to take a chord."""
        chord = as_bound(keys)
        return any(_fires(bound, chord) for bound in self.moving | self.starting)

    def may_start(self, keys: Iterable[str]) -> bool:
        """Return whether the desktop does, or may do, more on a chord than move windows about."""
        chord = as_bound(keys)
        if any(_fires(bound, chord) for bound in self.starting):
            return True
        unknown = bool(chord - _MODIFIERS) and chord not in self.moving
        return unknown and any(modifiers <= chord for modifiers in self.doubtful)


NO_CHORDS = DesktopChords()


def as_bound(keys: Iterable[str]) -> Chord:
    """Return a chord as it is compared: locks left out, and what needs Shift on a US keyboard as that key with Shift.

    A key of the keypad counts as the one that does the same.
    """
    names = frozenset(map(main_key, keys)) - _LOCKS
    shifted = names & US_SHIFTED.keys()
    return names - shifted | {US_SHIFTED[name] for name in shifted} | ({"shift"} if shifted else frozenset())


def _fires(bound: Chord, pressed: Chord) -> bool:
    """Return whether a binding fires as the keys of a chord go down, in whatever order they do."""
    return bound == pressed or (bound <= pressed and bool(bound - _MODIFIERS))
