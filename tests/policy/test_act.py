"""Acts: the same act however it is done, and what each way of acting comes to."""

import random
from dataclasses import replace
from typing import get_args

import pytest

from desktop_agent.core.actions.action import (
    Action,
    Button,
    Click,
    Drag,
    Finish,
    HoldButton,
    HoldKey,
    Invoke,
    Look,
    Move,
    Navigate,
    Press,
    ReleaseButton,
    ReleaseKey,
    Scroll,
    TextEntry,
    Type,
    Wait,
)
from desktop_agent.core.controls.role import BrowserPart, Role
from desktop_agent.core.decisions.decision import (
    Case,
    File,
    HitControl,
    Page,
    Pasted,
    Place,
    PointedObject,
    ReadLine,
    Target,
)
from desktop_agent.core.decisions.mode import AccessLevel
from desktop_agent.core.pictures import ImagePoint, Rect, Window
from desktop_agent.core.texts.secret_text import SecretUse
from desktop_agent.policy.act import (
    acts_of,
    chords,
    copies_for_sure,
    entered,
    field_box,
    filled_selections,
    is_browser_item,
    is_for_password,
    is_for_plain_field,
    is_look,
    is_paste,
    opened_by_line_break,
    pasted_selection,
)
from desktop_agent.policy.editor import keys_of
from desktop_agent.policy.table import ActKind, Fact, Surface
from tests.fakes.runs.cases import AT, VIEWPORT, changed, on, target_of, window
from tests.policy.test_table import (
    APP,
    BAR,
    BASHRC,
    BOX,
    BROWSER,
    BUTTON,
    CHOOSER,
    DIALOG,
    EDITOR,
    FIELD,
    FOLDER,
    HIDDEN,
    KEY,
    LINK,
    MAIL,
    MANAGER,
    PAGE,
    PAGE_BUTTON,
    PAPER,
    PASSWORD,
    PASTE,
    QUESTION,
    RETURN,
    ROFI,
    ROW,
    SETTINGS,
    SHEET,
    SITE,
    TERMINAL,
    TEXT,
    TWICE,
    UNKNOWN,
    XTERM,
    facts,
    file,
)

CLICK = Click(AT)
PASTE_BY_MIDDLE = Click(AT, "middle")
SPACE = Press(("space",))
RETURNS: tuple[Action, ...] = (RETURN, Press(("kpenter",)), Press(("ctrl", "m")), Press(("ctrl", "j")), Type("\n"))


def case(action: Action, target: Target = TEXT, **more: object) -> Case:
    return Case(action, VIEWPORT, target, **more)  # type: ignore[arg-type]  # a table of fields


def deeds(action: Action, target: Target, **more: object) -> set[ActKind]:
    return {act.kind for act in acts_of(case(action, target, **more))}


def surfaces(action: Action, target: Target, **more: object) -> set[Surface]:
    return {act.surface for act in acts_of(case(action, target, **more))}


# One press of one control, whichever way it takes.
PRESSES: tuple[Action, ...] = (
    CLICK,
    HoldButton(AT),
    ReleaseButton(AT),
    *RETURNS,
    SPACE,
    Press(("alt", "s")),
    Type(" "),
)


@pytest.mark.parametrize("action", PRESSES, ids=repr)
@pytest.mark.parametrize(
    ("target", "asked"),
    [
        (changed(BUTTON, control="Send", focus="Send", focus_role="push button"), {Fact.WORD}),
        (changed(BUTTON, focus="Turn", focus_role="push button"), set()),
        (changed(QUESTION, focus="Far away", focus_role="push button"), {Fact.QUESTION}),
        (changed(PAGE_BUTTON, focus="Więcej", focus_role="push button"), set()),
        (changed(PAGE_BUTTON, in_form=True, focus_role="push button"), {Fact.FORM}),
        (changed(CHOOSER, focus_role="push button", file=BASHRC), {Fact.READ_BY_SYSTEM}),
        (changed(LINK, link="http://printer.local"), {Fact.OTHER_SITE}),
    ],
)
def test_a_press_is_one_act_by_pointer_return_space_and_mnemonic(
    action: Action, target: Target, asked: set[Fact]
) -> None:
    assert facts(action, target) == asked
    assert ActKind.PRESS in deeds(action, target)


@pytest.mark.parametrize("name", ["Cancel", "_Abbrechen", "キャンセル(C)", "Annuler"])
@pytest.mark.parametrize("action", [CLICK, RETURN, SPACE], ids=repr)
def test_cancelling_a_dialog_needs_no_question(action: Action, name: str) -> None:
    target = changed(QUESTION, control=name, focus=name, focus_role="push button")

    assert deeds(action, target) == {ActKind.PLACE}
    assert on(action, target) == set()


# Text goes in by a text, a key, a held key, a paste of three kinds and an item.
PASTED = {"pasted": Pasted(KEY)}


@pytest.mark.parametrize(
    ("action", "more"),
    [
        (Type(KEY), {}),
        (Type(KEY[4:]), {"typed_before": KEY[:4]}),
        (Press(("y",)), {"typed_before": KEY}),
        (HoldKey(("shift", "y")), {"typed_before": KEY}),
        (PASTE, PASTED),
        (Press(("shift", "insert")), PASTED),
        (Press(("v",)), {**PASTED, "held": ("ctrl",)}),
        (Click(AT, "middle"), PASTED),
        (HoldButton(AT, "middle"), PASTED),
    ],
    ids=repr,
)
def test_text_is_entered_by_typing_by_single_keys_and_by_pasting(action: Action, more: dict[str, object]) -> None:
    target = changed(FIELD, role="entry")

    assert facts(action, target, **more) == {Fact.KEY_IN_TEXT}
    assert (ActKind.WRITE, "") in {(act.kind, act.name) for act in acts_of(case(action, target, **more))}
    item = changed(TEXT, control="Paste", role="menu item")
    assert facts(CLICK, item, **PASTED) == {Fact.KEY_IN_TEXT}
    assert facts(CLICK, item) == {Fact.YOUR_CLIPBOARD}  # nobody knows what it is


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (Type("aB\n\t \x7f"), {"a", "shift+b", "enter", "tab", "space", "delete"}),
        (Press(("ctrl", "kp0")), {"ctrl+0"}),
        (HoldKey(("ctrl", "s", "numlock")), {"ctrl+s"}),
        (Press(("ctrl", "m")), {"ctrl+m", "enter"}),
        (CLICK, set()),
    ],
)
def test_the_chords_of_an_action(action: Action, expected: set[str]) -> None:
    assert {frozenset(one.split("+")) for one in expected} == chords(case(action))


def test_a_letter_that_is_typed_while_keys_are_held_is_a_chord() -> None:
    assert facts(Type("s"), TEXT, held=("ctrl",), emptied=True) == {Fact.EMPTIED}
    assert facts(Press(("s",)), TEXT, held=("ctrl",), emptied=True) == {Fact.EMPTIED}
    assert Fact.TAKEN_CHORD in facts(Type("hello"), TEXT, held=("super",))
    assert Fact.TAKEN_CHORD in facts(CLICK, TEXT, held=("super",)) & facts(ReleaseButton(AT), TEXT, held=("super",))
    assert facts(Press(("kpenter",)), TEXT, held=("ctrl",)) == {Fact.SEND_KEYS}


@pytest.mark.parametrize(
    ("action", "target", "kind"),
    [
        *((action, TEXT, ActKind.LOOK) for action in (Look(), Wait(1), Finish("success"), Move(AT), Invoke("f"))),
        (ReleaseKey(("a",)), TEXT, ActKind.LOOK),
        (Scroll(AT, 0, 9), TEXT, ActKind.LOOK),
        (Scroll(AT, 0, 9), target_of(APP, "Volume", "slider"), ActKind.PLACE),
        (Scroll(AT, 0, 9), replace(TEXT, place=Place(APP, silent=True)), ActKind.PLACE),
        (Scroll(AT, 0, 9, ("ctrl",)), TEXT, ActKind.PLACE),
        *((Press(keys), TEXT, ActKind.PLACE) for keys in (("tab",), ("shift", "end"), ("ctrl", "c"), ("numlock",))),
        *((Press(keys), TEXT, ActKind.PLACE) for keys in (("backspace",), ("ctrl", "left"), ("shift",))),
        *((Press(("ctrl", *keys)), QUESTION, ActKind.PLACE) for keys in (("tab",), ("shift", "tab"), ("pagedown",))),
        *((Press((*keys, "tab")), TEXT, ActKind.CHORD) for keys in (("alt",), ("super",), ("ctrl", "alt"))),
        (Press(("ctrl", "d")), QUESTION, ActKind.CHORD),
        (HoldKey(("ctrl",)), TEXT, ActKind.PLACE),
        (Click(AT), changed(TEXT, role="text"), ActKind.PLACE),
        (Click(AT), changed(TEXT, role="document text", read_only=True), ActKind.PRESS),
        (Click(AT), target_of(APP, "Edit", "menu"), ActKind.PLACE),
        (Click(AT), target_of(APP, "", "scroll bar"), ActKind.PLACE),
        (Click(AT), ROW, ActKind.PLACE),
        (Click(AT), changed(PAGE, role="table cell"), ActKind.PLACE),
        (Click(AT), changed(PAGE, role="image"), ActKind.PRESS),
        (Click(AT, "right"), BUTTON, ActKind.PLACE),
        (Click(AT, "middle"), BUTTON, ActKind.PRESS),
        (Click(AT, "middle"), LINK, ActKind.PRESS),
        (Click(AT, "middle"), target_of(BROWSER, "New Tab", "push button"), ActKind.WRITE),
        (Click(AT, "middle"), target_of(BROWSER, "Club", "link"), ActKind.PRESS),
        (Drag((AT, AT)), replace(changed(TEXT, role="text"), also=changed(TEXT, role="text")), ActKind.PLACE),
        (Drag((AT, AT)), target_of(APP, "Volume", "slider"), ActKind.PRESS),
        (Type("Ada", AT), changed(FIELD, role="entry"), ActKind.WRITE),
        (Type("two\nlines", entry="whole"), TEXT, ActKind.WRITE),
        (Type("a\nb"), TEXT, ActKind.WRITE),
        (Type("a\n"), target_of(MAIL, focus_role="text"), ActKind.WRITE),
        (Press(("ctrl", "x")), TEXT, ActKind.WRITE),
        (Press(("ctrl", "z")), BUTTON, ActKind.CHORD),
        (Press(("delete",)), target_of(APP, focus_role="spin button"), ActKind.WRITE),
        (Press(("f5",)), TEXT, ActKind.CHORD),
        (Press(("alt", "q")), TEXT, ActKind.CHORD),
        (Press(("ctrl", "d")), target_of(APP, focus_role="text"), ActKind.CHORD),
        (Press(("shift", "f6")), ROW, ActKind.COMMAND),
        (Navigate("https://example.org"), Target(), ActKind.OPEN),
        (RETURN, changed(BAR, value=SITE), ActKind.OPEN),
        (RETURN, ROW, ActKind.OPEN),
        (TWICE, ROW, ActKind.OPEN),
        (TWICE, changed(UNKNOWN, file=PAPER), ActKind.OPEN),
        (Drag((AT, AT)), ROW, ActKind.MOVE),
        (Drag((AT, AT)), target_of(MANAGER, "", "layered pane"), ActKind.PRESS),
    ],
    ids=repr,
)  # fmt: skip
def test_each_action_has_its_effects(action: Action, target: Target, kind: ActKind) -> None:
    assert deeds(action, target) == {kind}
    assert is_look(acts_of(case(action, target))) == (kind is ActKind.LOOK)


