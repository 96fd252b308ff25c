"""Keys in an editor that tells nothing: which run a command, which paste, and what stays text."""

import pytest

from desktop_agent.core.actions.action import Action, Click, Drag, HoldButton, HoldKey, Look, Press, Type
from desktop_agent.core.decisions.decision import ReadLine
from desktop_agent.core.pictures import ImagePoint, Rect
from desktop_agent.policy.editor import (
    ANY_SIGN,
    ENTER,
    ESCAPE,
    PASTED,
    POINTER,
    ends_command,
    keys_before_text,
    keys_of,
    may_be_command_line,
    pasted_register,
    runs_command,
)

AT = ImagePoint(5, 5)


def keys(written: str) -> tuple[str, ...]:
    """Return keys from a text in which <name> is a key, or a chord."""
    given: list[str] = []
    while written:
        name, rest = written[1:].split(">", 1) if written[0] == "<" and ">" in written else ("", "")
        given += [name] if name else [written[0]]
        written = rest if name else written[1:]
    return tuple(given)


@pytest.mark.parametrize(
    ("action", "held", "given"),
    [
        (Type("a:\tB\n"), (), ("a", ":", "tab", "B", ENTER)),
        (Type("x\x1b\b\x7f", AT), (), (POINTER, "x", ESCAPE, "backspace", "delete")),
        (Type("ov"), ("ctrl",), ("ctrl+o", "ctrl+v")),
        (Press(("a",)), (), ("a",)),
        (Press(("shift", "a")), (), ("A",)),
        (Press(("shift", "1")), (), (ANY_SIGN,)),
        (Press(("shift", "é")), (), ("É",)),
        (Press(("altgr", "q")), (), (ANY_SIGN,)),
        (Press((":",)), (), (":",)),
        (Press(("space",)), (), (" ",)),
        (Press(("kpenter",)), (), (ENTER,)),
        (Press(("ctrl", "m")), (), (ENTER,)),
        (Press(("j",)), ("ctrl",), (ENTER,)),
        (Press(("ctrl", "[")), (), (ESCAPE,)),
        (Press(("ctrl", "h")), (), ("backspace",)),
        (Press(("ctrl", "alt", "x")), (), ("ctrl+alt+x",)),
        (Press(("ctrl", "v")), (), ("ctrl+v", PASTED)),
        (Press(("shift", "insert")), (), (PASTED,)),
        (HoldKey(("shift", "up")), (), ("up",)),
        (HoldKey(("shift",)), (), ()),
        (Click(AT), (), (POINTER,)),
        (Drag((AT, AT)), (), (POINTER,)),
        (HoldButton(AT, "middle"), (), (POINTER, PASTED)),
        (Look(), (), ()),
    ],
)
def test_an_actions_keys_are_listed_one_by_one(action: Action, held: tuple[str, ...], given: tuple[str, ...]) -> None:
    assert keys_of(action, held) == given


RUNS = (
    ":call x<enter>",
    ":<up><enter>",
    ":ca<tab><enter>",
    ":w x<enter>",
    ":w<ctrl+r>+<enter>",
    ":w<ctrl+r>=1<enter>",
    ":w<ctrl+v>x<enter>",
    ":w<pasted><enter>",
    ":call x<pointer><enter>",
    "dd:call x<enter>",
    "3dd:call x<enter>",
    "d3w:call x<enter>",
    "dfx:call x<enter>",
    "d/a<enter>:call x<enter>",
    "d:call x<enter>",
    "gg:call x<enter>",
    "gUw:call x<enter>",
    "g~~:call x<enter>",
    "vG!sort<enter>",
    "!!ls<enter>",
    "i<escape>:call x<enter>",
    "iwords<enter>more<ctrl+c>:call x<enter>",
    "i<ctrl+o>:call x<enter>",
    "i<ctrl+r>=x<enter>",
    "i<ctrl+v><escape><ctrl+o>:call x<enter>",
    "i<ctrl+v>a<escape>:call x<enter>",
    "cw<ctrl+r>=x<enter>",
    "giwords<escape>:call x<enter>",
    "c/a<enter><ctrl+r>=x<enter>",
    '"=x<enter>',
    '"ayy:call x<enter>',
    "q:<up><enter>",
    "q:icall x<escape><enter>",
    "q:iwords<escape>jj<enter>",
    ":call x<ctrl+f><escape>k<enter>",
    "q:<ctrl+c><enter>",
    "Qone<enter>call x<enter>",
    "gQone<enter><escape>call x<enter>",
    "qa@:",
    "@:",
    "@a",
    "gx",
    "Qx<enter>",
    "gQx<enter>",
    "<any sign>call x<enter>",
    "<any sign>x",
    "@<any sign>",
    "q<any sign><enter>",
    "/a<enter>:call x<enter>",
    ":<backspace>:call x<enter>",
    ":" + 500 * "a" + "<enter>",
    "<shift>:call x<enter>",
)
HARMLESS = (
    "<enter>",
    "i:call x<enter>",
    "iHello!<enter>",
    "i<ctrl+r>a<enter>",
    "Ayes: no!<enter>",
    "<insert>:call x<enter>",
    "c2w:call x<enter>",
    "ciw:call x<enter>",
    "gI:call x<enter>",
    ":w<enter>",
    ":wx<backspace><enter>",
    ":<enter>",
    ":12<enter>",
    ":call x<escape><enter>",
    ":call x<escape>i<enter>",
    "/a!<enter>",
    "/<up><enter>",
    "d<escape>",
    "rx<enter>",
    "qaq",
    "<ctrl+w>j<enter>",
    "<alt+x>",
    "@<up>",
    "gjgk",
)


