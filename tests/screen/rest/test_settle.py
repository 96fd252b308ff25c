"""When the screen is at rest: series of looks, without a screen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from desktop_agent.core.actions.action import Effect
from desktop_agent.core.pictures import Size
from desktop_agent.screen.captures.compare import tiles_of
from desktop_agent.screen.rest.settle import Background, Sample, SettleTimes, Settling
from desktop_agent.screen.rest.signs import Sign

SIZE = Size(1280, 800)
TINY = 40
FEEDBACK = 4_000
PAGE = 60_000
STEP_MS = 20
LAST_MS = 6000
BODY = (30, 40)
TAB = (1, 5)
SPOT = (10, 60)

Change = tuple[int, int]  # pixels moved, and pixels that are strongly other than before from then on
Changes = Mapping[int, Change]


@dataclass
class Screen:
    """A screen on which things change at given moments, looked at every 20 ms, and what goes on there meanwhile."""

    times: SettleTimes = field(default_factory=SettleTimes)
    new_window_ms: int = LAST_MS  # when one comes up
    background: Background | None = None

    def act(
        self,
        effect: Effect,
        changes: Mapping[tuple[int, int], Changes],
        signs: Mapping[Sign, range] | None = None,
        already: Iterable[Sign] = (),
        looks: Sequence[int] = (),
    ) -> tuple[int, str]:
        """Play the looks after one action, each tile with its changes; return when and why waiting was over.

        `already` are the signs from before the action. `looks`: when each look is, where that is not every 20 ms.
        """
        before = Background.before(self.background, tiles_of(SIZE), frozenset(already))
        settling = Settling(SIZE, effect, self.times, before)
        answered = np.zeros(tiles_of(SIZE), np.int32)
        for at_ms in looks or range(0, LAST_MS, STEP_MS):
            moved = np.zeros(tiles_of(SIZE), np.int32)
            for tile, series in changes.items():
                moved[tile], answered[tile] = series.get(at_ms, (0, answered[tile]))
            now = frozenset(sign for sign, when in (signs or {}).items() if at_ms in when)
            verdict = settling.add(
                Sample(at_ms, moved, answered.copy(), now, has_new_window=at_ms >= self.new_window_ms)
            )
            if verdict != "wait":
                self.background = settling.background
                return at_ms, verdict
        raise AssertionError


def every(step_ms: int, change: Change, start_ms: int = 0, end_ms: int = LAST_MS) -> dict[int, Change]:
    """Change at this pace."""
    return dict.fromkeys(range(start_ms, end_ms, step_ms), change)


ANIMATION = every(20, (FEEDBACK, 0), 0, 500) | {500: (PAGE, PAGE)}
CARET = every(500, (TINY, 0))
SPINNER = every(20, (FEEDBACK, FEEDBACK))


@pytest.mark.parametrize(
    ("effect", "changes", "at_ms"),
    [
        pytest.param("any", {20: (PAGE, PAGE)}, 120, id="an answer at once, then quiet"),
        pytest.param("any", {300: (PAGE, PAGE)}, 400, id="a late answer"),
        pytest.param("any", {20: (PAGE, PAGE), 60: (PAGE, 0), 300: (PAGE, PAGE)}, 400, id="a flash is no answer"),
        pytest.param("any", ANIMATION, 600, id="an animation, then the answer"),
        pytest.param("any", {}, 400, id="no answer"),
        pytest.param("any", {20: (FEEDBACK, 0)}, 400, id="a pressed look alone"),
        pytest.param("any", {360: (TINY, 0)}, 620, id="what begins just before the waiting ends is awaited"),
        pytest.param("any", CARET | {20: (PAGE, PAGE)}, 120, id="an answer beside a caret"),
        pytest.param("small", {20: (TINY, 0)}, 280, id="a letter"),
        pytest.param("small", {20: (TINY, 0), 160: (TINY, 0), 300: (TINY, 0)}, 560, id="letters of a busy program"),
        pytest.param("none", SPINNER, 0, id="a plain look"),
    ],
)
def test_it_rests_when_the_answer_is_there_and_quiet(effect: Effect, changes: Changes, at_ms: int) -> None:
    assert (at_ms, "rest") == Screen().act(effect, {BODY: changes})


@pytest.mark.parametrize("loads_ms", [600, 3000])
def test_a_page_that_loads_moves_something_small_meanwhile_and_is_waited_for(loads_ms: int) -> None:
    at_ms, verdict = Screen().act("any", {TAB: every(80, (TINY, TINY), 60, loads_ms), BODY: {loads_ms: (PAGE, PAGE)}})

    assert verdict == "rest"
    assert loads_ms + 100 <= at_ms <= loads_ms + 300


@pytest.mark.parametrize("answer_ms", [0, 400])
def test_a_spinner_that_turned_before_is_neither_an_answer_nor_unrest(answer_ms: int) -> None:
    screen = Screen()
    first = screen.act("any", {SPOT: SPINNER, BODY: {0: (PAGE, PAGE)}})
    second = screen.act("any", {SPOT: SPINNER, BODY: {answer_ms: (PAGE, PAGE)}})
    third = screen.act("any", {SPOT: SPINNER})

    assert first[0] <= 2100
    assert (answer_ms + 100, "rest") == second
    assert (400, "rest") == third


def test_a_screen_that_moves_everywhere_costs_the_ceiling_once() -> None:
    video = {(row, column): every(40, (256, 256)) for row in range(10, 40) for column in range(10, 60)}
    screen = Screen()

    first = screen.act("any", video)
    second = screen.act("any", video)

    assert first[0] <= 2100
    assert (400, "rest") == second


@pytest.mark.parametrize("sign", ["pointer", "starting", "silent", "unfocused"])
def test_a_program_that_says_that_it_works_is_waited_for(sign: Sign) -> None:
    at_ms, verdict = Screen().act("any", {BODY: {1500: (PAGE, PAGE)}}, {sign: range(1600)})

    assert (1680, "rest") == (at_ms, verdict)


@pytest.mark.parametrize(
    ("effect", "changes", "asks_until_ms", "at_ms"),
    [
        pytest.param("any", {1700: (PAGE, PAGE)}, 1500, 1960, id="a page that is painted after it has come"),
        pytest.param("any", {300: (PAGE, PAGE)}, LAST_MS, 2540, id="an answer, and a wait for news"),
        pytest.param("any", {}, 300, 540, id="nothing to be seen"),
        pytest.param("small", {20: (TINY, 0)}, 1500, 280, id="text that is looked up while it is typed"),
    ],
)
def test_an_answer_from_the_network_is_waited_for_and_painted(
    effect: Effect, changes: Changes, asks_until_ms: int, at_ms: int
) -> None:
    assert (at_ms, "rest") == Screen().act(effect, {BODY: changes}, {"network": range(asks_until_ms)})


@pytest.mark.parametrize(
    ("effect", "changes", "signs", "at_ms"),
    [
        pytest.param(
            "any", {2000: (PAGE, PAGE)}, {"processor": range(2100)}, 2180, id="it answers once it has computed"
        ),
        pytest.param(
            "any", {300: (PAGE, PAGE)}, {"processor": range(9000)}, 2380, id="it computes on after its answer"
        ),
        pytest.param("any", {}, {"processor": range(9000)}, 5000, id="it computes for ever, and nothing is to be seen"),
        pytest.param("small", {20: (TINY, 0)}, {"processor": range(900)}, 280, id="letters, and it computes on"),
        pytest.param("any", {20: (PAGE, PAGE)}, {"pressed": range(300)}, 380, id="what it does comes at the release"),
        pytest.param("any", {}, {"pressed": range(45)}, 400, id="a press costs nothing where nothing is to be seen"),
    ],
)
def test_a_program_at_work_is_waited_for(
    effect: Effect, changes: Changes, signs: Mapping[Sign, range], at_ms: int
) -> None:
    waited, _ = Screen().act(effect, {BODY: changes}, signs, looks=range(0, 20_000, STEP_MS))

    assert at_ms == waited


def test_a_clock_that_jumps_ends_the_waiting_but_no_look_is_missed() -> None:
    screen = Screen()
    jumps = [0, 20, *range(2500, 6000, 20)]

    at_ms, verdict = screen.act("any", {BODY: {2500: (PAGE, PAGE)}}, looks=jumps)

    assert verdict == "rest"
    assert at_ms >= 2600