WORKSHOP = target_of(APP, builds=True)


@pytest.mark.parametrize(
    ("action", "target", "surface"),
    [
        (CLICK, Target(), Surface.UNKNOWN),
        *((Type("x"), changed(UNKNOWN, focus_role=role), Surface.UNKNOWN) for role in ("panel", "canvas", "")),
        (CLICK, changed(UNKNOWN, role="label"), Surface.DOCUMENT),
        (Type("ls"), target_of(APP, holds_terminal=True), Surface.SHELL),
        (Type("ls"), target_of(APP, holds_terminal=True, focus_role="text"), Surface.DOCUMENT),
        (Type("ls"), target_of(window("/usr/bin/code"), focus_role="terminal"), Surface.SHELL),
        (CLICK, target_of(window("/usr/bin/code"), role="terminal"), Surface.SHELL),
        (Type("ls"), target_of(window("C:\\Windows\\System32\\cmd.exe")), Surface.SHELL),
        (Type("ls"), target_of(window("/usr/bin/python3 /usr/bin/gmrun")), Surface.SHELL),
        *((CLICK, target_of(window("/usr/bin/panel", title)), Surface.SHELL) for title in ("Run", "Ausführen…")),
        (Type("x"), target_of(BROWSER, focus_role="entry", in_page=True, own="devtools://x"), Surface.SHELL),
        (Type("x"), target_of(BROWSER, focus_role="entry", in_page=True, own="chrome://bookmarks"), Surface.DOCUMENT),
        (Type("x"), WORKSHOP, Surface.UNKNOWN),
        *((action, WORKSHOP, Surface.SHELL) for action in (RETURN, Press(("ctrl", "r")), Press(("f5",)))),
        (Press(("ctrl", "s")), WORKSHOP, Surface.UNKNOWN),
        (Press(("f5",)), changed(WORKSHOP, focus_role="text"), Surface.SHELL),
        (Press(("ctrl", "f5")), TEXT, Surface.DOCUMENT),
        (Type("x\n"), changed(WORKSHOP, focus_role="text"), Surface.DOCUMENT),
        (CLICK, target_of(window("/usr/bin/keepassxc")), Surface.SECRET),
        (CLICK, target_of(BROWSER), Surface.PAGE),
        (CLICK, changed(BAR, role="entry"), Surface.DOCUMENT),
        (CLICK, target_of(APP, site=SITE), Surface.PAGE),
        (CLICK, target_of(replace(BROWSER, dialog=True)), Surface.ALERT),
        (CLICK, changed(PAGE, in_form=True, role="check box"), Surface.PAGE),
        (RETURN, changed(PAGE, in_form=True, focus_role="check box"), Surface.FORM),
        (RETURN, changed(PAGE, in_form=True, focus_role="text"), Surface.PAGE),
        (CLICK, changed(QUESTION, question=False, window=DIALOG), Surface.DIALOG),
        (CLICK, target_of(MAIL), Surface.MESSAGE),
    ],
    ids=repr,
)  # fmt: skip
def test_each_action_has_its_surface(action: Action, target: Target, surface: Surface) -> None:
    assert surfaces(action, target) == {surface}


def shown(*lines: str) -> tuple[ReadLine, ...]:
    return tuple(ReadLine(line, BOX) for line in lines)


FOLDER_NAME = {"typed_before": "Drafts"}


@pytest.mark.parametrize(
    ("lines", "title", "more", "is_question"),
    [
        (shown("New folder", "Drafts ", "Create"), "", FOLDER_NAME, False),
        (shown("New folder", "Drafts", "Create"), "", {}, True),
        (shown("Make the folder Drafts?", "Create"), "", FOLDER_NAME, True),
        ((), "", FOLDER_NAME, True),
        (shown("Drafts", "Delete"), "", FOLDER_NAME, True),
        (shown("Drafts", "OK"), "Delete the folder", FOLDER_NAME, True),
        (shown("Drafts", "OK"), "", {**FOLDER_NAME, "edited": True}, True),
        (shown("ab", "OK"), "", {"typed_before": "ab"}, True),
        (shown(".bashrc", "Save"), "", {"typed_before": ".bashrc"}, True),
        (shown("/etc/hosts", "Save"), "", {"typed_before": "/etc/hosts"}, True),
    ],
)
def test_a_dialog_that_shows_what_was_typed_is_no_question(
    lines: tuple[ReadLine, ...], title: str, more: dict[str, object], *, is_question: bool
) -> None:
    dialog = replace(DIALOG, title=title)

    for action, target in ((RETURN, target_of(dialog)), (CLICK, target_of(dialog, "Create", source="ocr"))):
        assert surfaces(action, target, **more) == {Surface.ALERT}
        seen = changed(target, lines=lines)
        assert surfaces(action, seen, **more) == {Surface.ALERT if is_question else Surface.DIALOG}
        assert ("question" in on(action, seen, **more)) == is_question


@pytest.mark.parametrize(
    ("action", "target", "asked"),
    [
        (CLICK, changed(TERMINAL, role="terminal"), False),
        (Click(AT, "right"), changed(TERMINAL, role="terminal"), True),
        (Click(AT, "middle"), changed(TERMINAL, role="terminal"), True),
        (CLICK, changed(TERMINAL, role="menu item", control="Paste"), True),
        (Press(("ctrl", "c")), TERMINAL, True),
        (Press(("delete",)), changed(TERMINAL, focus_role="terminal"), True),
        (Drag((AT, AT)), replace(TERMINAL, also=TERMINAL), False),
        (Drag((AT, AT)), replace(ROW, also=TERMINAL), True),
        (Drag((AT, AT)), replace(changed(TEXT, role="text"), also=changed(TEXT, role="terminal")), True),
        (Type("firefox"), target_of(ROFI), False),
        (Type("firefox\n"), target_of(ROFI), True),
        (RETURN, target_of(ROFI), True),
        (PASTE, target_of(ROFI), True),
        (CLICK, target_of(ROFI, "firefox", "list item"), True),
    ],
    ids=repr,
)
def test_input_for_a_shell_is_recognised(action: Action, target: Target, asked: bool) -> None:
    assert ("shell" in on(action, target)) == asked


NANO = changed(TERMINAL, holds_terminal=True, editor="nano", file=PAPER)
VIM = changed(NANO, editor="vim.basic")
IN_VTE = changed(NANO, focus_role="terminal")


def after(*written: str) -> dict[str, object]:
    return {"keys_before": tuple(written)}


def chord(written: str) -> Press:
    return Press(tuple(written.split("+")))


@pytest.mark.parametrize(
    ("action", "target", "more"),
    [
        *((Type("Dear Ada!\n:o\n"), target, {}) for target in (NANO, IN_VTE)),
        *((chord(keys), NANO, {}) for keys in ("ctrl+k", "ctrl+o", "enter", "ctrl+s", "ctrl+w", "delete", "ctrl+x")),
        (Type("9090"), NANO, after("down", "ctrl+k")),
        (CLICK, NANO, {}),
        (PASTE_BY_MIDDLE, NANO, {"pasted": Pasted("words\nmore")}),
        (Type("notes-2.txt\n"), NANO, after("ctrl+o")),
        (Type("iDear Ada\n"), VIM, after("escape")),
        (Type(":wq\n"), VIM, after("escape")),
        (Press(("escape",)), VIM, after("i", "a")),
        (Type("dd"), VIM, after("escape")),
    ],
    ids=repr,
)
def test_an_editor_in_the_foreground_of_a_terminal_is_an_editor(
    action: Action, target: Target, more: dict[str, object]
) -> None:
    assert facts(action, target, **more) == set()


