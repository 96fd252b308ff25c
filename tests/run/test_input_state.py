"""Text that comes in pieces is one text, until the field is left."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import Action, Click, HoldKey, Move, Navigate, Press, ReleaseKey, Type
from desktop_agent.core.decision import Allow, Case, Decision, Pasted, Target
from desktop_agent.core.frame import Scene, Window, WindowBox
from desktop_agent.core.geometry import ImagePoint, Rect
from desktop_agent.run.input_state import InputState, TypedText
from tests.fakes.cases import target_of
from tests.fakes.run_ports import world
from tests.fakes.thinking import frame
from tests.fakes.turns import AT, DONE, call, drive, turn

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


@pytest.mark.parametrize(("actions", "typed"), TEXTS)
def test_what_is_typed_is_remembered_until_the_field_is_left(actions: list[Action], typed: TypedText) -> None:
    inputs = InputState()
    for action in actions:
        inputs.note(action, None)

    assert inputs.typed == typed


LEAVING = [("kpenter",), ("ctrl", "m"), ("escape",), ("shift", "tab"), ("ctrl", "l"), ("alt", "d"), ("f6",)]


@pytest.mark.parametrize("leaving", [*map(Press, LEAVING), Click(AT), Navigate("https://a.example")])
def test_a_text_begins_anew_once_its_field_is_left(leaving: Action) -> None:
    inputs = InputState()
    for action in (Type("ab"), leaving, Type("c")):
        inputs.note(action, None)

    assert inputs.typed == TypedText("c")


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


HERE, THERE = Click(AT), Click(ImagePoint(90, 9))


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
    inputs, in_field, main = InputState(), InputState(), InputState()
    for action in actions:
        inputs.note(action, None, target_of(Window(2, dialog=True), role="push button"))
        in_field.note(action, None, target_of(Window(2, dialog=True), role="entry"))
        main.note(action, None, target_of(Window(1), role="push button"))

    assert (inputs.may_close, in_field.may_close, main.may_close) == (closes, closes and actions != [HERE], False)
    inputs.begin_answer()
    assert not inputs.may_close


ASIDE = Click(AT, "right")
BAR, MENU = Window(1), Window(2, menu=True)
SUBMENU = Window(3, menu=True)
CLOSED, OPEN = (Scene(tuple(WindowBox(n, Rect(0, 0, 9, 9)) for n in shown)) for shown in ((1,), (2, 1)))
WHOLE = Scene((WindowBox(3, Rect(0, 0, 9, 9)), *OPEN.windows))
TITLE, INSIDE = (HERE, target_of(BAR, role="menu"), CLOSED), (THERE, target_of(MENU, role="menu"), OPEN)


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

    assert [one.click for one in inputs.clicks_that_opened(menu, shown)] == openers
