"""What goes into a password field is in no event, whichever way it goes, and in no other text of the same run."""

import json
from dataclasses import asdict, replace

import pytest

from desktop_agent.core.actions.action import Action, HoldKey, Press, Type
from desktop_agent.core.actions.describe import event_form
from desktop_agent.core.pictures import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.runs.events import (
    ActionFailed,
    ActionProposed,
    Event,
    NamedTarget,
    NamedText,
    Reasoned,
    Said,
    TaskSource,
)
from desktop_agent.core.texts.message import Message
from desktop_agent.core.texts.passwords import HIDDEN, Passwords, as_shown, is_covered, is_secret_field
from tests.fakes.runs.recorded import run_started

SECRET = "s3cret-Q9"
FIELD = NamedTarget("Access code", "password text", "shop", "Log in")
NAMED = NamedTarget("PIN", "entry", "shop", "Log in")
PLAIN = NamedTarget("Name", "entry", "shop", "Log in")
VIEW = Viewport(Rect(0, 0, 200, 100), Size(200, 100))


def proposed(action: Action, target: NamedTarget | None, call: str = "c1") -> ActionProposed:
    form = event_form(action, VIEW)
    return ActionProposed(call, 0, form, {"type": form["kind"], "args": dict(form), "n": 1}, (), target)


def written(*events: Event) -> list[str]:
    passwords = Passwords()
    lines = list[str]()
    for number, event in enumerate(events, 1):
        clean = passwords.cover(event, 1)
        passwords.keep(clean, number)
        lines.append(json.dumps(asdict(clean), ensure_ascii=False))
    return lines


@pytest.mark.parametrize("target", [FIELD, NAMED])
@pytest.mark.parametrize("text", [SECRET, f"{SECRET}\tand more\n", 'quo"te\\d'])
def test_a_text_for_a_password_field_is_not_written(target: NamedTarget, text: str) -> None:
    (line,) = written(proposed(Type(text), target))

    assert HIDDEN in line
    assert json.dumps(text.strip("\n"), ensure_ascii=False)[1:-1] not in line.replace("password", "")
    assert json.loads(line)["action"]["text"].endswith("\n") == text.endswith("\n")


@pytest.mark.parametrize("kind", [Press, HoldKey])
def test_letters_pressed_one_by_one_are_not_written_and_the_word_that_they_make_is_known(
    kind: type[Press | HoldKey],
) -> None:
    pressed = [proposed(kind((one,)), FIELD, f"c{number}") for number, one in enumerate(SECRET)]
    passwords = Passwords()
    lines = [json.dumps(asdict(passwords.cover(event, 1))) for event in pressed]

    assert {json.loads(line)["action"]["keys"][0] for line in lines} == {"•"}
    assert passwords.text(f"I have entered {SECRET}.") == f"I have entered {HIDDEN}."


@pytest.mark.parametrize("keys", [("enter",), ("tab",), ("ctrl", "a"), ("backspace",)])
def test_keys_that_enter_no_letter_are_written(keys: tuple[str, ...]) -> None:
    (line,) = written(proposed(Press(keys), FIELD))

    assert json.loads(line)["action"]["keys"] == [*keys]


def test_the_same_text_is_not_written_anywhere_else_later() -> None:
    lines = written(
        proposed(Type(SECRET), FIELD),
        Said(f"The code {SECRET} didn't work."),
        ActionFailed("c1", 0, 3, f"No field took “{SECRET}”."),
        proposed(Type(f"code={SECRET}"), PLAIN, "c2"),
        Reasoned(json.dumps({"text": SECRET})),
    )

    assert not [line for line in lines if SECRET in line]


def test_an_earlier_place_of_a_password_is_reported_once() -> None:
    passwords = Passwords()
    before: list[Event] = [Said(f"I log in with {SECRET}, which is {SECRET}."), Reasoned("Nothing.")]
    for number, event in enumerate(before, 1):
        passwords.keep(passwords.cover(event, 1), number)
    passwords.cover(proposed(Type(SECRET), FIELD), 2)

    places = passwords.places()

    reported = [(place["seq"], place["field"], place["from"], place["to"]) for place in places]
    assert reported == [(1, ["text"], 14, 23), (1, ["text"], 34, 43)]
    assert passwords.places() == ()


def test_a_field_recognised_late_as_a_password_covers_earlier_actions() -> None:
    lines = [
        {"event": "run.started", "seq": 1, "turn": 0, "task": f"Log in with {SECRET}"},
        {"event": "action.proposed", "seq": 2, "turn": 1, "call_id": "c", "index": 0,
         "action": {"kind": "type", "text": SECRET}, "model_action": {"type": "type", "text": SECRET}, "target": None},
        {"event": "decision", "seq": 3, "turn": 1, "call_id": "c", "index": 0, "action": None, "target": asdict(FIELD)},
    ]  # fmt: skip
    passwords = Passwords()
    for line in lines:
        passwords.learn(line)

    covered = [passwords.covered(line) for line in lines]

    assert SECRET not in json.dumps(covered)
    assert covered[0]["task"] == f"Log in with {HIDDEN}"