@pytest.mark.parametrize(
    ("action", "target", "more"),
    [
        (Type("ls"), changed(NANO, editor=""), {}),
        *((Type("ls\n"), NANO, after(*before)) for before in (("ctrl+x",), ("ctrl+x", "n"), ("ctrl+t",), ("ctrl+r",))),
        *((chord(keys), NANO, {}) for keys in ("ctrl+t", "ctrl+r", "ctrl+z", "f12", "alt+x")),
        (Type("x"), NANO, after("escape")),
        (Type("a\x18ls\n"), NANO, {}),
        (PASTE_BY_MIDDLE, NANO, {"pasted": Pasted("\x18ls\n")}),
        (PASTE_BY_MIDDLE, NANO, {"pasted": Pasted(None)}),
        (CLICK, changed(NANO, window=replace(XTERM, menu=True)), {}),
        (Press(("enter",)), changed(NANO, control="Run", role="push button", focus_role="push button"), {}),
        (Type(":q\nls\n"), VIM, after("escape")),
        (Type("ls\n"), VIM, after("escape", *":wq", "enter")),
        (Type("ls\n"), VIM, after("escape", "Z", "Z")),
        (Type(":!ls\n"), VIM, after("escape")),
        (Type(":sh\n"), VIM, after("escape")),
        (chord("ctrl+z"), VIM, {}),
        (Type("ls\n"), VIM, {}),
    ],
    ids=repr,
)
def test_what_may_run_a_command_of_it_or_reach_the_shell_after_it_goes_into_the_shell(
    action: Action, target: Target, more: dict[str, object]
) -> None:
    assert facts(action, target, **more) & {Fact.INTO_SHELL, Fact.EDITOR_COMMAND}


@pytest.mark.parametrize(
    ("line", "edited", "fact"),
    [
        ("/etc/cron.d/x", PAPER, Fact.READ_BY_SYSTEM),
        ("~/.bashrc", PAPER, Fact.READ_BY_SYSTEM),
        ("/srv/ada/../../etc/x", PAPER, Fact.READ_BY_SYSTEM),
        ("/srv/ada/b.txt", PAPER, None),
        ("/srv/ada/b.txt", None, Fact.UNKNOWN_FILE),
        ("b.txt", None, None),
    ],
)
def test_a_file_that_is_saved_elsewhere_from_a_terminal_is_judged_by_its_path(
    line: str, edited: File | None, fact: Fact | None
) -> None:
    words = facts(RETURN, changed(NANO, file=edited), typed_before=line, **after("ctrl+o", *line))

    assert words == ({fact} if fact else set())
    assert Fact.READ_BY_SYSTEM in facts(Type("x"), changed(NANO, file=BASHRC))


# Keys given to nano before, and what ends the name that they save the file under.
NANO_NAMES: tuple[tuple[tuple[str, ...], Action, bool], ...] = (
    (("ctrl+o", *".bashrc"), RETURN, True),
    (("ctrl+o",), Type(".bashrc\n"), True),
    (("ctrl+o", "backspace", "backspace", *".profilex", "backspace"), RETURN, True),
    (("ctrl+o", *"sub/.envrc"), RETURN, True),
    (("ctrl+o", *"Makefile"), RETURN, True),
    (("ctrl+o", "enter", *".bashrc"), RETURN, False),
    ((*".bashrc",), RETURN, False),
    (("ctrl+o", "down", *"plan.txt"), RETURN, False),
    ((*".bashrc", "ctrl+o"), RETURN, False),
)


@pytest.mark.parametrize(("before", "action", "asked"), NANO_NAMES, ids=repr)
def test_a_name_for_a_file_that_programs_read_is_asked_about_where_nano_saves_it_beside_the_open_one(
    before: tuple[str, ...], action: Action, asked: bool
) -> None:
    assert facts(action, NANO, **after(*before)) == ({Fact.READ_BY_SYSTEM} if asked else set())
    assert facts(action, changed(NANO, file=None), **after(*before)) == ({Fact.UNKNOWN_FILE} if asked else set())


EDITOR_LINES = {
    True: (":!ls", "!!ls", " :r!ls", "one\n:!ls", ":w x", ":w!", ":set x=1", ":w|!ls", ":so", ":s/a/\\=x/", ":g/a/d"),
    False: (":w", ":wq", ":12", ":set nu", "one\n:w", ":%s/line/row/", ":2,9s/a b/c!/gi", "Dear Ada: well"),
}


@pytest.mark.parametrize(("text", "asked"), [(text, asked) for asked in EDITOR_LINES for text in EDITOR_LINES[asked]])
def test_a_line_for_an_unknown_editor_is_asked_about_if_it_may_be_a_command(text: str, asked: bool) -> None:
    before = {"keys_before": keys_of(Type(text))}
    assert (Fact.EDITOR_COMMAND in facts(Type(f"{text}\n"), UNKNOWN)) == asked
    assert (Fact.EDITOR_COMMAND in facts(RETURN, UNKNOWN, **before)) == asked
    assert Fact.EDITOR_COMMAND not in facts(Type(text.splitlines()[-1]), UNKNOWN) | facts(Type(f"{text}\n"), TEXT)


GVIM = target_of(replace(APP, kinds=frozenset({"TextEditor"})))
AT_START = changed(GVIM, lines=(ReadLine("Agenda", Rect(0, 0, 50, 16)), ReadLine("1,1", Rect(90, 180, 20, 16))))
IN_LINE = changed(
    GVIM, lines=(ReadLine("Agenda", Rect(0, 0, 50, 16)), ReadLine(":call system('x')", Rect(0, 180, 90, 16)))
)


@pytest.mark.parametrize(
    ("action", "target", "before", "asked"),
    [
        (RETURN, AT_START, (), False),
        (RETURN, IN_LINE, (), True),
        (RETURN, GVIM, (), True),  # nobody can read it
        (RETURN, IN_LINE, (Press(("escape",)),), False),
        (RETURN, AT_START, (Type(":call system('x')"), CLICK), True),
        (RETURN, AT_START, (Type(":"), Press(("up",))), True),
        (Type("me\n"), AT_START, (Type(":call"),), True),
        (Type("Hello!\n"), AT_START, (Type("i"),), False),
        (Type("@:"), AT_START, (), True),
        (Type("a@:"), AT_START, (), False),
        (Type("@:"), UNKNOWN, (), False),
        (PASTE, UNKNOWN, (Type("call"),), True),
        (Click(AT, "middle"), UNKNOWN, (), True),
        (CLICK, AT_START, (Type(":call"),), False),
    ],
)
def test_keys_that_may_run_a_command_in_an_editor_of_unknown_mode_are_asked_about(
    action: Action, target: Target, before: tuple[Action, ...], asked: bool
) -> None:
    given = tuple(key for one in before for key in keys_of(one))

    words = facts(action, target, keys_before=given, pasted=Pasted(":!ls\n"))

    assert (Fact.EDITOR_COMMAND in words) == asked


@pytest.mark.parametrize(
    ("action", "target", "more", "fact"),
    [
        (RETURN, changed(BAR, value="javascript:go()"), {}, Fact.SCRIPT_ADDRESS),
        (Type("go()\n"), BAR, {"typed_before": "javascript:"}, Fact.SCRIPT_ADDRESS),
        (PASTE, BAR, {"pasted": Pasted("view-source:x")}, Fact.SCRIPT_ADDRESS),
        (RETURN, changed(BAR, value="router.lan/"), {"typed_before": SITE, "edited": True}, Fact.OTHER_SITE),
        (RETURN, BAR, {"typed_before": SITE, "edited": True}, Fact.UNKNOWN_ADDRESS),
        (RETURN, BAR, {"typed_before": SITE}, Fact.OTHER_SITE),
        (RETURN, BAR, {"typed_before": "some words"}, Fact.WHOLE_BROWSER),
        (RETURN, changed(BAR, value="some words"), {}, Fact.WHOLE_BROWSER),
        (RETURN, changed(BAR, value="Shop a.example/x from history"), {}, Fact.OTHER_SITE),
        (Type("some words\n"), changed(BAR, value=SITE), {}, Fact.WHOLE_BROWSER),
        (Type("tail"), changed(BAR, value="x"), {"edited": True, "typed_before": "y"}, None),
        (Type("http://127.0.0.1:80/x"), changed(BAR, focus=""), {}, Fact.OTHER_SITE),
        (Type("words to find\n"), changed(BAR, focus=""), {}, None),
        (Type("/srv/ada/paper.txt"), changed(BAR, window=replace(BROWSER, dialog=True)), {}, None),
        (Type("/srv/ada/paper.txt"), BAR, {}, Fact.SCRIPT_ADDRESS),
        (Type("a.example/\n"), changed(BAR, focus_part=BrowserPart.FIND), {}, None),
        (Type("a.example/\n"), changed(PAGE, focus="Address"), {}, Fact.ENDS_FIELD),
        (Click(AT, "middle"), target_of(BROWSER, "Home", "page tab"), {"pasted": Pasted("nas/ ")}, None),
        (Click(AT, "middle"), target_of(BROWSER, "Home", "page tab"), {"pasted": Pasted("http://nas/")},
         Fact.OTHER_SITE),
        (CLICK, target_of(BROWSER, "Paste and go", "menu item"), {"pasted": Pasted(" 127.0.0.1:80/\n")},
         Fact.OTHER_SITE),
        (CLICK, target_of(BROWSER, "Go to http://192.168.0.1/", "menu item"), {}, Fact.OTHER_SITE),
        (CLICK, target_of(BROWSER, "Go to http://192.168.0.1/", "menu item", in_page=True), {}, None),
        (CLICK, changed(LINK, link="https://news.example.org/"), {}, Fact.OTHER_SITE),
        (CLICK, changed(LINK, link="https://a.example", part=BrowserPart.DOWNLOAD), {}, Fact.MAY_RUN),
        (Drag((AT, AT)), replace(changed(LINK, link="http://nas/"), also=BAR), {}, Fact.OTHER_SITE),
        (Drag((AT, AT)), replace(PAGE_BUTTON, also=changed(BAR, control="Bar", role="entry", part=BrowserPart.BAR)), {},
         Fact.UNKNOWN_ADDRESS),
        (Drag((AT, AT)), replace(PAGE_BUTTON, also=PAGE_BUTTON), {}, None),
        (Type("rtsp://nas/x"), target_of(APP, focus_role="entry"), {}, Fact.PRIVATE_ADDRESS),
        (Type("nas:5000"), target_of(APP, focus_role="entry"), {}, None),
        (Type("nas:5000"), target_of(replace(APP, kinds=frozenset({"Network"}))), {}, Fact.PRIVATE_ADDRESS),
        (Type("see http://10.0.0.1/x"), target_of(SHEET, focus_role="table cell"), {}, None),
        (Type("http://10.0.0.1/x"), Target(), {}, None),
    ],
    ids=repr,
)  # fmt: skip
def test_the_ways_to_open_an_address_are_recognised(
    action: Action, target: Target, more: dict[str, object], fact: Fact | None
) -> None:
    assert facts(action, target, **more) == ({fact} if fact else set())


