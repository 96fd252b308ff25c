"""Actions in the journal's form and in our own words."""

import json
from dataclasses import replace

import pytest

from desktop_agent.core.actions.action import (
    STARTS,
    Action,
    Click,
    Drag,
    Effect,
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
    Type,
    Wait,
    effect_of,
    points_of,
    pressed_points,
    uses_keyboard,
)
from desktop_agent.core.actions.describe import (
    event_form,
    in_words,
    named_target,
    parts_of,
    surroundings_of,
    words_with_target,
    words_without_window,
)
from desktop_agent.core.decisions.decision import Focus, HitControl, PointedObject, Source, Target
from desktop_agent.core.pictures import ImagePoint, Rect, Size, Viewport, Window
from desktop_agent.core.runs.events import NamedTarget
from desktop_agent.core.texts.message import visible
from tests.fakes.runs.cases import changed, target_of

AT = ImagePoint(10, 20)
TO = ImagePoint(30, 40)
SOURCES: tuple[Source, ...] = ("accessibility", "ocr")
VIEWPORT = Viewport(Rect(100, 0, 200, 200), Size(100, 100))  # each picture pixel is 2 by 2 on the screen

POINT = {"x": 121, "y": 41}
END = {"x": 161, "y": 81}
CALL: dict[str, object] = {"kind": "function", "arguments": {}, "command": []}
WEATHER = Invoke("weather", '{"city":"Paris"}', command=("/bin/weather", "Paris"), cwd="/srv", environment=("LANG",))

FORMS: list[tuple[Action, dict[str, object]]] = [
    (Click(AT, "right", 2, ("ctrl",)), {"kind": "click", **POINT, "button": "right", "count": 2, "keys": ["ctrl"]}),
    (Move(AT), {"kind": "move", **POINT, "keys": []}),
    (Drag((AT, TO), ("ctrl",)), {"kind": "drag", "path": [POINT, END], "keys": ["ctrl"]}),
    (Scroll(AT, -100, 300), {"kind": "scroll", **POINT, "dx": -100, "dy": 300, "keys": []}),
    (Press(("ctrl", "s")), {"kind": "press", "keys": ["ctrl", "s"]}),
    (HoldKey(("shift",)), {"kind": "hold_key", "keys": ["shift"]}),
    (ReleaseKey(("shift",)), {"kind": "release_key", "keys": ["shift"]}),
    (HoldButton(AT), {"kind": "hold_button", **POINT, "button": "left"}),
    (ReleaseButton(AT), {"kind": "release_button", **POINT, "button": "left"}),
    (Type("a\nb"), {"kind": "type", "text": "a\nb"}),
    (Type("pass", secret=True), {"kind": "type", "text": "••••••••"}),
    (Navigate("https://a.b"), {"kind": "navigate", "url": "https://a.b"}),
    (Wait(1.5), {"kind": "wait", "seconds": 1.5}),
    (Wait(9, ""), {"kind": "wait", "seconds": 9, "until": ""}),
    (Look(), {"kind": "look"}),
    (Finish("success", "Saved."), {"kind": "finish", "status": "success", "text": "Saved."}),
    (WEATHER, CALL | {"name": "weather", "arguments": {"city": "Paris"}, "command": ["/bin/weather", "Paris"]}),
    (Invoke("send\u200b", "[1]", "mail"), CALL | {"name": "send\u200b", "arguments": [1], "server": "mail"}),
]


@pytest.mark.parametrize(("action", "form"), FORMS)
def test_each_action_has_a_form_in_screen_pixels(action: Action, form: dict[str, object]) -> None:
    assert event_form(action, VIEWPORT) == form


ORDER = Window(1, "mousepad", "Order — Demo", 7)
SEND = NamedTarget("Send", "push button", "mousepad", "Order — Demo")


