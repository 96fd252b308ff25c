"""Starts what starts slowly while the model thinks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.events import RequestSent, Stamped

# A model that answers sooner leaves no time to start anything in, and nothing should slow the request down.
START_AFTER_S = 0.2


class StartWhileThinking:
    """A listener that starts something, on a thread of its own, while the model thinks for the first time."""

    def __init__(self, start: Callable[[], None], after_s: float = START_AFTER_S) -> None:
        self._start, self._after_s = start, after_s
        self._begun = False

    def __call__(self, stamped: Stamped) -> None:
        """Hear one event."""
        if not self._begun and isinstance(stamped.event, RequestSent):
            self._begun = True
            timer = threading.Timer(self._after_s, _quietly, (self._start,))
            timer.daemon = True
            timer.start()


def _quietly(start: Callable[[], None]) -> None:
    """Start it; whoever needs it tries again, and hears of an error."""
    with suppress(DesktopAgentError):
        start()
