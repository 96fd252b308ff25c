"""A person for tests without a display: what their devices did is what the test says they did."""

from collections.abc import Sequence

from desktop_agent.presence.reduced import NoPresence


class Person(NoPresence):
    def __init__(self, *, reports_source: bool = True) -> None:
        super().__init__()
        self.reports_source = reports_source
        self.holds = 0.0
        self._events: list[tuple[int, int]] = []

    def did(self, button: int, server_ms: int) -> None:
        self._events.append((button, server_ms))

    def quiet_for(self) -> float:
        return 60.0

    def was_physical(self, button: int, server_ms: int) -> bool:
        event = (button, server_ms)
        found = event in self._events
        if found:
            self._events.remove(event)
        return found

    def held_for(self, keys: Sequence[str]) -> float:
        return self.holds


class Hand(Person):
    def was_physical(self, button: int, server_ms: int) -> bool:
        return True
