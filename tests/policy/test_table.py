"""The table of the guard, cell by cell: what is asked, refused and free, and what shows each fact."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from desktop_agent.core.actions.action import Action, Click, Drag, HoldKey, Move, Navigate, Press, Scroll, Type
from desktop_agent.core.controls.role import BrowserPart
from desktop_agent.core.decisions.decision import Case, File, FileKind, Pasted, Target
from desktop_agent.core.decisions.rule_id import BuiltInRuleId
from desktop_agent.core.pictures import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.texts.message import Message
from desktop_agent.core.texts.secret_text import SecretUse
from desktop_agent.policy.act import acts_of
from desktop_agent.policy.table import (
    ASKED_ON_A_DESK,
    CELLS,
    NEVER_BY_MODE,
    ROWS,
    ActKind,
    Fact,
    Surface,
    row_of,
    words_of,
)
from tests.fakes.runs.cases import AT, VIEWPORT, changed, on, target_of, window

APP = window("/opt/app/app", "Orders")
EDITOR = replace(window("/usr/bin/pen", "notes.txt"), kinds=frozenset({"TextEditor"}))
MANAGER = replace(window("/usr/bin/files", "papers"), kinds=frozenset({"FileManager"}))
MAIL = replace(window("/usr/bin/mail", "Write"), kinds=frozenset({"Email"}))
CHAT = replace(window("/usr/bin/chat", "general"), kinds=frozenset({"Chat"}))
SETTINGS = replace(window("/usr/bin/control", "Network"), kinds=frozenset({"Settings"}))
SHEET = replace(window("/usr/bin/calc", "Rent"), kinds=frozenset({"Spreadsheet"}))
BROWSER = window("/usr/lib/chromium/chromium", "Shop")
XTERM = replace(window("/usr/bin/xterm", "sh"), kinds=frozenset({"TerminalEmulator"}))
KEEPASS = window("/usr/bin/keepassxc", "Passwords")
ROFI = window("/usr/bin/rofi")
DIALOG = replace(APP, dialog=True, title="Save")
SITE = "https://shop.example.com"
BOX = Rect(1, 1, 9, 9)

TEXT = target_of(APP, focus_role="text")
FIELD = target_of(APP, focus="Name", focus_role="entry")
BUTTON = target_of(APP, "Turn", "push button", "accessibility")
UNKNOWN = target_of(APP)
QUESTION = target_of(APP, "Far away", "push button", question=True)
PAGE = target_of(BROWSER, focus="Comment", focus_role="entry", site=SITE, in_page=True)
PAGE_BUTTON = target_of(BROWSER, "Więcej", "push button", "accessibility", site=SITE, in_page=True)
BAR = target_of(BROWSER, focus="Address and search bar", focus_role="entry")
LINK = target_of(BROWSER, "Printer", "link", focus_role="link", site=SITE, in_page=True)
BOOKMARK = BrowserPart.BOOKMARK
SUGGESTION = BrowserPart.SUGGESTION
TERMINAL = target_of(XTERM)
CHOOSER = target_of(DIALOG, "Save", "push button", focus_role="entry", chooser=True)
PASSWORD = target_of(APP, focus="Password", focus_role="password text", focus_box=BOX)


def internal_page(address: str) -> Target:
    """Return a button on a page of the browser's own."""
    return target_of(BROWSER, "Turn", "push button", "accessibility", in_page=True, own=address)


def file(path: str, kind: FileKind = "document", **more: bool) -> File:
    return File(path, "/srv/ada", kind, **more)


PAPER = file("/srv/ada/papers/a.txt")
FOLDER = file("/srv/ada/papers", "folder")
BASHRC = file("/srv/ada/.bashrc")
ROW = target_of(MANAGER, "a.txt", "table cell", focus="a.txt", focus_role="table cell", file=PAPER)


def facts(action: Action, target: Target, **more: object) -> set[Fact]:
    """Return the facts that speak about an action."""
    case = Case(action, VIEWPORT, target, **more)  # type: ignore[arg-type]  # a table of fields
    return {why.fact for act in acts_of(case) for why in act.concerns}


