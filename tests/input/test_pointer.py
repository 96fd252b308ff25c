"""The wheel goes as far as was asked, and the pointer to its point; for films both go smoothly, as text does."""

import itertools
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field

import pytest

from desktop_agent.core.actions.action import Action, Click, Drag, Type
from desktop_agent.core.errors import InputError
from desktop_agent.core.pictures import ImagePoint, ScreenPoint
from desktop_agent.core.texts.field_text import InputNote
from desktop_agent.input.held_input import HeldInput
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.input.pointer import Pointer, Wheel
from tests.input.performer_bench import FakeStop, RecordingBackend, RecordingRoute, permit_for

AT = ScreenPoint(50, 60)


@dataclass
class Pane:
    """What a window scrolls by, a notch at a time; `seen` is what a picture would tell of it."""

    notch: int = 53
    room: int = 10_000
    blind: bool = False
    height: int = 10_000
    across: int = 0
    down: int = 0
    notches: list[str] = field(default_factory=list)

    def turned(self, word: str) -> None:
        if word.startswith("notch"):
            self.notches.append(word)
            right, down = (int(part) for part in word.split()[1:])
            self.across = min(self.room, max(0, self.across + self.notch * right))
            self.down = min(self.room, max(0, self.down + self.notch * down))

    def watch(self, _at: ScreenPoint, across: bool) -> Callable[[], int | None]:
        before = self.across if across else self.down

        def gone() -> int | None:
            moved = (self.across if across else self.down) - before
            if self.blind:
                return None
            return moved if abs(moved) < self.height else 3

        return gone


def wheel_on(pane: Pane) -> Wheel:
    return Wheel(HeldInput(RecordingBackend(before_each=pane.turned), FakeStop()), pane.watch)


@pytest.mark.parametrize("notch", [16, 27, 51, 60, 100])
@pytest.mark.parametrize("asked", [500, 200])
def test_the_first_notch_tells_how_many_it_takes(notch: int, asked: int) -> None:
    pane = Pane(notch)
    wheel = wheel_on(pane)

    there = wheel.turn(AT, 0, asked, 7), pane.down
    wheel.turn(AT, 0, -asked, 7)
    wheel.turn(AT, asked, 0, 7)

    assert there[0] == InputNote()
    assert abs(there[1] - asked) <= notch / 2
    assert pane.down == 0
    assert abs(pane.across - asked) <= notch / 2


def test_where_whole_notches_miss_what_was_asked_for_that_is_told() -> None:
    pane = Pane(120)
    wheel = wheel_on(pane)

    reported = {wheel.turn(AT, 0, 50, 7).text for _ in range(2)}

    assert ["scrolled 120 px instead of 50." in one for one in reported] == [True]
    assert pane.down == 240


def test_a_window_is_measured_once_and_another_for_itself() -> None:
    pane = Pane(20)
    wheel = wheel_on(pane)

    wheel.turn(AT, 0, 100, 7)
    pane.notch = 50
    wheel.turn(AT, 0, 100, 7)  # as learned: five notches
    wheel.turn(AT, 0, 100, 8)

    assert pane.down == 100 + 250 + 100


def test_what_the_end_cuts_short_is_not_learned() -> None:
    pane = Pane(50, room=60)
    pane.down = 50
    wheel = wheel_on(pane)

    note = wheel.turn(AT, 0, 100, 7).text
    at_the_end = pane.down
    wheel.turn(AT, 0, -50, 7)

    assert "scrolled 10 px instead of 100." in note
    assert (at_the_end, pane.down) == (60, 10)


@pytest.mark.parametrize(
    ("pane", "expected"),
    [
        (Pane(blind=True), InputNote("The screenshot doesn't show how far this scrolled.")),
        (Pane(notch=0), InputNote(unmoved=True)),
    ],
)
def test_where_nothing_can_be_measured_a_notch_counts_as_a_hundred_pixels_and_it_is_told(
    pane: Pane, expected: InputNote
) -> None:
    assert expected == wheel_on(pane).turn(AT, 0, 250, 7)
    assert ["notch 0 1"] * 3 == pane.notches