ITS_OWN = {"pasted": Pasted("words")}
MENU_OF_FOLDER = replace(MANAGER, menu=True)
IN_FOLDER = replace(FOLDER, is_place=True)
TAB_OF_FOLDER = target_of(MANAGER, "papers", "page tab", focus="papers", focus_role="page tab")
CROSS = target_of(replace(APP, title="*note"), "x", source="ocr")
ON_FRAME = target_of(replace(APP, title="*note"), window_box=Rect(0, 0, 100, 100))
LOWER_FRAME = target_of(replace(APP, title="*note"), window_box=Rect(0, 50, 100, 100))


UNSEEN = changed(ROW, file=None)
OURS = file("/srv/ada", "folder", holds_ours=True)
PASTES = (PASTE, Press(("shift", "insert")))


def cut(*files: File, moves: bool = True) -> dict[str, object]:
    """Return a clipboard with these files, which the run has cut or copied."""
    return {"pasted": Pasted("", paths=tuple(each.path for each in files), moves=moves, files=files)}


ONE = changed(ROW, selected=("old.tmp",), selected_count=1)
FOUR = changed(ROW, selected=("a", "b", "c"), selected_count=4)
MAIL_BUTTON = target_of(MAIL, "Send", "push button", "accessibility", around=("To", "ada@example.org", "Send"))
READ_MAIL = target_of(MAIL, lines=(ReadLine("An: bo@example.org, cem@example.org", BOX),))


@pytest.mark.parametrize(
    ("action", "target", "words"),
    [
        (Press(("delete",)), ONE, "In Files, this may delete “old.tmp”."),
        (Press(("shift", "delete")), FOUR, "In Files, this may delete “a”, “b”, “c” and 1 more."),
        (Press(("delete",)), ROW, "In Files, this may delete what is selected, which can't be seen."),
        (CLICK, changed(ONE, control="Move to Trash", role="menu item"), "impossible to undo. It's about “old.tmp”."),
        (CLICK, changed(BUTTON, control="Delete"), "impossible to undo. What that would delete can't be seen."),
        (CLICK, changed(BUTTON, control="Delete", window=DIALOG), "impossible to undo."),
        (CLICK, changed(PAGE_BUTTON, control="Delete"), "impossible to undo."),
        (CLICK, changed(BUTTON, control="Send"), "impossible to undo."),
        (CLICK, MAIL_BUTTON, "impossible to undo. It goes to “ada@example.org”."),
        (CLICK, changed(MAIL_BUTTON, around=()), "impossible to undo. Who gets it can't be seen."),
        (Press(("ctrl", "enter")), READ_MAIL, "send the message. It goes to “bo@example.org”, “cem@example.org”."),
        (Press(("ctrl", "enter")), target_of(MAIL), "send the message. Who gets it can't be seen."),
        (Press(("ctrl", "enter")), TEXT, "send the message."),
    ],
)
def test_what_may_delete_or_send_says_what_or_that_it_cant_be_seen(action: Action, target: Target, words: str) -> None:
    (why,) = [why for act in acts_of(case(action, target)) for why in act.concerns]

    assert why.text.endswith(words)


@pytest.mark.parametrize(
    ("moved", "target", "words"),
    [
        ((PAPER,), UNSEEN, "This moves “a.txt” to a folder that can't be seen."),
        ((), ROW, "This moves files that can't be seen to /srv/ada/papers/a.txt."),
        (
            (PAPER, BASHRC),
            changed(ROW, file=FOLDER),
            "This moves “a.txt”, “.bashrc” to /srv/ada/papers. Programs read or",
        ),
        ((PAPER,) * 5, UNSEEN, "This moves “a.txt”, “a.txt”, “a.txt” and 2 more to a folder that can't be seen."),
    ],
)
def test_a_paste_that_is_asked_about_says_what_goes_where(moved: tuple[File, ...], target: Target, words: str) -> None:
    (why,) = [why for act in acts_of(case(PASTE, target, **cut(*moved))) for why in act.concerns]

    assert why.text.startswith(words)


@pytest.mark.parametrize(
    ("action", "target", "more", "fact"),
    [
        *((Press(tuple(keys.split("+"))), ON_FRAME, {}, Fact.UNSAVED) for keys in ("alt+f4", "ctrl+q", "ctrl+shift+w")),
        *((CLICK, target, {}, Fact.UNSAVED) for target in (CROSS, ON_FRAME, changed(CROSS, control="Beenden"))),
        (Click(ImagePoint(5, 60)), ON_FRAME, {}, None),
        (Click(ImagePoint(5, 60)), LOWER_FRAME, {}, Fact.UNSAVED),
        (Click(ImagePoint(500, 5)), ON_FRAME, {}, Fact.OUTSIDE_PICTURE),
        (CLICK, changed(ON_FRAME, role="menu item"), {}, None),
        (CLICK, target_of(APP, "x", source="ocr"), {}, None),
        # The title bar is the frame's where a manager draws it, however high that is.
        (CLICK, changed(ON_FRAME, is_framed=True), {}, None),
        (Click(ImagePoint(5, 60)), changed(ON_FRAME, is_framed=True, in_title_bar=True), {}, Fact.UNSAVED),
        (CLICK, changed(TEXT, control="Speichern", role="menu item"), {"emptied": True}, Fact.EMPTIED),
        (CLICK, changed(TEXT, control="Undo", role="menu item"), {"emptied": True}, None),
        (CLICK, changed(ROW, control="Open", role="menu item", file=None), {}, Fact.MAY_RUN),
        (TWICE, changed(ROW, file=replace(FOLDER, is_place=True)), {}, None),
        (TWICE, changed(ROW, file=replace(FOLDER, is_place=True, among_programs=True)), {}, Fact.MAY_RUN),
        (TWICE, changed(ROW, file=None), {}, Fact.MAY_RUN),
        (TWICE, target_of(MANAGER), {}, Fact.MAY_RUN),
        (TWICE, target_of(DIALOG, "a", "table cell", chooser=True, file=BASHRC), {}, Fact.READ_BY_SYSTEM),
        (TWICE, target_of(DIALOG, "a", "table cell", chooser=True, file=FOLDER), {}, None),
        (CLICK, changed(ROW, control="Rename", role="menu item", file=None), {}, None),
        (CLICK, changed(HIDDEN, control="Rename", role="menu item"), {}, Fact.READ_BY_SYSTEM),
        (CLICK, changed(ROW, control="Move to…", role="menu item", file=None), {}, Fact.UNKNOWN_FILE),
        *((CLICK, changed(shown, control="Cut", role="menu item"), {}, None) for shown in (ROW, HIDDEN, UNSEEN)),
        *((Press(("ctrl", "x")), shown, {}, None) for shown in (ROW, HIDDEN, UNSEEN, changed(ROW, file=OURS))),
        (Press(("f2",)), changed(ROW, file=None), {}, None),
        (Press(("f2",)), changed(ROW, file=replace(FOLDER, holds_ours=True)), {}, Fact.OUR_SETTINGS),
        (Press(("f6",)), changed(ROW, file=None), {}, Fact.UNKNOWN_FILE),
        (Type("plan.txt\n"), TAB_OF_FOLDER, {}, None),
        (Type(".bashrc\n"), TAB_OF_FOLDER, {}, Fact.HIDDEN_NAME),
        (RETURN, target_of(MANAGER, file=IN_FOLDER), {"typed_before": ".bashrc"}, Fact.HIDDEN_NAME),
        (TWICE, target_of(MENU_OF_FOLDER, "Name", source="ocr"), {}, Fact.UNNAMED_ITEM),
        (TWICE, target_of(MANAGER, "Back", "push button"), {}, None),
        (CLICK, target_of(MENU_OF_FOLDER, "Rename", source="ocr", file=IN_FOLDER), {}, None),
        (CLICK, target_of(MENU_OF_FOLDER, "Open", source="ocr"), {}, Fact.MAY_RUN),
        (CLICK, target_of(MENU_OF_FOLDER, "Open", source="ocr", file=IN_FOLDER), {}, None),
        (Press(("ctrl", "x")), changed(ROW, focus_role="entry"), {}, None),
        (Drag((AT, AT)), changed(ROW, file=replace(FOLDER, holds_ours=True)), {}, Fact.OUR_SETTINGS),
        (Drag((AT, AT)), replace(ROW, also=HIDDEN), {}, Fact.READ_BY_SYSTEM),
        (PASTE, HIDDEN, ITS_OWN, Fact.READ_BY_SYSTEM),
        (PASTE, changed(ROW, file=None), ITS_OWN, Fact.UNKNOWN_FILE),
        (PASTE, ROW, ITS_OWN, None),
        (PASTE, target_of(MANAGER), ITS_OWN, None),
        *((act, shown, cut(PAPER), None) for act in PASTES for shown in (ROW, changed(ROW, focus_role="entry"))),
        *((act, ROW, cut(BASHRC), Fact.READ_BY_SYSTEM) for act in PASTES),
        *((act, UNSEEN, cut(PAPER), Fact.UNKNOWN_FILE) for act in PASTES),
        (PASTE, ROW, cut(OURS), Fact.OUR_SETTINGS),
        (PASTE, ROW, cut(PAPER, moves=False), None),
        (PASTE, ROW, cut(BASHRC, moves=False), None),
        (PASTE, ROW, cut(), Fact.UNKNOWN_FILE),
        (PASTE, target_of(MANAGER), cut(PAPER), Fact.UNKNOWN_FILE),
        (PASTE, target_of(APP, focus_role="layered pane"), cut(PAPER), Fact.UNKNOWN_FILE),
        (PASTE, TEXT, cut(PAPER), None),
        (PASTE, ROW, cut(PAPER) | {"leaves_folder": True}, Fact.LEAVES_FOLDER),
        (Press(("ctrl", "c")), HIDDEN, {}, None),
        (Type("../a\n"), target_of(MANAGER, focus="Name", focus_role="entry"), {}, Fact.HIDDEN_NAME),
        *(
            (RETURN, target_of(DIALOG, focus_role="entry", value=path), {}, Fact.HIDDEN_NAME)
            for path in ("/srv/ada/.ssh/x", "~/.ssh/x", "./.ssh/x", "../a")
        ),
        (RETURN, target_of(DIALOG, focus_role="entry", value="Dear Ada"), {}, None),
        (CLICK, changed(TEXT, control="Sort", role="menu item", file=BASHRC), {}, Fact.READ_BY_SYSTEM),
        (Press(("f5",)), changed(TEXT, file=BASHRC), {}, Fact.READ_BY_SYSTEM),
        (Type("x"), changed(TEXT, file=replace(FOLDER, ours=True)), {}, None),
        (RETURN, changed(UNKNOWN, file=BASHRC), {}, Fact.READ_BY_SYSTEM),
        (PASTE, target_of(MAIL, focus_role="text"), {"pasted": Pasted("file:///srv/ada/a")}, Fact.FILE_OUT),
        (CLICK, target_of(replace(MAIL, dialog=True), "Open", "push button", chooser=True, file=FOLDER), {}, None),
        (Press(("super", "backspace")), ROW, {}, Fact.DELETES),
        *(
            (Press((key,)), target_of(BROWSER, focus_role=role, in_page=True), {}, fact)
            for key in ("delete", "backspace")
            for role, fact in (("section", Fact.DELETES), ("list item", Fact.DELETES), ("text", None), ("entry", None))
        ),
        (Press(("backspace",)), ROW, {}, None),
    ],
    ids=repr,
)  # fmt: skip
def test_commands_on_files_and_unsaved_work_are_recognised(
    action: Action, target: Target, more: dict[str, object], fact: Fact | None
) -> None:
    words = facts(action, target, **more) - {Fact.TAKEN_CHORD}

    assert words == ({fact} if fact else set())


