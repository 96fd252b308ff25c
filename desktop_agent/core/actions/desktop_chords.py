"""Pure: the chords that a desktop takes for itself, before any window gets them, and their effect."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop_agent.core.actions.keys import MODIFIERS, US_SHIFTED, main_key

Chord = frozenset[str]
_LOCKS = frozenset({"capslock", "numlock", "scrolllock"})
_MODIFIERS = frozenset(MODIFIERS)


@dataclass(frozen=True, slots=True)
class DesktopChords:
    """Chords in the form of `as_bound`: those that only move windows and views, and those with any other effect.

    If some chords are unreported, any chord with all keys of one of the `doubtful` sets of modifiers may be taken, too.
    """

    moving: frozenset[Chord] = frozenset()
    starting: frozenset[Chord] = frozenset()
    doubtful: frozenset[Chord] = frozenset()

    def takes(self, keys: Iterable[str]) -> bool:
        """Return whether the desktop is known to take a chord."""
        chord = as_bound(keys)
        return any(_fires(bound, chord) for bound in self.moving | self.starting)

    def may_start(self, keys: Iterable[str]) -> bool:
        """Return whether a chord has, or may have, another effect on the desktop than moving windows."""
        chord = as_bound(keys)
        if any(_fires(bound, chord) for bound in self.starting):
            return True
        is_unknown = bool(chord - _MODIFIERS) and chord not in self.moving
        return is_unknown and any(modifiers <= chord for modifiers in self.doubtful)


NO_CHORDS = DesktopChords()


def as_bound(keys: Iterable[str]) -> Chord:
    """Return a chord in the form for comparison, without locks and with the keys of a US keyboard.

    A character that needs Shift becomes its key with Shift, and a key of the keypad its main key.
    """
    names = frozenset(map(main_key, keys)) - _LOCKS
    shifted = names & US_SHIFTED.keys()
    return names - shifted | {US_SHIFTED[name] for name in shifted} | ({"shift"} if shifted else frozenset())


def _fires(bound: Chord, pressed: Chord) -> bool:
    """Return whether a binding is triggered while the keys of a chord are pressed, in any order."""
    return bound == pressed or (bound <= pressed and bool(bound - _MODIFIERS))
