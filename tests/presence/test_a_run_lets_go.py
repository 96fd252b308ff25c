"""A whole run, and the person beside it: their hand makes it wait, a bump does not, and the stop key ends it.

The judge is another client's log of the display.
"""

import os
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_agent.core.presence import Presence
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host.prepare import prepare
from desktop_agent.host.spec import HostParts, RunSpec
from desktop_agent.host.watch import watch_person
from desktop_agent.lib.paths import places
from desktop_agent.lib.worker import Worker
from desktop_agent.run.result import RunResult
from desktop_agent.run.session import Session
from desktop_agent.settings import Settings, load
from tests.fakes.physical import PhysicalHand
from tests.fakes.script import Answer, asks
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.waiting import PATIENCE_S, wait_until
from tests.fakes.x_event_log import XEvent, XEventLog
from tests.input.killing import Onlooker
from tests.input.targets import Target, target

MARK = (3, 3)
WRAPS_MS = 1 << 32
NEWS_S = 0.2  # for events that should not come
Work = Callable[[int], Answer]  # what the model asks for in its nth answer: never twice the same
HANGS, PAUSED = "a request that hangs", "paused"
WORKS = ("typing", "a drag")
LATEST_MS = 10_000  # on any machine: a run that went on would send for ever


def works(qt: Target) -> Mapping[str, Work]:
    """Return what the model asks for, again and again, by the name of what is then interrupted."""
    field, low = qt.field(), qt.surface()

    def typing(n: int) -> Answer:
        click = {"type": "click", "x": field.x - 150 + n * 7 % 300, "y": field.y}
        return asks(click, {"type": "type", "text": f"{n} Aa <3 ~Z " * 13})

    def drag(n: int) -> Answer:
        path = [{"x": low.x - 200 + 40 * step, "y": low.y - 40 + n * 7 % 80 + step % 2 * 30} for step in range(10)]
        return asks({"type": "drag", "path": path}, {"type": "drag", "path": path[::-1]})

    return {"typing": typing, "a drag": drag}


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

    def is_quiet(self) -> bool:
        """Tell whether no event comes for a while."""
        before = len(self.log.events())
        threading.Event().wait(NEWS_S)
        return len(self.log.events()) == before

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
        session = prepare(RunSpec("Work.", _settings(server.base_url)), parts=HostParts(presence=presence))
        hand.move(640, 700)
        running = Worker(session.run_here, "run")
        running.start()
        try:
            yield Driven(session, running, hand, log, server)
        finally:
            session.stop("human")
            running.ended.wait(PATIENCE_S)


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


@dataclass(frozen=True, slots=True)
class Stopped:
    """One stop: ms to the last event, whether anything was down then, and how the run ended."""

    last_ms: float
    down: bool
    status: str


def stopped(name: str, work: Work, hand: PhysicalHand, log: XEventLog, other: Onlooker) -> Stopped:
    """Begin a run, stop it in the middle, and return how that went."""
    with driven(work, log, hand, stall=name == HANGS) as run:
        _bring_to(name, run)
        moment = now()
        hand.tap("pause")
        hand.tap("pause")
        wait_until(run.running.ended.is_set, "the end of the run")
        return Stopped(max(run.after(moment), default=0.0), bool(other.down()), run.running.result().status)


def _bring_to(name: str, run: Driven) -> None:
    run.busy()
    if name == HANGS:
        wait_until(lambda: len(run.server.creates) > 1, "the request that hangs")
    elif name == PAUSED:
        run.hand.nudge(9, 9)
        wait_until(lambda: run.session.paused, "the pause")
    threading.Event().wait(random.uniform(0, 0.2))


@pytest.fixture(scope="module")
def qt(display: PrivateDisplay, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """Give the Qt target, one for this file."""
    with target("qt", display, tmp_path_factory.mktemp("qt")) as running:
        yield running


@pytest.fixture(autouse=True)
def home(on_display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep settings and records of these runs apart."""
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))


def work_of(name: str, qt: Target) -> Work:
    return works(qt)[{HANGS: "typing", PAUSED: "typing"}.get(name, name)]


def take_over(run: Driven, touch: str) -> None:
    """Touch the mouse or the keyboard, and wait until the run sends nothing more."""
    run.busy()
    if touch == "motion":
        run.hand.nudge(9, 0)
    else:
        run.hand.tap("shift")
    wait_until(lambda: run.session.paused, "the pause")
    wait_until(run.is_quiet, "the end of the run's events")


@pytest.mark.parametrize("touch", ["motion", "key"])
@pytest.mark.parametrize("name", WORKS)
def test_the_persons_hand_stops_every_event_until_they_let_it_go_on(
    name: str, touch: str, qt: Target, hand: PhysicalHand, x_events: XEventLog, display: PrivateDisplay
) -> None:
    with driven(work_of(name, qt), x_events, hand) as run, Onlooker(display.name) as other:
        take_over(run, touch)
        assert run.session.paused
        assert set() == other.down()
        run.session.resume()
        run.busy()


@pytest.mark.parametrize("name", [*WORKS, HANGS, PAUSED])
def test_the_stop_key_ends_it_at_once(
    name: str, qt: Target, hand: PhysicalHand, x_events: XEventLog, display: PrivateDisplay
) -> None:
    with Onlooker(display.name) as other:
        found = stopped(name, work_of(name, qt), hand, x_events, other)

    assert ("stopped", False) == (found.status, found.down)
    assert found.last_ms <= LATEST_MS
