"""Inside of its window too, a key or a press goes only to what was in the picture; a clock beside it is no reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pytest

from desktop_agent.core.actions import Action, Click, Press, Type
from desktop_agent.core.decision import (
    Answer,
    Approved,
    Focus,
    HitControl,
    PointedObject,
    Question,
    Target,
)
from desktop_agent.core.events import ActionStarted
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import ImagePoint, Rect
from desktop_agent.core.turn import ModelInput, Turn
from tests.fakes.cases import changed, target_of
from tests.fakes.named_controls import EDITOR
from tests.fakes.run_ports import VIEWPORT, World, world
from tests.fakes.turns import DONE, call, drive, of, turn

FIELD, BUTTON, CLOCK = Rect(20, 20, 40, 10), Rect(20, 60, 160, 10), Rect(190, 0, 9, 9)
RETURN, PRESS = Press(("enter",)), Click(ImagePoint(30, 65))
NAMED = target_of(EDITOR, focus="Name", focus_role="entry", focus_box=FIELD)
WITH_BUTTON = changed(NAMED, control="Save", role="push button", source="accessibility", box=BUTTON)
MOVED = replace(NAMED, focus=Focus("Name", "entry", box=FIELD, moved=True))
SILENT = target_of(EDITOR)
SPACED = replace(NAMED, also=replace(WITH_BUTTON, focus=None))


@dataclass
class Told:
    """What every action hits."""

    target: Target

    async def __call__(self, _frame: Frame, _action: Action) -> Target:
        return self.target


def asked_for(action: Action, target: Target, *altered: Rect, times: int = 1) -> World:
    """Give a run whose every answer asks for an action, and has parts of the screen altered meanwhile."""

    def answer(number: int) -> Turn:
        scene.camera.altered = altered
        return turn(call(action, call_id=f"c{number}"))

    def later(number: int) -> Callable[[ModelInput], Turn]:
        return lambda _: answer(number)

    scene = world([*map(later, range(times)), DONE])
    scene.controls.target = Told(target)  # type: ignore[method-assign, assignment]
    return scene


KEYS: Mapping[str, tuple[Target, tuple[Rect, ...], bool]] = {
    "a clock beside the field": (NAMED, (CLOCK,), True),
    "the field": (NAMED, (FIELD,), False),
    "its ring": (NAMED, (Rect(15, 15, 2, 2),), False),
    "what Return presses": (WITH_BUTTON, (BUTTON,), False),
    "what Return presses after the text": (SPACED, (BUTTON,), False),
    "a clock beside the button": (WITH_BUTTON, (CLOCK,), True),
    "another field has the keyboard": (MOVED, (), False),
    "a clock where nothing is named": (SILENT, (CLOCK,), False),
    "nothing where nothing is named": (SILENT, (), True),
}


@pytest.mark.parametrize("case", KEYS)
@pytest.mark.parametrize("action", [RETURN, Type("hello")])
def test_keys_go_to_what_had_them_in_the_picture(case: str, action: Action) -> None:
    target, altered, is_done = KEYS[case]
    scene = asked_for(action, target, *altered)

    drive(scene)

    assert bool(scene.executor.done) is is_done


@pytest.mark.parametrize(("target", "done"), [(SILENT, 2), (NAMED, 2), (MOVED, 0)])
def test_a_window_that_never_rests_costs_one_more_look_and_no_question(target: Target, done: int) -> None:
    scene = asked_for(RETURN, target, FIELD, times=3 if done else 2)

    drive(scene)

    assert len(of(scene, ActionStarted)) == done
    assert [one.reasons for one in scene.person.asked] == []


def test_a_field_for_a_password_is_grey_in_the_picture_and_gets_its_keys() -> None:
    scene = asked_for(RETURN, NAMED, FIELD)
    scene.camera.has_password_field = True

    drive(scene)

    assert scene.executor.done == [RETURN]


@pytest.mark.parametrize("action", [RETURN, PRESS])
def test_what_a_person_was_asked_about_is_compared_before_the_card(action: Action) -> None:
    scene = world([turn(call(action)), DONE], mode="ask")

    async def yes(_: Question) -> Answer:
        scene.camera.altered = (VIEWPORT.screen,)  # as their mouse has lit it
        return Approved()

    scene.person.decide = yes  # type: ignore[method-assign, assignment]
    drive(scene)

    assert scene.executor.done == [action]


UNNAMED = target_of(EDITOR, window_box=VIEWPORT.screen)
WIDE = changed(NAMED, control="Save", role="push button", source="accessibility", box=BUTTON)
TEXT = replace(WIDE, control=HitControl("Letter", "entry", "accessibility", BUTTON))
PANE = replace(WIDE, control=HitControl("Pictures", "panel", "accessibility", Rect(0, 0, 300, 300)))
KNOWN = changed(WIDE, objects=(PointedObject("app", "/7", "push button", "Save", BUTTON),))
PRESSES: Mapping[str, tuple[Target, tuple[Rect, ...], bool]] = {
    "the row where nothing is named": (UNNAMED, (Rect(150, 60, 9, 9),), False),
    "another row": (UNNAMED, (CLOCK,), True),
    "the far end of a button": (WIDE, (Rect(150, 60, 9, 9),), False),
    "beside the button": (WIDE, (CLOCK,), True),
    "the far end of a field": (TEXT, (Rect(150, 60, 9, 9),), True),
    "something in a pane": (PANE, (Rect(150, 60, 9, 9),), True),
    "a button that was not known before": (KNOWN, (Rect(150, 60, 9, 9),), False),
}


@pytest.mark.parametrize("case", PRESSES)
def test_a_press_goes_to_all_of_what_was_in_the_picture(case: str) -> None:
    target, altered, is_done = PRESSES[case]
    scene = asked_for(PRESS, target, *altered)

    drive(scene)

    assert bool(scene.executor.done) is is_done
