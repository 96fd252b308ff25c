"""An action becomes the right events in the right order, only with a good permit, and nothing stays down."""

from contextlib import nullcontext

import pytest

from desktop_agent.core.actions.action import (
    Action,
    Button,
    Click,
    Drag,
    Finish,
    HoldButton,
    HoldKey,
    Invoke,
    Look,
    Move,
    Navigate,
    Press,
    ReleaseButton,
    ReleaseKey,
    Scroll,
    Type,
    Wait,
)
from desktop_agent.core.decisions.permit import Permit
from desktop_agent.core.errors import (
    DesktopAgentError,
    InputError,
    OffScreenError,
    RunOrderError,
    UnknownKeyError,
    UntypableTextError,
)
from desktop_agent.core.pictures import ImagePoint, ScreenPoint
from desktop_agent.core.runs.waiting import Stopped
from desktop_agent.input.backend import KeyboardLeftError, ReleasedWhileSuspendedError
from desktop_agent.input.held_input import HOLD_S, TEXT_HOLD_S
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.input.pointer import DRAG_REST_S, DRAG_STEP_S, DROP_DWELL_S, POINT_REST_S
from tests.input.performer_bench import AT, HALF, SCREEN, Bench, permit_for

pytestmark = pytest.mark.program


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.mark.parametrize(
    ("action", "events"),
    [
        (Click(AT), ["move 121 91", "left down", "left up"]),
        (Click(AT, "right", 2), ["move 121 91", *["right down", "right up"] * 2]),
        (
            Click(AT, keys=("ctrl", "shift")),
            ["ctrl down", "shift down", "move 121 91", "left down", "left up", "shift up", "ctrl up"],
        ),
        (Move(AT, keys=("alt",)), ["alt down", "move 121 91", "alt up"]),
        (Scroll(AT, dy=250), ["move 121 91", *["notch 0 1"] * 3]),
        (Scroll(AT, dx=-1, dy=-100), ["move 121 91", "notch 0 -1", "notch -1 0"]),
        (Scroll(AT), ["move 121 91"]),
        (Press(("ctrl", "a")), ["ctrl down", "a down", "a up", "ctrl up"]),
        (Press(("super",)), ["super down", "super up"]),
        (HoldKey(("ctrl", "shift")), ["ctrl down", "shift down"]),
        (ReleaseKey(("ctrl",)), []),
        (HoldButton(AT), ["move 121 91", "left down"]),
        (ReleaseButton(AT), ["move 121 91"]),
        (Wait(2.0), []),
        (Look(), []),
        (Finish("success"), []),
    ],
)
def test_an_action_becomes_these_events_in_this_order(bench: Bench, action: Action, events: list[str]) -> None:
    assert bench.do(action) == events


def test_a_drag_follows_the_whole_path_in_at_least_ten_steps(bench: Bench) -> None:
    events = bench.do(Drag((AT, ImagePoint(20, 20), ImagePoint(20, 40)), keys=("shift",)))

    assert events[:3] == ["shift down", "move 121 91", "left down"]
    assert events[-2:] == ["left up", "shift up"]
    moves = events[3:-2]
    assert len(moves) >= 10
    assert {"move 141 91", "move 141 111"} < set(moves)
    assert moves[-1] == "move 141 131"


@pytest.mark.parametrize("action", [Look(), Wait(1.0), Finish("success"), Navigate("https://example.org/")])
def test_what_is_no_input_has_no_note(bench: Bench, action: Action) -> None:
    assert "" == bench.performer.perform(permit_for(action)).text


def test_where_the_pointer_rests_is_told(bench: Bench) -> None:
    performer = ActionExecutor(bench.backend, redeem=lambda _permit: None, stop=bench.stop)
    bench.do(Move(AT))

    assert performer.pointer_is_at(ScreenPoint(121, 91))
    assert not performer.pointer_is_at(ScreenPoint(121, 92))


def test_nothing_is_sent_when_the_grant_is_not_good(bench: Bench) -> None:
    def refuse(_permit: Permit) -> None:
        raise RunOrderError("used")

    performer = ActionExecutor(bench.backend, redeem=refuse, stop=bench.stop)

    with pytest.raises(RunOrderError):
        performer.perform(permit_for(Click(AT), HALF))

    assert bench.backend.told == []


