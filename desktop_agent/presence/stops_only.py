"""The person's hand while a run goes on elsewhere: they go on working, so only what is meant for the run counts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from desktop_agent.core.own_input import InputKind, NobodyWatches, OwnInput
from desktop_agent.core.presence import OnStop, OnUserInput, PointerMotion, Presence, UserInput


class StopsOnly:
    """Implements `core.presence.Presence`: passes on the stop and pause keys of another one, and nothing else.

    The run's input goes to another display. It is not announced here: the person's own would be taken for it.
    """

    lacks = ""

    def __init__(self, presence: Presence) -> None:
        """Take what watches the person; it is closed with this."""
        self._presence = presence
        self.own: OwnInput = NobodyWatches()
        self.tells_source, self.tells_chords = presence.tells_source, presence.tells_chords

    def watch(self, on_hand: OnUserInput, on_stop: OnStop) -> Callable[[], None]:
        """Call back on a stop, and on the pause key."""

        def pass_on(user_input: UserInput) -> None:
            if user_input.what == "pause":
                on_hand(user_input)

        return self._presence.watch(pass_on, on_stop)

    def quiet_for(self) -> float:
        """Return infinity: nobody is waited for."""
        return math.inf

    def was_physical(self, kind: InputKind, code: int, server_ms: int, device: int | None = None) -> bool:
        """Tell what the other one tells."""
        return self._presence.was_physical(kind, code, server_ms, device)

    def expects_press(self) -> None:
        """Tell the other one."""
        self._presence.expects_press()

    def pointer_steps(self) -> Sequence[PointerMotion]:
        """Return what the other one has seen."""
        return self._presence.pointer_steps()

    def key_presses(self) -> tuple[int, int]:
        """Return what the other one has seen."""
        return self._presence.key_presses()

    def held_for(self, keys: Sequence[str]) -> float:
        """Return what the other one has seen."""
        return self._presence.held_for(keys)

    def close(self) -> None:
        """Close the other one."""
        self._presence.close()
