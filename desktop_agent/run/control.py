"""The stop of a run, and the count of its time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

from desktop_agent.core.runs.waiting import Stopped

POLL_S = 0.02  # between two looks at what a run waits for
# A person, by a key, a window or Ctrl+C; a signal, or the program that started the run; a pause that lasted too long;
# the loss of what the run needs, such as the display.
StopSource = Literal["human", "interrupt", "signal", "time", "lost"]


class ThreadStop:
    """A stop token on a threading event; remembers who stopped first."""

    def __init__(self) -> None:
        """Start unset."""
        self._event = threading.Event()
        self.by: StopSource | None = None
        self.why = ""

    def set(self, by: StopSource, why: str = "") -> None:
        """Stop; the first caller and their reason count.

        A signal handler may interrupt this method in another: it must not wait for the event's own lock.
        """
        if self.by is None:
            self.by = by
            self.why = why
            self._event.set()

    def is_set(self) -> bool:
        """Return whether the run must stop now."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise Stopped when the run must stop now."""
        if self.is_set():
            raise Stopped

    def wait(self, seconds: float) -> bool:
        """Wait that long or until the stop; return whether the run must stop."""
        return self._event.wait(seconds)


class Stopwatch:
    """Counts the time of a run, and the parts of it in which the run waited."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Start now; `clock` gives monotonic seconds."""
        self._clock = clock
        self._started = clock()
        self._noted = self._started
        self._waits = {"model": 0, "person": 0, "network": 0}
        # seconds
        self._uncounted = 0.0
        self._anybody = 0.0
        self._offline = 0.0

    @contextmanager
    def waiting_for(self, whom: Literal["model", "person", "network"]) -> Iterator[None]:
        """Count the time of the context as a wait for `whom`; waits for several may overlap."""
        self._note()
        self._waits[whom] += 1
        try:
            yield
        finally:
            self._note()
            self._waits[whom] -= 1

    @property
    def seconds(self) -> float:
        """Return the seconds since the start."""
        return self._clock() - self._started

    @property
    def counted(self) -> float:
        """Return the seconds that count against the limit: all but waits for the person (or pauses) and the network."""
        self._note()
        return self._noted - self._started - self._uncounted

    @property
    def own(self) -> float:
        """Return the seconds without a wait for the model, a person or the network."""
        self._note()
        return self._noted - self._started - self._anybody

    @property
    def offline(self) -> float:
        """Return the seconds without a network."""
        self._note()
        return self._offline

    def _note(self) -> None:
        now = self._clock()
        passed = now - self._noted
        self._noted = now
        self._uncounted += passed if self._waits["person"] or self._waits["network"] else 0.0
        self._offline += passed if self._waits["network"] else 0.0
        self._anybody += passed if any(self._waits.values()) else 0.0


def ms_since(began: float) -> int:
    """Return the whole milliseconds since `began`, which is in seconds of `time.monotonic`."""
    return round((time.monotonic() - began) * 1000)