def test_the_grant_is_redeemed_for_exactly_this_binding(bench: Bench) -> None:
    bench.do(Look())

    assert bench.redeemed == [permit_for(Look(), HALF)]


@pytest.mark.parametrize(
    ("action", "error"),
    [
        (Click(ImagePoint(100, 0), keys=("ctrl",)), OffScreenError),
        (Drag((AT, ImagePoint(0, -1))), OffScreenError),
        (Press(("ctrl", "f24")), UnknownKeyError),
        (HoldKey(("ctrl", "f24")), UnknownKeyError),
        (Click(AT, keys=("ctrl", "f24")), UnknownKeyError),
        (Type("a\x1bb"), UntypableTextError),
        (Type("a\ud800"), UntypableTextError),
        (Type("a", at=AT), RunOrderError),
        (Invoke("weather"), RunOrderError),
        (Drag(()), InputError),
    ],
)
def test_what_cannot_be_done_whole_is_not_begun(bench: Bench, action: Action, error: type[DesktopAgentError]) -> None:
    with pytest.raises(error) as raised:
        bench.do(action)

    assert bench.backend.told == []
    assert raised.value.hint or error in {RunOrderError, UnknownKeyError}


def test_after_an_error_everything_goes_up_in_reverse(bench: Bench) -> None:
    bench.do(HoldKey(("alt",)))
    bench.backend.fails_at = "left up"

    with pytest.raises(InputError):
        bench.do(Click(AT, keys=("ctrl",)))

    assert bench.backend.told[-3:] == ["left down", "ctrl up", "alt up"]


@pytest.mark.parametrize("at", ["ctrl down", "move 121 91", "left down", "left up"])
def test_after_a_stop_between_any_two_events_nothing_more_is_pressed_and_all_is_up(bench: Bench, at: str) -> None:
    def stop_at(word: str) -> None:
        bench.stop.stopped = bench.stop.stopped or word == at

    bench.backend.before_each = stop_at

    with pytest.raises(Stopped):
        bench.do(Click(AT, count=2, keys=("ctrl",)))

    after = bench.backend.told[bench.backend.told.index(at) + 1 :]
    assert all(word.endswith("up") or word in {"move 120 91", "move 121 91"} for word in after)
    assert "ctrl up" in after


ESCAPE = ["escape down", "escape up"]


@pytest.mark.parametrize(
    ("way", "released"),
    [
        ((), ["move 120 91", "move 121 91", "left up", "ctrl up"]),
        ((Move(ImagePoint(40, 40)),), ["ctrl up", "move 120 91", *ESCAPE, "move 121 91", "left up"]),
    ],
)
def test_a_button_is_let_go_where_it_went_down_wherever_the_pointer_is_now(
    bench: Bench, way: tuple[Action, ...], released: list[str]
) -> None:
    bench.do(HoldKey(("ctrl",)))
    bench.do(HoldButton(AT))
    for action in way:
        bench.do(action)
    before = len(bench.backend.told)

    bench.performer.release_all()

    assert bench.backend.told[before:] == released


def test_what_was_dragged_before_cancels_nothing_of_a_later_press(bench: Bench) -> None:
    bench.do(Drag((AT, ImagePoint(20, 20))))
    bench.do(HoldButton(AT))

    bench.performer.release_all()

    assert "escape down" not in bench.backend.told


def test_a_stop_within_a_drag_takes_it_back(bench: Bench) -> None:
    bench.backend.before_each = lambda word: setattr(bench.stop, "stopped", bench.stop.stopped or word == "move 141 91")

    with pytest.raises(Stopped):
        bench.do(Drag((AT, ImagePoint(20, 20), ImagePoint(20, 40))))

    assert bench.backend.told[-5:] == ["move 120 91", *ESCAPE, "move 121 91", "left up"]


