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


COMPUTES = range(600, 1500)
ANIMATION = every(20, (FEEDBACK, 0), 0, 500) | {500: (PAGE, PAGE)}
CARET = every(500, (TINY, 0))
BUTTON_FADE = every(20, (FEEDBACK, 0), 0, 200)
SPINNER = every(20, (FEEDBACK, FEEDBACK))
LOADS = every(80, (TINY, TINY), 60, 1500)


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


def test_another_page_in_nearly_the_same_colour_is_an_answer() -> None:
    assert (120, "rest") == Screen().act("any", {tile: {20: (256, 0)} for tile in PAGE_TILES})


@pytest.mark.parametrize(("drawn", "at_ms"), [(FEEDBACK, 1000), (0, 2000)], ids=["with a word in it", "empty"])
def test_a_window_that_has_come_up_empty_is_waited_for(drawn: int, at_ms: int) -> None:
    screen = Screen(new_window_ms=100)

    assert (at_ms, "rest") == screen.act("any", {(20, n): {100: (40, drawn // 8)} for n in range(8)})


def test_the_floor_is_kept_even_when_all_is_quiet() -> None:
    assert (700, "rest") == Screen(SettleTimes(floor_ms=700)).act("any", {BODY: {20: (PAGE, PAGE)}})


@pytest.mark.parametrize("loads_ms", [600, 1000, 1500, 2000, 3000])
def test_a_page_that_loads_moves_something_small_meanwhile_and_is_waited_for(loads_ms: int) -> None:
    at_ms, verdict = Screen().act("any", {TAB: every(80, (TINY, TINY), 60, loads_ms), BODY: {loads_ms: (PAGE, PAGE)}})

    assert verdict == "rest"
    assert loads_ms + 100 <= at_ms <= loads_ms + 300


def test_what_a_page_shows_first_is_not_all_while_it_still_loads() -> None:
    body = {600: (PAGE, PAGE), 1100: (PAGE, PAGE)}

    at_ms, verdict = Screen().act("any", {TAB: every(80, (TINY, TINY), 60, 1100), BODY: body})

    assert verdict == "rest"
    assert 1200 <= at_ms <= 1400


@pytest.mark.parametrize("answer_ms", [0, 300, 800])
def test_a_spinner_that_turned_before_is_neither_an_answer_nor_unrest(answer_ms: int) -> None:
    screen = Screen()
    first = screen.act("any", {SPOT: SPINNER, BODY: {0: (PAGE, PAGE)}})
    second = screen.act("any", {SPOT: SPINNER, BODY: {answer_ms: (PAGE, PAGE)}})
    third = screen.act("any", {SPOT: SPINNER})

    assert first[0] <= 1300
    assert (answer_ms + 100, "rest") == second
    assert (max(1000, answer_ms * 5 // 4), "rest") == third


def test_a_spinner_that_never_ends_is_waited_for_once() -> None:
    screen = Screen()

    assert [(5000, "working"), (1000, "rest"), (100, "rest")] == [
        screen.act("any", {SPOT: SPINNER}),
        screen.act("any", {SPOT: SPINNER}),
        screen.act("any", {SPOT: SPINNER, BODY: {0: (PAGE, PAGE)}}),
    ]


def test_a_spinner_that_has_stopped_is_news_when_it_turns_again() -> None:
    screen = Screen()
    screen.act("any", {SPOT: SPINNER})
    screen.act("any", {})

    at_ms, verdict = screen.act("any", {SPOT: every(20, (FEEDBACK, FEEDBACK), 40, 1500), BODY: {1500: (PAGE, PAGE)}})

    assert verdict == "rest"
    assert 1600 <= at_ms <= 1800


def test_a_screen_that_moves_everywhere_costs_the_ceiling_once() -> None:
    video = {(row, column): every(40, (256, 256)) for row in range(10, 40) for column in range(10, 60)}
    screen = Screen()

    first, second = screen.act("any", video), screen.act("any", video)

    assert first[0] <= 1500
    assert (1000, "rest") == second


def test_text_is_not_kept_waiting_by_a_spinner() -> None:
    screen = Screen()
    typed = {SPOT: SPINNER, BODY: {20: (TINY, 0)}}

    first, second = screen.act("small", typed), screen.act("small", typed)

    assert first[0] <= 1300
    assert (180, "rest") == second


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


def test_a_page_that_is_painted_long_after_it_was_answered_is_watched_until_its_button_turns() -> None:
    button: Changes = {100: (TINY, TINY), 2140: (TINY, 0)}
    page: dict[tuple[int, int], Changes] = {tile: {1480: (256, 256)} for tile in PAGE_TILES}

    assert (2340, "rest") == Screen().act("any", {TAB: button, **page}, {"network": range(600), "processor": COMPUTES})


@pytest.mark.parametrize(
    ("answered", "at_ms"),
    [
        pytest.param(range(440, 460), 1340, id="between two looks"),
        pytest.param(range(0), 560, id="not at all"),
    ],
)
def test_a_page_that_was_asked_for_and_answered_between_two_looks_is_watched_as_well(
    answered: range, at_ms: int
) -> None:
    button: Changes = {100: (TINY, TINY), 1140: (TINY, 0)}
    page: dict[tuple[int, int], Changes] = {tile: {460: (256, 256)} for tile in PAGE_TILES}
    screen = Screen()
    waits = screen.act("any", {TAB: button, **page}, {"answered": answered})

    assert (at_ms, "rest") == waits


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


def test_one_or_two_looks_on_a_busy_machine_are_not_all_that_is_waited_for() -> None:
    looks = [0, 2800, 3700, 4600, 5500, 6400, 7300]
    page = {BODY: {2800: (PAGE, PAGE), 3700: (PAGE, PAGE)}}

    assert (6400, "rest") == Screen().act("any", page, looks=looks)
    assert (20_000, "moving") == Screen().act(
        "any", {BODY: every(4000, (PAGE, PAGE), 0, 30_000)}, looks=range(0, 30_000, 4000)
    )


def test_what_a_program_computed_before_the_action_says_nothing() -> None:
    works: Mapping[Sign, range] = {"starved": range(LAST_MS), "processor": range(LAST_MS)}

    assert (120, "rest") == Screen().act("any", {BODY: {20: (PAGE, PAGE)}}, works, already=["processor"])


def test_a_program_that_does_not_answer_is_waited_for_once_and_told_of_each_time() -> None:
    screen, forever = Screen(), range(LAST_MS)

    told = [
        screen.act("any", {}, {"silent": forever}, ()),
        screen.act("any", {}, {"silent": forever}, ["silent"]),
        screen.act("small", {BODY: {0: (TINY, 0)}}, {}, []),
        screen.act("any", {}, {"silent": forever}, []),
    ]

    assert [(5000, "silent"), (1000, "silent"), (160, "rest"), (5000, "silent")] == told


def test_a_window_that_answers_at_once_or_never_is_not_waited_for() -> None:
    screen = Screen()
    for _ in range(4):
        screen.act("any", {BODY: {20: (PAGE, PAGE)}})
        screen.act("any", {})

    assert (400, "rest") == screen.act("any", {})


def test_a_window_that_answered_late_is_waited_for_longer() -> None:
    screen = Screen()
    screen.act("any", {BODY: {900: (PAGE, PAGE)}})

    assert (1140, "rest") == screen.act("any", {})


def test_how_long_a_page_took_to_load_says_nothing_of_other_answers() -> None:
    screen = Screen()
    screen.act("any", {TAB: every(80, (TINY, TINY), 60, 1500), BODY: {1500: (PAGE, PAGE)}})

    assert (1000, "rest") == screen.act("any", {})


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


def test_what_is_usual_is_learned_from_the_slowest_answer_and_forgotten_with_it() -> None:
    screen = Screen()

    def usual_ms() -> float:
        return screen.habits.expect(Subject(1), tiles_of(SIZE), frozenset()).usual_ms

    learned = [usual_ms()]
    screen.act("any", {BODY: {320: (PAGE, PAGE)}})
    learned.append(usual_ms())
    for _ in range(12):
        screen.act("any", {BODY: {20: (PAGE, PAGE)}})
    learned.append(usual_ms())

    assert [200, 400, 200] == learned


def test_a_first_late_answer_counts_where_a_picture_was_sent_early_and_else_teaches_what_is_usual() -> None:
    screen = Screen()
    late = {BODY: {320: (PAGE, PAGE)}}

    screen.act("any", late)
    before = screen.came_late
    for _ in range(20):
        screen.act("any", {BODY: {20: (PAGE, PAGE)}})
    screen.act("any", late)

    assert (False, True) == (before, screen.came_late)


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


def test_after_three_acts_a_control_is_not_known() -> None:
    screen = Screen()
    for _ in range(3):
        screen.act("any", {BODY: LATE}, habit="known")

    expected = screen.habits.expect(Subject(1, "known"), tiles_of(SIZE), frozenset())

    assert (None, False) == (expected.due, expected.early)


def test_of_a_control_after_whose_answer_something_came_no_picture_is_early_whatever_the_window_is_like() -> None:
    screen = Screen()
    for _ in range(20):
        screen.act("any", {BODY: {20: (PAGE, PAGE)}})
    for _ in range(2):
        screen.act("any", {BODY: SHAKY}, habit="shaky")

    early = [screen.habits.expect(Subject(1, name), tiles_of(SIZE), frozenset()).early for name in ("shaky", "other")]

    assert [False, False] == early
    for _ in range(4):
        screen.act("any", {BODY: {20: (PAGE, PAGE)}}, habit="known")
    assert screen.habits.expect(Subject(1, "known"), tiles_of(SIZE), frozenset()).early


def test_the_controls_that_were_used_longest_ago_are_forgotten() -> None:
    screen = Screen()
    for _ in range(4):
        screen.act("any", {BODY: LATE}, habit="known")
    for number in range(400):
        screen.act("none", {}, habit=str(number))

    assert screen.habits.expect(Subject(1, "known"), tiles_of(SIZE), frozenset()).due is None


def test_a_clock_that_jumps_ends_the_waiting_but_no_look_is_missed() -> None:
    screen = Screen()
    jumps = [0, 20, *range(2500, 6000, 20)]

    at_ms, verdict = screen.act("any", {BODY: {2500: (PAGE, PAGE)}}, looks=jumps)

    assert verdict == "rest"
    assert at_ms >= 2600
    assert screen.early is not None
    assert screen.early[0] >= 2560
