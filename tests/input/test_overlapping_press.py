"""A press may still be down while its effect is looked at: nothing is sent before it is up, and it always comes up."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from desktop_agent.core.actions.action import Action, Click, HoldKey, Move, Press
from desktop_agent.core.decisions.permit import Permit
from desktop_agent.core.errors import InputError
from desktop_agent.core.runs.waiting import Stopped
from desktop_agent.input.backend import ReleasedWhileSuspendedError
from desktop_agent.input.held_input import HOLD_S
from desktop_agent.input.perform import ActionExecutor
from tests.fakes.waiting import wait_until
from tests.input.performer_bench import AT, HALF, RecordingBackend, permit_for

pytestmark = pytest.mark.program

PRESSES = [Click(AT), Click(AT, "right"), Click(AT, count=2), Press(("space",)), Press(("ctrl", "s"))]


@dataclass
class SlowStop:
    """A stop token; the wait of a press that is down lasts until it is over, or the stop comes."""

    over: threading.Event = field(default_factory=threading.Event)
    stopped: bool = False

    def is_set(self) -> bool:
        return self.stopped

    def wait(self, seconds: float) -> bool:
        if seconds == HOLD_S and threading.current_thread().name == "hold":
            self.over.wait()
        return self.stopped


@dataclass
class Overlapping:
    backend: RecordingBackend = field(default_factory=RecordingBackend)
    stop: SlowStop = field(default_factory=SlowStop)

    def __post_init__(self) -> None:
        self.performer = ActionExecutor(self.backend, redeem=self.redeem, stop=self.stop, clock=lambda: 0.0)

    def redeem(self, permit: Permit) -> None:
        """Take any."""

    def do(self, action: Action) -> None:
        self.performer.perform(permit_for(action, HALF), overlaps=True)

    def down(self) -> list[str]:
        """Return what is down, as the backend was told."""
        is_down = dict[str, bool]()
        for word in self.backend.told:
            name, _, change = word.rpartition(" ")
            if change in {"down", "up"}:
                is_down[name] = change == "down"
        return [name for name, value in is_down.items() if value]


@pytest.fixture
def bench() -> Iterator[Overlapping]:
    bench = Overlapping()
    yield bench
    bench.stop.over.set()
    bench.performer.close()


@pytest.mark.parametrize("action", PRESSES)
def test_a_press_that_overlaps_is_down_after_its_act_and_up_when_its_time_is_over(
    bench: Overlapping, action: Action
) -> None:
    bench.do(action)
    assert bench.down()
    assert bench.performer.is_holding()

    bench.stop.over.set()
    bench.performer.end_hold()

    assert bench.down() == []
    assert not bench.performer.is_holding()
    assert bench.backend.told[-1] == "sync"


@pytest.mark.parametrize("action", PRESSES)
def test_the_next_act_is_sent_once_the_press_before_it_is_up(bench: Overlapping, action: Action) -> None:
    bench.do(action)
    following = threading.Thread(target=lambda: bench.do(Move(AT)))
    count = len(bench.backend.told)
    following.start()
    assert len(bench.backend.told) == count

    bench.stop.over.set()
    following.join()

    moved = next(at for at, word in enumerate(bench.backend.told) if at >= count and word.startswith("move"))
    assert any(word.endswith(" up") for word in bench.backend.told[count:moved])


@pytest.mark.parametrize("action", PRESSES)
def test_a_stop_lets_go_of_a_press_that_overlaps(bench: Overlapping, action: Action) -> None:
    bench.do(action)

    bench.stop.stopped = True
    bench.stop.over.set()  # a token's wait ends at the stop
    wait_until(lambda: not bench.down(), "the release")

    with pytest.raises(Stopped):
        bench.do(Move(AT))


@pytest.mark.parametrize("action", PRESSES)
def test_who_lets_go_of_everything_does_not_wait_for_a_press_and_it_is_released_once(
    bench: Overlapping, action: Action
) -> None:
    bench.do(action)

    bench.performer.release_all()
    assert bench.down() == []
    calls = list(bench.backend.told)

    bench.stop.over.set()
    bench.performer.end_hold()
    assert calls == bench.backend.told


@pytest.mark.parametrize(("action", "fails_at"), [(Press(("ctrl", "s")), "s up"), (Click(AT), "left up")])
def test_a_release_that_fails_is_told_once_and_all_else_is_released(
    bench: Overlapping, action: Action, fails_at: str
) -> None:
    bench.do(action)
    bench.backend.fails_at = fails_at
    bench.stop.over.set()

    with pytest.raises(InputError, match=f"{fails_at} failed"):
        bench.performer.end_hold()
    bench.performer.end_hold()
    assert "ctrl" not in bench.down()


def test_a_release_that_was_the_watchdogs_is_told(bench: Overlapping, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.do(Click(AT))

    def sync() -> None:
        raise ReleasedWhileSuspendedError

    monkeypatch.setattr(bench.backend, "sync", sync)
    bench.stop.over.set()

    with pytest.raises(ReleasedWhileSuspendedError):
        bench.performer.end_hold()
    assert bench.down() == []


@pytest.mark.parametrize("action", [Click(AT, keys=("shift",)), Press(("printscreen",)), Move(AT)])
def test_what_another_program_takes_and_what_is_clicked_with_keys_is_over_with_its_act(
    bench: Overlapping, action: Action
) -> None:
    bench.do(action)

    assert bench.down() == []
    assert not bench.performer.is_holding()


def test_a_key_that_was_held_before_stays_held(bench: Overlapping) -> None:
    bench.do(HoldKey(("shift",)))
    bench.do(Press(("shift", "tab")))

    bench.stop.over.set()
    bench.performer.end_hold()

    assert bench.down() == ["shift"]