def test_places_are_cut_out_of_whatever_they_are_in_and_bad_ones_do_nothing() -> None:
    event: dict[str, object] = {"event": "message", "seq": 1, "text": "ab SECRET cd SECRET", "more": [{"x": "SECRET"}]}
    good = [
        {"seq": 1, "field": ["text"], "from": 3, "to": 9},
        {"seq": 1, "field": ["text"], "from": 13, "to": 19},
        {"seq": 1, "field": ["more", 0, "x"], "from": 0, "to": 6},
    ]
    fields: tuple[object, ...] = ([], ["text", "deeper"], ["more", 7], ["no"], 5)
    bad = [
        *({"seq": 1, "field": field, "from": 0, "to": 3} for field in fields),
        {"seq": 1, "field": ["text"], "from": "0", "to": 3},
        {"seq": [], "field": ["text"], "from": 0, "to": 3},
        "nothing",
    ]
    passwords = Passwords()
    passwords.learn({"event": "withheld", "places": [*good, *bad]})
    passwords.learn({"event": "run.finished", "withheld": good})

    cut = passwords.covered(event)

    assert cut["text"] == f"ab {HIDDEN} cd {HIDDEN}"
    assert cut["more"] == [{"x": HIDDEN}]


@pytest.mark.parametrize("event", ["action.proposed", "decision", [], None, "withheld"])
def test_an_event_from_elsewhere_may_hold_anything(event: object) -> None:
    keys = ("turn", "call_id", "index", "seq", "action", "model_action", "places", "target")
    line: dict[str, object] = {key: [{}] for key in keys}
    passwords = Passwords()

    passwords.learn({"event": event, **line})

    assert passwords.covered({"event": event, **line}) == {"event": event, **line}


def test_a_short_text_is_covered_as_a_word_of_its_own_alone() -> None:
    passwords = Passwords()
    passwords.learn_text("abc")
    passwords.learn_text("x")

    assert passwords.text("abc abcd xyz x") == f"{HIDDEN} abcd xyz x"


@pytest.mark.parametrize(
    ("name", "role", "secret"),
    [
        ("", "password text", True),
        ("Kennwort", "entry", True),
        ("Show password", "check box", False),
        ("Name", "entry", False),
    ],
)
def test_a_field_is_known_by_its_role_or_by_its_name(name: str, role: str, *, secret: bool) -> None:
    assert is_secret_field(name, role) is secret


@pytest.mark.parametrize(
    ("action", "target", "shown"),
    [
        (Type(SECRET, ImagePoint(1, 1)), FIELD, Type(SECRET, ImagePoint(1, 1), secret=True)),
        (Press(("s",)), FIELD, Press(("•",))),
        (Press(("enter",)), FIELD, Press(("enter",))),
        (Type(SECRET), PLAIN, Type(SECRET)),
        (Type(SECRET), None, Type(SECRET)),
    ],
)
def test_only_text_for_a_password_field_is_hidden(action: Action, target: NamedTarget | None, shown: Action) -> None:
    event = proposed(action, target)

    assert as_shown(action, target) == shown
    assert (Passwords().cover(event, 1) is event) == (shown == action)


@pytest.mark.parametrize(
    ("text", "covered"), [(HIDDEN, True), ("•••\n", True), (f"a\t{HIDDEN}", True), ("a • b", False)]
)
def test_a_covered_text_is_known_by_its_signs(text: str, *, covered: bool) -> None:
    assert is_covered(text) is covered


def test_a_message_stays_translatable_once_its_password_is_covered() -> None:
    passwords = Passwords()
    passwords.learn_text("hunter2222")
    text = passwords.text(Message("Typed “{text}”", text="hunter2222"))
    whole = passwords.text(Message("hunter{count}", count=2222))

    assert f"Typed “{HIDDEN}”" == text
    assert isinstance(text, Message)
    assert {"text": HIDDEN} == text.parts
    assert whole == HIDDEN
    assert not isinstance(whole, Message)


def test_the_api_key_is_removed_from_ids_and_from_text_in_pieces() -> None:
    passwords = Passwords()
    passwords.learn_key("sk-0123456789abcdef")

    cleaned = passwords.covered({"event": "request", "call_id": "c-sk-0123456789abcdef", "response_id": ""})

    assert cleaned == {"event": "request", "call_id": f"c-{HIDDEN}", "response_id": ""}
    assert [passwords.text(one) for one in ("It is sk-0123456", "789abcdef!")] == [f"It is {HIDDEN}", f"{HIDDEN}!"]


def test_a_known_password_is_left_out_of_the_values_of_a_task() -> None:
    passwords = Passwords()
    started = run_started("r", "/srv/r")
    passwords.learn_key(SECRET)
    values = (NamedText("user", "ada"), NamedText("word", f"my {SECRET}"))

    written = passwords.cover(replace(started, source=TaskSource("task", "login", f"Log in as {SECRET}", values)), 0)
    plain = passwords.cover(replace(started, source=TaskSource("task", "login", "Log in", values[:1])), 0)

    assert written.source is not None
    assert (written.source.title, [each.text for each in written.source.values]) == (
        f"Log in as {HIDDEN}",
        ["ada", f"my {HIDDEN}"],
    )
    assert plain.source == TaskSource("task", "login", "Log in", values[:1])
