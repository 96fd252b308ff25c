"""Signals that end a run: Ctrl+C, SIGTERM and SIGHUP reach the session as stops, and nothing is left half done."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Literal, Protocol

INTERRUPTED, STOPPED = 130, 3
# Ctrl+C held down repeats faster than a run can end; only a new press, a while later, means "now".
_PATIENCE_S = 1.0
# Windows has no SIGHUP.
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Stoppable(Protocol):
    """A run that can be told to stop, from a signal handler too."""

    def stop(self, by: Literal["human", "interrupt", "signal"]) -> None:
        """Ask the run to stop and come to its end."""


class EndedBySignal(SystemExit):
    """A signal came before there was a run to stop."""


class Signals:
    """Turns signals into stops of `session`; before there is one they end the program, tidily."""

    def __init__(self) -> None:
        self.session: Stoppable | None = None
        self._stopped_at: float | None = None

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        """Take one signal; called by Python on the main thread."""
        interrupt = number == signal.SIGINT
        if self.session is None:
            raise KeyboardInterrupt if interrupt else EndedBySignal(STOPPED)
        if self._stopped_at is None:
            self._stopped_at = time.monotonic()
            self.session.stop("interrupt" if interrupt else "signal")
        elif interrupt and time.monotonic() - self._stopped_at > _PATIENCE_S:
            os._exit(INTERRUPTED)


@contextmanager
def caught() -> Iterator[Signals]:
    """Catch the signals for the time of a run."""
    signals = Signals()
    before = {number: signal.signal(number, signals) for number in _SIGNALS}
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