@pytest.mark.parametrize("action", [Click(AT), Scroll(AT, dy=100)])
def test_nothing_is_pressed_when_the_stop_comes_while_the_display_is_waited_for(bench: Bench, action: Action) -> None:
    bench.backend.busy_times = 3
    bench.backend.waited_for = lambda: setattr(bench.stop, "stopped", True)
    performer = ActionExecutor(bench.backend, redeem=lambda _permit: None, stop=bench.stop, bound=True)

    with pytest.raises(Stopped):
        performer.perform(permit_for(action))
    assert [one for one in bench.backend.told if "down" in one or "notch" in one] == []


def test_a_run_that_was_stopped_sends_nothing_and_lets_go(bench: Bench) -> None:
    bench.do(HoldKey(("shift",)))
    bench.stop.stopped = True

    with pytest.raises(Stopped):
        bench.do(Press(("a",)))

    assert bench.backend.told[-1] == "shift up"


def test_a_held_key_is_not_let_go_by_a_chord_and_is_let_go_when_asked(bench: Bench) -> None:
    bench.do(HoldKey(("ctrl",)))

    assert bench.do(Press(("ctrl", "c"))) == ["c down", "c up"]
    assert bench.do(HoldKey(("ctrl",))) == []
    assert bench.do(ReleaseKey(("ctrl",))) == ["ctrl up"]


def test_a_held_button_is_pressed_once_and_released_where_asked(bench: Bench) -> None:
    bench.do(HoldButton(AT))

    assert bench.do(HoldButton(AT)) == ["move 121 91"]
    assert bench.do(ReleaseButton(ImagePoint(0, 0))) == ["move 101 51", "left up"]


def test_letting_everything_go_never_raises(bench: Bench) -> None:
    bench.do(HoldKey(("ctrl", "shift")))
    bench.backend.fails_at = "shift up"

    bench.performer.release_all()

    assert bench.backend.told[-1] == "ctrl up"


def test_a_second_click_at_the_same_place_waits_until_it_is_no_double_click(bench: Bench) -> None:
    bench.do(Click(AT))
    bench.stop.waits.clear()

    bench.do(Click(AT))

    assert sum(bench.stop.waits) >= 0.49


@pytest.mark.parametrize(
    ("at", "button", "count", "is_held_back"),
    [
        (ScreenPoint(121, 91), "left", 1, True),
        (ScreenPoint(121, 91), "right", 1, False),
        (ScreenPoint(180, 91), "left", 1, False),
        (ScreenPoint(121, 120), "left", 2, True),
    ],
    ids=["there", "another button", "elsewhere", "a double click on the next row"],
)
def test_how_long_a_click_would_be_held_back_is_told_before_it(
    bench: Bench, at: ScreenPoint, button: Button, count: int, *, is_held_back: bool
) -> None:
    bench.do(Click(AT))

    assert (bench.performer.rest_before(at, button, count) > 0) is is_held_back


def test_keys_wait_until_the_click_before_them_has_arrived_but_only_once(bench: Bench) -> None:
    bench.do(Click(AT))

    assert bench.do(Press(("a",))) == ["left arrived", "a down", "a up"]
    assert bench.do(HoldKey(("b",))) == ["b down"]


def test_a_pointer_that_was_pushed_aside_is_put_back_once(bench: Bench) -> None:
    bench.backend.shaken = 1

    assert bench.do(Move(AT)) == ["move 121 91", "move 121 91"]


def test_nothing_is_pressed_where_the_pointer_does_not_get(bench: Bench) -> None:
    bench.backend.shaken = 2

    with pytest.raises(InputError, match="goes to"):
        bench.do(Click(AT))

    assert "left down" not in bench.backend.told


def test_what_would_release_it_all_is_waited_for(bench: Bench) -> None:
    bench.performer.await_watchdog()

    assert bench.backend.told == ["watchdog ready"]


def test_an_address_goes_to_the_browser(bench: Bench) -> None:
    assert bench.do(Navigate("https://example.org/")) == []
    assert bench.opened == ["https://example.org/"]


