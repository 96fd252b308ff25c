"""Text that comes in pieces is one text, until the field is left."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import Action, Click, HoldKey, Move, Press, Type
from desktop_agent.core.decision import Allow, Case, Decision, Target
from desktop_agent.core.frame import Scene, Window, WindowBox
from desktop_agent.core.geometry import ImagePoint, Rect
from desktop_agent.run.input_state import InputState, TypedText
from tests.fakes.cases import target_of
from tests.fakes.run_ports import world
from tests.fakes.thinking import frame
from tests.fakes.turns import AT, DONE, call, drive, turn


@pytest.mark.parametrize(
    ("actions", "text"),
    [
        ([Type("java"), Type("script:")], "javascript:"),
        ([Press(("f",)), Press(("i",)), HoldKey(("l",)), Press(("e",))], "file"),
        ([Press(("shift", "a")), Press(("space",)), Press(("1",))], "A 1"),
        ([Type("ab"), Press(("backspace",)), Type("c")], "ac"),
        ([Type("ab"), Move(AT), Press(("ctrl", "a")), Press(("left",)), Type("c")], "abc"),
        ([Type("ab"), Press(("enter",)), Type("c")], "c"),
        ([Type("ab"), Press(("shift", "tab")), Type("c")], "c"),
        ([Press(("kp1",)), Press(("kp0",)), HoldKey(("kpdecimal",)), Press(("kp1",)), Press(("kpdivide",))], "10.1/"),
        ([Type("ab"), Press(("kpenter",)), Type("c")], "c"),
        ([Type("ab\ncd\tef")], "ef"),
        ([Type("ab"), Press(("ctrl", "l")), Type("c")], "c"),
        ([Type("ab"), Press(("alt", "d"))], ""),
        ([Type("ab"), Press(("ctrl", "a")), Press(("end",)), Type("c")], "abc"),
        ([Type("ab"), Press(("f6",)), Press(("ctrl", "right")), Type("c")], "abc"),
        ([Type("ab"), Press(("ctrl", "a")), Press(("backspace",)), Type("c")], "c"),
        ([Type("ab"), Press(("ctrl", "l")), HoldKey(("shift",)), Press(("c",))], "c"),
        ([Type("ab"), Click(AT), Type("c")], "c"),
        ([Type("ab"), Type("c", AT)], "c"),
    ],
)
def test_what_is_typed_is_remembered_until_the_field_is_left(actions: list[Action], text: str) -> None:
    typed = TypedText()
    for action in actions:
        typed.note(action)

    assert typed.text == text


@pytest.mark.parametrize(
    ("actions", "edited"),
    [
        ([Type("ab")], False),
        ([Type("ab"), Press(("backspace",))], False),
        ([Type("ab"), Press(("home",)), Press(("delete",))], True),
        ([Type("ab"), Press(("left",)), Type("c")], True),
        ([Type("ab"), Press(("home",)), Press(("ctrl", "a"))], False),
        ([Type("ab"), Press(("home",)), Press(("ctrl", "a")), Type("c")], False),
        ([Press(("ctrl", "l")), Press(("ctrl", "right")), Type("c")], True),
        ([Type("ab"), Press(("home",)), Press(("ctrl", "m"))], False),
        ([Type("ab"), Press(("home",)), Click(AT)], False),
    ],
)
def test_keys_that_move_or_take_away_in_a_field_are_remembered(actions: list[Action], edited: bool) -> None:
    typed = TypedText()
    for action in actions:
        typed.note(action)

    assert typed.edited is edited


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
        ([Press(("escape",)), Move(AT)], True),
        ([HERE], True),
        ([Press(("escape",)), Press(("a",))], False),
        ([Press(("a",))], False),
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


ALL, CUT, GONE = Press(("ctrl", "a")), Press(("ctrl", "x")), Press(("delete",))


@pytest.mark.parametrize(
    ("actions", "is_gone"),
    [
        ([ALL, CUT], True),
        ([ALL, GONE, GONE, Move(AT), Press(("left",)), HoldKey(("ctrl",))], True),
        ([ALL, Press(("backspace",)), HERE, Type("\n"), Press(("ctrl", "s"))], True),
        ([ALL, Press(("shift",)), GONE], True),
        ([GONE], False),
        ([ALL, HERE, GONE], False),
        ([ALL, Press(("left",)), GONE], False),
        ([ALL, CUT, Type("words")], False),
        ([ALL, CUT, Press(("w",))], False),
        ([ALL, CUT, Press(("ctrl", "v"))], False),
        ([ALL, GONE, Press(("ctrl", "z"))], False),
        ([ALL, Type("words"), GONE], False),
    ],
)
def test_a_text_is_gone_once_all_of_it_was_chosen_and_taken_away(actions: list[Action], *, is_gone: bool) -> None:
    inputs = InputState()
    for action in actions:
        inputs.note(action, None)

    assert inputs.whole.is_gone == is_gone


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
        ([TITLE, (Move(AT), target_of(MENU), OPEN)], MENU, OPEN, [HERE]),
        ([(HERE, target_of(BAR), CLOSED)], MENU, OPEN, [HERE]),  # of a program that names nothing
        ([(HERE, target_of(BAR, role="push button"), CLOSED)], MENU, OPEN, []),
        ([(ASIDE, target_of(BAR, role="icon"), CLOSED)], MENU, OPEN, [ASIDE]),  # its own menu
        ([(ASIDE, target_of(BAR), CLOSED), INSIDE], SUBMENU, WHOLE, [ASIDE, THERE]),
        ([(Click(AT, "middle"), target_of(BAR), CLOSED)], MENU, OPEN, []),
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

    assert [one.click for one in inputs.openers_of(menu, shown)] == openers