@pytest.mark.parametrize("view", [10_000, 300])
@pytest.mark.parametrize(
    ("room", "asked", "expected"),
    [
        (10_000, 150, ""),
        (10_000, 3_000, ""),
        (250, 150, "This scrolled 50 px instead of 150."),
        (600, 3_000, "The content ended before this had scrolled 3000 px."),
        (200, 150, None),
        (200, 3_000, None),
    ],
)
def test_the_end_is_told_each_time_however_often_a_place_was_scrolled(
    view: int, room: int, asked: int, expected: str | None
) -> None:
    pane = Pane(50, height=view)
    wheel = wheel_on(pane)
    wheel.turn(AT, 0, 200, 7)  # the notch is learned
    pane.room = room

    note = wheel.turn(AT, 0, asked, 7)

    assert (note.unmoved, note.text[: len(expected or "")]) == (expected is None, expected or "")
    assert bool(note.text) == bool(expected)
    assert len(pane.notches) == 4 + asked // 50


def test_what_moves_along_one_of_two_axes_has_moved() -> None:
    pane = Pane(50)
    pane.across = pane.room

    assert wheel_on(pane).turn(AT, 100, 100, 7) == InputNote()
    assert wheel_on(pane).turn(AT, 100, 0, 7) == InputNote(unmoved=True)
    assert wheel_on(pane).turn(AT, 0, 0, 7) == InputNote()


def test_where_a_key_is_held_or_nothing_is_seen_the_known_notch_counts() -> None:
    pane = Pane(50)
    wheel = wheel_on(pane)
    wheel.turn(AT, 0, 200, 7)
    pane.blind = True

    assert wheel.turn(AT, 0, 100, 7) == InputNote()
    assert wheel.turn(AT, 0, 1_000, 7) == InputNote()
    assert pane.down == 1_300


LASTING = "Trying again doesn't help."
PASSING = "Try again when it stops moving."
Place = Callable[[ScreenPoint, int], ScreenPoint]


@dataclass
class Displaced(RecordingBackend):
    """A pointer that is `where` says, by the point it was moved to and how often anybody has looked."""

    where: Place = lambda at, _: at
    looks: "itertools.count[int]" = field(default_factory=itertools.count)

    def pointer(self) -> ScreenPoint:
        return self.where(super().pointer(), next(self.looks))


