"""The one stream of a run's events: numbered, timed, on disk first, then to everybody who listens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.events import Event, Stamped
from desktop_agent.run.ports import Recorder

Listener = Callable[[Stamped], None]


class Stream:
    """Stamps events; used by the run's thread only.

    A listener that fails hears no more, and `broken` says so: the record and the others come first.
    """

    def __init__(self, recorder: Recorder, listeners: Sequence[Listener], now: Callable[[], datetime]) -> None:
        """Take where events are kept, who else hears them, and the wall clock."""
        self._recorder = recorder
        self._listeners = tuple(listeners)
        self._now = now
        self._seq = 0
        self.turn = 0
        self.broken: DesktopAgentError | None = None

    def __call__(self, event: Event) -> None:
        """Announce one event; RecordError, and the number not used up, when it cannot be written."""
        stamped = Stamped(self._seq + 1, _rfc3339(self._now()), self.turn, event)
        self._recorder.write(stamped)
        self._seq += 1
        self._listeners = tuple([listener for listener in self._listeners if self._heard(listener, stamped)])

    def _heard(self, listener: Listener, stamped: Stamped) -> bool:
        try:
            listener(stamped)
        except Exception as error:  # noqa: BLE001 - a caller's own code
            self.broken = DesktopAgentError(
                f"What listens to the events failed ({error!r}), so nobody may be seeing what is done.",
                "Mend the listener, then start again.",
            )
            self.broken.__cause__ = error
            return False
        return True


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