@pytest.mark.parametrize(
    ("action", "target", "words"),
    [
        (Click(AT), None, "Click a place on the screen"),
        (Click(AT, "right", 1, ("ctrl",)), None, "Right click a place with Ctrl held on the screen"),
        (Click(AT, count=2), None, "Double-click a place on the screen"),
        (Move(AT), None, "Move the pointer to a place on the screen"),
        (Drag((AT, TO), ("ctrl",)), None, "Drag from one place to another place with Ctrl held on the screen"),
        (Scroll(AT, -100, 300), None, "Scroll down 300 px and left 100 px"),
        (Press(("ctrl", "s")), None, "Press Ctrl+S"),
        (HoldKey(("shift",)), None, "Hold Shift"),
        (ReleaseKey(("shift",)), None, "Release Shift"),
        (HoldButton(AT), None, "Hold the left button at a place on the screen"),
        (ReleaseButton(AT), None, "Release the left button at a place on the screen"),
        (Type("a\nb"), None, "Type “a⏎b”"),
        (Type("ab" * 150), None, f"Type “{'ab' * 100}…” (300 characters)"),
        (Type("pass", secret=True), None, "Type a secret text"),
        (Type("pass\t", secret=True), None, "Type a secret text"),
        (Type("pass\tword", secret=True), None, "Type a secret text"),
        (Type("••••••••\n", secret=True), None, "Type a secret text"),
        (Type("••••••••\t••••••••", secret=True), None, "Type a secret text"),
        (Type("Name\t••••••••", secret=True), None, "Type “Name⇥••••••••”"),
        (Type("Name\t••••••••\n", secret=True), None, "Type “Name⇥••••••••⏎”"),
        (Type("Name\t••••••••x", secret=True), None, "Type a secret text"),
        (Navigate("https://a.b"), None, "Open https://a.b in the browser"),
        (Wait(1.5), None, "Wait 1.5 s"),
        (Wait(9, ""), None, "Wait up to 9 s for a new window"),
        (Wait(9, "Save As"), None, "Wait up to 9 s for “Save As”"),
        (Look(), None, "Look at the screen"),
        (Finish("success", "Saved."), None, "Finish (success): Saved."),
        (WEATHER, None, 'Call the function “weather” with {"city":"Paris"}'),
        (Invoke("f", json.dumps("x" * 300)), None, f'Call the function “f” with "{"x" * 199}… (302 characters)'),
        (Invoke("open Mail", command=("/py", *STARTS, "mail", "--new")), None, "Start “Mail”"),
        (Invoke("a\u200b", "[1]", "mail"), None, "Call the tool “a\\u{200b}” on the MCP server “mail” with [1]"),
        (Invoke("read_clipboard"), None, "Read the clipboard"),
        (Invoke("set_clipboard", '{"text": "a"}'), None, 'Copy {"text": "a"} to the clipboard'),
        (Invoke("look_into", '{"a": "file:/a"}'), None, 'Find out whether this is true: {"a": "file:/a"}'),
        (Invoke("send_file", '{"file": "/a"}'), None, 'Send {"file": "/a"} to the model server'),
        (
            Invoke("expect", command=("/bin/test", "-s", "/a"), is_end_check=True),
            None,
            "At the end, run “/bin/test” to check whether the task is done",
        ),
        (Click(AT), SEND, "Click “Send” (button) in “Order — Demo”"),
        (Click(AT), NamedTarget(role="panel", window="Order"), "Click a place in “Order”"),
        (Click(AT), NamedTarget("a\u202eb", "x y"), "Click “a\\u{202e}b”"),
        (Drag((AT, TO)), NamedTarget("a.txt", "icon", end="Bin"), "Drag “a.txt” (icon) to “Bin”"),
        (Drag((AT, TO)), NamedTarget(end="Bin"), "Drag from one place to “Bin” on the screen"),
        (Scroll(AT, 0, 5), NamedTarget("Size", "slider", window="W"), "Scroll down 5 px at “Size” (slider) in “W”"),
        (HoldButton(AT), SEND, "Hold the left button at “Send” (button) in “Order — Demo”"),
        (Type("x", AT), NamedTarget("Name", "entry"), "Type “x” into “Name” (field)"),
        (Press(("enter",)), SEND, "Press Enter on “Send” (button) in “Order — Demo”"),
        (Press(("ctrl", "s")), NamedTarget(window="W"), "Press Ctrl+S in “W”"),
    ],
)
def test_each_action_has_a_sentence_where_names_stand_in_for_points(
    action: Action, target: NamedTarget | None, words: str
) -> None:
    assert in_words(action, target) == words


