"""With a button down every motion is a drag, from what was pressed to where it would be dropped, and judged as one."""

import pytest

from desktop_agent.core.actions import (
    Action,
    Click,
    Drag,
    HoldButton,
    HoldKey,
    Look,
    Move,
    Navigate,
    Press,
    ReleaseButton,
    Scroll,
    Type,
    points_of,
)
from desktop_agent.core.decision import File, Target
from desktop_agent.core.events import Decided
from desktop_agent.core.frame import Frame, Window
from desktop_agent.core.geometry import ImagePoint
from tests.fakes.cases import target_of
from tests.fakes.run_ports import World, world
from tests.fakes.turns import AT, DONE, call, drive, of, reply, turn

FAR = ImagePoint(50, 50)
TEXT, FILE = ("Notes", "text"), (".bashrc", "icon")
FILES = Window(1, "files", "Home", 7, "/usr/bin/files", kinds=frozenset({"FileManager"}))
SETTINGS = File("/u/.bashrc", "/u", "document", certain=True)


class PlacedControls:
    """What lies at a point, by name and role; everywhere else the text."""

    def __init__(self, there: tuple[str, str]) -> None:
        self.at = {AT: there}

    async def __call__(self, _frame: Frame, action: Action) -> Target:
        name, role = self.at.get(next(iter(points_of(action)), AT), TEXT)
        file = SETTINGS if (name, role) == FILE else None
        return target_of(FILES, name, role, "accessibility", focus=name, focus_role=role, file=file)


def scene_of(pressed: tuple[str, str], *actions: Action) -> World:
    """Give a run that holds the button down on something: a file that a shell reads by itself, or text."""
    scene = world([turn(call(HoldButton(AT), *actions)), DONE])
    scene.controls.target = PlacedControls(pressed)  # type: ignore[method-assign, assignment]
    return scene


@pytest.mark.parametrize("act", [Move(FAR), ReleaseButton(FAR), Scroll(FAR, dy=100)])
def test_a_motion_with_a_button_down_is_asked_about_as_the_drag_that_it_is(act: Action) -> None:
    scene = scene_of(FILE, act)

    drive(scene)

    assert scene.executor.done == [HoldButton(AT)]
    assert [one.rule for one in of(scene, Decided)] == ["scope", "held-during-question"]
    assert scene.executor.released == 2  # for the question, and at the end
    assert "Request it as a single drag" in reply(scene).notes[0]


def test_what_drags_nothing_but_a_selection_in_the_same_text_is_not_asked_about() -> None:
    acts = (Move(ImagePoint(30, 30)), Move(FAR), ReleaseButton(FAR))
    scene = scene_of(TEXT, *acts)

    drive(scene)

    assert scene.executor.done == [HoldButton(AT), *acts]


def test_a_motion_after_the_release_is_none_of_a_drag() -> None:
    scene = scene_of(TEXT, ReleaseButton(AT), Move(FAR))

    drive(scene)

    assert scene.executor.done == [HoldButton(AT), ReleaseButton(AT), Move(FAR)]


def test_a_motion_goes_over_no_window_that_came_up_while_the_button_was_down() -> None:
    scene = scene_of(TEXT, Move(FAR))
    scene.executor.then = lambda _: setattr(scene.camera, "window", 2)

    drive(scene)

    assert scene.executor.done == [HoldButton(AT)]


def test_it_counts_what_was_pressed_and_not_what_lies_there_by_now() -> None:
    scene = scene_of(FILE, Move(FAR))
    scene.executor.then = lambda _: scene.controls.target.at.clear()  # type: ignore[attr-defined]

    drive(scene)

    assert scene.executor.done == [HoldButton(AT)]


MOVED = (Move(FAR),)


@pytest.mark.parametrize(
    ("before", "act"),
    [
        ((), Click(FAR)),
        ((), Drag((AT, FAR))),
        ((), Navigate("https://example.com")),
        ((), Type("x", at=FAR)),
        (MOVED, Type("x")),
        (MOVED, Press(("enter",))),
    ],
)
def test_what_could_drop_it_in_another_way_is_not_done(before: tuple[Action, ...], act: Action) -> None:
    scene = scene_of(TEXT, *before, act)

    drive(scene)

    assert scene.executor.done == [HoldButton(AT), *before]
    assert "release the button" in reply(scene).notes[0]


@pytest.mark.parametrize(
    ("before", "act"),
    [((), Press(("end",))), ((), Type("x")), (MOVED, Press(("escape",))), (MOVED, HoldKey(("ctrl",))), (MOVED, Look())],
)
def test_what_cannot_drop_it_is_done(before: tuple[Action, ...], act: Action) -> None:
    scene = scene_of(TEXT, *before, act)

    drive(scene)

    assert isinstance(act, Look) or type(act) is type(scene.executor.done[-1])
    assert not [one for one in of(scene, Decided) if one.rule == "out-of-reach"]