@pytest.mark.parametrize(
    ("name", "role", "asked"),
    [
        ("Send", "push button", True),
        ("Löschen", "menu item", True),
        ("ゴミ箱に移動", "push button", True),
        ("Delete…", "menu item", False),
        ("Send", "entry", False),
        ("Send", "table cell", False),
        ("Sender", "push button", False),
        ("Send this long sentence that nobody would put on a button at all", "push button", True),
        ("Send this long sentence that nobody would put on a button at all", "", False),
        ("Delete everything", "label", True),
        ("Delete after (days):", "label", False),
        ("Send to all customers", "list item", True),
        ("Your order has been sent", "list item", False),
        ("Book now", "push button", False),
        ("Place order", "push button", True),
        ("Reset", "push button", True),
        ("Pay or delete", "push button menu", False),
    ],
)
def test_the_words_on_a_pressed_control_decide_its_effects(name: str, role: str, asked: bool) -> None:
    assert (Fact.WORD in facts(CLICK, target_of(APP, name, role, "accessibility"))) == asked


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Place order", True),
        ("Book now", True),
        ("Rent a car", True),
        ("Book list", False),
        ("Book a room and have breakfast with us in the morning", False),
        ("Next page", False),
    ],
)
def test_words_read_from_a_pages_pixels_count_as_its_words(name: str, asked: bool) -> None:
    assert (Fact.WORD in facts(CLICK, target_of(BROWSER, name, "", "ocr"))) == asked


@pytest.mark.parametrize("action", [TWICE, RETURN], ids=repr)
def test_an_entry_that_is_opened_is_called_by_its_name_but_files_and_letters_have_any(action: Action) -> None:
    def opened(program: Window) -> set[Fact]:
        name = "Double-click to send it"
        return facts(action, target_of(program, name, "table cell", focus=name, focus_role="table cell", file=PAPER))

    assert Fact.WORD in opened(APP)
    assert Fact.WORD not in opened(MAIL) | opened(MANAGER)


def test_a_double_click_in_a_page_may_do_what_the_words_there_say() -> None:
    row = changed(LINK, control="Bill 7: double-click to approve payment", role="section", focus_role="")

    entry = changed(
        row, role="list item", control="Double-click here to send the letter to all of them", takes_press=True
    )
    text = changed(row, role="static", control=entry.name, takes_press=True)

    assert all(Fact.WORD in facts(TWICE, target) for target in (row, entry, text))
    assert facts(CLICK, row) == facts(TWICE, changed(row, role="entry", control="Send to")) == set()


def pressed_in_page(name: str, role: str = "push button", **more: object) -> Target:
    return changed(LINK, control=name, role=role, source="accessibility", focus_role="", **more)


@pytest.mark.parametrize(
    ("target", "asked"),
    [
        (pressed_in_page(""), Fact.UNKNOWN_PRESS),
        (pressed_in_page("Go"), Fact.UNKNOWN_PRESS),
        (pressed_in_page("Retry", "link"), Fact.UNKNOWN_PRESS),
        (pressed_in_page("Retry", "link", link=f"{SITE}/#"), Fact.UNKNOWN_PRESS),
        (pressed_in_page("", "image", takes_press=True), Fact.UNKNOWN_PRESS),
        (pressed_in_page("OK", "section", takes_press=True), Fact.UNKNOWN_PRESS),
        (pressed_in_page("", "section", takes_press=True), None),
        (pressed_in_page("Retry", "link", link=f"{SITE}/b"), None),
        (pressed_in_page("Retry", "link", link=f"{SITE}/b#part"), None),
        (pressed_in_page("", "toggle button"), None),
        (pressed_in_page("", "push button menu"), None),
        (pressed_in_page("Options", "push button menu"), None),
        (pressed_in_page("Delete or move", "push button menu"), Fact.WORD),
        (pressed_in_page("Pay now", "push button menu"), Fact.WORD),
        (pressed_in_page("Book now", "push button menu"), Fact.WORD),
        (pressed_in_page("Continue", "push button menu"), Fact.UNKNOWN_PRESS),
        (pressed_in_page("Options", "push button menu", link="https://other.example/"), Fact.OTHER_SITE),
        (pressed_in_page("Options", "push button menu", in_form=True), Fact.FORM),
        (pressed_in_page("Retry", "link", link="javascript:go()"), Fact.UNKNOWN_PRESS),
        (pressed_in_page("Post", "link", link="javascript:go()"), Fact.WORD),
        (pressed_in_page("Book now", "link", link="javascript:go()"), Fact.WORD),
        (pressed_in_page("Book now", "link", link=f"{SITE}/book"), None),
        (pressed_in_page("×"), None),
        (pressed_in_page("Next"), None),
        (pressed_in_page("Book now"), Fact.WORD),
        (pressed_in_page("Post"), Fact.WORD),
        (pressed_in_page("Post", "link", link=f"{SITE}/posts"), None),
        (pressed_in_page("Delete", "link", link=f"{SITE}/delete?id=3"), Fact.WORD),
        (pressed_in_page("OK", in_form=True), Fact.FORM),
        (pressed_in_page("Reset", in_form=True), None),
        (pressed_in_page("Reset"), Fact.WORD),
    ],
)  # fmt: skip
def test_a_press_whose_effect_a_page_keeps_to_itself_is_asked_about(target: Target, asked: Fact | None) -> None:
    expected = {asked} if asked else set()

    assert facts(CLICK, replace(target, page=replace(target.page or Page(), path="/"))) == expected
    assert facts(RETURN, changed(target, focus=target.name, focus_role=target.role, path="/")) >= expected


ALONE = changed(LINK, control="", role="", focus="Answer", in_form=True, sends_itself=True)


@pytest.mark.parametrize(
    ("action", "target", "fact"),
    [
        (CLICK, changed(ALONE, control="Good", role="radio button"), Fact.FORM),
        (CLICK, changed(ALONE, control="Good", role="radio button", sends_itself=False), None),
        (CLICK, changed(ALONE, control="Sort by price", role="radio button"), None),
        (CLICK, changed(ALONE, control="Rooms", role="combo box"), None),
        (Press(("down",)), changed(ALONE, focus_role="combo box"), Fact.FORM),
        (SPACE, changed(ALONE, focus_role="check box"), Fact.FORM),
        (Press(("tab",)), changed(ALONE, focus_role="check box"), None),
        (Press(("down",)), changed(ALONE, focus_role="entry"), None),
        (Press(("down",)), changed(ALONE, focus="Sort by", focus_role="combo box"), None),
        (Type("l"), changed(ALONE, focus_role="combo box", choices=("Leave", "Stay")), Fact.FORM),
        (Type("l"), changed(ALONE, focus_role="combo box", sends_itself=False), None),
        (Scroll(AT, 0, 9), changed(ALONE, control="Pieces", role="spin button"), Fact.FORM),
        (Press(("end",)), target_of(APP, focus_role="combo box", choices=("Keep", "Delete all")), Fact.WORD),
        (Press(("end",)), target_of(APP, focus_role="combo box", choices=("Keep", "Archive")), None),
        (Scroll(AT, 0, 9), target_of(APP, "", "combo box", control_choices=("Keep", "Delete")), Fact.WORD),
        (Press(("right",)), changed(ALONE, control="Slide to pay", role="slider", focus_role="slider",
                                    sends_itself=False), Fact.WORD),
        (Press(("right",)), target_of(APP, focus="Slide to pay", focus_role="slider"), Fact.WORD),
        (Press(("right",)), target_of(APP, focus_role="slider", around=("Taxi", "Slide to pay")), Fact.WORD),
        (Press(("right",)), target_of(APP, focus="Volume", focus_role="slider", around=("Slide to pay",)), None),
        (Press(("tab",)), target_of(APP, focus="Slide to pay", focus_role="slider"), None),
        (Scroll(AT, 0, 9), changed(TEXT, control_choices=("Keep", "Delete")), None),
    ],
)  # fmt: skip
def test_a_choice_that_may_act_at_once_is_asked_about(action: Action, target: Target, fact: Fact | None) -> None:
    assert facts(action, target) & {Fact.FORM, Fact.WORD} == ({fact} if fact else set())


