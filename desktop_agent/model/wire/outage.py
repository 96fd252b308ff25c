"""The time without a network: the run is paused, says so, and goes on by itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack

from desktop_agent.core.events import Announce, Paused, Resumed

NETWORK = "network"  # who has paused the run
Aside = Callable[[], AbstractContextManager[None]]


class Outage:
    """Begins and ends; what passes in between is nobody's time, which `aside` sees to."""

    def __init__(self, announce: Announce, aside: Aside) -> None:
        self.on = False
        self._announce, self._aside = announce, aside
        self._stack = ExitStack()

    def begin(self, why: str) -> None:
        """Pause the run; `why` is a sentence."""
        self.on = True
        self._stack.enter_context(self._aside())
        self._announce(Paused(NETWORK, why))

    def end(self) -> None:
        """Let the run go on: the server is there again."""
        self.give_up()
        self._announce(Resumed(NETWORK))

    def give_up(self) -> None:
        """Count the time again; the run ends."""
        self.on = False
        self._stack.close()