# What the plan says of each cell: the row that asks, or the wall that refuses; a dash for what is free.
_DEEDS = "            look place      write      press      command    open       move       chord"
_SPEC = """
document         -    -          -          -          -          -          -          -
dialog           -    -          -          -          -          -          -          -
alert            -    -          question   question   -          -          -          question
page             -    -          -          -          -          -          -          -
form             -    -          -          out        -          -          -          -
message          -    -          -          -          -          -          -          -
shell            -    -          shell      shell      shell      shell      shell      shell
system           -    -          session    session    session    session    session    session
browser          -    -          session    session    session    session    session    session
secret           -    -          secret     secret     secret     secret     secret     secret
own              -    own-window own-window own-window own-window own-window own-window own-window
unknown          -    -          -          -          -          -          -          -
"""
SPEC = {
    (Surface(surface), ActKind(kind)): said
    for surface, *cells in map(str.split, _SPEC.strip().splitlines())
    for kind, said in zip(_DEEDS.split(), cells, strict=True)
}
# One place for each surface; a form is one only where something sends it.
PLACES = {
    Surface.DOCUMENT: TEXT,
    Surface.DIALOG: target_of(DIALOG, focus_role="entry"),
    Surface.ALERT: target_of(APP, question=True),
    Surface.PAGE: PAGE,
    Surface.FORM: changed(PAGE, in_form=True),
    Surface.MESSAGE: target_of(MAIL, focus_role="text"),
    Surface.SHELL: TERMINAL,
    Surface.SYSTEM: target_of(SETTINGS, focus_role="text"),
    Surface.BROWSER: target_of(BROWSER, focus_role="entry", in_page=True, own="chrome://settings"),
    Surface.SECRET: target_of(KEEPASS, focus_role="text"),
    Surface.OWN: target_of(APP, focus_role="text", ours=True),
    Surface.UNKNOWN: UNKNOWN,
}


def example(surface: Surface, kind: ActKind) -> tuple[Action, Target] | None:
    """Return an action that is this kind there and nothing besides; None where there is none."""
    place = PLACES[surface]
    pressed = place if surface is Surface.UNKNOWN else changed(place, control="Turn", role="check box")
    entry = changed(place, control="1", role="list item")
    examples: dict[ActKind, tuple[Action, Target]] = {
        ActKind.LOOK: (Move(AT), place),
        ActKind.PLACE: (Press(("tab",)), place),
        ActKind.WRITE: (Type("x"), place),
        ActKind.PRESS: (Click(AT), pressed),
        ActKind.COMMAND: (Press(("ctrl", "s" if surface is Surface.SYSTEM else "w")), place),
        ActKind.OPEN: (Click(AT, count=2), entry),
        ActKind.MOVE: (Drag((AT, AT)), replace(ROW, also=place)),
        ActKind.CHORD: (Press(("f9",)), place),
    }
    if surface is Surface.FORM:
        return (Click(AT), changed(place, control="Go", role="image")) if kind is ActKind.PRESS else None
    if (surface, kind) in {(Surface.PAGE, ActKind.OPEN), (Surface.UNKNOWN, ActKind.OPEN)}:
        return None  # an address bar lies beside the page, and a row that is told is no unknown place
    if kind is ActKind.MOVE and surface in {Surface.PAGE, Surface.MESSAGE, Surface.BROWSER}:
        return None  # a file goes out there, whichever cell it is
    return examples[kind]


@pytest.mark.parametrize(("cell", "expected"), SPEC.items(), ids=str)
def test_each_cell_of_the_decision_table_is_as_written_here(cell: tuple[Surface, ActKind], expected: str) -> None:
    fact = CELLS.get(cell)
    shown = example(*cell)

    assert len(SPEC) == len(Surface) * len(ActKind)
    assert (row_of(fact) if fact else "-") == expected
    if shown is not None:
        acts = acts_of(Case(shown[0], VIEWPORT, shown[1]))
        assert (cell[1], cell[0]) in {(act.kind, act.surface) for act in acts}
        assert on(*shown) == {expected} - {"-"}