@pytest.mark.parametrize("action", [RETURN, SPACE, Type(" "), Type("\n")], ids=repr)
def test_keys_for_what_nobody_tells_of_may_press_whatever_is_written_there(action: Action) -> None:
    names = ("People", "Delete Anna")

    assert facts(action, target_of(APP, around=names)) == {Fact.WORD}
    assert facts(action, target_of(APP, around=("People",))) == set()
    assert facts(action, target_of(APP, "Turn", "push button", focus_role="push button", around=names)) == set()
    assert Fact.WORD not in facts(action, target_of(EDITOR, around=names))


def test_a_space_within_a_text_presses_nothing_that_nobody_tells_of() -> None:
    assert facts(Type("John Smith"), target_of(APP, around=("Delete Anna",))) == set()


@pytest.mark.parametrize(
    ("letter", "items", "fact"),
    [
        ("g", ("Grid", "Delete"), None),
        ("d", ("Grid", "Delete"), Fact.WORD),
        ("g", (), Fact.UNNAMED_ITEM),
        ("gr", ("Grid", "Delete"), Fact.UNNAMED_ITEM),
    ],
)
def test_a_letter_in_a_menu_presses_an_item_that_has_it(letter: str, items: tuple[str, ...], fact: Fact | None) -> None:
    assert facts(Type(letter), target_of(APP, focus_role="menu item", around=items)) == ({fact} if fact else set())


def test_a_drop_in_a_page_does_what_the_words_there_say() -> None:
    report = changed(LINK, control="Report", role="section")

    assert Fact.WORD in facts(Drag((AT, AT)), replace(report, also=changed(report, control="Trash")))
    assert Fact.WORD not in facts(Drag((AT, AT)), replace(report, also=changed(report, control="Archive")))


@pytest.mark.parametrize(
    ("name", "deletes"), [("Trash", True), ("Wastebasket", True), ("Papierkorb", True), ("old", False)]
)
def test_a_file_that_is_dropped_on_a_bin_is_deleted(name: str, *, deletes: bool) -> None:
    bin_target = target_of(MANAGER, name, "table cell", file=FOLDER)
    (first, second) = acts_of(case(Drag((AT, AT)), replace(ROW, also=bin_target)))

    texts = [str(concern.text) for concern in (*first.concerns, *second.concerns) if concern.fact is Fact.DELETES]
    assert any("“a.txt”" in text for text in texts) is deletes


ON_PAGE = changed(LINK, control="", role="", focus_role="push button")


@pytest.mark.parametrize(
    ("keys", "target", "asked"),
    [
        ("ctrl+d", target_of(APP, focus_role="list item"), True),
        ("ctrl+y", target_of(APP, focus_role="list item"), True),
        ("ctrl+y", target_of(APP, focus_role="text"), False),
        ("ctrl+d", target_of(APP), True),
        ("ctrl+shift+d", target_of(APP, focus_role="text"), True),
        ("ctrl+alt+r", target_of(APP, focus_role="text"), True),
        ("ctrl+d", target_of(EDITOR), False),
        ("ctrl+d", target_of(MANAGER, focus_role="table cell"), False),
        ("ctrl+f", target_of(APP, focus_role="list item"), False),
        ("ctrl+f9", target_of(APP, focus_role="list item"), False),
        ("ctrl+y", ON_PAGE, True),
        ("ctrl+d", ON_PAGE, True),
        ("ctrl+k", ON_PAGE, False),
        ("ctrl+k", target_of(APP, focus_role="list item"), True),
        ("ctrl+backspace", ON_PAGE, True),
        ("ctrl+f", ON_PAGE, False),
        ("ctrl+r", ON_PAGE, False),
        ("ctrl+d", changed(ON_PAGE, focus_role="document web"), False),
        ("ctrl+y", changed(ON_PAGE, focus_role="document web"), True),
        ("ctrl+b", changed(ON_PAGE, focus_role="text"), False),
        ("ctrl+d", target_of(BROWSER, focus_role="entry"), False),
        ("ctrl+d", Target(), False),
    ],
)
def test_a_chord_that_may_be_any_command_is_asked_about(keys: str, target: Target, *, asked: bool) -> None:
    assert (Fact.UNKNOWN_KEYS in facts(Press(tuple(keys.split("+"))), target)) == asked


def test_a_text_of_lines_is_entered_whole_and_its_last_line_break_is_no_return() -> None:
    area = changed(PAGE, focus_role="text")

    assert facts(Type("Buy milk\nPay rent\n", entry="whole"), area) == set()
    assert Fact.ENDS_FIELD in facts(Type("Buy milk\n", entry="whole"), area)
    assert Fact.ENDS_FIELD in facts(Type("Buy milk\nPay rent\n"), area)


def test_a_search_that_says_it_searches_the_web_is_asked_about() -> None:
    search = changed(PAGE, focus="Search the web", searches=True)

    assert facts(RETURN, search) == {Fact.ENDS_FIELD}
    assert facts(RETURN, changed(search, focus="Search recipes")) == set()


PRESSED_BY_PAGES = ("static", "section", "heading", "list item", "table cell", "page tab", "link", "label")


def taking_press(name: str, role: str) -> Target:
    target = changed(LINK, control=name, role=role)
    return replace(target, control=replace(target.control or HitControl(), takes_press=True))


@pytest.mark.parametrize("role", PRESSED_BY_PAGES)
def test_what_takes_a_press_in_a_page_is_a_control_whatever_its_role(role: str) -> None:
    assert Fact.WORD in facts(CLICK, taking_press("Delete all", role))
    assert Fact.WORD in facts(TWICE, taking_press("Delete all", role))
    assert Fact.WORD not in facts(CLICK, taking_press("Next page", role))


@pytest.mark.parametrize("role", ["entry", "text", "combo box", "radio button", "spin button"])
def test_the_name_of_a_field_is_a_question_though_it_takes_a_press(role: str) -> None:
    assert Fact.WORD not in facts(CLICK, taking_press("Send to", role))


def test_the_name_of_a_letter_in_a_list_is_no_command() -> None:
    assert Fact.WORD not in facts(CLICK, taking_press("Your order has been sent", "list item"))
    assert Fact.WORD in facts(CLICK, taking_press("Transfer everything to Lisa", "list item"))


@pytest.mark.parametrize("name", ["Send…", "Delete..."])
def test_in_a_page_an_ellipsis_and_a_row_are_no_excuse(name: str) -> None:
    for role in ("link", "list item", "push button"):
        assert Fact.WORD not in facts(CLICK, target_of(APP, name, role))
        assert (Fact.WORD in facts(CLICK, changed(LINK, control=name, role=role))) == (role != "list item")
    assert Fact.WORD in facts(Press(("alt", "s")), changed(LINK, control=name, role="list item"))


def test_letters_in_a_menu_may_press_any_item_and_words_into_a_button_press_it_at_a_blank() -> None:
    menu = target_of(APP, focus_role="popup menu")
    for action in (Press(("s",)), Type("s"), RETURN):
        assert facts(action, menu) == {Fact.UNNAMED_ITEM}
        assert {act.name for act in acts_of(case(action, menu))} == {""}
    assert facts(Press(("down",)), menu) == facts(PASTE, menu, **ITS_OWN) == set()
    send = changed(BUTTON, control="Send", focus="Send", focus_role="push button")
    assert Fact.WORD in facts(Type("two words"), send) & facts(Type("Ada\n"), send)
    assert facts(Type("word"), send) == set()
    assert facts(RETURN, changed(menu, control="Delete", role="menu item")) == {Fact.WORD}
    assert Fact.UNKNOWN_QUESTION in facts(SPACE, target_of(DIALOG))
    assert facts(Type("Ada Lovelace"), target_of(DIALOG)) == set()


MENU = replace(APP, menu=True)


