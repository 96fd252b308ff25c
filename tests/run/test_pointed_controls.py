"""The same control is the same, whatever it looks like; another one is not, however much it looks like it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from desktop_agent.core.actions import Action, Click, Drag, Move, Press, points_of
from desktop_agent.core.decision import Answer, Approved, PointedObject, Question, Target
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import ImagePoint, Rect
from tests.fakes.cases import changed, target_of
from tests.fakes.named_controls import EDITOR
from tests.fakes.run_ports import World, world
from tests.fakes.turns import AT, CLICK, DONE, call, drive, turn

FAR = ImagePoint(50, 50)
BUTTON = PointedObject("app", "/7", "push button", "Bold", Rect(40, 40, 20, 20))
WINDOW = PointedObject("app", "/1", "frame")


@dataclass
class NamedPoints:
    """Buttons, by their places; what lies at each may change."""

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
    scene, points = world([turn(call(*actions)), DONE]), NamedPoints({FAR: (BUTTON, WINDOW)}, in_page)
    scene.controls.target = points  # type: ignore[method-assign, assignment]
    scene.executor.then = lambda action: redraw(scene) if action == actions[0] else None
    return scene, points


def redraw(scene: World) -> None:
    scene.camera.colour, scene.camera.redrawn = 5, True


@pytest.mark.parametrize("first", [CLICK, Move(FAR), Press(("tab",))])
def test_a_control_that_its_program_still_names_is_pressed_whatever_it_looks_like(first: Action) -> None:
    scene, _ = scene_of(first, Click(FAR))

    drive(scene)

    assert scene.executor.done == [first, Click(FAR)]


CHANGES: dict[str, Callable[[], tuple[PointedObject, ...]]] = {
    "renamed": lambda: (replace(BUTTON, name="Delete"), WINDOW),
    "moved": lambda: (replace(BUTTON, box=Rect(41, 40, 20, 20)), WINDOW),
    "another": lambda: (replace(BUTTON, path="/8"), WINDOW),
    "covered": lambda: (PointedObject("app", "/9", "panel"), BUTTON, WINDOW),
    "gone": lambda: (WINDOW,),
    "silent": lambda: (),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("first", [CLICK, Move(FAR)])
def test_another_control_is_not_pressed(first: Action, change: str) -> None:
    scene, points = scene_of(first, Click(FAR))

    def then(action: Action) -> None:
        if action == first:
            redraw(scene)
            points.objects[FAR] = CHANGES[change]()

    scene.executor.then = then
    drive(scene)

    assert scene.executor.done == [first]


def test_what_was_named_only_after_the_picture_had_changed_is_not_what_the_model_saw() -> None:
    scene, points = scene_of(CLICK, Click(FAR))
    points.objects = {}

    def then(action: Action) -> None:
        if action == CLICK:
            redraw(scene)
            points.objects[FAR] = (BUTTON, WINDOW)

    scene.executor.then = then
    drive(scene)

    assert scene.executor.done == [CLICK]


def test_what_a_page_draws_over_a_button_is_not_pressed() -> None:
    scene, _ = scene_of(CLICK, Click(FAR), in_page=True)

    drive(scene)

    assert scene.executor.done == [CLICK]


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


@pytest.mark.parametrize("lit", [False, True])
@pytest.mark.parametrize("by", ["a card", "an earlier act"])
@pytest.mark.parametrize("case", ROWS)
def test_a_button_that_looks_the_same_is_pressed_in_the_row_that_was_meant(case: str, by: str, *, lit: bool) -> None:
    before, after, is_pressed = ROWS[case]
    acts: list[Action] = [Click(FAR)] if by == "a card" else [CLICK, Click(FAR)]
    scene, points = scene_of(*acts)
    points.objects[FAR], points.row = (replace(BUTTON, name="Delete"), WINDOW), before

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


def test_a_drag_needs_both_its_ends() -> None:
    drag = Drag((FAR, ImagePoint(80, 80)))
    scene, points = scene_of(CLICK, drag)

    drive(scene)
    assert scene.executor.done == [CLICK]

    scene, points = scene_of(CLICK, drag)
    points.objects[drag.path[-1]] = (replace(BUTTON, path="/9"), WINDOW)
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
    points.objects[FAR] = (replace(BUTTON, role=role),)

    drive(scene)

    assert scene.executor.only_chose is only_chooses
