"""A real run that works without end on a private display, for those who interrupt it; with its eyes on the log.

The whole program takes part: the scripted server on its socket, the run's thread, the watcher of the person's hand.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass

from desktop_agent.core.presence import Presence
from desktop_agent.host.prepare import prepare
from desktop_agent.host.watch import watch_person
from desktop_agent.lib.paths import places
from desktop_agent.lib.worker import Worker
from desktop_agent.run.result import RunResult
from desktop_agent.run.session import Session
from desktop_agent.settings import Settings, load
from tests.fakes.physical import PhysicalHand
from tests.fakes.script import Answer, asks
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until
from tests.fakes.x_event_log import XEvent, XEventLog
from tests.input.targets import Target

MARK = (3, 3)
WRAPS_MS = 1 << 32
NEWS_S = 0.2  # for events that should not come

Work = Callable[[int], Answer]  # what the model asks for in its nth answer: never twice the same


def works(qt: Target) -> Mapping[str, Work]:
    """Return what the model asks for, again and again, by the name of what is then interrupted."""
    field, low = qt.field(), qt.surface()

    def typing(n: int) -> Answer:
        click = {"type": "click", "x": field.x - 150 + n * 7 % 300, "y": field.y}
        return asks(click, {"type": "type", "text": f"{n} Aa <3 ~Z " * 13})

    def drag(n: int) -> Answer:
        path = [{"x": low.x - 200 + 40 * step, "y": low.y - 40 + n * 7 % 80 + step % 2 * 30} for step in range(10)]
        return asks({"type": "drag", "path": path}, {"type": "drag", "path": path[::-1]})

    def clicks(n: int) -> Answer:
        return asks(*({"type": "click", "x": low.x - 80 + 20 * step, "y": low.y + n * 7 % 80} for step in range(5)))

    return {"typing": typing, "a drag": drag, "between clicks": clicks}


@dataclass(frozen=True, slots=True)
class Driven:
    """One run, the person beside it, and another client's log."""

    session: Session
    running: Worker[RunResult]
    hand: PhysicalHand
    log: XEventLog
    server: ScriptedServer

    def busy(self) -> int:
        """Return once the run sends events; how many there were before."""
        began = len(self.log.events())
        self.log.wait_for(began + 3)
        return began

    def after(self, moment_s: float) -> tuple[float, ...]:
        """Return how many ms after a moment each later event came, what the person did to interrupt included.

        The server counts whole milliseconds, so it is the end of the event's millisecond.
        """
        threading.Event().wait(NEWS_S)
        before = len(self.log.events())
        self.hand.move(*MARK)
        wait_until(lambda: self._marked(before), what="the mark")
        events = [event for event in self.log.events() if (event.x, event.y) != MARK]
        past = ((event.time_ms + 1 - moment_s * 1000) % WRAPS_MS for event in events)
        return tuple(ms for ms in past if ms < WRAPS_MS / 2)

    def _marked(self, before: int) -> XEvent | None:
        return next((event for event in self.log.events()[before:] if (event.x, event.y) == MARK), None)


@contextmanager
def driven(work: Work, log: XEventLog, hand: PhysicalHand, *, stall: bool = False) -> Iterator[Driven]:
    """Start a run whose model asks for the same work for ever; with `stall` it falls silent after the first answer."""
    silent = Answer(stall_after=0)
    turns = iter(range(1 << 30))

    def answer(_body: Mapping[str, object]) -> Answer:
        turn = next(turns)
        return silent if turn and stall else work(turn)

    with ScriptedServer([answer] * 10_000, strict=False) as server, closing(_presence()) as presence:
        session = prepare("Work.", _settings(server.base_url), presence=presence)
        hand.move(640, 700)
        running = Worker(session.run_here, "run")
        running.start()
        try:
            yield Driven(session, running, hand, log, server)
        finally:
            session.stop("human")
            running.ended.wait(20)


def now() -> float:
    """Return the moment on the clock that the X server's time is of."""
    return time.monotonic()


def _settings(base_url: str) -> Settings:
    flags: dict[str, object] = {
        "provider.base_url": base_url, "provider.dialect": "preview", "provider.coordinates": "viewport",
        "run.mode": "auto", "run.max_steps": 100_000, "run.record": False,
    }  # fmt: skip
    return load(places().config_file, os.environ, flags).settings


def _presence() -> Presence:
    return watch_person(load(places().config_file, os.environ, {}).settings)