_Shown = tuple[Any, ...]  # action, target and, as a mapping, what else the case has
HIDDEN = changed(ROW, file=file("/srv/ada/.config", "folder"))
RENAMING = target_of(MANAGER, focus="Name", focus_role="entry", file=FOLDER)
FILES_COPIED = {"pasted": Pasted("file:///srv/ada/a file:///srv/ada/b")}
CLICK = Click(AT)
TWICE = Click(AT, count=2)
RETURN = Press(("enter",))
PASTE = Press(("ctrl", "v"))
ROW_OF_APP = target_of(APP, focus="Ada", focus_role="list item")
BANK = {"secrets": (SecretUse("bank", "Orders", fits=True),)}
KEY = "-----BEGIN OPENSSH PRIVATE KEY-----"
# What shows a fact, and beside it what must not.
FACTS: list[tuple[Fact, _Shown, _Shown]] = [
    (Fact.OUTSIDE_PICTURE, (Click(ImagePoint(500, 5)), TEXT), (CLICK, TEXT)),
    (Fact.OURS, (CLICK, changed(TEXT, ours=True)), (Move(AT), changed(TEXT, ours=True))),
    (Fact.SCRIPT_ADDRESS, (Navigate("file:///etc/passwd"), Target()), (Navigate("https://example.org"), Target())),
    (Fact.SCRIPT_ADDRESS, (Type("javascript:go()"), TEXT), (Type("time: now"), TEXT)),
    (Fact.SCRIPT_ADDRESS, (Navigate("https://ada:pw@example.org"), Target()), (Type("chrome://settings"), BAR)),
    (Fact.SECRET_ELSEWHERE, (Type("{}"), PASSWORD, {"secrets": (SecretUse("bank"),)}), (Type("{}"), PASSWORD, BANK)),
    (Fact.INTO_SHELL, (Type("ls"), TERMINAL), (Press(("up",)), TERMINAL)),
    (Fact.INTO_SHELL, (Type("make\n"), target_of(ROFI)), (Type("make"), target_of(ROFI))),
    (Fact.EDITOR_COMMAND, (Type(":!ls\n"), UNKNOWN), (Type(":w\n"), UNKNOWN)),
    (Fact.EDITOR_COMMAND, (Press(("alt", "x")), UNKNOWN), (Press(("alt", "x")), TEXT)),
    (Fact.DEVELOPER_TOOLS, (Press(("f12",)), PAGE), (Press(("f12",)), TEXT)),
    (Fact.TAKEN_CHORD, (Press(("alt", "f2")), TEXT, {"is_taken": True}), (Press(("alt", "f2")), TEXT)),
    (Fact.TAKEN_CHORD, (HoldKey(("super",)), TEXT), (HoldKey(("ctrl",)), TEXT)),
    (Fact.TAKEN_CHORD, (Scroll(AT, 0, 9, ("super",)), TEXT), (Scroll(AT, 0, 9, ("ctrl",)), TEXT)),
    (Fact.TAKEN_CHORD, (Drag((AT, AT), ("super",)), TEXT), (Move(AT, ("super",)), TEXT)),
    (Fact.FORM, (CLICK, changed(PAGE_BUTTON, in_form=True)), (CLICK, PAGE_BUTTON)),
    (Fact.FORM, (RETURN, changed(PAGE, in_form=True)), (RETURN, changed(PAGE, in_form=True, searches=True))),
    (Fact.ENDS_FIELD, (Type("hi\n"), PAGE), (Type("hi"), PAGE)),
    (Fact.ENDS_FIELD, (Type("hi\n", AT), changed(PAGE, control="Comment", role="entry")), (RETURN, FIELD)),
    (Fact.ENDS_FIELD, (Type("hi\n", AT), changed(PAGE, control="Find", role="entry")),
     (Type("hi\n", AT), changed(PAGE, control="Find", role="entry", searches=True))),
    (Fact.ENDS_FIELD, (RETURN, target_of(CHAT, focus_role="text")), (RETURN, target_of(MAIL, focus_role="text"))),
    (Fact.ENDS_FIELD, (RETURN, target_of(BROWSER)), (RETURN, changed(PAGE, searches=True))),
    (Fact.SEND_KEYS, (Press(("ctrl", "enter")), TEXT), (Press(("shift", "enter")), TEXT)),
    (Fact.SEND_KEYS, (Press(("alt", "enter")), target_of(MAIL)), (Press(("alt", "enter")), TEXT)),
    (
        Fact.FILE_OUT,
        (CLICK, target_of(replace(BROWSER, dialog=True), "Open", "push button", chooser=True, file=PAPER)),
        (CLICK, changed(CHOOSER, file=PAPER)),
    ),
    (Fact.FILE_OUT, (Drag((AT, AT)), replace(ROW, also=PAGE)), (Drag((AT, AT)), replace(ROW, also=TEXT))),
    (Fact.FILE_OUT, (PASTE, PAGE, FILES_COPIED), (PASTE, PAGE, {"pasted": Pasted("words")})),
    (
        Fact.BROWSER_DIALOG,
        (Press(("space",)), target_of(replace(BROWSER, dialog=True, title="Open File"))),
        (RETURN, target_of(DIALOG)),
    ),
    (Fact.OTHER_SITE, (CLICK, changed(LINK, link="https://a.example")), (CLICK, changed(LINK, link=f"{SITE}/a"))),
    (Fact.OTHER_SITE, (Type("a.example/\n"), BAR), (Type("a.example/\n"), PAGE)),
    (Fact.OTHER_SITE, (Navigate("https://a.example"), Target()), (Navigate("javascript:go()"), Target())),
    (Fact.OTHER_SITE, (CLICK, target_of(BROWSER, "News", "push button", part=BOOKMARK, link="https://a.example")),
     (CLICK, target_of(BROWSER, "News", "push button", part=BOOKMARK))),
    (Fact.WHOLE_BROWSER, (Type("words\n"), BAR), (Type("words"), BAR)),
    (Fact.WHOLE_BROWSER, (CLICK, target_of(BROWSER, "words, 1 of 2", "list item", part=SUGGESTION)),
     (CLICK, target_of(BROWSER, "a.example/x, 1 of 2", "list item", part=SUGGESTION))),
    (Fact.WHOLE_BROWSER, (Type("chrome://history\n"), BAR), (Type("chrome://newtab\n"), BAR)),
    (Fact.OTHER_PROGRAM, (CLICK, changed(LINK, link="mailto:ada@example.org")), (CLICK, changed(LINK, link="/a:1"))),
    (Fact.OTHER_PROGRAM, (CLICK, target_of(APP, "Shop", "link", link=SITE)),
     (CLICK, target_of(APP, "Shop", "link", link=f"{SITE}/a", site=SITE, in_page=True))),
    (Fact.PRIVATE_ADDRESS, (Type('=WEB("http://10.0.0.1/")'), target_of(SHEET)), (Type("http://10.0.0.1/"), TEXT)),
    (Fact.UNKNOWN_ADDRESS, (PASTE, BAR), (PASTE, PAGE)),
    (Fact.UNKNOWN_ADDRESS, (RETURN, BAR), (RETURN, changed(BAR, value=SITE))),
    (Fact.DELETES, (Press(("delete",)), ROW), (Press(("delete",)), TEXT)),
    (Fact.DELETES, (Press(("shift", "delete")), UNKNOWN), (Press(("delete",)), target_of(EDITOR))),
    (Fact.EMPTIED, (Press(("ctrl", "s")), TEXT, {"emptied": True}), (Press(("ctrl", "s")), TEXT)),
    (Fact.UNSAVED, (Press(("ctrl", "w")), target_of(replace(APP, title="*Untitled"))), (Press(("ctrl", "w")), TEXT)),
    (Fact.LEAVES_FOLDER, (Drag((AT, AT)), ROW, {"leaves_folder": True}), (Drag((AT, AT)), ROW)),
    (Fact.MAY_RUN, (TWICE, changed(ROW, file=file("/srv/ada/run", "program"))), (TWICE, ROW)),
    (Fact.MAY_RUN, (CLICK, target_of(BROWSER, "a.zip", "list item", part=BrowserPart.DOWNLOAD)),
     (CLICK, target_of(BROWSER, "a.zip", "list item", site=SITE, in_page=True))),
    (Fact.MAY_RUN, (RETURN, target_of(MANAGER)), (TWICE, target_of(APP, "Ada", "table cell"))),
    (Fact.READ_BY_SYSTEM, (CLICK, changed(CHOOSER, file=BASHRC)), (CLICK, changed(CHOOSER, file=PAPER))),
    (Fact.READ_BY_SYSTEM, (Type("x"), changed(TEXT, file=BASHRC)), (Type("x"), changed(TEXT, file=PAPER))),
    (Fact.READ_BY_SYSTEM, (Press(("ctrl", "s")), changed(TEXT, file=file("/srv/ada/Makefile"))),
     (Type("x"), changed(TEXT, file=file("/srv/ada/Makefile")))),
    (Fact.READ_BY_SYSTEM, (Press(("f2",)), HIDDEN), (Press(("f2",)), ROW)),
    (Fact.HIDDEN_NAME, (RETURN, RENAMING, {"typed_before": ".bashrc"}), (RETURN, RENAMING, {"typed_before": "b.txt"})),
    (Fact.HIDDEN_NAME, (Type("--log=x ~/.profile"), FIELD), (Type("see ~/.profile"), TEXT)),
    (Fact.OUR_SETTINGS, (Type("desktop-agent/config.toml"), TEXT), (Type("config.toml"), TEXT)),
    (Fact.OUR_SETTINGS, (TWICE, changed(ROW, file=file("/x/a", ours=True))), (CLICK, ROW)),
    (Fact.UNKNOWN_FILE, (CLICK, CHOOSER), (Press(("escape",)), CHOOSER)),
    (Fact.UNKNOWN_FILE, (PASTE, changed(ROW, file=None), FILES_COPIED),
     (Press(("ctrl", "x")), changed(ROW, file=None))),
    (Fact.UNKNOWN_FILE, (Drag((AT, AT)), changed(ROW, file=None)), (Drag((AT, AT)), ROW)),
    (Fact.PASSWORD_FIELD, (Type("x"), PASSWORD), (Press(("tab",)), PASSWORD)),
    (Fact.KEY_IN_TEXT, (Type(KEY), TEXT), (Type("KEY"), TEXT)),
    (Fact.YOUR_CLIPBOARD, (PASTE, TEXT, {"pasted": Pasted("a", yours=True)}), (PASTE, TEXT, {"pasted": Pasted("a")})),
    (Fact.SECRET_BY_NAME, (Type("{}"), PASSWORD, BANK), (Type("{}"), changed(PASSWORD, focus_role="entry"), BANK)),
    (Fact.SECRET_IN_CLEAR, (Type("{}"), changed(FIELD, focus_box=BOX), BANK), (Type("{}"), PASSWORD, BANK)),
    (Fact.PASSWORDS, (CLICK, target_of(KEEPASS, "Copy", "push button")), (Move(AT), target_of(KEEPASS))),
    (Fact.QUESTION, (CLICK, QUESTION), (CLICK, changed(QUESTION, control="Abbrechen"))),
    (Fact.QUESTION, (Press(("d",)), QUESTION), (Press(("escape",)), QUESTION)),
    (Fact.UNKNOWN_QUESTION, (RETURN, target_of(DIALOG)), (Type("Ada"), target_of(DIALOG))),
    (Fact.UNKNOWN_QUESTION, (Press(("alt", "d")), target_of(DIALOG)), (Press(("alt", "d")), UNKNOWN)),
    (Fact.WORD, (CLICK, changed(BUTTON, control="Send")), (CLICK, changed(BUTTON, control="Bold"))),
    (Fact.WORD, (CLICK, target_of(replace(APP, title="Delete 3 files?"), "Yes", "push button")),
     (CLICK, target_of(replace(APP, title="Delete 3 files?"), "No", "push button"))),
    (Fact.UNNAMED_ITEM, (RETURN, target_of(APP, focus_role="popup menu")), (RETURN, FIELD)),
    (Fact.UNNAMED_ITEM, (Drag((AT, AT)), target_of(APP, "Edit", "menu")), (CLICK, target_of(APP, "Edit", "menu"))),
    (Fact.PAGE_KEYS, (Press(("alt", "s")), target_of(BROWSER, focus="Name", focus_role="entry", in_page=True,
                                                       control="Name", role="entry")),
     (Press(("alt", "d")), target_of(BROWSER, "Name", "entry", focus="Name", focus_role="entry", in_page=True))),
    (Fact.UNKNOWN_PRESS, (CLICK, changed(PAGE_BUTTON, control="OK")), (CLICK, changed(BUTTON, control="OK"))),
    (Fact.UNKNOWN_KEYS, (Press(("ctrl", "d")), ROW_OF_APP), (Press(("ctrl", "d")), target_of(EDITOR))),
    (Fact.ENDS_SESSION, (Press(("ctrl", "alt", "f1")), TEXT), (Press(("ctrl", "f1")), TEXT)),
    (Fact.SETTINGS, (CLICK, target_of(SETTINGS, "Wi-Fi", "switch")), (Scroll(AT, 0, 9), target_of(SETTINGS))),
    (Fact.BROWSER_SETTINGS, (Type("chrome://settings\n"), BAR), (Type("chrome settings\n"), BAR)),
    (Fact.BROWSER_SETTINGS, (Type("about:logins\n"), BAR), (Type("about:downloads\n"), BAR)),
    (Fact.BROWSER_ITSELF, (CLICK, internal_page("chrome://settings/cookies")), (CLICK, internal_page("chrome://bookmarks"))),
    (Fact.BROWSER_ITSELF, (CLICK, internal_page("moz-extension://abc/x")), (CLICK, internal_page("about:newtab"))),
    (Fact.BROWSER_ITSELF, (Press(("space",)), internal_page("chrome-error://chromewebdata")),
     (Press(("ctrl", "r")), internal_page("chrome-error://chromewebdata"))),
    (Fact.PASSWORDS, (CLICK, internal_page("chrome://password-manager/passwords")), (CLICK, internal_page("chrome://downloads"))),
    (Fact.INTO_SHELL, (CLICK, internal_page("devtools://devtools/bundled")), (CLICK, internal_page("chrome://version"))),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "shown", "beside"), FACTS)