@pytest.mark.parametrize(
    ("action", "presses"),
    [(Click(AT), 1), (Click(AT, count=3), 3), (HoldButton(AT), 1), (Drag((AT, AT)), 1), (Scroll(AT, 0, 250), 3)],
)
def test_a_bound_performer_presses_on_the_bindings_window_alone(action: Action, presses: int) -> None:
    bench = Bench()
    performer = ActionExecutor(
        bench.backend, redeem=lambda _permit: None, stop=bench.stop, clock=bench.stop.clock, bound=True
    )
    bench.backend.on_top = 7
    performer.perform(permit_for(action, HALF, 7))
    on_it = bench.backend.told.count("still on 7")
    performer.release_all()
    bench.backend.told.clear()

    with pytest.raises(InputError):
        performer.perform(permit_for(action, HALF, 8))

    assert presses == on_it
    assert [] == [word for word in bench.backend.told if "down" in word or "notch" in word or "up" in word]


def test_keys_are_for_the_bindings_window_and_clicks_with_a_key_for_whatever_is_clicked(bench: Bench) -> None:
    for action in (Type("\n"), Wait(0.1), Click(AT, keys=("ctrl",)), Press(("a",)), HoldKey(("a",))):
        bench.performer.perform(permit_for(action, HALF, 7))

    assert bench.backend.keys_for == [7, None, 7, 7]


@pytest.mark.parametrize("action", [Press(("ctrl", "a")), HoldKey(("a",)), Type("\n\t")])
def test_nothing_is_pressed_once_another_program_has_the_keyboard(bench: Bench, action: Action) -> None:
    bench.backend.arrives = lambda: "a down" not in bench.backend.told and "ctrl down" not in bench.backend.told

    bench.performer.perform(permit_for(Press(("a",)), HALF, 7))

    with pytest.raises(KeyboardLeftError, match="Another program got the keyboard, so no more keys were pressed"):
        bench.performer.perform(permit_for(action, HALF, 7))
    pressed = [word for word in bench.backend.told if word.endswith(" down")]
    assert pressed == ["a down"]


def test_a_keyboard_that_is_back_in_a_moment_is_waited_for(bench: Bench) -> None:
    answers = iter((False, False, True))
    bench.backend.arrives = lambda: next(answers, True)

    assert bench.do(Press(("a",))) == ["a down", "a up"]


def test_a_key_that_is_held_does_not_repeat_in_another_program(bench: Bench) -> None:
    bench.do(HoldKey(("shift", "a")))
    bench.backend.arrives = lambda: False

    with pytest.raises(KeyboardLeftError):
        bench.do(Wait(1.0))

    assert bench.backend.told[-2:] == ["a up", "shift up"]
    assert bench.stop.waits[-1] == 0.05


def test_what_is_let_go_and_moved_is_bound_to_no_window() -> None:
    bench = Bench()
    performer = ActionExecutor(
        bench.backend, redeem=lambda _permit: None, stop=bench.stop, clock=bench.stop.clock, bound=True
    )
    bench.backend.on_top = 7
    for action in (HoldButton(AT), ReleaseButton(AT), Move(AT), Press(("a",))):
        window = 7 if isinstance(action, HoldButton) else 8
        performer.perform(permit_for(action, HALF, window))

    assert 1 == bench.backend.told.count("still on 7")
    assert "left up" in bench.backend.told


def test_what_others_have_let_go_is_released_once_more_where_the_pointer_is_and_no_drag_is_cancelled() -> None:
    bench = Bench()
    bench.do(HoldButton(AT))
    bench.do(HoldKey(("ctrl",)))
    bench.do(Move(ImagePoint(50, 60)))
    before = len(bench.backend.told)

    def suspended(word: str) -> None:
        if word == "f5 down":
            raise ReleasedWhileSuspendedError
        if word == "ctrl up":
            raise InputError("It can't be released.")

    bench.backend.before_each = suspended
    with pytest.raises(ReleasedWhileSuspendedError, match="The run was suspended"):
        bench.do(Press(("f5",)))
    bench.backend.before_each = lambda _word: None
    bench.performer.release_all()

    assert ["f5 up", "left up"] == bench.backend.told[before:]


def test_a_drag_rests_at_each_point_between_and_is_no_slower_without_one() -> None:
    bench = Bench()
    corners = (AT, ImagePoint(20, 20), ImagePoint(20, 40), ImagePoint(40, 40))

    bench.do(Drag(corners))
    rests = [wait for wait in bench.stop.waits if wait == POINT_REST_S]
    bench.stop.waits.clear()
    bench.do(Drag((ImagePoint(60, 60), ImagePoint(90, 90))))

    assert 2 == len(rests)
    assert pytest.approx(12 * DRAG_STEP_S + 2 * DROP_DWELL_S + 2 * DRAG_REST_S) == sum(bench.stop.waits)
    assert POINT_REST_S not in bench.stop.waits


