"""Nobody watches the person's hand: where nothing can."""
# ruff: noqa: ARG002 - what nothing is made of is ignored

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from desktop_agent.core.own_input import InputKind, NobodyWatches, OwnInput
from desktop_agent.core.presence import OnStop, OnUserInput, PointerMotion


class NoPresence:
    """Stands in where nothing can watch: it calls nobody, and no press is ever proved."""

    def __init__(self) -> None:
        self.own: OwnInput = NobodyWatches()
        self.tells_source = False

    def watch(self, on_hand: OnUserInput, on_stop: OnStop) -> Callable[[], None]:
        """Never call."""
        return lambda: None

    def quiet_for(self) -> float:
        """Nothing is known to have been touched."""
        return math.inf

    def was_physical(self, kind: InputKind, code: int, server_ms: int) -> bool:
        """Prove nothing."""
        return False

    def pointer_steps(self) -> Sequence[PointerMotion]:
        """Know of no motion."""
        return ()

    def key_presses(self) -> tuple[int, int]:
        """Count nothing."""
        return 0, 0

    def held_for(self, keys: Sequence[str]) -> float:
        """Know of no key."""
        return 0.0

    def close(self) -> None:
        """Nothing is open."""
