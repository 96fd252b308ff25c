"""Reduced presences: for a session whose input cannot be watched, and for a run on another display."""
# ruff: noqa: ARG002 - arguments are ignored on purpose

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from desktop_agent.core.presence import (
    NoOwnInput,
    OnLost,
    OnStop,
    OnUserInput,
    OwnInput,
    Presence,
    UserInput,
    ignore_loss,
)
from desktop_agent.presence.lock import LockWatch
from desktop_agent.presence.watchers import InputWatchers, watch_with_lock


class NoPresence:
    """Implements `core.presence.Presence` without input: reports a lock of the screen at most, and proves no press."""

    def __init__(self, lacks: str = "", lock: LockWatch | None = None, keys_say: str = "") -> None:
        """Take the sentence on the missing guarantees (empty on an unattended display), and the watch of the lock.

        `keys_say` is for a session where keys alone aren't reported.
        """
        self.lacks = lacks
        self.keys_say = keys_say
        self._lock = lock
        self._watchers = InputWatchers()
        self.own: OwnInput = NoOwnInput()
        self.reports_source = False
        self.reports_touch = False
        self.unnoticed = ""

    @property
    def reports_chords(self) -> bool:
        """Return False: chords aren't reported either."""
        return self.reports_source

    def watch(self, on_user_input: OnUserInput, on_stop: OnStop, on_lost: OnLost = ignore_loss) -> Callable[[], None]:
        """Call back on a lock of the screen, where it is watched."""
        return watch_with_lock(self._watchers, self._lock, on_user_input, on_stop, on_lost)

    def quiet_for(self) -> float:
        """Return infinity: no input is known."""
        return math.inf

    def was_physical(self, button: int, server_ms: int) -> bool:
        """Return False: no press can be proved."""
        return False

    def expects_press(self) -> None:
        """Do nothing."""

    def key_presses(self) -> tuple[int, int]:
        """Return no presses."""
        return 0, 0

    def held_for(self, keys: Sequence[str]) -> float:
        """Return 0.0: no key is known to be held."""
        return 0.0

    def close(self) -> None:
        """End the watch of the lock; never raises."""
        if self._lock is not None:
            self._lock.close()


class StopsOnly:
    """Implements `core.presence.Presence`: passes on only the stop and pause keys of another presence.

    The run works on another display while the person uses this one, so only input for the run counts. The run's own
    input isn't announced here, as the person's input would be taken for it.
    """

    lacks = ""
    unnoticed = ""  # a touch of this display doesn't pause the run

    def __init__(self, presence: Presence) -> None:
        """Take the presence that watches the person; it is closed with this."""
        self._presence = presence
        self.own: OwnInput = NoOwnInput()
        self.reports_source = presence.reports_source
        self.reports_chords = presence.reports_chords

    @property
    def reports_touch(self) -> bool:
        """Return what the other presence does now."""
        return self._presence.reports_touch

    def watch(self, on_user_input: OnUserInput, on_stop: OnStop, on_lost: OnLost = ignore_loss) -> Callable[[], None]:
        """Call back on a stop, and on the pause key."""

        def pass_on(user_input: UserInput) -> None:
            if user_input.what == "pause":
                on_user_input(user_input)

        return self._presence.watch(pass_on, on_stop, on_lost)

    def quiet_for(self) -> float:
        """Return infinity: no input is waited for."""
        return math.inf

    def was_physical(self, button: int, server_ms: int) -> bool:
        """Ask the other presence."""
        return self._presence.was_physical(button, server_ms)

    def expects_press(self) -> None:
        """Pass the call on to the other presence."""
        self._presence.expects_press()

    def key_presses(self) -> tuple[int, int]:
        """Return what the other one has seen."""
        return self._presence.key_presses()

    def held_for(self, keys: Sequence[str]) -> float:
        """Return what the other one has seen."""
        return self._presence.held_for(keys)

    def close(self) -> None:
        """Close the other presence."""
        self._presence.close()
