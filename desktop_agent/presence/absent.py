"""The stand-in where no input can be watched: it reports a lock of the screen at most, and never proves a press."""
# ruff: noqa: ARG002 - arguments are ignored on purpose

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from desktop_agent.core.own_input import InputKind, NobodyWatches, OwnInput
from desktop_agent.core.presence import OnStop, OnUserInput, PointerMotion, UserInput
from desktop_agent.presence.lock import LockWatch


class NoPresence:
    """Implements `core.presence.Presence` without any input to watch."""

    def __init__(self, lacks: str = "", lock: LockWatch | None = None) -> None:
        """Take what is missed here, for the person (empty where nobody sits), and what notices a lock."""
        self.lacks, self._lock = lacks, lock
        self.own: OwnInput = NobodyWatches()
        self.tells_source = False

    @property
    def tells_chords(self) -> bool:
        """Tell no chords either."""
        return self.tells_source

    def watch(self, on_hand: OnUserInput, on_stop: OnStop) -> Callable[[], None]:
        """Call back on a lock of the screen, where it is watched."""
        if self._lock is not None:
            self._lock.start(lambda: on_hand(UserInput("lock")))
        return lambda: None

    def quiet_for(self) -> float:
        """Return infinity: nothing has ever been touched."""
        return math.inf

    def was_physical(self, kind: InputKind, code: int, server_ms: int, device: int | None = None) -> bool:
        """Prove nothing."""
        return False

    def expects_press(self) -> None:
        """Do nothing."""

    def pointer_steps(self) -> Sequence[PointerMotion]:
        """Return no motion."""
        return ()

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
