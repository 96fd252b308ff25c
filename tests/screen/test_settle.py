"""When the screen is at rest: series of looks, without a screen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from desktop_agent.core.actions import Effect
from desktop_agent.core.geometry import Size
from desktop_agent.screen.compare import tiles_of
from desktop_agent.screen.settle import Habits, Sample, SettleTimes, Settling, Subject
from desktop_agent.screen.signs import Sign

SIZE = Size(1280, 800)
TINY, FEEDBACK, PAGE = 40, 4_000, 60_000
STEP_MS = 20
LAST_MS = 6000
BODY, TAB, SPOT = (30, 40), (1, 5), (10, 60)
PAGE_TILES = [(row, column) for row in range(10, 40) for column in range(40)]

Change = tuple[int, int]  # pixels moved, and pixels that are strongly other than before from then on
Changes = Mapping[int, Change]


@dataclass
class Screen:
    """A screen on which things change at given moments, looked at every 20 ms, and what was learned of it."""

    times: SettleTimes = field(default_factory=SettleTimes)
    new_window_ms: int = LAST_MS  # when one comes up

    def __post_init__(self) -> None:
        self.habits = Habits(self.times.answer_ms)
        self.early: tuple[int, str] | None = None  # when and why a picture could have been sent at the last action
        self.came_late = False

    def act(
        self,
        effect: Effect,
        changes: Mapping[tuple[int, int], Changes],
        signs: Mapping[Sign, range] | None = None,
        already: Iterable[Sign] = (),
        looks: Sequence[int] = (),
        habit: str = "",
    ) -> tuple[int, str]:
        """Play the looks after one action, each tile with its changes; return when and why waiting was over.

        `looks`: when each look is, where that is not every 20 ms. `habit`: what the action was done to.
        """
        subject = Subject(1, habit)
        expected = self.habits.expect(subject, tiles_of(SIZE), frozenset(already))
        settling = Settling(SIZE, effect, self.times, expected)
        answered = np.zeros(tiles_of(SIZE), np.int32)
        self.early = None
        for at_ms in looks or range(0, LAST_MS, STEP_MS):
            moved = np.zeros(tiles_of(SIZE), np.int32)
            for tile, series in changes.items():
                moved[tile], answered[tile] = series.get(at_ms, (0, answered[tile]))
            now = frozenset(sign for sign, when in (signs or {}).items() if at_ms in when)
            verdict = settling.add(
                Sample(at_ms, moved, answered.copy(), now, has_new_window=at_ms >= self.new_window_ms)
            )
            if self.early is None and settling.early:
                self.early = at_ms, settling.early
            if verdict != "wait":
                self.came_late = settling.came_late
                self.habits.learn(subject, settling)
                return at_ms, verdict
        raise AssertionError


def every(step_ms: int, change: Change, start_ms: int = 0, end_ms: int = LAST_MS) -> dict[int, Change]:
    """Change at this pace."""
    return dict.fromkeys(range(start_ms, end_ms, step_ms), change)


ANIMATION = every(20, (FEEDBACK, 0), 0, 500) | {500: (PAGE, PAGE)}
CARET = every(500, (TINY, 0))
BUTTON_FADE = every(20, (FEEDBACK, 0), 0, 200)
SPINNER = every(20, (FEEDBACK, FEEDBACK))


@pytest.mark.parametrize(
    ("effect", "changes", "at_ms"),
    [
        pytest.param("any", {20: (PAGE, PAGE)}, 120, id="an answer at once, then quiet"),
        pytest.param("any", {0: (PAGE, PAGE)}, 100, id="an answer before the first look"),
        pytest.param("any", {300: (PAGE, PAGE)}, 400, id="a late answer"),
        pytest.param("any", {800: (PAGE, PAGE)}, 900, id="a very late answer"),
        pytest.param("any", {20: (FEEDBACK, 0), 300: (PAGE, PAGE)}, 400, id="a late answer after a pressed look"),
        pytest.param("any", {20: (PAGE, PAGE), 60: (PAGE, 0), 300: (PAGE, PAGE)}, 400, id="a flash is no answer"),
        pytest.param("any", dict.fromkeys((20, 100, 200), (PAGE, PAGE)), 360, id="steps of a busy program"),
        pytest.param("any", ANIMATION, 600, id="an animation, then the answer"),
        pytest.param("any", {}, 1000, id="no answer"),
        pytest.param("any", {20: (FEEDBACK, 0)}, 1000, id="a pressed look alone"),
        pytest.param("any", BUTTON_FADE, 1000, id="a pressed look that fades"),
        pytest.param("any", {960: (TINY, 0)}, 1160, id="what begins just before the waiting ends is awaited"),
        pytest.param("any", CARET, 1200, id="a caret is no unrest"),
        pytest.param("any", CARET | {20: (PAGE, PAGE)}, 120, id="an answer beside a caret"),
        pytest.param("small", {20: (TINY, 0)}, 180, id="a letter"),
        pytest.param("small", {20: (TINY, 0), 100: (TINY, 0), 180: (TINY, 0)}, 340, id="letters one by one"),
        pytest.param("small", {20: (TINY, 0), 160: (TINY, 0), 300: (TINY, 0)}, 520, id="letters of a busy program"),
        pytest.param("small", {}, 1000, id="nothing typed is seen"),
        pytest.param("none", SPINNER, 0, id="a plain look"),
    ],
)
def test_it_rests_when_the_answer_is_there_and_quiet(effect: Effect, changes: Changes, at_ms: int) -> None:
    assert (at_ms, "rest") == Screen().act(effect, {BODY: changes})


@pytest.mark.parametrize("loads_ms", [600, 1000, 1500, 2000, 3000])
def test_a_page_that_loads_moves_something_small_meanwhile_and_is_waited_for(loads_ms: int) -> None:
    at_ms, verdict = Screen().act("any", {TAB: every(80, (TINY, TINY), 60, loads_ms), BODY: {loads_ms: (PAGE, PAGE)}})

    assert verdict == "rest"
    assert loads_ms + 100 <= at_ms <= loads_ms + 300


@pytest.mark.parametrize("answer_ms", [0, 300, 800])
def test_a_spinner_that_turned_before_is_neither_an_answer_nor_unrest(answer_ms: int) -> None:
    screen = Screen()
    first = screen.act("any", {SPOT: SPINNER, BODY: {0: (PAGE, PAGE)}})
    second = screen.act("any", {SPOT: SPINNER, BODY: {answer_ms: (PAGE, PAGE)}})
    third = screen.act("any", {SPOT: SPINNER})

    assert first[0] <= 1300
    assert (answer_ms + 100, "rest") == second
    assert (max(1000, answer_ms * 5 // 4), "rest") == third


def test_a_screen_that_moves_everywhere_costs_the_ceiling_once() -> None:
    video = {(row, column): every(40, (256, 256)) for row in range(10, 40) for column in range(10, 60)}
    screen = Screen()

    first, second = screen.act("any", video), screen.act("any", video)

    assert first[0] <= 1500
    assert (1000, "rest") == second


@pytest.mark.parametrize("sign", ["pointer", "starting", "silent", "unfocused"])
def test_a_program_that_says_that_it_works_is_waited_for(sign: Sign) -> None:
    at_ms, verdict = Screen().act("any", {BODY: {1500: (PAGE, PAGE)}}, {sign: range(1600)})

    assert (1640, "rest") == (at_ms, verdict)


@pytest.mark.parametrize(
    ("effect", "changes", "asks_until_ms", "at_ms"),
    [
        pytest.param("any", {1700: (PAGE, PAGE)}, 1500, 1900, id="a page that is painted after it has come"),
        pytest.param("any", {600: (PAGE, PAGE), 1400: (PAGE, PAGE)}, 1400, 1600, id="a page that is filled later"),
        pytest.param("any", {300: (PAGE, PAGE)}, LAST_MS, 2340, id="an answer, and a wait for news"),
        pytest.param("any", {}, 300, 1000, id="nothing to be seen"),
        pytest.param("any", {}, 1500, 2180, id="nothing to be seen, later"),
        pytest.param("small", {20: (TINY, 0)}, 1500, 180, id="text that is looked up while it is typed"),
    ],
)
def test_an_answer_from_the_network_is_waited_for_and_painted(
    effect: Effect, changes: Changes, asks_until_ms: int, at_ms: int
) -> None:
    assert (at_ms, "rest") == Screen().act(effect, {BODY: changes}, {"network": range(asks_until_ms)})


@pytest.mark.parametrize(
    ("button", "at_ms"),
    [
        pytest.param({100: (TINY, TINY), 700: (TINY, TINY), 1200: (TINY, 0)}, 1400, id="until it turns"),
        pytest.param({100: (TINY, TINY)}, 1520, id="but not for ever"),
    ],
)
def test_a_button_that_shows_that_a_page_loads_turns_before_the_page_counts_as_loaded(
    button: Changes, at_ms: int
) -> None:
    page: dict[tuple[int, int], Changes] = {tile: {620: (256, 256)} for tile in PAGE_TILES}

    assert (at_ms, "rest") == Screen().act("any", {TAB: button, **page}, {"network": range(600)})


@pytest.mark.parametrize(
    ("effect", "changes", "signs", "at_ms"),
    [
        pytest.param(
            "any", {2000: (PAGE, PAGE)}, {"processor": range(2100)}, 2140, id="it answers once it has computed"
        ),
        pytest.param(
            "any", {300: (PAGE, PAGE)}, {"processor": range(9000)}, 2340, id="it computes on after its answer"
        ),
        pytest.param("any", {}, {"processor": range(9000)}, 5000, id="it computes for ever, and nothing is to be seen"),
        pytest.param("any", {5500: (PAGE, PAGE)}, {"starved": range(5600)}, 5640, id="it gets hardly any processor"),
        pytest.param("any", {}, {"starved": range(20_000)}, 8000, id="it never gets enough of it"),
        pytest.param("small", {20: (TINY, 0)}, {"processor": range(900)}, 180, id="letters, and it computes on"),
        pytest.param("small", {20: (TINY, 0), 700: (TINY, 0)}, {"starved": range(700)}, 860, id="letters, with pauses"),
    ],
)
def test_a_program_at_work_is_waited_for(
    effect: Effect, changes: Changes, signs: Mapping[Sign, range], at_ms: int
) -> None:
    waited, _ = Screen().act(effect, {BODY: changes}, signs, looks=range(0, 20_000, STEP_MS))

    assert at_ms == waited


@pytest.mark.parametrize(
    ("effect", "changes", "early"),
    [
        pytest.param("any", {20: (PAGE, PAGE)}, (80, "answered"), id="an answer at once"),
        pytest.param("any", {300: (PAGE, PAGE)}, (200, "usual"), id="no answer within what is usual"),
        pytest.param("any", ANIMATION, (560, "answered"), id="an animation, once it has ended"),
        pytest.param("any", BUTTON_FADE, (240, "usual"), id="a pressed look that fades"),
        pytest.param("small", {20: (TINY, 0)}, (80, "answered"), id="a letter"),
        pytest.param("any", SPINNER, None, id="a page that never rests"),
        pytest.param("none", {}, None, id="a plain look"),
    ],
)
def test_a_picture_can_be_sent_early_after_the_answer_or_where_none_is_usual(
    effect: Effect, changes: Changes, early: tuple[int, str] | None
) -> None:
    screen = Screen()

    screen.act(effect, {BODY: changes})

    assert early == screen.early


def test_none_is_sent_early_while_a_program_works_or_owes_an_answer_or_has_opened_a_window() -> None:
    opened, asks, works = Screen(new_window_ms=20), Screen(), Screen()

    opened.act("any", {BODY: {20: (PAGE, PAGE)}})
    asks.act("any", {}, {"network": range(300)})
    works.act("any", {BODY: {1000: (PAGE, PAGE)}}, {"pointer": range(1100)})

    assert (None, None) == (opened.early, asks.early)
    assert works.early is not None
    assert works.early[0] > 1100


@pytest.mark.parametrize(
    ("late", "others", "early"),
    [(0, 7, False), (0, 8, True), (1, 19, False), (1, 7, False)],
    ids=["too few to tell", "a known window", "one of twenty", "one of eight"],
)
def test_pictures_are_sent_early_where_fewer_than_one_in_twenty_comes_late(late: int, others: int, early: bool) -> None:
    screen = Screen()
    for _ in range(late):
        screen.act("any", {BODY: {20: (PAGE, PAGE), 120: (PAGE, PAGE)}})
    for _ in range(others):
        screen.act("any", {BODY: {20: (PAGE, PAGE)}})

    assert early is screen.habits.expect(Subject(1), tiles_of(SIZE), frozenset()).early


LATE, SLOW, SHAKY = {300: (PAGE, PAGE)}, {900: (PAGE, PAGE)}, {20: (PAGE, PAGE), 120: (PAGE, PAGE)}


@pytest.mark.parametrize(
    ("changes", "early"),
    [
        pytest.param(LATE, (320, "answered"), id="an answer that is due"),
        pytest.param(ANIMATION, (540, "answered"), id="an animation that is over when it was before"),
        pytest.param({}, (200, "usual"), id="no answer, as ever"),
        pytest.param(SHAKY, (280, "answered"), id="in two steps, as ever"),
    ],
)
def test_a_control_that_is_known_is_waited_for_as_long_as_it_takes_whatever_else_is_slow_there(
    changes: Changes, early: tuple[int, str]
) -> None:
    screen = Screen()
    for _ in range(4):
        screen.act("any", {BODY: changes}, habit="known")
        screen.act("any", {BODY: SLOW}, habit="slow")
    of_one = screen.habits.expect(Subject(1, "known"), tiles_of(SIZE), frozenset())
    of_others = screen.habits.expect(Subject(1, "other"), tiles_of(SIZE), frozenset())

    screen.act("any", {BODY: changes}, habit="known")

    assert early == screen.early
    assert (of_one.due is None, of_others.due is None) == (False, True)
    assert of_others.usual_ms > 1000


def test_a_clock_that_jumps_ends_the_waiting_but_no_look_is_missed() -> None:
    screen = Screen()
    jumps = [0, 20, *range(2500, 6000, 20)]

    at_ms, verdict = screen.act("any", {BODY: {2500: (PAGE, PAGE)}}, looks=jumps)

    assert verdict == "rest"
    assert at_ms >= 2600
    assert screen.early is not None
    assert screen.early[0] >= 2560
