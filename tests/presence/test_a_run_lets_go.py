"""A whole run, and the person beside it: their hand makes it wait, a bump does not, and the stop key ends it.

The judge is another client's log of the display.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.lib.worker import Worker
from desktop_agent.run.end.result import RunResult
from desktop_agent.run.session import Session
from desktop_agent.runtime.desktop.watch import watch_person
from desktop_agent.runtime.prepare import prepare
from desktop_agent.runtime.spec import HostParts, RunSpec
from desktop_agent.settings import Settings, settings_of
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.people.physical import PhysicalHand
from tests.fakes.servers.script import Answer, asks
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.waiting import PATIENCE_S, wait_until
from tests.input.killing import Onlooker
from tests.input.targets import Target, target

MARKS = (3, 3), (5, 5)
Work = Callable[[int], Answer]  # what the model asks for in its nth answer: never twice the same
WORKS = ("typing", "a drag")


def works(qt: Target) -> Mapping[str, Work]:
    field = qt.field()
    low = qt.surface()

    def typing(n: int) -> Answer:
        click = {"type": "click", "x": field.x - 150 + n * 7 % 300, "y": field.y}
        return asks(click, {"type": "type", "text": f"{n} Aa <3 ~Z " * 13})

    def drag(n: int) -> Answer:
        path = [{"x": low.x - 200 + 40 * step, "y": low.y - 40 + n * 7 % 80 + step % 2 * 30} for step in range(10)]
        return asks({"type": "drag", "path": path}, {"type": "drag", "path": path[::-1]})

    return {"typing": typing, "a drag": drag}


@dataclass(frozen=True, slots=True)
class Driven:
    session: Session
    running: Worker[RunResult]
    hand: PhysicalHand
    log: XEventLog

    def busy(self) -> None:
        self.log.wait_for(len(self.log.events()) + 3)

    def is_silent(self) -> bool:
        """Tell whether nothing comes between two moves of the hand, as the server has ordered all of it."""
        first, last = [self._moved(place) for place in MARKS]
        between = self.log.events()[first:last]
        return all((event.x, event.y) in MARKS for event in between)

    def _moved(self, place: tuple[int, int]) -> int:
        before = len(self.log.events())

        def came() -> bool:
            self.hand.move(*place)
            return any((event.x, event.y) == place for event in self.log.events()[before:])

        wait_until(came, "the move")
        return len(self.log.events())


@contextmanager
def driven(work: Work, log: XEventLog, hand: PhysicalHand) -> Iterator[Driven]:
    turns = itertools.count()
    answers = [lambda _body: work(next(turns))] * 10_000
    with ScriptedServer(answers, strict=False) as server, closing(watch_person(Settings())) as presence:
        session = prepare(RunSpec("Work.", _settings(server.base_url)), parts=HostParts(presence=presence))
        hand.move(640, 700)
        running = Worker(session.run_here, "run")
        running.start()
        try:
            yield Driven(session, running, hand, log)
        finally:
            session.stop("human")
            running.ended.wait(PATIENCE_S)


def _settings(base_url: str) -> Settings:
    provider = {"base_url": base_url, "dialect": "preview", "coordinates": "viewport"}
    return settings_of({"provider": provider, "run": {"mode": "auto", "max_steps": 100_000, "record": False}})


@pytest.fixture(scope="module")
def qt(display: PrivateDisplay, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    with target("qt", display, tmp_path_factory.mktemp("qt")) as running:
        yield running


@pytest.fixture(autouse=True)
def home(on_display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))


@pytest.mark.slow(but=["a drag-motion"])
@pytest.mark.promise("README, 3", cases=["a drag-motion"])
@pytest.mark.parametrize("touch", ["motion", "key"])
@pytest.mark.parametrize("name", WORKS)
def test_the_persons_hand_stops_every_event_until_they_let_it_go_on(
    name: str, touch: str, qt: Target, hand: PhysicalHand, x_events: XEventLog, display: PrivateDisplay
) -> None:
    with driven(works(qt)[name], x_events, hand) as run, Onlooker(display.name) as other:
        run.busy()
        hand.nudge(9, 0) if touch == "motion" else hand.tap("shift")
        wait_until(lambda: run.session.paused and not other.down(), "the pause")

        wait_until(run.is_silent, "the end of the run's events")
        assert set() == other.down()
        run.session.resume()
        run.busy()


@pytest.mark.slow(but=["typing"])
@pytest.mark.promise("README, 4; contract, Stopping", cases=["typing"])
@pytest.mark.parametrize("name", WORKS)
def test_the_stop_key_ends_it_at_once(
    name: str, qt: Target, hand: PhysicalHand, x_events: XEventLog, display: PrivateDisplay
) -> None:
    with driven(works(qt)[name], x_events, hand) as run, Onlooker(display.name) as other:
        run.busy()
        hand.tap("pause")
        hand.tap("pause")
        wait_until(run.running.ended.is_set, "the end of the run")

        assert run.is_silent()
        assert ("stopped", set()) == (run.running.result().status, other.down())
