"""A person for tests without a display: what their devices did is what the test says they did."""

from collections.abc import Callable, Sequence

from desktop_agent.core.own_input import InputKind, NobodyWatches, OwnInput
from desktop_agent.core.presence import OnStop, OnUserInput, PointerMotion


class Person:
    """A presence of which each told event counts once."""

    own: OwnInput = NobodyWatches()

    def __init__(self, *, tells_source: bool = True) -> None:
        self.tells_source = tells_source
        self.holds = 0.0
        self._events: list[tuple[str, int, int]] = []

    def did(self, kind: InputKind, code: int, server_ms: int) -> None:
        self._events.append((kind, code, server_ms))

    def watch(self, on_hand: OnUserInput, on_stop: OnStop) -> Callable[[], None]:
        return lambda: None

    def quiet_for(self) -> float:
        return 60.0

    def was_physical(self, kind: InputKind, code: int, server_ms: int) -> bool:
        event = (kind, code, server_ms)
        found = event in self._events
        if found:
            self._events.remove(event)
        return found

    def pointer_steps(self) -> Sequence[PointerMotion]:
        return ()

    def key_presses(self) -> tuple[int, int]:
        return 0, 0

    def held_for(self, keys: Sequence[str]) -> float:
        return self.holds

    def close(self) -> None:
        pass
