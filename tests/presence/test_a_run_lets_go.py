"""A whole run, and the person beside it: their hand makes it wait, a bump does not, and the stop key ends it.

The judge is another client's log of the display.
"""

import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.driven import Driven, Work, driven, now, works
from tests.fakes.physical import PhysicalHand
from tests.fakes.waiting import wait_until
from tests.fakes.x_event_log import XEventLog
from tests.input.killing import Onlooker
from tests.input.targets import Target, target

HANGS, PAUSED = "a request that hangs", "paused"
WORKS = ("typing", "a drag", "between clicks")
LATEST_MS = 10_000  # on any machine: a run that went on would send for ever
TREMBLED = ("typing", "a drag")


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
    return works(qt)[{HANGS: "between clicks", PAUSED: "typing"}.get(name, name)]


def taken(run: Driven, touch: str) -> list[float]:
    """Touch the mouse or the keyboard, and return the ms of the events after that."""
    run.busy()
    moment = now()
    if touch == "motion":
        run.hand.nudge(9, 0)
    else:
        run.hand.tap("shift")
    wait_until(lambda: run.session.paused, "the pause")
    return list(run.after(moment))


@pytest.mark.parametrize("touch", ["motion", "key"])
@pytest.mark.parametrize("name", WORKS)
def test_the_persons_hand_stops_every_event_until_they_let_it_go_on(
    name: str, touch: str, qt: Target, hand: PhysicalHand, x_events: XEventLog, display: PrivateDisplay
) -> None:
    with driven(work_of(name, qt), x_events, hand) as run, Onlooker(display.name) as other:
        for _ in range(2):
            assert [] == [ms for ms in taken(run, touch) if ms > LATEST_MS]
            assert set() == other.down()
            run.session.resume()


@pytest.mark.parametrize("name", TREMBLED)
def test_trembling_by_two_pixels_does_not(name: str, qt: Target, hand: PhysicalHand, x_events: XEventLog) -> None:
    with driven(work_of(name, qt), x_events, hand) as run:
        for n in range(24):
            run.busy()
            hand.nudge(*((2, -2), (-2, 2), (-2, 1), (2, -1))[n % 4])

            assert not run.session.paused


@pytest.mark.parametrize("name", [*WORKS, HANGS, PAUSED])
def test_the_stop_key_ends_it_at_once(
    name: str, qt: Target, hand: PhysicalHand, x_events: XEventLog, display: PrivateDisplay
) -> None:
    with Onlooker(display.name) as other:
        found = [stopped(name, work_of(name, qt), hand, x_events, other) for _ in range(2)]

    assert [("stopped", False)] * 2 == [(one.status, one.down) for one in found]
    assert max(one.last_ms for one in found) <= LATEST_MS
