"""Starts what starts slowly while the model thinks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.events import ActionProposed, RequestSent, RunFinished, Stamped

# A model that answers sooner leaves no time to start anything in, and nothing should slow the request down.
START_AFTER_S = 0.2


class StartWhileThinking:
    """A listener that starts something once, on a thread of its own, while the model thinks.

    Where the answer is there sooner, nothing is started: it would take the processor from the act. Whoever needs it
    then starts it, or the model's next thinking does.
    """

    def __init__(self, start: Callable[[], None], after_s: float = START_AFTER_S) -> None:
        self._start, self._after_s = start, after_s
        self._waits: threading.Timer | None = None

    def __call__(self, stamped: Stamped) -> None:
        """Hear one event."""
        if isinstance(stamped.event, RequestSent) and self._waits is None:
            self._waits = threading.Timer(self._after_s, _quietly, (self._start,))
            self._waits.daemon = True
            self._waits.start()
        elif (
            isinstance(stamped.event, ActionProposed | RunFinished)
            and self._waits
            and not self._waits.finished.is_set()
        ):
            self._waits.cancel()
            self._waits = None


def _quietly(start: Callable[[], None]) -> None:
    """Start it; whoever needs it tries again, and hears of an error."""
    with suppress(DesktopAgentError):
        start()