@pytest.mark.parametrize("written", RUNS)
def test_keys_run_a_command_in_one_of_the_modes_that_are_possible(written: str) -> None:
    *before, last = keys(written)

    assert runs_command(before, (last,), may_begin_in_line=False)
    assert runs_command((), keys(written), may_begin_in_line=False)


@pytest.mark.parametrize("written", HARMLESS)
def test_keys_run_nothing_in_any_mode(written: str) -> None:
    assert not runs_command((), keys(written), may_begin_in_line=False)


def test_commands_run_before_are_not_run_by_the_next_keys() -> None:
    assert not runs_command(keys(":call x<enter>"), keys("<enter>"), may_begin_in_line=False)


def test_a_line_that_stood_there_is_run_by_return_until_a_key_has_left_it() -> None:
    assert runs_command((), keys("<enter>"), may_begin_in_line=True)
    assert runs_command((), keys("x<backspace><enter>"), may_begin_in_line=True)
    assert not runs_command(keys("<escape>"), keys("<enter>"), may_begin_in_line=True)
    assert not runs_command(keys("<enter>"), keys("<enter>"), may_begin_in_line=True)
    assert not runs_command(keys("q:<enter>"), keys("<enter>"), may_begin_in_line=False)


@pytest.mark.parametrize(
    ("written", "register"),
    [
        ('"+p', "+"),
        ('"*P', "*"),
        ('"+gp', "+"),
        ('"+3p', "+"),
        ("<any sign>+p", "+"),
        ("i<ctrl+r>+", "+"),
        ("i<ctrl+r>*", "*"),
        (":<ctrl+r><any sign>", "+"),
        ("p", ""),
        ('"ap', ""),
        ('"agp', ""),
        ('"+y', ""),
        ('i"+p', ""),
        ("i<ctrl+r>a", ""),
    ],
)
def test_the_clipboard_is_pasted_by_the_name_of_its_register(written: str, register: str) -> None:
    before = keys("<escape>")
    given = keys(written)

    assert pasted_register(before, given) == register


@pytest.mark.parametrize(
    ("before", "given", "is_editor", "is_command"),
    [
        (":call x", "<enter>", True, True),
        (" !ls", "<enter>", True, True),
        ("Hello!", "<enter>", True, False),
        ("Hello!", "<enter>", False, True),
        ("", "a<enter>:w<enter>:so<enter>", True, True),
        (":w", "<enter>", True, False),
        (":w<up>", "<enter>", True, True),
        (":x<backspace>w", "<enter>", True, False),
        (":call<escape>", "x<enter>", True, False),
        (":call<pointer>", "x<enter>", True, True),
        (":call<ctrl+c>", "<enter>", True, True),
        (":call<enter>", "x<enter>", True, False),
        ("<any sign>ls", "<enter>", True, True),
        ("a<any sign>", "<enter>", True, False),
        (":call", "x", True, False),
    ],
)
def test_a_line_that_begins_like_a_command_is_one_for_any_editor(
    before: str, given: str, is_editor: bool, is_command: bool
) -> None:
    assert ends_command(keys(before), keys(given), is_editor=is_editor) == is_command


@pytest.mark.parametrize(
    ("row", "may_be"),
    [
        (("-- INSERT --", "2,1", "All"), False),
        (('"~/papers/note.txt" 2L, 19B', "1,1", "All"), False),
        (("— EINFÜGEN —",), False),
        (("0,0-1", "42%"), False),
        (("recording @q",), False),
        ((":call system('x')",), True),
        (("call system('x')",), True),
        (("/word", "1,1"), True),
        (("Second line",), True),
    ],
)
def test_the_lowest_row_shows_that_no_command_is_being_typed(row: tuple[str, ...], may_be: bool) -> None:
    text = ReadLine(":call x", Rect(0, 0, 90, 16))
    lowest = [ReadLine(words, Rect(90 * n, 180, 80, 16)) for n, words in enumerate(row)]

    assert may_be_command_line([text, *lowest]) == may_be


def test_a_row_that_nobody_can_read_may_be_a_command() -> None:
    assert may_be_command_line([])


@pytest.mark.parametrize(
    ("before", "text", "count"),
    [
        # An unknown mode: as keys where that comes to the same in each.
        ("", ":%s/a/b/g\n:wq\n", 14),
        ("", "ihello\n  you\n", 1),
        ("", "import os\n    x\n", 1),
        ("", "def f():\n    x\n", 0),
        ("", "x:\n  :y\n", 0),
        ("", "", 0),
        ("vim f.py<enter>i", "class A:\n    x\n", 0),
        # A known one.
        ("a<escape>", "ggdGidef f():\n    x\n", 5),
        ("a<escape>", "dd\njj\n", 6),
        ("<escape>o", "def f():\n    x\n", 0),
        ("<escape>o", ":wq\n", 4),
        ("<escape>:q<enter>", "Gox\n  y\n", 2),
    ],
    ids=repr,
)
def test_the_keys_before_the_inserted_text_of_a_text_for_vi_are_counted(before: str, text: str, count: int) -> None:
    assert count == keys_before_text(keys(before), text)