def _times(bench: Bench, action: Action) -> dict[str, float]:
    """Return when each event of an action was sent, the last one of its kind."""
    times = dict[str, float]()
    bench.backend.before_each = lambda word: times.update({word: bench.stop.now})
    bench.do(action)
    return times


LONGEST_FRAME_S = 1 / 30
EARLIEST_REPEAT_S = 0.1  # keyboards that are set to be quick


@pytest.mark.parametrize(
    ("action", "held"),
    [
        (Click(AT), "left"),
        (Click(AT, "right"), "right"),
        (Click(AT, count=2), "left"),
        (Click(AT, keys=("shift",)), "left"),
        (Press(("space",)), "space"),
        (Press(("enter",)), "enter"),
        (Press(("ctrl", "s")), "s"),
        (Press(("shift",)), "shift"),
    ],
)
def test_what_is_pressed_is_down_for_a_frame_of_any_game_and_no_key_repeats(
    bench: Bench, action: Action, held: str
) -> None:
    times = _times(bench, action)

    assert LONGEST_FRAME_S < times[f"{held} up"] - times[f"{held} down"] < EARLIEST_REPEAT_S


def test_return_in_a_text_is_held_as_long_as_each_key_of_a_text(bench: Bench) -> None:
    times = _times(bench, Type("\n"))

    assert times["enter up"] - times["enter down"] == pytest.approx(TEXT_HOLD_S)


def test_a_drag_rests_before_its_first_motion_and_after_its_last() -> None:
    bench = Bench()
    events = list[tuple[str, float]]()
    bench.backend.before_each = lambda word: events.append((word, bench.stop.now))

    bench.do(Drag((AT, ImagePoint(40, 40))))
    down = next(number for number, (word, _) in enumerate(events) if word == "left down")
    up = next(number for number, (word, _) in enumerate(events) if word == "left up")

    assert events[down + 1][1] - events[down][1] >= DRAG_REST_S
    assert events[up][1] - events[up - 1][1] >= DRAG_REST_S


@pytest.mark.parametrize(
    ("action", "held"),
    [(Click(AT), HOLD_S), (Press(("space",)), HOLD_S), (Drag((AT, ImagePoint(40, 40))), DRAG_REST_S)],
)
def test_a_stop_in_the_middle_of_a_hold_lets_go_without_waiting_for_its_end(
    bench: Bench, action: Action, held: float
) -> None:
    def stop_in_hold(word: str) -> None:
        if word.endswith("down"):
            bench.stop.stopped = True

    bench.backend.before_each = stop_in_hold
    with pytest.raises(Stopped):
        bench.do(action)

    assert bench.stop.waits[-1] == held  # that of the token, which ends at the stop
    downs = {word.removesuffix(" down") for word in bench.backend.told if word.endswith(" down")}
    ups = {word.removesuffix(" up") for word in bench.backend.told if word.endswith(" up")}
    assert downs <= ups


@pytest.mark.parametrize("bound", [True, False])
@pytest.mark.parametrize(("looks", "presses"), [([True], 2), ([False], 1), ([True, True], 3), ([True, False], 2)])
def test_each_further_press_comes_only_while_the_same_stands_there(
    looks: list[bool], presses: int, *, bound: bool
) -> None:
    bench = Bench()
    bench.backend.on_top = 7
    answers = iter(looks)
    performer = ActionExecutor(
        bench.backend, redeem=lambda _permit: None, stop=bench.stop, clock=bench.stop.clock,
        bound=bound, look=lambda _at: lambda: next(answers),
    )  # fmt: skip

    with nullcontext() if all(looks) else pytest.raises(InputError, match="changed after press"):
        performer.perform(permit_for(Click(AT, count=len(looks) + 1), SCREEN, 7))

    assert presses == bench.backend.told.count("left down") == bench.backend.told.count("left up")