def test_each_fact_is_recognised_on_its_example_and_not_on_the_near_miss(
    fact: Fact, shown: _Shown, beside: _Shown
) -> None:
    one, other = ((*parts, {})[:3] for parts in (shown, beside))

    assert fact in facts(one[0], one[1], **one[2])
    assert row_of(fact) in on(one[0], one[1], **one[2]) | {"scope"}
    assert fact not in facts(other[0], other[1], **other[2])


def test_the_table_is_complete() -> None:
    shown = [fact for fact, *_ in FACTS]

    assert set(shown) == set(Fact)
    assert list(ROWS) == list(get_args(BuiltInRuleId))
    assert {row_of(fact) for fact in Fact} == {*ROWS}
    assert {name for name, row in ROWS.items() if row.verdict == "deny"} | {"shell"} == NEVER_BY_MODE
    assert {*ROWS} > ASKED_ON_A_DESK


@pytest.mark.parametrize("fact", Fact)
def test_a_reason_is_a_whole_sentence(fact: Fact) -> None:
    parts = {name: f"<{name}>" for name in ("window", "name", "path", "what")}
    words = words_of(fact, parts)

    assert isinstance(words, Message)
    assert "{" not in words
    assert words.endswith(".")


def test_words_from_the_application_stay_in_their_gaps() -> None:
    name = "Send it\u202e” or “not"
    (words,) = [
        why.text for act in acts_of(Case(CLICK, VIEWPORT, changed(BUTTON, control=name))) for why in act.concerns
    ]

    assert words.count("”") == 1
    assert "\u202e" not in words


def test_a_point_beside_the_picture_is_named_with_its_size() -> None:
    case = Case(Click(ImagePoint(0, 90)), Viewport(Rect(0, 0, 100, 80), Size(100, 80)), TEXT)
    (why,) = acts_of(case)[0].concerns

    assert why.text == "The point is outside the 100x80-pixel screenshot."
