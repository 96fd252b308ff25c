"""Steps are played as a model answers: each at its place, and not at all where that is not sure."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from desktop_agent.core.actions.action import Action, Click, Finish, Press, Wait
from desktop_agent.core.pictures import Frame, ImagePoint
from desktop_agent.core.runs.events import Event, NamedTarget
from desktop_agent.core.runs.turn import (
    Call,
    InvalidAction,
    ModelInput,
    NotDone,
    Opening,
    Proposal,
    Reply,
    Result,
    StepThought,
    Turn,
)
from desktop_agent.tasks.saved.text import parse_task
from desktop_agent.tasks.steps.book import StepBook
from desktop_agent.tasks.steps.place import FoundPlace, PlaceFinder, PlaceMissing, RecordedPlace
from desktop_agent.tasks.steps.player import AGAIN_S, LOOKS_S, StepHelp, StepPlayer
from desktop_agent.tasks.steps.playing import played
from desktop_agent.tasks.task import StepTarget, StepWindow
from tests.fakes.runs.recorded import frame, picture

FRAME = frame(picture(1))
NOT_SEEN = PlaceMissing("Nothing on the screen looks like it.")
HERE = "\n   at: 5,5 in 100x100\n"
TWO = f'1. click "A"{HERE}2. press ctrl+s\n'


@dataclass
class Places(PlaceFinder):
    """Finds what it is told to; the place of a step that is missing comes after some looks."""

    missing: dict[str, int] = field(default_factory=dict)  # looks in vain, by the name of the target
    keyboard: str = ""
    checked: tuple[bool | None, ...] = (None,)  # whether what is there is on, look by look
    control: NamedTarget | None = None  # that is there
    missed: tuple[str, ...] = ()  # why a click missed, look by look
    why: PlaceMissing = NOT_SEEN

    async def find(self, wanted: RecordedPlace, frame: Frame) -> FoundPlace | PlaceMissing:
        """Return a point, or that it is not there."""
        name = wanted.target.name if wanted.target else ""
        if self.missing.get(name, 0) > 0:
            self.missing[name] -= 1
            return self.why
        checked, *later = self.checked
        self.checked = (*later,) or (checked,)
        points = (ImagePoint(50, 60),) * len(wanted.place.points)
        return FoundPlace(points, "as it was", checked=checked, control=self.control)

    async def missing_focus(
        self, window: StepWindow | None, target: StepTarget | None, action: Action, frame: Frame
    ) -> PlaceMissing | None:
        """Return what was told."""
        return PlaceMissing(self.keyboard) if self.keyboard else None

    async def why_missed(self, place: FoundPlace, before: Frame, frame: Frame) -> str:
        """Return what was told."""
        why, *later = self.missed or ("",)
        self.missed = (*later,)
        return why


class Answers:
    """A model that gives answers in order."""

    def __init__(self, *turns: Turn) -> None:
        self.turns = list(turns)
        self.heard = list[ModelInput]()
        self.forgotten = False

    async def think(self, message: ModelInput) -> Turn:
        """Give the next one."""
        self.heard.append(message)
        return self.turns.pop(0)

    async def cancel(self) -> None:
        """Do nothing."""

    async def forget(self) -> None:
        """Take note of it."""
        self.forgotten = True


class Played:
    """A player and what it said."""

    def __init__(
        self, text: str, places: Places | None = None, helped: StepHelp | None = None, *, foreign: bool = False
    ) -> None:
        self.events = list[Event]()
        book = StepBook(parse_task(f"+++\n+++\n{text}", "x.task"), lambda _: None)
        self.player = StepPlayer(
            played(book, book.task.steps), places or _places(), self.events.append,
            helped=helped or StepHelp(), foreign=foreign,
        )  # fmt: skip

    def say(self, not_done: NotDone | None = None, ids: Sequence[str] = ()) -> Turn:
        """Answer the last turn, and return the next one."""
        results = tuple(Result(one, FRAME) for one in ids)
        return asyncio.run(self.player.think(Reply(results, (), FRAME, not_done=not_done)))

    def begin(self) -> Turn:
        """Send the first message."""
        return asyncio.run(self.player.think(Opening("Two steps", FRAME)))

    def to_the_end(self, most: int = 40) -> tuple[list[Action], Finish]:
        """Say that all was done until it ends; return what it asked for."""
        turn = self.begin()
        actions = list[Action]()
        for _ in range(most):
            if turn.finish:
                return actions, turn.finish
            actions += [action for call in turn.calls for action in _actions(call)]
            turn = self.say()
        raise AssertionError(actions)


def _places(**missing: int) -> Places:
    places = Places.__new__(Places)
    places.missing = dict(missing)
    places.keyboard = ""
    places.checked = (None,)
    places.missed = ()
    places.why = NOT_SEEN
    return places


def _actions(call: Call) -> list[Action]:
    return [proposal.action for proposal in call.proposals if not isinstance(proposal.action, InvalidAction)]


def test_each_step_is_done_at_its_place_and_then_it_ends() -> None:
    actions, finish = Played(TWO).to_the_end()

    assert actions == [Click(ImagePoint(50, 60)), Press(("ctrl", "s"))]
    assert finish == Finish("success", "Every step was carried out.")


@pytest.mark.parametrize(
    ("missed", "end"),
    [
        (("It is covered.",), "Every step was carried out."),
        (("It is covered.",) * 2, 'I stopped at step 1 of 1: click "A".'),
    ],
)
def test_a_click_that_missed_by_two_looks_is_the_end_and_is_not_done_again(missed: tuple[str, ...], end: str) -> None:
    places = _places()
    places.missed = missed

    actions, finish = Played(f'1. click "A"{HERE}', places).to_the_end()

    assert actions == [Click(ImagePoint(50, 60)), Wait(AGAIN_S)]
    assert finish.text.startswith(end)
    assert finish.status == ("failed" if len(missed) > 1 else "success")


def _switched(step: str, *checked: bool | None, role: str | None = None) -> tuple[list[Action], Finish]:
    """Play a step and a chord where what is there is on or off, look by look; return what was done."""
    places = _places()
    places.control = NamedTarget("Bold", role) if role else None
    places.checked = checked
    actions, finish = Played(f"1. {step}{HERE}2. press ctrl+s\n", places).to_the_end()
    return [action for action in actions if not isinstance(action, Wait)], finish


@pytest.mark.parametrize("before", ["on", "off"])
@pytest.mark.parametrize("now", [True, False, None])
def test_a_check_box_that_is_as_its_step_left_it_is_not_pressed_again(before: str, now: bool | None) -> None:
    actions, finish = _switched(f'click "News"\n   target: check box "News" {before}', now)

    is_so_already = now is (before == "off")
    assert actions == [*([] if is_so_already else [Click(ImagePoint(50, 60))]), Press(("ctrl", "s"))]
    assert finish == Finish("success", "Every step was carried out.")


def test_a_button_that_is_on_already_stops_it() -> None:
    actions, finish = _switched('click "Bold"\n   target: button "Bold" off', True)

    assert actions == []
    assert (finish.status, "“Bold” is already on." in finish.text) == ("failed", True)


@pytest.mark.parametrize(("role", "stops"), [("toggle button", True), ("check box", False), (None, False)])
def test_a_tool_that_was_recorded_as_a_check_box_stops_it_where_it_is_on_already(role: str | None, stops: bool) -> None:
    actions, finish = _switched('click "Bold"\n   target: check box "Bold" off', True, role=role)

    assert actions == ([] if stops else [Press(("ctrl", "s"))])
    assert (finish.status == "failed") == stops


def test_a_place_is_waited_for() -> None:
    named = '1. click "A"\n   target: button "A"' + HERE

    actions, finish = Played(named, _places(A=2)).to_the_end()

    assert actions == [Wait(LOOKS_S[0]), Wait(LOOKS_S[1]), Click(ImagePoint(50, 60))]
    assert finish.status == "success"


def test_where_a_place_does_not_come_nothing_is_done_and_the_step_is_named() -> None:
    run = Played('1. click "A"\n   name: Send it\n   target: button "A"' + HERE + "2. press enter\n", _places(A=99))

    actions, finish = run.to_the_end()

    assert actions == [Wait(seconds) for seconds in LOOKS_S]
    assert finish.status == "failed"
    assert finish.text == ("I stopped at step 1 of 2: Send it. Nothing on the screen looks like it.")


def test_keys_do_not_go_where_the_keyboard_is_otherwise() -> None:
    places = _places()
    places.keyboard = "The keyboard is in “B”, and was in “A”."

    actions, finish = Played("1. press enter\n", places).to_the_end()

    assert all(isinstance(action, Wait) for action in actions)
    assert "The keyboard is in “B”" in finish.text


def test_after_a_refusal_nothing_more_is_done() -> None:
    run = Played(TWO)
    run.begin()

    turn = run.say(NotDone("refused", "The person said no."))

    assert turn.finish == Finish("failed", 'I stopped at step 1 of 2: click "A". The person said no.')


def test_a_rehearsal_shows_the_steps_as_far_as_it_can_see() -> None:
    run = Played(TWO + '3. click "C"\n   target: button "C"' + HERE, _places(C=9))
    run.begin()
    run.say(NotDone("rehearsed", ""))

    turn = run.say(NotDone("rehearsed", ""))

    assert turn.finish is not None
    assert turn.finish.status == "success"
    assert "this one ends at step 3 of 3" in turn.finish.text


def test_a_step_without_a_place_is_the_offline_models() -> None:
    thought = StepThought(1, 1, 'click "A"', "I see “A”.")
    click = Turn(steps=(thought,), calls=(Call("call_1", (Proposal(Click(ImagePoint(1, 2)), {}),)),))
    offline = [
        Answers(click, Turn(finish=Finish("success"))),
        Answers(Turn(finish=Finish("failed", "I cannot see “B”."))),
    ]
    run = Played('1. click "A"\n2. check that "B" is visible\n', helped=StepHelp(offline=_in_turn(offline)))

    first = run.begin()
    last = run.say(ids=[first.calls[0].call_id])

    assert _actions(first.calls[0]) == [Click(ImagePoint(1, 2))]
    assert [step.line for step in first.steps] == ['1 of 2: click "A". I see “A”.']
    received = offline[0].heard
    assert isinstance(received[0], Opening)
    assert received[0].task == 'click "A"'
    assert isinstance(received[1], Reply)
    assert [result.call_id for result in received[1].results] == ["call_1"]
    assert last.finish is not None
    assert "step 2 of 2" in last.finish.text
    assert "I cannot see “B”." in last.finish.text


def test_what_the_offline_model_has_done_is_no_other_models_word() -> None:
    done = [Answers(Turn(finish=Finish("success")))]
    run = Played('1. check that "B" is visible\n', helped=StepHelp(offline=_in_turn(done)))

    finish = run.begin().finish

    assert finish is not None
    assert (finish.status, finish.text) == ("success", "Every step was carried out.")


def test_another_model_does_a_step_that_does_not_fit_and_the_steps_go_on() -> None:
    click = Turn(calls=(Call("c9", (Proposal(Click(ImagePoint(7, 7)), {}),)),))
    other = Answers(Turn(looks=True), click, Turn(messages=("It is done.",)))  # first it finds out how it counts
    named = '1. click "A"\n   target: button "A"' + HERE + "2. press enter\n"
    run = Played(named, _places(A=99), StepHelp(fallback=lambda: other))

    actions, finish = run.to_the_end()

    assert actions[len(LOOKS_S) :] == [Click(ImagePoint(7, 7)), Press(("enter",))]
    assert finish.status == "success"
    assert len(other.heard) == 3
    assert isinstance(other.heard[0], Opening)
    assert 'click "A"' in other.heard[0].task
    asyncio.run(run.player.forget())
    assert other.forgotten


def test_steps_from_elsewhere_are_asked_about_one_by_one() -> None:
    run = Played(TWO, foreign=True)

    checks = [turn.calls[0].checks for turn in (run.begin(), run.say())]

    assert [len(each) for each in checks] == [1, 1]
    assert checks[0][0].id != checks[1][0].id
    assert checks[0][0].message == "These steps come from another computer. Review each one."


@pytest.mark.parametrize(("leave_out", "start", "numbers"), [((), 1, [1, 3]), ((1,), 1, [3]), ((), 3, [3])])
def test_steps_are_left_out_by_their_numbers(leave_out: tuple[int, ...], start: int, numbers: list[int]) -> None:
    text = "1. press a\n2. press b\n   skip: yes\n3. press c\n"
    book = StepBook(parse_task(f"+++\n+++\n{text}", "x.task"), lambda _: None)

    assert [step.number for step in played(book, book.task.steps, leave_out, start).steps] == numbers


def _in_turn(models: list[Answers]) -> Callable[[], Answers]:
    left = iter(models)
    return lambda: next(left)


@pytest.mark.parametrize(
    ("before", "looks", "closes"),
    [
        (f'type "Ada" into "Name"{HERE}', 1, True),
        (f'click "A"{HERE}', 1, False),  # the list is no field's: whoever opened it may want it
        (f'type "Ada" into "Name"{HERE}', 3, True),  # once, however long it stays
    ],
)
def test_a_list_that_a_typed_text_has_opened_over_the_next_field_is_closed_once(
    before: str, looks: int, *, closes: bool
) -> None:
    target = '   target: field "City"\n'
    places = _places(City=looks)
    places.why = PlaceMissing("Something else covers it.", below_list=True)

    actions, finish = Played(f'1. {before}2. click "City"{HERE}{target}', places).to_the_end()

    assert actions.count(Press(("escape",))) == closes
    assert finish.status == "success"
