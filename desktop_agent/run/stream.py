"""The one stream of a run's events: numbered, timed, on disk first, then to everybody who listens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from desktop_agent.core.events import Event, Stamped
from desktop_agent.run.ports import Recorder

Listener = Callable[[Stamped], None]


class Stream:
    """Stamps events; used by the run's thread only."""

    def __init__(self, recorder: Recorder, listeners: Sequence[Listener], now: Callable[[], datetime]) -> None:
        """Take where events are kept, who else hears them, and the wall clock."""
        self._recorder = recorder
        self._listeners = tuple(listeners)
        self._now = now
        self._seq = 0
        self.turn = 0

    def __call__(self, event: Event) -> None:
        """Announce one event."""
        self._seq += 1
        stamped = Stamped(self._seq, _rfc3339(self._now()), self.turn, event)
        self._recorder.write(stamped)
        for listener in self._listeners:
            listener(stamped)


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