@pytest.mark.parametrize(
    ("action", "target", "fact"),
    [
        *((CLICK, target_of(MENU, "Move to Trash", role, "ocr"), Fact.WORD) for role in ("", "menu", "list", "panel")),
        (CLICK, target_of(MENU, "Delete", "menu item", "accessibility"), Fact.WORD),
        (CLICK, target_of(MENU, "Delete", "list item", "accessibility"), Fact.WORD),
        (Click(AT, "right"), target_of(MENU, "Delete", "menu item", "accessibility"), Fact.WORD),
        (Click(AT, "middle"), target_of(MENU, "Delete", source="ocr"), Fact.WORD),
        (TWICE, target_of(MENU, "Delete", "table cell", "accessibility"), Fact.WORD),
        (ReleaseButton(AT), target_of(MENU, "Delete", "menu", "ocr"), Fact.WORD),
        (Type("x", AT), target_of(MENU, "Delete", "menu", "ocr"), Fact.WORD),
        (CLICK, target_of(MENU, "Send To", "menu", "accessibility"), None),
        (CLICK, target_of(MENU, "Zoom", "menu item", "accessibility"), None),
        (CLICK, target_of(MENU, "", "menu"), None),
        (CLICK, target_of(MENU), None),
        (CLICK, target_of(replace(MENU, title="*note"), "Zoom", source="ocr", window_box=Rect(0, 0, 90, 90)), None),
        (CLICK, target_of(MENU_OF_FOLDER, "Move to Irash", "menu", "ocr"), Fact.UNNAMED_ITEM),
        (CLICK, target_of(MENU_OF_FOLDER, "", "menu"), Fact.UNNAMED_ITEM),
        (CLICK, target_of(MENU_OF_FOLDER), Fact.UNNAMED_ITEM),
        (CLICK, target_of(MENU_OF_FOLDER, "Properties", "menu", "ocr"), None),
        (CLICK, target_of(MENU_OF_FOLDER, "Icon View", "menu item", "accessibility"), None),
        (Drag((AT, AT)), target_of(MENU, "Zoom", "menu item", "accessibility"), Fact.UNNAMED_ITEM),
        (Drag((AT, AT)), replace(TEXT, also=target_of(MENU, "Zoom", "menu item")), Fact.UNNAMED_ITEM),
        (Scroll(AT, 0, 9), target_of(MENU, "Delete", source="ocr"), None),
    ],
    ids=repr,
)
def test_a_press_in_the_window_of_a_menu_is_one_of_an_item(action: Action, target: Target, fact: Fact | None) -> None:
    words = facts(action, target)

    assert fact in words if fact else words == set()


def test_a_press_in_the_menu_of_a_terminal_goes_into_the_shell() -> None:
    menu = changed(TERMINAL, window=replace(TERMINAL.window or APP, menu=True))

    for role in ("", "menu", "menu item"):
        assert facts(CLICK, changed(menu, control="Read-only", role=role, source="ocr")) == {Fact.INTO_SHELL}
    assert facts(CLICK, changed(menu, control="Zoom", role="menu", source="accessibility")) == set()


CHORDS = tuple(Press(tuple(keys.split("+"))) for keys in ("alt+o", "alt+shift+o", "ctrl+o", "ctrl+s", "f9"))
FREE_IN_A_DIALOG = tuple(
    Press(tuple(keys.split("+")))
    for keys in ("escape", "tab", "ctrl+l", "ctrl+a", "ctrl+c", "ctrl+z", "down", "alt+up", "ctrl+end", "alt+f4")
)
WEB_CHOOSER = target_of(replace(BROWSER, dialog=True), chooser=True, focus_role="entry", file=PAPER)
PORTAL = Window(5, "xdg-desktop-portal-gtk", "Open", 50, "/usr/libexec/xdg-desktop-portal-gtk", dialog=True)


@pytest.mark.parametrize("action", CHORDS, ids=repr)
@pytest.mark.parametrize(
    ("target", "fact"),
    [
        (WEB_CHOOSER, Fact.FILE_OUT),
        (changed(WEB_CHOOSER, focus_role="push button", focus="Cancel"), Fact.FILE_OUT),
        (changed(WEB_CHOOSER, file=None), Fact.UNKNOWN_FILE),
        (changed(WEB_CHOOSER, window=PORTAL), Fact.FILE_OUT),
        (changed(WEB_CHOOSER, window=replace(MAIL, dialog=True)), Fact.FILE_OUT),
        (target_of(replace(BROWSER, dialog=True)), Fact.BROWSER_DIALOG),
        (target_of(replace(BROWSER, dialog=True), focus="Name", focus_role="entry"), Fact.BROWSER_DIALOG),
        (target_of(PORTAL), Fact.BROWSER_DIALOG),
        (target_of(DIALOG, chooser=True, focus_role="entry", file=BASHRC), Fact.READ_BY_SYSTEM),
    ],
    ids=repr,
)
def test_a_chord_in_a_dialog_may_press_any_button_of_it(action: Action, target: Target, fact: Fact) -> None:
    assert fact in facts(action, target)


def test_a_chord_in_a_dialog_that_only_edits_or_moves_is_free_and_so_are_most_in_dialogs_of_other_programs() -> None:
    for action in FREE_IN_A_DIALOG:
        assert facts(action, WEB_CHOOSER) == set()
    assert facts(Press(("ctrl", "l")), target_of(replace(BROWSER, dialog=True))) == set()
    for action in CHORDS:
        assert facts(action, target_of(DIALOG, focus="Name", focus_role="entry")) == set()
    named = target_of(DIALOG, focus="Name", focus_role="entry", around=("Delete", "Keep"))
    assert facts(Press(("alt", "d")), named) == {Fact.WORD}
    assert facts(Press(("alt", "k")), named) == set()


@pytest.mark.parametrize(
    ("action", "target", "more", "is_asked"),
    [
        (PASTE, TEXT, {}, True),
        (PASTE, TEXT, {"pasted": Pasted(None, yours=True)}, True),
        (PASTE, TEXT, {"pasted": Pasted(None)}, False),
        (PASTE, TEXT, {"pasted": Pasted("")}, False),
        (Press(("v",)), TEXT, {"held": ("ctrl",)}, True),
        (Type("v"), TEXT, {"held": ("ctrl",)}, True),
        (Press(("shift", "insert")), TEXT, {}, True),
        (Press(("ctrl", "alt", "shift", "v")), TEXT, {}, True),
        (Click(AT, "middle"), changed(TEXT, role="text"), {}, True),
        (Click(AT, "middle"), BUTTON, {}, False),
        (CLICK, target_of(MENU, "Paste", "menu item", "accessibility"), {}, True),
        (CLICK, target_of(MENU, "Paste", "menu", "ocr"), {}, True),
        (CLICK, changed(BUTTON, control="Paste Special"), {}, True),
        (RETURN, changed(BUTTON, control="Einfügen", focus="Einfügen", focus_role="menu item"), {}, True),
        (Click(AT, "right"), changed(BUTTON, control="Paste"), {}, False),
        (Move(AT), changed(BUTTON, control="Paste"), {}, False),
        (Press(("ctrl", "y")), UNKNOWN, {}, True),
        (Press(("ctrl", "y")), TEXT, {}, False),
        (Press(("ctrl", "y")), Target(), {}, False),
        (Type('"+p'), GVIM, {}, True),
        (Type('"*p'), GVIM, {}, True),
        (Type("p"), GVIM, {}, False),
        (Type('"+p'), UNKNOWN, {}, False),
        (Type("words"), TEXT, {}, False),
    ],
    ids=repr,
)
def test_what_others_have_copied_is_asked_about_however_it_is_pasted(
    action: Action, target: Target, more: dict[str, object], is_asked: bool
) -> None:
    assert (Fact.YOUR_CLIPBOARD in facts(action, target, **more)) == is_asked


def test_a_paste_in_a_terminal_by_insert_is_of_the_selection() -> None:
    insert = Press(("shift", "insert"))

    assert pasted_selection(case(insert, TERMINAL)) == pasted_selection(case(Type('"*p'), GVIM)) == "primary"
    assert pasted_selection(case(insert, TEXT)) == pasted_selection(case(PASTE, TERMINAL)) == "clipboard"
    assert pasted_selection(case(insert, changed(UNKNOWN, holds_terminal=True))) == "primary"


@pytest.mark.parametrize(
    ("action", "copies"),
    [
        (Press(("ctrl", "c")), {"clipboard", "primary"}),
        (CLICK, {"primary"}),
        (Press(("ctrl", "v")), {"primary"}),
        (Click(AT, "right"), {"primary"}),
    ],
)
def test_a_command_to_copy_fills_the_clipboard_and_any_selecting_the_other(action: Action, copies: set[str]) -> None:
    assert filled_selections(case(action, TEXT)) == copies


@pytest.mark.parametrize(
    ("action", "target", "is_sure"),
    [
        (Press(("ctrl", "c")), TEXT, True),
        (CLICK, TEXT, False),
        (Press(("ctrl", "c")), TERMINAL, False),
        (Press(("ctrl", "c")), changed(UNKNOWN, focus_role="terminal"), False),
        (Press(("ctrl", "shift", "c")), TERMINAL, True),
    ],
)
def test_ctrl_c_copies_for_sure_but_in_a_terminal(action: Action, target: Target, is_sure: bool) -> None:
    assert copies_for_sure(case(action, target)) is is_sure


SETTINGS_BUTTON = target_of(SETTINGS, "Close", "push button", "accessibility", focus_role="push button")


@pytest.mark.parametrize(
    ("action", "target", "fact"),
    [
        *((CLICK, changed(SETTINGS_BUTTON, control=name), None) for name in ("Close", "Schließen", "Cancel", "_Quit")),
        *((keys, SETTINGS_BUTTON, None) for keys in (RETURN, SPACE, Press(("alt", "f4")), Press(("ctrl", "w")))),
        (CLICK, target_of(SETTINGS, is_framed=True, in_title_bar=True), None),
        (CLICK, target_of(replace(SETTINGS, title="*Keys"), is_framed=True, in_title_bar=True), Fact.UNSAVED),
        (Press(("ctrl", "w")), target_of(replace(SETTINGS, title="*Keys")), Fact.UNSAVED),
        *(
            (CLICK, changed(SETTINGS_BUTTON, control=name), Fact.SETTINGS)
            for name in ("OK", "Apply", "Close all sessions")
        ),
        (CLICK, target_of(SETTINGS), Fact.SETTINGS),
        (Press(("ctrl", "s")), SETTINGS_BUTTON, Fact.SETTINGS),
    ],
)
def test_closing_a_settings_dialog_changes_no_settings(action: Action, target: Target, fact: Fact | None) -> None:
    assert facts(action, target) == ({fact} if fact else set())


def test_forward_in_a_browsers_own_bar_sends_nothing_on() -> None:
    forward = changed(BAR, control="Forward", role="push button", part=BrowserPart.NAVIGATION)

    assert Fact.WORD not in {concern.fact for act in acts_of(case(CLICK, forward)) for concern in act.concerns}


