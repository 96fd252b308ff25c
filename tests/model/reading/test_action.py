"""Actions as models write them: every name of every reference page, aliases, and what is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_agent.core.actions.action import (
    Action,
    Click,
    Drag,
    Finish,
    HoldButton,
    HoldKey,
    Look,
    Move,
    Navigate,
    Press,
    ReleaseButton,
    ReleaseKey,
    Scroll,
    Type,
    Wait,
)
from desktop_agent.core.pictures import ImagePoint, Size
from desktop_agent.core.runs.turn import InvalidAction
from desktop_agent.model.caps import Caps
from desktop_agent.model.coordinates import Space
from desktop_agent.model.reading.action import READERS, ReadAction, read_action

PICTURE = Size(1280, 800)
SPACE = Space("viewport", PICTURE, PICTURE)
HERE = {"x": 30, "y": 20}
AT = ImagePoint(30, 20)
EVERY_NAME = tuple(READERS)

READ: list[tuple[dict[str, Any], Action]] = [
    ({"type": "click", **HERE}, Click(AT)),
    ({"type": "click", **HERE, "button": None, "keys": None}, Click(AT)),
    ({"type": "click", **HERE, "button": "right"}, Click(AT, "right")),
    ({"type": "click", **HERE, "button": "wheel"}, Click(AT, "middle")),
    ({"type": "click", **HERE, "keys": ["CTRL", "SHIFT"]}, Click(AT, keys=("ctrl", "shift"))),
    ({"type": "double_click", **HERE}, Click(AT, count=2)),
    ({"type": "double_click", **HERE, "button": "right"}, Click(AT, button="right", count=2)),
    ({"type": "triple_click", **HERE}, Click(AT, count=3)),
    ({"type": "right_click", **HERE}, Click(AT, "right")),
    ({"type": "move", **HERE}, Move(AT)),
    ({"type": "drag", "path": [HERE, {"x": 1, "y": 2}, HERE]}, Drag((AT, ImagePoint(1, 2), AT))),
    ({"type": "drag", **HERE, "end_x": 5, "end_y": 6}, Drag((AT, ImagePoint(5, 6)))),
    ({"type": "scroll", **HERE, "scroll_x": -10_000, "keys": ["CTRL"]}, Scroll(AT, -10_000, 0, ("ctrl",))),
    ({"type": "scroll", **HERE, "scroll_y": 99.5}, Scroll(AT, 0, 100)),
    ({"type": "hscroll", **HERE, "scroll_x": -200}, Scroll(AT, -200, 0)),
    ({"type": "key", "keys": ["Return"]}, Press(("enter",))),
    ({"type": "keypress", "keys": ["ctrl+a"]}, Press(("ctrl", "a"))),
    ({"type": "keypress", "keys": ['["ctrl", "a"]']}, Press(("ctrl", "a"))),
    ({"type": "key_down", "keys": ["Shift"]}, HoldKey(("shift",))),
    ({"type": "key_up", "keys": ["Shift"]}, ReleaseKey(("shift",))),
    ({"type": "mouse_down", **HERE}, HoldButton(AT)),
    ({"type": "mouse_up", **HERE}, ReleaseButton(AT)),
    ({"type": "type", "text": "Αθήνα 🙂\tx\n"}, Type("Αθήνα 🙂\tx\n")),
    ({"type": "type", "text": "a\r\nb\rc"}, Type("a\nb\nc")),
    ({"type": "point_and_type", **HERE, "text": "hi"}, Type("hi", AT)),
    ({"type": "navigate", "url": " https://example.org/a?b=c "}, Navigate("https://example.org/a?b=c")),
    ({"type": "wait"}, Wait(1.0)),
    ({"type": "screenshot"}, Look()),
    ({"type": "terminate", "status": "success", "result": "Saved."}, Finish("success", "Saved.")),
    ({"type": "terminate", "status": " Failed "}, Finish("failed", " Failed ")),
    ({"type": "answer", "result": "42", "text": "no"}, Finish("success", "42")),
    ({"type": "done", "result": "a\ud800"}, Finish("success", "a?")),
    # Aliases, told apart by their notice.
    ({"type": "wait", "ms": 250}, Wait(0.25)),
    ({"type": "wait", "seconds": 60}, Wait(60)),
    ({"type": "left_click", **HERE}, Click(AT)),
    ({"type": "hover", **HERE}, Move(AT)),
    ({"type": "drag", **HERE, "x2": 5, "y2": 6}, Drag((AT, ImagePoint(5, 6)))),
    ({"type": "drag", "path": [[30, 20], [1, 2]]}, Drag((AT, ImagePoint(1, 2)))),
    ({"type": "scroll", **HERE, "amount": -3}, Scroll(AT, 0, -3)),
    ({"type": "hscroll", **HERE, "amount": 7}, Scroll(AT, 7, 0)),
    ({"type": "key", "key": "F5"}, Press(("f5",))),
    ({"type": "keypress", "keys": [], "text": "ctrl+s"}, Press(("ctrl", "s"))),
]
NOTED = 10

REFUSED: list[tuple[Any, str]] = [
    (None, "must be an object"),
    ({}, "has no type"),
    ({"type": "__class__"}, "There's no action named “__class__”. Use one of: click, "),
    ({"type": "click"}, "the place is missing"),
    ({"type": "click", "x": 1}, "y is missing"),
    ({"type": "click", "x": "30 mm", "y": 20}, "x must be a number"),
    ({"type": "click", "x": float("inf"), "y": 20}, "x must be a number"),
    ({"type": "click", "x": 1280, "y": 20}, "x is 1280, outside the picture: it goes from 0 to 1279"),
    ({"type": "click", "x": 30, "y": -1}, "y is -1, outside the picture"),
    ({"type": "click", "x": 10**4000, "y": 20}, "x is a huge number, outside"),
    ({"type": "click", **HERE, "button": 99}, "button must be one of left, right, wheel, back, forward"),
    ({"type": "click", **HERE, "keys": ["nosuch"]}, "There is no key called “nosuch”"),
    ({"type": "click", **HERE, "keys": ["a"]}, "a is no modifier"),
    ({"type": "drag"}, "end_x is missing"),
    ({"type": "drag", "path": [HERE]}, "at least two points"),
    ({"type": "drag", "path": "30,20"}, "each point of path must have x and y"),
    ({"type": "drag", "path": [HERE] * 2_001}, "path has 2001 points, but at most 2000"),
    ({"type": "scroll", **HERE}, "scroll_y or scroll_x is missing"),
    ({"type": "scroll", **HERE, "scroll_y": 10_001}, "at most 10000 pixels"),
    ({"type": "hscroll", **HERE, "scroll_y": 5}, "scroll_x is missing"),
    ({"type": "keypress"}, "keys must be a list of key names"),
    ({"type": "keypress", "keys": [*"abcdefghi"]}, "at most 8 keys"),
    ({"type": "keypress", "keys": ["a+b+c+d+e+f+g+h+i"]}, "at most 8 keys"),
    ({"type": "keypress", "keys": ["ctrl", "a", "CONTROL"]}, "names a key twice"),
    ({"type": "keypress", "keys": ["ctrl"]}, "modifiers only"),
    ({"type": "type", "text": ""}, "text is missing or empty"),
    ({"type": "type", "text": True}, "text must be text, in quotes"),
    ({"type": "type", "text": 2.5}, "text must be text, in quotes"),
    ({"type": "type", "text": {"a": 1}}, "text must be text, in quotes"),
    ({"type": "type", "text": "x" * 100_001}, "100001 characters; at most 100000"),
    ({"type": "type", "text": "a\ud800b"}, "half a character"),
    ({"type": "type", "text": "a\ufffdb"}, "a lost character (U+FFFD)"),
    ({"type": "type", "text": "a\x1b[2J"}, "control character (U+001B)"),
    ({"type": "type", "text": "a\x9b"}, "control character (U+009B)"),
    ({"type": "navigate", "url": " "}, "white space"),
    ({"type": "navigate", "url": "https://a" + "b" * 8_000}, "at most 8000"),
    ({"type": "wait", "seconds": -1}, "from 0 to 60 seconds"),
    ({"type": "wait", "ms": "long"}, "must be a number"),
]


def read(raw: object, own: tuple[str, ...] = EVERY_NAME, caps: Caps | None = None) -> ReadAction:
    return read_action(raw, own, SPACE, caps or Caps())


@pytest.mark.parametrize(("raw", "action"), READ, ids=lambda value: str(value)[:60])
def test_an_action_is_read_as_it_is_meant(raw: dict[str, Any], action: Action) -> None:
    got = read(raw)

    assert got.proposal.action == action
    assert set(got.proposal.model_action) == set(raw)


def test_only_aliases_are_noticed() -> None:
    noted = [bool(read(raw).notices) for raw, _ in READ]

    assert noted == [False] * (len(READ) - NOTED) + [True] * NOTED


@pytest.mark.parametrize(("raw", "why"), REFUSED, ids=lambda value: str(value)[:60])
def test_what_does_not_fit_is_refused_with_a_sentence(raw: object, why: str) -> None:
    action = read(raw).proposal.action

    assert isinstance(action, InvalidAction)
    assert why in action.reason
    assert action.reason.endswith(".")
    assert len(action.reason) < 400


def test_an_action_of_another_api_is_read_with_a_notice() -> None:
    got = read({"type": "mouse_down", **HERE}, own=("click",))

    assert got.proposal.action == HoldButton(AT)
    assert got.notices == ("The model asked for “mouse_down”, which its service doesn't offer. It was understood.",)
    # A function of the service's own that types at a place is read as this.
    assert read({"type": "point_and_type", **HERE, "text": "hi"}, own=("type",)).notices == ()


@pytest.mark.parametrize(
    ("space", "words", "counted_in"),
    [
        (SPACE, "", None),
        (Space("grid1000", PICTURE, PICTURE), "Drag from (30, 20) to (998, 7)", Size(1000, 1000)),
        (Space("viewport", Size(1000, 700), PICTURE), "Drag from (30, 20) to (998, 7)", Size(1000, 700)),
    ],
)
def test_an_action_is_told_to_the_model_in_its_own_coordinates(
    space: Space, words: str, counted_in: Size | None
) -> None:
    raw = {"type": "drag", **HERE, "x2": 998, "y2": 7}

    got = read_action(raw, EVERY_NAME, space, Caps())

    assert (got.proposal.words, got.proposal.space) == (words, counted_in)
    assert len(got.notices) == 2


def test_the_caps_can_be_set() -> None:
    tight = Caps(text_characters=3, drag_points=2, wait_s=2)
    over = ({"type": "type", "text": "four"}, {"type": "drag", "path": [HERE] * 3}, {"type": "wait", "seconds": 3})

    assert [type(read(raw, caps=tight).proposal.action) for raw in over] == [InvalidAction] * 3


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NAMES = ["x", "y", "end_x", "end_y", "x2", "y2", "path", "keys", "key", "text", "scroll_x", "scroll_y", "amount"]
FIELDS = [*NAMES, "ms", "seconds", "button", "url", "status", "result"]


@pytest.mark.long
@given(st.sampled_from(EVERY_NAME), st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=8))
def test_nothing_that_a_model_writes_crashes_the_reader(name: str, fields: dict[str, Any]) -> None:
    action = read({"type": name, **fields}).proposal.action

    assert isinstance(action, InvalidAction | Action)
    if isinstance(action, Click):
        assert all(type(fields[axis]) in {int, float} for axis in "xy")