BOX = Rect(1, 2, 3, 4)
FOCUS_BOX = Rect(5, 6, 7, 8)
FIELD = target_of(ORDER, focus="Name", focus_role="entry", focus_box=FOCUS_BOX)
BOTH = changed(FIELD, control="Send", role="push button", box=BOX)
IN_PAGE = (PointedObject("p", "/1", "paragraph"), PointedObject("p", "/2", "document web"))


@pytest.mark.parametrize(
    ("target", "action", "named"),
    [
        (BOTH, Click(AT), replace(SEND, rect=BOX)),
        (BOTH, Press(("enter",)), replace(SEND, rect=BOX)),
        (FIELD, Press(("ctrl", "a")), NamedTarget("Name", "entry", "mousepad", "Order — Demo", FOCUS_BOX)),
        (target_of(control="•••••", source="ocr"), Click(AT), None),
        (target_of(control="a\n\u202e" + "x" * 300), Click(AT), NamedTarget("a⏎\\u{202e}" + "x" * 197 + "…")),
        (Target(), Wait(1), None),
        (replace(BOTH, also=BOTH), Drag((AT, TO)), replace(SEND, rect=BOX, end="Send")),
        (target_of(source="ocr", also=target_of(control="•••")), Drag((AT, TO)), None),
        (Target(control=HitControl("late", "", "ocr", is_named_beside=True)), Click(AT), None),
        (Target(control=HitControl("late", "panel", "ocr")), Click(AT), NamedTarget("late", "panel")),
        (Target(also=Target(control=HitControl("late", "", "ocr", is_named_beside=True))), Drag((AT, TO)), None),
        (Target(control=HitControl(role="entry", beside="Town")), Click(AT), NamedTarget(role="entry", beside="Town")),
        (Target(control=HitControl("News", checked=False)), Click(AT), NamedTarget("News", checked=False)),
        (
            Target(control=HitControl(beside="Town", checked=True), focus=Focus(role="entry")),
            Press(("tab",)),
            NamedTarget(role="entry"),
        ),
        (Target(control=HitControl(objects=IN_PAGE)), Scroll(AT, 0, 100), NamedTarget(role="document web")),
        (Target(control=HitControl(objects=IN_PAGE[:1])), Scroll(AT, 0, 100), None),
    ],
)
def test_a_target_is_told_by_what_the_action_presses_or_types_into(
    target: Target, action: Action, named: NamedTarget | None
) -> None:
    assert named_target(target, action) == named


def test_a_call_is_told_part_by_part_with_nothing_cut_and_nothing_unseen() -> None:
    long = json.dumps("x" * 50_000)
    whole = Invoke("f", long, command=("/bin/f", "a\nb", ""), cwd="/srv", environment=("LANG", "TZ"))

    assert parts_of(whole) == (
        ("Runs", "/bin/f"),
        ("With", "“a⏎b”"),
        ("With", "“”"),
        ("Input", long),
        ("In", "/srv"),
    )
    assert surroundings_of(whole) == (("Sees", "LANG, TZ"),)
    assert parts_of(Invoke("read_clipboard")) == ()
    assert parts_of(Invoke("set_clipboard", '{"text": "a"}')) == (("Input", '{"text": "a"}'),)
    assert parts_of(Invoke("send", "{}", "ma\u202eil")) == (
        ("Server", "ma\\u{202e}il"),
        ("Tool", "send"),
        ("Input", "{}"),
    )


@pytest.mark.parametrize(
    "text", ["«\u00a0Save\u00a0» ?", "Save\u00a0?", "1\u00a0234\u00a0567", "a\u00a0: b", "a\u00a0; b\u00a0!"]
)
def test_a_hard_blank_stays_where_languages_are_written_with_one(text: str) -> None:
    assert visible(text, 40) == text