@pytest.mark.parametrize(
    ("uses", "target", "fact", "words"),
    [
        ((SecretUse("bank"),), PASSWORD, Fact.SECRET_ELSEWHERE, "There is no secret “bank”."),
        ((SecretUse("bank", "example.org", always=True),), PASSWORD, Fact.SECRET_ELSEWHERE, "is only for example.org"),
        ((SecretUse("bank", "x", fits=True),), FIELD, Fact.SECRET_ELSEWHERE, "We can't tell which field"),
        ((SecretUse("bank", "x", fits=True),), PASSWORD, Fact.SECRET_BY_NAME, "Secret “bank” will be typed here."),
        (
            (SecretUse("bank", "x", fits=True, always=True), SecretUse("pin", "x", fits=True)),
            PASSWORD,
            Fact.SECRET_BY_NAME,
            "Secret “bank” and “pin” will",
        ),
        ((SecretUse("bank", "x", fits=True, always=True),), PASSWORD, None, ""),
        ((SecretUse("bank", "x", fits=True, always=True),), changed(FIELD, focus_box=BOX), Fact.SECRET_IN_CLEAR,
         "The field shows it"),
    ],
)  # fmt: skip
def test_a_secret_given_by_name_is_recognised(
    uses: tuple[SecretUse, ...], target: Target, fact: Fact | None, words: str
) -> None:
    (act,) = acts_of(case(Type("{{secret:bank}}"), target, secrets=uses))

    assert [why.fact for why in act.concerns] == ([fact] if fact else [])
    assert all(words in why.text for why in act.concerns)
    assert facts(CLICK, target, secrets=uses) == set()


@pytest.mark.parametrize("name", ["Your passphrase:", "Kennwort", "Hasło", "Пароль", "パスワード", "CVV"])
def test_a_field_named_password_counts_as_a_password_field(name: str) -> None:
    focused = target_of(APP, focus=name, focus_role="entry", focus_box=BOX)
    under = target_of(APP, name, "entry", box=BOX)

    for action in (Type("x"), Press(("shift", "x")), PASTE):
        assert facts(action, focused, **ITS_OWN) == {Fact.PASSWORD_FIELD}
        assert field_box(case(action, focused)) == BOX
    assert is_for_password(case(Type("x", AT), under))
    assert is_for_password(case(Click(AT, "middle"), under))
    assert field_box(case(Type("x", AT), under)) == BOX
    assert not is_for_password(case(CLICK, under))
    assert field_box(case(Type("x"), UNKNOWN)) is None
    assert [is_for_plain_field(case(Type("x"), one)) for one in (focused, FIELD, UNKNOWN)] == [False, True, False]
    assert not is_for_plain_field(case(CLICK, FIELD))


@pytest.mark.parametrize(
    ("action", "target", "opens"),
    [
        (Type("a.example\n"), BAR, True),
        (Type("a.example\rmore"), BAR, True),
        (Type("a.example\n", AT), changed(BAR, control="Bar", role="entry", part=BrowserPart.BAR), True),
        (Type("a.example"), BAR, False),
        (Type("a.example\n", entry="whole"), BAR, False),
        (Type("a.example\n"), PAGE, False),
        (Type("a.example\n"), target_of(BROWSER), False),
        (RETURN, BAR, False),
    ],
    ids=repr,
)
def test_a_line_break_in_an_address_bar_opens_what_stands_there(action: Action, target: Target, *, opens: bool) -> None:
    assert opened_by_line_break(action, target) == opens


def test_the_questions_that_the_run_asks() -> None:
    assert is_browser_item(target_of(BROWSER, "Paste and go", "menu item"))
    assert not is_browser_item(target_of(APP, "Paste", "menu item"))
    assert is_paste(case(PASTE))
    assert is_paste(case(Click(AT, "middle"), changed(FIELD, role="entry")))
    assert not is_paste(case(Type("v")))
    assert entered(case(PASTE)) is not None
    assert entered(case(Press(("ctrl", "a")))) is None


ROLES = ("", *(role.value for role in Role))
WINDOWS = (
    APP, EDITOR, MANAGER, MAIL, BROWSER, DIALOG, ROFI, SHEET, replace(BROWSER, dialog=True),
)  # fmt: skip
TEXTS = ("", "a", " ", "\n", "a b\n", ":!ls\n", "~/.x", "http://nas/", "javascript:x", KEY, "\ud800", "\t\x00")
KEYS = "ctrl alt shift super a v s w enter kpenter space delete f5 tab sysrq".split()
FILES = (None, PAPER, FOLDER, BASHRC, file("/srv/ada/run", "program"), file("/x", "", is_place=True), file("", ""))
NAMES = ("", "Send", "Cancel", "OK", "Paste", "Open", "Cut", "Save", "Close", "x", "Password", "Address and search bar")


def _target(draw: random.Random, *, alone: bool = False) -> Target:
    pick = draw.choice
    rare = iter([draw.random() < 0.2 for _ in range(12)])
    target = target_of(
        pick(WINDOWS),
        pick(NAMES),
        pick(ROLES),
        pick((None, "ocr", "accessibility")),
        ours=next(rare),
        question=next(rare),
        chooser=next(rare),
        builds=next(rare),
        holds_terminal=next(rare),
        in_page=next(rare),
        in_form=next(rare),
        read_only=next(rare),
        searches=next(rare),
        focus=pick(NAMES),
        focus_role=pick(ROLES),
        site=pick(("", SITE, "http://[", "devtools://x")),
        link=pick(("", "http://nas/", "mailto:x", "http://[")),
        value=pick((None, *TEXTS)),
        file=pick(FILES),
        objects=pick(((), (PointedObject("a", "/1", "column header"),))),
        window_box=pick((None, BOX)),
    )
    also = _target(draw, alone=True) if next(rare) and not alone else None
    return replace(target, place=None if next(rare) else target.place, also=also)


def _action(draw: random.Random) -> Action:
    pick = draw.choice
    at = ImagePoint(draw.randint(-5, 120), draw.randint(-5, 120))
    keys = tuple(draw.sample(KEYS, draw.randint(1, 3)))
    button = pick(get_args(Button))
    actions: tuple[Action, ...] = (
        *(Click(at, button, pick((1, 2, 3)), pick(((), keys))), Move(at), Drag((at, AT), pick(((), keys)))),
        *(Scroll(at, 0, 9, pick(((), keys))), Press(keys), HoldKey(keys), ReleaseKey(keys), HoldButton(at, button)),
        *(ReleaseButton(at, button), Type(pick(TEXTS), pick((None, at)), entry=pick(get_args(TextEntry)))),
        *(Navigate(pick(TEXTS)), Wait(1), Look(), Finish("failed"), Invoke("f")),
    )
    return pick(actions)


def some_case(seed: int) -> Case:
    """Return any action on any target, the same for each number."""
    draw = random.Random(seed)
    return Case(
        _action(draw),
        VIEWPORT,
        _target(draw),
        held=draw.choice(((), ("ctrl",), ("super", "alt"))),
        reach=draw.choice((None, *get_args(AccessLevel))),
        pasted=draw.choice((None, *map(Pasted, TEXTS))),
        typed_before=draw.choice(TEXTS),
        edited=draw.choice((True, False)),
        emptied=draw.choice((True, False)),
        is_taken=draw.choice((True, False)),
        secrets=draw.choice(((), (SecretUse("a"),), (SecretUse("a", "b", fits=True),))),
    )


@pytest.mark.long
def test_every_action_on_every_target_is_some_act_and_only_looks_are_looks() -> None:
    looks = (Look, Wait, Finish, Move, Invoke, ReleaseKey)
    cases = [some_case(seed) for seed in range(3000)]

    assert {type(one.action) for one in cases} == {*get_args(Action)}
    for one in cases:
        acts = acts_of(one)
        assert acts, one
        assert is_look(acts) == isinstance(one.action, looks) or isinstance(one.action, Scroll), one
        assert all(why.text for act in acts for why in act.concerns), one


@pytest.mark.parametrize(
    ("keys", "target", "fact"),
    [
        ("alt+s", target_of(BROWSER, focus_role="document web", in_page=True), Fact.PAGE_KEYS),
        ("alt+shift+s", target_of(BROWSER, focus_role="entry", in_page=True), Fact.PAGE_KEYS),
        ("alt+d", target_of(BROWSER, focus_role="entry", in_page=True), None),
        ("alt+s", target_of(APP, focus_role="entry", around=("Send", "Note")), Fact.WORD),
        ("alt+e", target_of(APP, focus_role="entry", around=("Send", "Note")), Fact.WORD),
        ("alt+e", target_of(APP, "Edit", "menu", focus_role="entry", around=("Send", "Note")), None),
        ("alt+e", target_of(APP, "Send", "push button", focus_role="entry", around=("Send", "Note")), Fact.WORD),
        ("alt+t", target_of(APP, focus_role="entry", around=("Send", "Note")), None),
    ],
)
def test_a_mnemonic_presses_what_it_may_reach_wherever_the_keyboard_is(
    keys: str, target: Target, fact: Fact | None
) -> None:
    assert facts(Press(tuple(keys.split("+"))), target) - {Fact.TAKEN_CHORD} == ({fact} if fact else set())


def test_a_click_on_the_ground_of_a_page_is_not_asked_about_by_the_pages_title() -> None:
    assert Fact.WORD not in facts(CLICK, taking_press("Checkout - Shop", "document web"))


@pytest.mark.parametrize(("y", "fact"), [(5, Fact.SETTINGS), (60, Fact.SETTINGS)])
def test_in_settings_a_place_that_may_be_a_title_bar_is_no_close(y: int, fact: Fact) -> None:
    settings = replace(APP, kinds=frozenset({"Settings"}))
    target = target_of(settings, "Apply", source="ocr", window_box=Rect(0, 0, 100, 100))

    assert fact in facts(Click(ImagePoint(5, y)), target)