@pytest.mark.program
@pytest.mark.parametrize(
    ("where", "hint"),
    [
        pytest.param(lambda at, _: ScreenPoint(2 * at.x, 2 * at.y), LASTING, id="a matrix that doubles"),
        pytest.param(lambda at, look: ScreenPoint(at.x + 3 + look, at.y), PASSING, id="a hand that moves on"),
        pytest.param(
            lambda at, look: ScreenPoint(at.x + 9 + look // 40, at.y), PASSING, id="a hand that rests at times"
        ),
        pytest.param(lambda at, look: ScreenPoint(at.x + (look < 20), at.y), "", id="a hand that stops"),
    ],
)
def test_what_keeps_a_pointer_from_its_point_is_told_as_what_it_is(where: Place, hint: str) -> None:
    stop = FakeStop()
    backend = Displaced(where=where)
    pointer = Pointer(backend, HeldInput(backend, stop), stop.clock)

    with pytest.raises(InputError) if hint else nullcontext() as raised:
        pointer.put(AT)

    assert raised is None or str(raised.value.hint).endswith(hint)


def told(action: Action, *, smooth: bool, pastes: bool = False) -> tuple[list[str], FakeStop]:
    backend = RecordingBackend()
    stop = FakeStop()
    backend.ways = (RecordingRoute("keys", private=True, told=backend.told, pastes=pastes),)
    hands = ActionExecutor(backend, redeem=lambda _permit: None, stop=stop, clock=stop.clock, smooth=smooth)
    hands.perform(permit_for(action))
    return [word for word in backend.told if word != "sync"], stop


@pytest.mark.program
@pytest.mark.parametrize(("smooth", "moves"), [(False, 1), (True, 40)])
def test_the_pointer_glides_only_where_that_is_wished(smooth: bool, moves: int) -> None:
    words, stop = told(Click(ImagePoint(1000, 500)), smooth=smooth)

    way = [tuple(map(int, word.split()[1:])) for word in words if word.startswith("move")]
    assert (moves, (1000, 500)) == (len(way), way[-1])
    assert way == sorted(way)
    assert all(abs(y - x / 2) <= 1 for x, y in way)  # straight on
    assert ["left down", "left up"] == words[-2:]
    assert (sum(stop.waits) > 0.5) == smooth
    assert sum(stop.waits) < 1


def way_of(words: Sequence[str]) -> list[tuple[int, ...]]:
    """Return the points that the pointer is moved to."""
    return [tuple(map(int, word.split()[1:])) for word in words if word.startswith("move")]


@pytest.mark.parametrize(("to", "moves"), [((300, 600), 16), ((120, 160), 12), ((100, 200), 1)])
def test_a_glide_from_any_place_goes_straight_on_in_few_steps(to: tuple[int, int], moves: int) -> None:
    backend = RecordingBackend()
    stop = FakeStop()
    backend.move(ScreenPoint(100, 200))

    Pointer(backend, HeldInput(backend, stop), stop.clock, smooth=True).put(ScreenPoint(*to))

    way = way_of(backend.told)[1:]
    assert (len(way), way[-1]) == (moves, to)
    across = to[0] - 100
    down = to[1] - 200
    assert all(abs((y - 200) * across - (x - 100) * down) <= abs(across) + abs(down) for x, y in way)
    assert way == sorted(way, key=lambda at: abs(at[0] - 100) + abs(at[1] - 200))


@pytest.mark.program
@pytest.mark.parametrize("smooth", [False, True])
def test_a_drag_goes_straight_from_where_it_began_to_where_it_ends(*, smooth: bool) -> None:
    words, _ = told(Drag((ImagePoint(100, 200), ImagePoint(300, 600))), smooth=smooth)

    way = way_of(words[words.index("left down") : words.index("left up")])
    assert way[-1] == (300, 600)
    assert len(way) > 10
    assert all(100 < x <= 301 for x, _ in way)
    assert all(abs((y - 200) - 2 * (x - 100)) <= 2 for x, y in way)


@pytest.mark.parametrize("is_same", [True, False])
def test_the_second_press_of_a_double_click_is_only_for_what_got_the_first(*, is_same: bool) -> None:
    backend = RecordingBackend()
    stop = FakeStop()
    pointer = Pointer(backend, HeldInput(backend, stop), stop.clock)

    with nullcontext() if is_same else pytest.raises(InputError, match="changed"):
        pointer.click(AT, "left", 2, lambda _at: lambda: is_same)

    assert backend.told.count("left down") == (2 if is_same else 1)


@pytest.mark.parametrize(("count", "away", "rests"), [(1, 10, True), (1, 11, False), (2, 100, True), (2, 101, False)])
def test_a_click_is_held_back_where_a_program_would_take_it_with_the_last_one(
    count: int, away: int, *, rests: bool
) -> None:
    backend = RecordingBackend()
    stop = FakeStop()
    pointer = Pointer(backend, HeldInput(backend, stop), stop.clock)
    pointer.click(AT, "left", 1)

    rest_s = pointer.rest_before(ScreenPoint(AT.x, AT.y + away), "left", count)

    assert (rest_s > 0.4) == rests


@pytest.mark.program
def test_text_comes_letter_by_letter_or_word_by_word_only_where_that_is_wished() -> None:
    quick, _ = told(Type("abc"), smooth=False)
    paced, stop = told(Type("abc"), smooth=True)
    pasted, pasting = told(Type("two  words", entry="whole"), smooth=True, pastes=True)

    assert (quick[0], paced[:3]) == ("keys abc", ["keys a", "keys b", "keys c"])
    assert sum(stop.waits) == pytest.approx(0.12)
    assert pasted[:2] == ["keys two  ", "keys words"]
    assert [0.2, 0.2] == pytest.approx([wait for wait in pasting.waits if wait])
