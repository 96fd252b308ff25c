"""“Always for this button”, and one card for what belongs together."""

import pytest

from desktop_agent.core.actions import Action, Click, Press
from desktop_agent.core.decision import (
    Answer,
    Approved,
    DoneByHand,
    Rejected,
    RememberedControl,
    Source,
    Target,
)
from desktop_agent.core.events import Decided, Noticed
from desktop_agent.core.frame import Frame, Window
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.turn import Turn
from tests.fakes.cases import target_of
from tests.fakes.run_ports import ListedControls, ListedPermissions, World, world
from tests.fakes.turns import CHECK, DONE, call, drive, of, reply, turn

GIMP = Window(1, "gimp", "Picture", 7, "/usr/bin/gimp")
OTHER = Window(2, "mail", "Inbox", 8, "/usr/bin/mail")
PUBLISH, SEND, INSTALL, FIELD = (Click(ImagePoint(x, 10)) for x in (10, 30, 50, 70))
NAMES = {10: "Publish", 30: "Send", 50: "Install", 70: ""}
REMOVE = Press(("delete",))
ALWAYS = RememberedControl(GIMP.program, "", "main window", "", "push button", "Publish", "click")


def scene_of(*turns: Turn, answers: tuple[Answer, ...] = (), level: str | None = "work") -> World:
    """Return a run in a program with three buttons and a field, where a person has allowed so much."""
    scene = world([*turns, DONE])
    scene.ports.app_permissions = ListedPermissions({GIMP.program: level})  # type: ignore[dict-item]  # a table
    scene.person.answers = list(answers)
    place(scene, NAMES)
    return scene


def place(scene: World, names: dict[int, str], window: Window = GIMP, source: Source = "accessibility") -> None:
    async def target(frame: Frame, action: Action) -> Target:
        at = getattr(action, "at", None)
        if at is None:
            return target_of(window, focus="Layer", focus_role="tree item")
        name = names[at.x]
        return target_of(window, name, "push button" if name else "text", source)

    scene.controls.target = target  # type: ignore[method-assign]


def rules(scene: World) -> list[str]:
    return [one.rule for one in of(scene, Decided)]


def test_a_yes_for_always_is_not_asked_about_again_in_this_run_and_the_next() -> None:
    scene = scene_of(turn(call(PUBLISH)), turn(call(PUBLISH)), answers=(Approved(always=True),))
    drive(scene)
    later = scene_of(turn(call(PUBLISH)))
    later.ports.control_memory = scene.ports.control_memory
    drive(later)

    assert [one.always for one in scene.person.asked] == [ALWAYS]
    assert (scene.executor.done, rules(scene)) == ([PUBLISH, PUBLISH], ["words", "remembered"])
    assert (later.person.asked, later.executor.done, rules(later)) == ([], [PUBLISH], ["remembered"])
    assert [one.text for one in of(scene, Noticed)] == [
        "You will no longer be asked about “Publish” (click) in /usr/bin/gimp. You can undo this in Settings."
    ]


@pytest.mark.parametrize("checks", [(), (CHECK,)])
def test_always_is_never_offered_for_what_is_for_good_or_the_server_asks_about(checks: tuple[object, ...]) -> None:
    act = PUBLISH if checks else REMOVE
    scene = scene_of(turn(call(act, checks=checks)), answers=(Approved(always=True),))  # type: ignore[arg-type]
    drive(scene)

    assert [one.always for one in scene.person.asked] == [None]
    assert scene.ports.control_memory == ListedControls()


def test_the_acts_of_one_answer_that_need_a_yes_are_one_question() -> None:
    scene = scene_of(turn(call(PUBLISH, FIELD, SEND), call(INSTALL, call_id="c2")))
    drive(scene)
    (asked,) = scene.person.asked

    assert asked.actions == (PUBLISH, SEND, INSTALL)
    assert "“Publish”" in asked.sentence
    assert "“Send”" in asked.sentence
    assert {one.rule for one in asked.reasons} == {"words"}
    assert (asked.editable, asked.may_be_remembered, asked.always) == (False, False, None)
    assert scene.executor.done == [PUBLISH, FIELD, SEND, INSTALL]
    assert rules(scene) == ["words", "scope", "approved-together", "approved-together"]


def test_a_no_to_them_is_a_no_to_all() -> None:
    scene = scene_of(turn(call(PUBLISH, SEND)), answers=(Rejected("Not now."),))
    drive(scene)

    assert (len(scene.person.asked), scene.executor.done) == (1, [])
    assert "then" in reply(scene).notes[0]


def test_what_has_become_another_control_is_asked_about_anew() -> None:
    scene = scene_of(turn(call(PUBLISH, SEND)), answers=(Approved(), Rejected()))
    scene.executor.then = lambda _: place(scene, NAMES | {30: "Send all"})
    drive(scene)

    assert [len(one.actions) for one in scene.person.asked] == [2, 1]
    assert scene.executor.done == [PUBLISH]


@pytest.mark.parametrize(("window", "source"), [(OTHER, "accessibility"), (GIMP, "ocr")])
def test_elsewhere_and_where_no_program_names_it_each_is_its_own_question(window: Window, source: Source) -> None:
    scene = scene_of(turn(call(PUBLISH, INSTALL)))
    scene.ports.app_permissions = ListedPermissions({GIMP.program: "work", OTHER.program: "work"})

    async def target(frame: Frame, action: Action) -> Target:
        first = action == PUBLISH
        return target_of(GIMP if first else window, "Send", "push button", "accessibility" if first else source)

    scene.controls.target = target  # type: ignore[method-assign]
    drive(scene)

    assert [len(one.actions) for one in scene.person.asked] == [1, 1]


def test_what_the_person_has_just_pressed_themselves_is_not_pressed_again_and_no_refusal() -> None:
    scene = scene_of(turn(call(PUBLISH, INSTALL)), answers=(DoneByHand(),))
    place(scene, NAMES, source="ocr")
    finished = drive(scene)

    assert (len(scene.person.asked), scene.executor.done, finished.status) == (1, [], "partly")
    assert "pressed this" in reply(scene).notes[0]
    assert next((one.verdict, one.by) for one in of(scene, Decided)) == ("deny", "human")
