"""What a model writes in another form than asked for is read as it meant it, or refused in words."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from desktop_agent.core.actions.action import Action, Click, Drag, Move, Press, Scroll, Type, Wait
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.runs.turn import InvalidAction
from desktop_agent.model.caps import USUAL
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.foreign_json import load_object
from desktop_agent.model.reading.turn import ReadOptions, read_turn
from desktop_agent.model.reading.values import json_of
from tests.fakes.servers.thinking import SIZE

AT = {"x": 30, "y": 20}
HERE = ImagePoint(30, 20)
REFUSED = "refused"
Meant = list[Action | InvalidAction] | str

# Yes and no in text (F1): the arguments of a function that types.
SWITCHES: list[tuple[dict[str, Any], Meant]] = [
    ({"press_enter": "true"}, [Type("a\n")]),
    ({"press_enter": "False"}, [Type("a")]),
    ({"pressEnter": 0.0}, [Type("a")]),
    ({"Press-Enter": '"off"'}, [Type("a")]),
    ({"pressEnter": False, "press_enter": True}, REFUSED),
    ({}, [Type("a")]),
    ({"press_enter": "perhaps"}, REFUSED),
    ({"clear_before_typing": "false"}, REFUSED),
]
# Functions of small models (F23): a name and the arguments, as text.
FUNCTIONS: list[tuple[str, str, Meant]] = [
    ("click", '{"x": "30", "y": "20"}', [Click(HERE)]),
    ("click", '{"x": 30, "y": 20,}', [Click(HERE)]),
    ("click", '```json\n{"x": 30, "y": 20}\n```', [Click(HERE)]),
    ("click", '"{\\"x\\": 30, \\"y\\": 20}"', [Click(HERE)]),
    ("scroll", '{"x": 30, "y": 20, "direction": "Down", "notches": "2"}', [Scroll(HERE, 0, 200)]),
    ("click", "{'x': 30, 'y': 20, 'button': None}", [Click(HERE)]),
    ("click", '{x: 30, y: 20, button: ""}', [Click(HERE)]),
    ("click", '{"x": 30, "y": 20, "button": true', REFUSED),
    ("click", '[{"X": 30, "Y": +20}]', [Click(HERE)]),
    ("click", '{"arguments": {"x": 30, "y": 20}}', [Click(HERE)]),
    ("click", '{"properties": {"x": 30, "y": 20}}', [Click(HERE)]),
    ("click", '{"parameters": "{\\"x\\": 30, \\"y\\": 20}"}', [Click(HERE)]),
    ("click", '{"input": {"x": 30, "y": 20}}', [Click(HERE)]),
    ("click", '{"tool_input": "{\\"X\\": 30, \\"y\\": 20}"}', [Click(HERE)]),
    ("click", '{"name": "click", "arguments": {"x": 30, "y": 20}}', [Click(HERE)]),
    ("click", '{"type": "function", "name": "click", "parameters": {"x": 30, "y": 20}}', [Click(HERE)]),
    ("click", '{"function": {"name": "click", "arguments": "{\\"x\\": 30, \\"y\\": 20}"}}', [Click(HERE)]),
    ("click", '{"click": {"x": 30, "y": 20}, "id": "call_1"}', [Click(HERE)]),
    ("click", '{"params": {"kwargs": {"x": 30, "y": 20}}}', [Click(HERE)]),
    ("click", '{"name": "type", "arguments": {"x": 30, "y": 20}}', REFUSED),
    ("click", '{"a": {"x": 30, "y": 20}, "b": {"x": 31, "y": 20}}', REFUSED),
    ("click", '{"x": 31, "input": {"x": 30, "y": 20}}', REFUSED),
    ("click", '{"input": {"x": 30, "y": 20, "hold_ms": 800}}', REFUSED),
    ("click", '{"input": [30, 20]}', REFUSED),
    ("type", '{"text": {"text": "a"}}', REFUSED),
    ("click", '{"x": 30, "y": 20}}', [Click(HERE)]),
    ("click", '{"x": 30, "y": 20}}]} ', [Click(HERE)]),
    ("click", '{"\\"x\\"": 30, "`y`": 20}', [Click(HERE)]),
    ("click", '\ufeff{"x": 30, "y": 20}\n<|im_end|>', [Click(HERE)]),
    ("click", "{'x': __import__('os'), 'y': 20}", REFUSED),
    ("click", '{"x": 0.5, "y": 0.5}', REFUSED),
    ("click", '{"x": 30, "y": NaN}', REFUSED),
    ("click", '{}{"x": 30, "y": 20}', [Click(HERE)]),
    ("click", '{"x": 30, "y": 20}{"x": 30, "y": 20}', [Click(HERE)]),
    ("click", '{"x": 30, "y": 20}{"x": 31, "y": 20}', REFUSED),
    ("click", '{"x": 30, "x": 31, "y": 20}', REFUSED),
    ("click", '{"x": 30, "x": 30, "y": 20}', [Click(HERE)]),
    ("type", '{"text": "Dear Anna,\nsee\tyou."}', [Type("Dear Anna,\nsee\tyou.")]),
    ("type", '{"text": 2024}', [Type("2024")]),
    ("type", '{"text": 2.50}', [Type("2.50")]),
    ("type", '{"text": 1e3}', [Type("1e3")]),
    ("type", '{"text": true}', REFUSED),
    ("type", '{"text": ["a"]}', REFUSED),
    ("type", '{"text": "ok \ud83d\ude00 fine"}', [Type("ok 😀 fine")]),
    ("type", '{"text": "ok \\ud83d"}', REFUSED),
    ("type", '{"text": "caf\ufffd"}', REFUSED),
    ("type", '{"text": "a\x07b"}', REFUSED),
    ("press", '{"keys": 5}', [Press(("5",))]),
    ("press", '{"keys": ["ctrl", 1]}', [Press(("ctrl", "1"))]),
    ("press", '{"keys": "[\\"ctrl\\", \\"a\\"]"}', [Press(("ctrl", "a"))]),
    ("drag", '{"x": 30, "y": 20, "end_x": 5, "end_y": 6, "via": "[[7, 8]]"}',
     [Drag((HERE, ImagePoint(7, 8), ImagePoint(5, 6)))]),
    ("scroll", '{"x": 30, "y": 20, "direction": "north", "notches": 2}', REFUSED),
]  # fmt: skip
# The vendor's own words with its points as lists (F23).
POINTS: list[tuple[object, Meant]] = [
    ("[30, 20]", [Click(HERE)]),
    ("30, 20", [Click(HERE)]),
    (["30", "20"], [Click(HERE)]),
    ({"x": 30, "y": 20}, [Click(HERE)]),
    ("30", REFUSED),
    ({"x": 30, "y": 20, "z": 1}, REFUSED),
]
# Fields of a computer call (F2), and keys in turn (F24).
ACTIONS: list[tuple[dict[str, Any], Meant]] = [
    ({"type": "click", **AT, "modifiers": ["ctrl"]}, [Click(HERE, keys=("ctrl",))]),
    ({"type": "click", **AT, "clicks": 2}, [Click(HERE, count=2)]),
    ({"type": "wait", "duration": 3}, [Wait(3)]),
    ({"type": "type", "text": "abc", "press_enter": True}, [Type("abc\n")]),
    ({"type": "click", **AT, "id": "a1", "reason": "It opens the menu.", "clicks": None}, [Click(HERE)]),
    ({"type": "drag", "path": [[30, 20], ["5", "6"]], "button": "left"}, [Drag((HERE, ImagePoint(5, 6)))]),
    ({"type": "drag", "path": [[30, 20], [5, 6]], "button": "right"}, REFUSED),
    ({"type": "click", **AT, "clicks": 9}, REFUSED),
    ({"type": "right_click", **AT, "button": "left"}, REFUSED),
    ({"type": "type", "text": "abc", **AT}, REFUSED),
    ({"type": "click", **AT, "hold_ms": 800}, REFUSED),
    ({"type": "keypress", "keys": ["a"], "repeat": 3}, [Press(("a",))] * 3),
    ({"type": "keypress", "keys": []}, REFUSED),
    ({"type": "keypress", "keys": [["ctrl", "a"], ["delete"]]}, [Press(("ctrl", "a")), Press(("delete",))]),
    ({"type": "keypress", "keys": ["CTRL", "K", "CTRL", "S"]}, [Press(("ctrl", "k")), Press(("ctrl", "s"))]),
    ({"type": "keypress", "keys": "Ctrl+K, Ctrl+S"}, [Press(("ctrl", "k")), Press(("ctrl", "s"))]),
    ({"type": "scroll", **AT, "scrollX": 0, "scrollY": -200}, [Scroll(HERE, 0, -200)]),
    ({"type": "scroll", **AT, "scrollY": -200, "scroll_y": 200}, REFUSED),
    ({"type": "click", **AT, "coordinate": [30, 20], "confidence": 0.9}, [Click(HERE)]),
    ({"type": "click", **AT, "coordinate": [31, 20]}, REFUSED),
    ({"type": "scroll", **AT, "scroll_y": 100, "direction": "up"}, REFUSED),
    ({"type": "keypress", "keys": ["BACKSPACE"] * 3}, [Press(("backspace",))] * 3),
    ({"type": "keypress", "keys": ["down", "down", "enter"]}, [Press((key,)) for key in ("down", "down", "enter")]),
    ({"type": "keypress", "keys": "Page Down"}, [Press(("pagedown",))]),
    ({"type": "keypress", "keys": ["ctrl", "a", "c"]}, REFUSED),
]


def done(dialect: str, item: dict[str, Any]) -> Meant:
    """Return the actions that a response with this call asks for; `REFUSED` where the model is told why not."""
    spoken = dialect_named(dialect)
    options = ReadOptions(spoken, spoken.coordinates or "viewport", USUAL)
    item = {"call_id": "call_1", "id": "item_1", "status": "completed", **item}
    turn = read_turn({"id": "r", "status": "completed", "output": [item]}, options, SIZE).turn
    found = [proposal.action for call in turn.calls for proposal in call.proposals]
    reported = [action.reason for action in found if isinstance(action, InvalidAction)]
    return (
        REFUSED if reported and all(len(reason.split()) > len("was not done".split()) for reason in reported) else found
    )


def function(name: str, arguments: str) -> dict[str, Any]:
    return {"type": "function_call", "name": name, "arguments": arguments}


@pytest.mark.parametrize(("given", "expected"), SWITCHES)
def test_a_yes_or_no_is_what_was_said(given: dict[str, Any], expected: Meant) -> None:
    call = function("type", json.dumps({"text": "a", **given}))

    assert done("gemini", call) == expected


_IN_GRID = {"x": 500, "y": 500}
_MIDDLE = ImagePoint(SIZE.width // 2, SIZE.height // 2)
_FULL: dict[str, object] = {"start_x": 500, "start_y": 500, "end_x": 250, "end_y": 750}
_OLD_FULL: dict[str, object] = {"x": 500, "y": 500, "destination_x": 250, "destination_y": 750}
_DRAGGED: Meant = [Drag((_MIDDLE, ImagePoint(SIZE.width // 4, SIZE.height * 3 // 4)))]
BY_GEMINI: list[tuple[str, dict[str, object], Meant]] = [
    ("scroll", {"direction": "down", "magnitude_in_wheel_clicks": 3}, [Scroll(_MIDDLE, 0, 300)]),
    ("scroll", {"direction": "up", "magnitude_in_pixels": 500}, [Scroll(_MIDDLE, 0, -SIZE.height // 2)]),
    ("scroll", {"direction": "down"}, [Scroll(_MIDDLE, 0, SIZE.height * 3 // 10)]),
    ("scroll", {"direction": "down", "magnitude": 5, "magnitude_in_wheel_clicks": 5}, REFUSED),
    ("right_click", {}, [Click(_MIDDLE, "right")]),
    ("middle_click", {}, [Click(_MIDDLE, "middle")]),
    ("drag_and_drop", _FULL, _DRAGGED),
    ("drag_and_drop", _OLD_FULL, _DRAGGED),
    ("drag_and_drop", {**_OLD_FULL, "start_x": 500}, _DRAGGED),
    ("drag_and_drop", {**_OLD_FULL, "start_x": 501}, REFUSED),
    ("drag_and_drop", {"x": 500, "y": 500, "end_x": 250, "end_y": 750}, _DRAGGED),
    ("drag_and_drop", {"startX": 500, "startY": 500, "destinationX": 250, "end-y": 750}, _DRAGGED),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), BY_GEMINI)
def test_with_what_how_far_and_from_where_to_where_is_what_gemini_says(
    name: str, arguments: dict[str, object], expected: Meant
) -> None:
    place = {} if name == "drag_and_drop" else _IN_GRID

    assert done("gemini", function(name, json.dumps({**place, **arguments}))) == expected


@pytest.mark.parametrize(("name", "arguments", "expected"), FUNCTIONS)
def test_the_arguments_of_a_function_are_what_was_said(name: str, arguments: str, expected: Meant) -> None:
    assert done("functions", function(name, arguments)) == expected


_GEMINI = '{"candidates": [{"content": {"parts": [{"functionCall": {"name": "type", "args": {"text": %s}}}]}}]}'
_CLAUDE = (
    '{"stop_reason": "tool_use", "content": [{"type": "tool_use", "id": "t", "name": "type", "input": {"text": %s}}]}'
)


@pytest.mark.parametrize(("name", "answer"), [("gemini", _GEMINI), ("anthropic", _CLAUDE)])
@pytest.mark.parametrize("number", ["2024", "-7", "2.50", "0.10", "1e3", "100000000000000000000"])
def test_a_number_that_is_typed_has_the_digits_that_were_written(name: str, answer: str, number: str) -> None:
    dialect = dialect_named(name)
    response = dialect.api.response(load_object(answer % number))

    turn = read_turn(response, ReadOptions(dialect, "grid1000", USUAL), SIZE).turn

    assert [proposal.action for call in turn.calls for proposal in call.proposals] == [Type(number)]


@pytest.mark.parametrize(("coordinate", "expected"), POINTS)
def test_a_point_is_what_was_said(coordinate: object, expected: Meant) -> None:
    assert done("anthropic", function("left_click", json.dumps({"coordinate": coordinate}))) == expected


@pytest.mark.parametrize("name", ["action", "actions"])
@pytest.mark.parametrize("written", [json.dumps, lambda action: [json.dumps(action)]])
def test_an_action_in_a_text_is_that_action(name: str, written: Callable[[object], object]) -> None:
    action = written({"type": "click", **AT})
    meant = [Click(HERE)] if name == "actions" or isinstance(action, str) else REFUSED

    assert done("openai", {"type": "computer_call", name: action}) == meant


@pytest.mark.parametrize("dialect", ["openai", "preview", "lightcone"])
@pytest.mark.parametrize(("action", "expected"), ACTIONS)
def test_no_field_of_a_computer_call_is_dropped(dialect: str, action: dict[str, Any], expected: Meant) -> None:
    assert done(dialect, {"type": "computer_call", "action": action}) == expected


MOVE = function("mouse_move", '{"coordinate": [30, 20]}')
TURN = function("scroll", '{"scroll_direction": "up", "scroll_amount": 1}')
CLICKS: list[tuple[list[dict[str, Any]], Meant]] = [
    ([MOVE, function("left_click", "{}")], [Move(HERE), Click(HERE)]),
    ([function("left_click", "{}")], REFUSED),
    ([MOVE, function("key", '{"text": "a"}'), function("left_click", "{}")], REFUSED),
    ([MOVE, function("wait", '{"duration": 1}'), TURN], [Move(HERE), Wait(1), Scroll(HERE, 0, -100)]),
    ([TURN], REFUSED),
    ([function("right_click", '{"coordinate": [30, 20]}')], [Click(HERE, "right")]),
    ([function("middle_click", '{"coordinate": [30, 20]}')], [Click(HERE, "middle")]),
    ([MOVE, function("left_click", '{"coordinate": [30]}')], REFUSED),
]


@pytest.mark.parametrize(("calls", "expected"), CLICKS)
@pytest.mark.parametrize("at_once", [True, False])
def test_what_has_no_place_is_meant_where_the_last_action_has_left_the_pointer(
    calls: list[dict[str, Any]], expected: Meant, *, at_once: bool
) -> None:
    spoken = dialect_named("anthropic")
    options = ReadOptions(spoken, "viewport", USUAL)
    items = [{"call_id": f"c{at}", "status": "completed", **item} for at, item in enumerate(calls)]
    found: list[Action | InvalidAction] = []
    moved_to: Mapping[str, object] = {}
    for some in [items] if at_once else [[item] for item in items]:
        reading = read_turn({"id": "r", "status": "completed", "output": some}, options, SIZE, moved_to)
        moved_to = reading.moved_to
        found += [proposal.action for call in reading.turn.calls for proposal in call.proposals]

    assert (REFUSED if isinstance(found[-1], InvalidAction) else found) == expected


def test_a_list_in_pythons_notation_may_have_the_names_of_json() -> None:
    assert json_of("['a', false, true, null, False, True, None]") == ["a", False, True, None, False, True, None]
