"""What is typed piece by piece is one text; with a button down every motion is a drag, and judged as one."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions.action import (
    Action,
    Click,
    Drag,
    HoldButton,
    HoldKey,
    Move,
    Navigate,
    Press,
    ReleaseButton,
    ReleaseKey,
    Scroll,
    Type,
    points_of,
)
from desktop_agent.core.decisions.decision import Allow, Case, Decision, File, Pasted, Target
from desktop_agent.core.pictures import ImagePoint, Rect, Scene, Window, WindowBox
from desktop_agent.core.runs.events import Decided
from desktop_agent.run.act.input_state import InputState, TypedText
from tests.fakes.runs.cases import target_of
from tests.fakes.runs.run_ports import World, world
from tests.fakes.servers.thinking import frame
from tests.fakes.servers.turns import AT, DONE, call, drive, of, reply, turn
from tests.run.hits import hitting

TEXTS: list[tuple[list[Action], TypedText]] = [
    ([Type("java"), Type("script:")], TypedText("javascript:")),
    ([Press(("f",)), Press(("i",)), HoldKey(("l",)), Press(("e",))], TypedText("file")),
    ([Press(("kp1",)), HoldKey(("kpdecimal",)), Press(("kpdivide",))], TypedText("1./")),
    ([Type("ab\ncd\tef")], TypedText("ef")),
    ([Type("ab"), Move(AT), HoldKey(("shift",)), Type("c")], TypedText("abc")),
    ([Type("ab"), Press(("home",)), Click(AT)], TypedText()),
    ([Type("ab"), Press(("backspace",)), Type("c")], TypedText("abc", edited=True)),
    ([Type("ab"), Press(("altgr", "e"))], TypedText("ab", edited=True)),
    ([Press(("ctrl", "l")), Press(("ctrl", "right")), Type("c")], TypedText("c", edited=True)),
    ([Type("ab"), Press(("ctrl", "a")), Press(("backspace",))], TypedText(emptied=True)),
    ([HoldKey(("ctrl",)), Press(("a",)), Press(("x",)), ReleaseKey(("ctrl",)), Click(AT)], TypedText(emptied=True)),
    ([Press(("ctrl", "a")), Press(("delete",)), Type("c")], TypedText("c")),
    ([Press(("ctrl", "a")), Press(("delete",)), Press(("ctrl", "z"))], TypedText(edited=True)),
    ([Press(("ctrl", "a")), Click(AT), Press(("delete",))], TypedText(edited=True)),
]
LEAVING = [("kpenter",), ("ctrl", "m"), ("escape",), ("shift", "tab"), ("ctrl", "l"), ("alt", "d"), ("f6",)]


LEAVING_ACTS: list[Action] = [*map(Press, LEAVING), Click(AT), Navigate("https://a.example")]
TEXTS += [([Type("ab"), leaving, Type("c")], TypedText("c")) for leaving in LEAVING_ACTS]


@pytest.mark.parametrize(("actions", "typed"), TEXTS)
def test_what_is_typed_is_remembered_until_the_field_is_left(actions: list[Action], typed: TypedText) -> None:
    inputs = InputState()
    for action in actions:
        inputs.note(action, None)

    assert inputs.typed == typed


def test_what_is_pasted_is_added_and_fills_what_was_emptied() -> None:
    inputs = InputState()
    for action in (Press(("ctrl", "a")), Press(("delete",)), Type(" ")):
        inputs.note(action, None)
    inputs.note(Press(("ctrl", "v")), Pasted("text"))

    assert inputs.typed == TypedText(" text")


def test_policy_sees_what_was_typed_in_earlier_answers_but_not_what_was_refused() -> None:
    scene = world([turn(call(Type("file"))), turn(call(Type(":///etc"), Click(ImagePoint(1, 1)))), DONE])
    before: list[str] = []
    judge = scene.ports.judge

    def notes(case: Case) -> Decision:
        before.append(case.typed_before)
        return judge(case) if isinstance(case.action, Click) else Allow()

    scene.ports.judge = notes
    drive(scene)

    assert before == ["", "file", "file:///etc"]


HERE = Click(AT)
THERE = Click(ImagePoint(90, 9))


@pytest.mark.parametrize(
    ("actions", "closes"),
    [
        ([Press(("escape",))], True),
        ([Press(("kpenter",))], True),
        ([Type("name\n")], True),
        ([HERE], True),
        ([Press(("escape",)), Press(("a",))], False),
    ],
)
def test_a_dialog_may_close_after_escape_return_or_a_button(actions: list[Action], closes: bool) -> None:
    dialog = Window(2, dialog=True)
    places = (target_of(dialog, role="push button"), target_of(dialog, role="entry"), target_of(Window(1)))
    inputs = [InputState() for _ in places]
    for state, place in zip(inputs, places, strict=True):
        for action in actions:
            state.note(action, None, place)

    assert [state.may_close for state in inputs] == [closes, closes and actions != [HERE], False]
    inputs[0].begin_answer()
    assert not inputs[0].may_close


ASIDE = Click(AT, "right")
BAR = Window(1)
MENU = Window(2, menu=True)
SUBMENU = Window(3, menu=True)
CLOSED, OPEN = (Scene(tuple(WindowBox(n, Rect(0, 0, 9, 9)) for n in shown)) for shown in ((1,), (2, 1)))
WHOLE = Scene((WindowBox(3, Rect(0, 0, 9, 9)), *OPEN.windows))
TITLE = (HERE, target_of(BAR, role="menu"), CLOSED)
INSIDE = (THERE, target_of(MENU, role="menu"), OPEN)


@pytest.mark.parametrize(
    ("acts", "menu", "shown", "openers"),
    [
        ([TITLE], MENU, OPEN, [HERE]),
        ([TITLE, INSIDE], SUBMENU, WHOLE, [HERE, THERE]),
        ([(HERE, target_of(BAR), CLOSED)], MENU, OPEN, [HERE]),  # of a program that names nothing
        ([(HERE, target_of(BAR, role="push button"), CLOSED)], MENU, OPEN, []),
        ([(ASIDE, target_of(BAR, role="icon"), CLOSED)], MENU, OPEN, [ASIDE]),  # its own menu
        ([TITLE, (Press(("down",)), target_of(BAR), OPEN)], MENU, OPEN, []),
        ([(HERE, target_of(BAR, role="menu"), OPEN)], MENU, OPEN, []),  # the menu was there before
        ([TITLE, INSIDE], SUBMENU, Scene(WHOLE.windows[:1]), []),  # the menu of the title is not there any more
        ([INSIDE], SUBMENU, WHOLE, []),
        ([], MENU, OPEN, []),
    ],
)
def test_a_menu_is_opened_again_by_the_clicks_that_have_opened_it(
    acts: list[tuple[Action, Target, Scene]], menu: Window, shown: Scene, openers: list[Action]
) -> None:
    inputs = InputState()
    for action, target, scene in acts:
        inputs.note(action, None, target, replace(frame(), scene=scene))
    inputs.begin_answer()

    assert [one.action for one in inputs.acts_that_opened(menu, shown)] == openers


FAR = ImagePoint(50, 50)
TEXT = ("Notes", "text")
FILE = (".bashrc", "icon")
FILES = Window(1, "files", "Home", 7, "/usr/bin/files", kinds=frozenset({"FileManager"}))
SETTINGS = File("/u/.bashrc", "/u", "document", certain=True)


def scene_of(pressed: tuple[str, str], *actions: Action) -> tuple[World, dict[ImagePoint, tuple[str, str]]]:
    """Give a run that holds the button down: on a file that a shell reads by itself, or on text, as all else is."""
    there = {AT: pressed}

    def told(action: Action) -> Target:
        name, role = there.get(next(iter(points_of(action)), AT), TEXT)
        file = SETTINGS if (name, role) == FILE else None
        return target_of(FILES, name, role, "accessibility", focus=name, focus_role=role, file=file)

    return hitting(world([turn(call(HoldButton(AT), *actions)), DONE]), told), there


@pytest.mark.parametrize("act", [Move(FAR), ReleaseButton(FAR), Scroll(FAR, dy=100)])
def test_a_motion_with_a_button_down_is_asked_about_as_the_drag_that_it_is(act: Action) -> None:
    scene, _ = scene_of(FILE, act)

    drive(scene)

    assert scene.executor.done == [HoldButton(AT)]
    assert [event.rule for event in of(scene, Decided)] == ["scope", "held-during-question"]
    assert scene.executor.released == 2  # for the question, and at the end
    assert "Request it as a single drag" in reply(scene).notes[0]


@pytest.mark.parametrize(
    "acts",
    [
        (Move(ImagePoint(30, 30)), Move(FAR), ReleaseButton(FAR)),
        (ReleaseButton(AT), Move(FAR)),
        (Press(("end",)),),
        (Type("x", entry="whole"),),
        (Move(FAR), Press(("escape",))),
        (Move(FAR), HoldKey(("ctrl",))),
    ],
)
def test_what_drags_nothing_but_a_selection_in_the_same_text_is_done(acts: tuple[Action, ...]) -> None:
    scene, _ = scene_of(TEXT, *acts)

    drive(scene)

    assert scene.executor.done == [HoldButton(AT), *acts]


def test_it_counts_what_was_pressed_and_not_what_lies_there_by_now() -> None:
    scene, there = scene_of(FILE, Move(FAR))
    scene.executor.then = lambda _: there.clear()

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
    scene, _ = scene_of(TEXT, *before, act)

    drive(scene)

    assert scene.executor.done == [HoldButton(AT), *before]
    assert "release the button" in reply(scene).notes[0]


@pytest.mark.parametrize(("part", "used"), [(Click(AT), (7,)), (Drag((AT, ImagePoint(1, 1))), (7,)), (Move(AT), ())])
def test_the_window_that_an_answer_has_pressed_is_one_that_its_keys_may_go_to(
    part: Action, used: tuple[int, ...]
) -> None:
    seen = frame()
    at = seen.viewport.to_screen(AT)
    scene = Scene((WindowBox(7, Rect(at.x, at.y, 5, 5)), WindowBox(8, seen.viewport.screen)), focus=8)
    inputs = InputState()

    inputs.note_part(replace(seen, scene=scene), part)

    assert inputs.used_windows == used
