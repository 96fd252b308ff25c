"""A step whose text the picture lacks scrolls to it where its window has it, and presses nothing that wasn't seen."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from desktop_agent.core.actions.action import Click, Scroll, Wait
from desktop_agent.core.controls.boxes import Box
from desktop_agent.core.controls.screen_contents import ScrolledAway
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, ScreenPoint, Size, Viewport
from desktop_agent.offline.plan.outcome import Away, PlanPosition, Seeking
from desktop_agent.offline.plan.pointing import MOST_TURNS
from desktop_agent.offline.planner import Next, next_or_end, refused
from desktop_agent.offline.run_access import scrolled_away
from tests.fakes.runs.named_controls import NamedControls
from tests.fakes.runs.run_ports import PaintedScreen
from tests.offline.planned import NOW_MS, acted, click_at, ended, scroll_at, steps
from tests.offline.seen import Seen, line

AT = (ImagePoint(900, 400), ImagePoint(640, 400), ImagePoint(200, 400), ImagePoint(100, 400))
PAGE = line("Members", 20, 20)


def away(name: str = "Add member", dy: int = 900, dx: int = 0) -> Away:
    return Away(name, dx, dy, AT)


def at_edge(name: str, dy: int) -> Away:
    return Away(name, 0, dy, AT, at_edge=True)


def screen(*texts: str, **more: tuple[Away, ...]) -> Seen:
    lines = tuple(line(text, 20, 100 + 40 * number) for number, text in enumerate(texts))
    return Seen((PAGE, *lines), away={name.replace("_", " "): found for name, found in more.items()})


def answer(task: str, seen: Seen, position: PlanPosition = PlanPosition(), now_ms: int = NOW_MS) -> Next:  # noqa: B008 - frozen
    return acted(next_or_end(steps(task), position, seen, now_ms))


@pytest.mark.parametrize(
    ("task", "name"),
    [
        ('click "Add member"', "Add member"),
        ('double click "Add member"', "Add member"),
        ('type "Ada" into "Add member"', "field Add member"),
        ('fill "Add member" with "Ada"', "field Add member"),
        ('select "Red" in "Add member"', "field Add member"),
        ('tick "Add member"', "Add member"),
        ('drag "Members" to "Add member"', "Add member"),
        ('wait for "Add member" for up to 9 s', "Add member"),
        ('check that "Add member" is visible', "Add member"),
        ('check that "Add member" is "Ada"', "field Add member"),
        ('check that "Add member" is ticked', "Add member"),
        ('click "Edit" right of "Add member"', "Add member"),
    ],
)
def test_each_step_scrolls_to_what_it_needs(task: str, name: str) -> None:
    seen = Seen((PAGE,), away={name: (away(),)})

    first = answer(task, seen)

    assert first.action == scroll_at(900, 400, 0, 900)
    assert (first.position.step, first.position.seeking.turns) == (0, 1)
    assert "“Add member” is further down" in first.thoughts[-1].seen


@pytest.mark.parametrize(
    ("found", "turn", "words"),
    [
        (away(dy=-300), (0, -300), "further up"),
        (away(dy=0, dx=500), (500, 0), "further right"),
        (away(dy=0, dx=-500), (-500, 0), "further left"),
        (away(dy=700, dx=500), (0, 700), "further down"),
        (away(dy=90_000), (0, 4_000), "further down"),
    ],
)
def test_it_scrolls_the_way_that_it_lies(found: Away, turn: tuple[int, int], words: str) -> None:
    first = answer('click "Add member"', screen(Add_member=(found,)))

    assert first.action == scroll_at(900, 400, *turn)
    assert words in first.thoughts[-1].seen


def test_what_has_come_into_sight_is_pressed_where_it_is_seen() -> None:
    first = answer('click "Add member"', screen(Add_member=(away(),)))

    second = answer('click "Add member"', screen("Add member"), first.position)

    assert isinstance(second.action, Click)
    assert second.action == click_at(*Box(20, 100, 80, 20).center)
    assert (second.position.step, second.position.seeking) == (1, Seeking())


@pytest.mark.parametrize(
    "task",
    ['wait until "Add member" disappears', 'check that "Add member" is not visible', 'open "Add member"', "wait 1 s"],
)
def test_a_step_that_needs_nothing_there_scrolls_nothing(task: str) -> None:
    found = next_or_end(steps(task), PlanPosition(), screen(Add_member=(away(),)), NOW_MS)

    assert not isinstance(found, Next) or not isinstance(found.action, Scroll)


def test_a_wait_goes_on_with_its_time_after_it_has_scrolled() -> None:
    task = 'wait for "Saved" for up to 9 s'
    first = answer(task, screen())
    assert isinstance(first.action, Wait)
    second = answer(task, screen(Saved=(away("Saved"),)), first.position, NOW_MS + 1_000)
    assert isinstance(second.action, Scroll)
    assert (second.position.phase, second.position.since_ms) == (first.position.phase, NOW_MS)

    late = ended(next_or_end(steps(task), second.position, screen(), NOW_MS + 10_000))

    assert "I waited 9 s" in late.why


def test_a_wheel_that_moves_nothing_is_tried_at_other_points_and_then_given_up() -> None:
    task = 'click "Add member"'
    seen = screen("Some text", Add_member=(away(),))
    position = PlanPosition()
    points: list[ImagePoint] = []

    for _ in range(3):
        turn = answer(task, seen, position)
        assert isinstance(turn.action, Scroll)
        position = turn.position
        points.append(turn.action.at)
    last = answer(task, seen, position)

    assert points == [*AT[:3]]
    assert isinstance(last.action, Wait)
    assert "I cannot see “Add member”" in last.thoughts[-1].seen


def test_a_list_without_an_end_is_not_scrolled_for_ever() -> None:
    position = replace(PlanPosition(), seeking=Seeking(MOST_TURNS))

    last = answer('click "Add member"', screen("Some text", Add_member=(away(),)), position)

    assert isinstance(last.action, Wait)


def test_of_several_that_are_out_of_sight_none_is_scrolled_to_but_for_a_look() -> None:
    several = (away("Delete", 300), away("Delete", 900))

    act = answer('click "Delete"', screen(Delete=several))
    look = answer('wait for "Delete" for up to 9 s', screen(Delete=several))

    assert isinstance(act.action, Wait)
    assert "there are 2 of them" in act.thoughts[-1].seen
    assert look.action == scroll_at(900, 400, 0, 300)


def test_what_the_picture_shows_is_not_scrolled_to_where_it_is_one_of_several() -> None:
    twice = Seen((line("Edit", 20, 100), line("Edit", 20, 140)), away={"Edit": (away("Edit"),)})

    found = answer('click "Edit"', twice)

    assert isinstance(found.action, Wait)
    assert "appears 2 times" in found.thoughts[-1].seen


def test_a_label_in_sight_whose_field_is_not_is_scrolled_on() -> None:
    seen = screen("E-mail", **{"field E-mail": (away("E-mail", 200),)})

    assert answer('type "a" into "E-mail"', seen).action == scroll_at(900, 400, 0, 200)


def test_a_label_that_has_come_in_at_an_edge_is_brought_to_the_middle_once() -> None:
    task = 'type "a" into "E-mail"'
    field = Box(20, 130, 200, 20)
    first = answer(task, screen(**{"field E-mail": (away("E-mail", 300),)}))
    seen = Seen((PAGE, line("E-mail", 20, 100)), {"E-mail": field}, away={"field E-mail": (at_edge("E-mail", 160),)})

    second = answer(task, seen, first.position)
    assert second.action == scroll_at(900, 400, 0, 160)
    third = answer(task, seen, second.position)

    assert third.action == click_at(*field.center)
    assert answer(task, seen).action == click_at(*field.center)  # where nothing was scrolled, what is seen is pressed


def test_a_button_that_has_come_in_at_an_edge_is_pressed_there() -> None:
    first = answer('click "Add member"', screen(Add_member=(away(),)))
    seen = screen("Add member", Add_member=(at_edge("Add member", 160),))

    assert isinstance(answer('click "Add member"', seen, first.position).action, Click)


def test_what_something_covers_at_an_edge_is_brought_to_the_middle() -> None:
    covered = screen("Some text", Add_member=(at_edge("Add member", 160),))

    first = answer('click "Add member"', covered)
    second = answer('click "Add member"', covered, first.position)

    assert first.action == scroll_at(900, 400, 0, 160)
    assert isinstance(second.action, Wait)


def test_a_refused_turn_of_the_wheel_leaves_its_step_out() -> None:
    first = answer('click "Add member"; click "Members"', screen(Add_member=(away(),)))

    after = refused(first.position)

    assert (after.step, after.skipped, after.seeking) == (1, (0,), Seeking())


SHOWN = PaintedScreen().grab()
HALF = replace(SHOWN, viewport=Viewport(Rect(0, 0, 200, 100), Size(100, 50)))


def found(frame: Frame, text: str, *, wants_field: bool, controls: Sequence[ScrolledAway]) -> tuple[Away, ...]:
    windows = frozenset(item.id for item in frame.scene.windows)
    surroundings = NamedControls(away=controls)
    return asyncio.run(scrolled_away(frame, windows, text, wants_field, surroundings=surroundings))


def one(name: str, role: str, dy: int = 100) -> ScrolledAway:
    return ScrolledAway(name, role, 0, dy, (ScreenPoint(20, 20),))


@pytest.mark.parametrize(
    ("text", "wants_field", "controls", "best"),
    [
        ("Name", True, [one("Name", "static"), one("Name", "entry", 120)], [120]),
        ("Name", True, [one("Name", "label")], [100]),
        ("Send", False, [one("Send", "static"), one("Send", "push button", 140)], [140]),
        ("Thank you", False, [one("Thank you, you are a member", "static")], [100]),
        ("Send", False, [one("Send later", "push button", 50), one("SEND", "push button", 300)], [300]),
        ("Send", False, [one("Sender", "push button")], []),
        ("Send", False, [one("Send", "push button", 300), one("Send", "push button", -50)], [-50, 300]),
        ("", False, [one("Send", "push button")], []),
    ],
)
def test_the_best_name_counts_and_a_field_or_a_control_before_words(
    text: str, controls: Sequence[ScrolledAway], best: list[int], *, wants_field: bool
) -> None:
    assert [away.dy for away in found(SHOWN, text, wants_field=wants_field, controls=controls)] == best


def test_distances_are_in_pixels_of_the_picture() -> None:
    (only,) = found(HALF, "Send", wants_field=False, controls=[one("Send", "push button", 300)])

    assert (only.dy, only.at) == (150, (ImagePoint(10, 10),))


def test_without_a_front_window_nothing_is_known() -> None:
    surroundings = NamedControls(away=[one("Send", "label")])

    assert asyncio.run(scrolled_away(SHOWN, frozenset(), "Send", False, surroundings=surroundings)) == ()
