"""A key or a press goes only to what was in the picture; the same control is the same whatever it looks like."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import pytest

from desktop_agent.core.actions.action import Action, Click, Drag, Move, Press, Type, points_of
from desktop_agent.core.decisions.decision import (
    Answer,
    Approved,
    Focus,
    HitControl,
    PointedObject,
    Question,
    ReadLine,
    Target,
)
from desktop_agent.core.own_windows import Announcement
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, ScreenPoint
from desktop_agent.core.runs.events import ActionProposed, ActionStarted, Decided
from desktop_agent.core.runs.turn import ModelInput, Turn
from tests.fakes.runs.cases import changed, target_of
from tests.fakes.runs.named_controls import EDITOR
from tests.fakes.runs.run_ports import VIEWPORT, World, world
from tests.fakes.servers.turns import AT, CLICK, DONE, call, drive, of, turn
from tests.run.hits import hitting

FIELD = Rect(20, 20, 40, 10)
BUTTON = Rect(20, 60, 160, 10)
CLOCK = Rect(190, 0, 9, 9)
RETURN = Press(("enter",))
PRESS = Click(ImagePoint(30, 65))
NAMED = target_of(EDITOR, focus="Name", focus_role="entry", focus_box=FIELD)
WITH_BUTTON = changed(NAMED, control="Save", role="push button", source="accessibility", box=BUTTON)
MOVED = replace(NAMED, focus=Focus("Name", "entry", box=FIELD, moved=True))
SILENT = target_of(EDITOR)
SPACED = replace(NAMED, also=replace(WITH_BUTTON, focus=None))


def asked_for(action: Action, target: Target, *altered: Rect, times: int = 1) -> World:
    numbers = itertools.count()

    def answer(_: ModelInput) -> Turn:
        scene.camera.altered = altered
        return turn(call(action, call_id=f"c{next(numbers)}"))

    scene = world([*[answer] * times, DONE])
    return hitting(scene, lambda _: target)


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


@pytest.mark.long
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
    scene.camera.password_windows = frozenset({scene.camera.window})

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


def test_the_picture_around_a_point_is_compared_when_it_is_judged_and_right_before_the_press() -> None:
    scene = asked_for(PRESS, KNOWN)
    looked = list[tuple[str, str]]()  # at what, and the event before it
    near = scene.camera.same_near
    part = scene.camera.same_in

    def same_near(frame: Frame, at: ScreenPoint) -> bool:
        looked.append(("near", scene.recorder.events[-1].event))
        return near(frame, at)

    def same_in(box: Rect, frame: Frame) -> bool:
        looked.append(("its control", scene.recorder.events[-1].event))
        return part(box, frame)

    scene.camera.same_near = same_near  # type: ignore[method-assign]
    scene.camera.same_in = same_in  # type: ignore[method-assign]
    drive(scene)

    assert [PRESS] == scene.executor.done
    judged = [(at, ActionProposed.event) for at in ("near", "its control")]
    before_the_press = [(at, Decided.event) for at in ("its control", "near")]
    assert looked == [*judged, *before_the_press]


def test_a_window_of_ours_in_the_row_of_what_is_pressed_is_no_change() -> None:
    badge = Rect(150, 60, 9, 9)
    scene = asked_for(PRESS, UNNAMED, badge)
    scene.overlays.stays = (badge,)

    drive(scene)

    assert [PRESS] == scene.executor.done


def test_a_question_is_asked_about_what_lay_below_a_window_of_ours() -> None:
    scene = world([turn(call(PRESS)), DONE], mode="ask")
    scene.camera.altered = (Rect(25, 60, 9, 9),)
    hitting(scene, lambda _: UNNAMED)

    async def make_way(_: Announcement) -> tuple[Rect, ...]:
        scene.camera.altered = ()
        return ()

    scene.overlays.make_way = make_way  # type: ignore[method-assign, assignment]
    drive(scene)

    assert 1 == len(scene.person.asked)


FAR = ImagePoint(50, 50)
BOLD = PointedObject("app", "/7", "push button", "Bold", Rect(40, 40, 20, 20))
WINDOW = PointedObject("app", "/1", "frame")


@dataclass
class NamedPoints:
    objects: dict[ImagePoint, tuple[PointedObject, ...]] = field(default_factory=dict)
    in_page: bool = False
    row: str = ""  # of all of them
    asked: list[ImagePoint] = field(default_factory=list)

    async def __call__(self, _frame: Frame, action: Action) -> Target:
        at = next(iter(points_of(action)), AT)
        self.asked.append(at)
        objects = self.objects.get(at, ())
        known = target_of(EDITOR, in_page=self.in_page, objects=objects)
        if not objects:
            return known
        return changed(known, control=objects[0].name, role=objects[0].role, source="accessibility", row=self.row)


def scene_of(*actions: Action, in_page: bool = False) -> tuple[World, NamedPoints]:
    """Give a run of one answer, whose first action has everything look otherwise."""
    scene = world([turn(call(*actions)), DONE])
    points = NamedPoints({FAR: (BOLD, WINDOW)}, in_page)
    scene.controls.target = points  # type: ignore[method-assign, assignment]
    scene.executor.then = lambda action: redraw(scene) if action == actions[0] else None
    return scene, points


def redraw(scene: World) -> None:
    scene.camera.colour = 5
    scene.camera.redrawn = True


@pytest.mark.parametrize("first", [CLICK, Move(FAR), Press(("tab",))])
def test_a_control_that_its_program_still_names_is_pressed_whatever_it_looks_like(first: Action) -> None:
    scene, _ = scene_of(first, Click(FAR))

    drive(scene)

    assert scene.executor.done == [first, Click(FAR)]


CHANGES: dict[str, Callable[[], tuple[PointedObject, ...]]] = {
    "renamed": lambda: (replace(BOLD, name="Delete"), WINDOW),
    "moved": lambda: (replace(BOLD, box=Rect(41, 40, 20, 20)), WINDOW),
    "another": lambda: (replace(BOLD, path="/8"), WINDOW),
    "covered": lambda: (PointedObject("app", "/9", "panel"), BOLD, WINDOW),
    "gone": lambda: (WINDOW,),
    "silent": lambda: (),
}


@pytest.mark.parametrize("change", CHANGES)
def test_another_control_is_not_pressed(change: str) -> None:
    first = CLICK
    scene, points = scene_of(first, Click(FAR))

    def then(action: Action) -> None:
        if action == first:
            redraw(scene)
            points.objects[FAR] = CHANGES[change]()

    scene.executor.then = then
    drive(scene)

    assert scene.executor.done == [first]


def test_neither_what_a_page_draws_over_a_button_nor_what_was_named_only_later_is_pressed() -> None:
    for in_page in (True, False):
        scene, points = scene_of(CLICK, Click(FAR), in_page=in_page)

        def then(action: Action, scene: World = scene, points: NamedPoints = points) -> None:
            if action == CLICK:
                redraw(scene)
                points.objects = {FAR: (BOLD, WINDOW)}

        points.objects = points.objects if in_page else {}
        scene.executor.then = then
        drive(scene)

        assert [action for action in scene.executor.done if not isinstance(action, Move)] == [CLICK]


# What lies under the pointer once it is there, and whether it is pressed.
UNDER_POINTER: Mapping[str, tuple[tuple[PointedObject, ...], bool]] = {
    "the same": ((BOLD, WINDOW), True),
    "its count": ((replace(BOLD, name="Bold (2)"), WINDOW), True),
    "another name": ((replace(BOLD, name="Continue"), WINDOW), False),
    "a word of consequence": ((replace(BOLD, name="Pay now"), WINDOW), False),
    "another control": ((replace(BOLD, path="/9", name="Pay now"), BOLD, WINDOW), False),
    "another role": ((replace(BOLD, role="check box"), WINDOW), False),
    "nothing known": ((), False),
}


@pytest.mark.parametrize("case", UNDER_POINTER)
def test_a_page_that_puts_another_control_under_the_pointer_has_it_pressed_only_once_it_was_seen(case: str) -> None:
    objects, is_pressed = UNDER_POINTER[case]
    click = Click(FAR)
    scene, points = scene_of(click, in_page=True)
    scene.executor.points_there = False

    def then(action: Action) -> None:
        if isinstance(action, Move):
            redraw(scene)
            points.objects[FAR] = objects

    scene.executor.then = then
    drive(scene)

    assert scene.executor.done == [Move(FAR), *([click] if is_pressed else [])]


# By what lies in a row before the answer, and after; the buttons look the same, and so does the screen around them.
ROWS = {
    "reordered": ("Ada 1", "Zoe 9", False),
    "renamed": ("Ada 1", "Ada B. 1", False),
    "moved elsewhere": ("Ada 1", "Bob 2", False),
    "a neighbour's number": ("Ada 1", "Ada 2", False),
    "not told any more": ("Ada 1", "", False),
    "never told": ("", "", True),
    "told only later": ("", "Ada 1", True),
    "as it was": ("Ada 1", "Ada 1", True),
}


@pytest.mark.long
@pytest.mark.parametrize("lit", [False, True])
@pytest.mark.parametrize("by", ["a card", "an earlier act"])
@pytest.mark.parametrize("case", ROWS)
def test_a_button_that_looks_the_same_is_pressed_in_the_row_that_was_meant(case: str, by: str, *, lit: bool) -> None:
    before, after, is_pressed = ROWS[case]
    acts: list[Action] = [Click(FAR)] if by == "a card" else [CLICK, Click(FAR)]
    scene, points = scene_of(*acts)
    points.objects[FAR] = (replace(BOLD, name="Delete"), WINDOW)
    points.row = before

    def happens() -> None:
        points.row = after
        if lit:
            scene.camera.colour = 5

    async def yes(_: Question) -> Answer:
        if by == "a card":
            happens()
        return Approved()

    scene.person.decide = yes  # type: ignore[method-assign, assignment]
    scene.executor.then = lambda action: happens() if action == CLICK else None
    drive(scene)

    assert scene.executor.done == (acts if is_pressed else acts[:-1])


CELL = Rect(30, 45, 40, 10)  # around FAR


@pytest.mark.parametrize(
    ("first", "before", "now", "is_pressed"),
    [
        (Type("hello\n"), "", "hello", True),
        (Type("hello\n"), "12", "12.00", True),
        (Type("hello\n"), "Next", "Delete", False),
        (Type("hello\n"), "", "Delete", False),
        (Press(("ctrl", "b")), "Item", "Item", True),
        (Press(("delete",)), "12", "", True),
        (CLICK, "Item", "Item", True),
        (CLICK, "", "", False),
        (CLICK, "", "hello", False),
    ],
)
def test_where_nothing_is_named_the_answers_own_text_is_no_change(
    first: Action, before: str, now: str, *, is_pressed: bool
) -> None:
    scene, _ = scene_of(first, Click(FAR), Click(FAR))

    async def row(frame: Frame, _at: ImagePoint) -> list[ReadLine]:
        text = now if frame.pixels.bgrx[0] == 5 else before
        return [ReadLine(text, CELL)] if text else []

    scene.controls.target = NamedPoints()  # type: ignore[method-assign, assignment]
    scene.controls.row = row  # type: ignore[method-assign, assignment]

    drive(scene)

    assert scene.executor.done == [first, *[Click(FAR)] * (2 * is_pressed)]


def test_what_changes_after_the_answers_own_text_is_a_change() -> None:
    scene, _ = scene_of(Type("hello\n"), Click(FAR), Click(FAR))
    texts = {0: "", 5: "hello", 6: "Delete"}

    async def row(frame: Frame, _at: ImagePoint) -> list[ReadLine]:
        text = texts[frame.pixels.bgrx[0]]
        return [ReadLine(text, CELL)] if text else []

    def then(action: Action) -> None:
        redraw(scene)
        if isinstance(action, Click):
            scene.camera.colour = 6

    scene.controls.target = NamedPoints()  # type: ignore[method-assign, assignment]
    scene.controls.row = row  # type: ignore[method-assign, assignment]
    scene.executor.then = then

    drive(scene)

    assert scene.executor.done == [Type("hello\n"), Click(FAR)]


def test_a_drag_needs_both_its_ends() -> None:
    drag = Drag((FAR, ImagePoint(80, 80)))
    scene, points = scene_of(CLICK, drag)

    drive(scene)
    assert scene.executor.done == [CLICK]

    scene, points = scene_of(CLICK, drag)
    points.objects[drag.path[-1]] = (replace(BOLD, path="/9"), WINDOW)
    drive(scene)
    assert scene.executor.done == [CLICK, drag]


@pytest.mark.parametrize(
    ("role", "in_page", "only_chooses"),
    [
        ("icon", False, True),
        ("entry", True, True),
        ("list item", True, False),
        ("push button", False, False),
    ],
)
def test_a_double_click_is_not_given_up_over_what_its_first_press_only_chooses(
    role: str, *, in_page: bool, only_chooses: bool
) -> None:
    scene, points = scene_of(Click(FAR, count=2), in_page=in_page)
    points.objects[FAR] = (replace(BOLD, role=role),)

    drive(scene)

    assert scene.executor.only_chose is only_chooses