BLANK = "\u034f\u115f\u1160\u17b4\u180b\u2800\u3164\ufe00\uffa0\U000e0100\U000e01ef"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb\x1b[0m\t", "a\\u{202e}b\\u{1b}[0m⇥"),
        ("a" * 41, "a" * 40 + "…"),
        *((text, text.replace("\u00a0", "\\u{a0}")) for text in ("rm\u00a0-rf", "\u00a0a", "a\u00a0", "1\u00a0a")),
        *((text, text.replace("\u00a0", "\\u{a0}")) for text in ("a\u00a0«", "»\u00a0b", "1\u00a02")),
        *((char, f"\\u{{{ord(char):x}}}") for char in BLANK),
        ("❤\ufe0f é e\u0301 한", "❤\ufe0f é e\u0301 한"),  # how an emoji is drawn; it hides nothing
    ],
)
def test_what_a_reader_cannot_see_is_made_visible(text: str, shown: str) -> None:
    assert visible(text, 40) == shown


@pytest.mark.parametrize(
    ("action", "points", "pressed", "keyboard", "effect"),
    [
        (Click(AT), (AT,), (AT,), False, "any"),
        (Move(AT), (AT,), (), False, "small"),
        (Drag((AT, ImagePoint(1, 1), TO)), (AT, ImagePoint(1, 1), TO), (AT, TO), False, "any"),
        (ReleaseButton(AT), (AT,), (), False, "any"),
        (HoldKey(("a",)), (), (), True, "small"),
        (Type("x"), (), (), True, "small"),
        (Type("x\n"), (), (), True, "any"),
        (Type("x", AT), (AT,), (AT,), False, "small"),
        (Look(), (), (), False, "none"),
        (Invoke("weather"), (), (), False, "small"),
        (Invoke("read", reads=True), (), (), False, "none"),
    ],
)
def test_an_action_knows_what_it_touches_and_how_much_it_may_change(
    action: Action, points: tuple[ImagePoint, ...], pressed: tuple[ImagePoint, ...], keyboard: bool, effect: Effect
) -> None:
    assert points_of(action) == points
    assert pressed_points(action) == pressed
    assert uses_keyboard(action) is keyboard
    assert effect_of(action) == effect


@pytest.mark.parametrize(
    ("action", "name", "words"),
    [
        (Click(AT), "", "Click a place in “Letter”"),
        (Type("Hello", at=AT), "", "Type “Hello” into a place in “Letter”"),
        (Click(AT), "Send", "Click “Send”"),
        (Press(("ctrl", "s")), "", "Press Ctrl+S"),
    ],
)
def test_in_few_words_a_window_stands_only_where_nothing_else_says_the_place(
    action: Action, name: str, words: str
) -> None:
    assert words == words_without_window(action, NamedTarget(name, window="Letter"))


OK = target_of(control="OK", role="push button", source="accessibility", disabled=True)
TRASH, READ_TRASH = (target_of(control="Trash", source=source) for source in SOURCES)
DRAGGED, DRAGGED_TO_READ = (target_of(control="a.txt", source="accessibility", also=one) for one in (TRASH, READ_TRASH))


@pytest.mark.parametrize(
    ("target", "action", "expected"),
    [
        (target_of(focus="Name", focus_role="entry"), Press(("tab",)), "on “Name” (field)"),
        (target_of(focus_role="entry"), Press(("tab",)), "as it was asked"),
        (OK, Click(AT), "“OK” (button, disabled)"),
        (READ_TRASH, Click(AT), "as it was asked"),
        (Target(), Click(AT), "as it was asked"),
        (DRAGGED, Drag((AT, TO)), "“Trash”"),
        (DRAGGED_TO_READ, Drag((AT, TO)), "“a.txt”"),
    ],
)
def test_the_model_is_told_by_name_what_a_program_says_was_hit(target: Target, action: Action, expected: str) -> None:
    assert expected in words_with_target(action, target, "as it was asked")
