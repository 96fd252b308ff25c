"""Whole responses as turns: where they count their points, ends, and calls for tools that are not here."""

import pytest

from desktop_agent.core.actions import Click, Finish
from desktop_agent.core.geometry import ImagePoint
from tests.fakes.answers import call, read, whole


def test_coordinates_are_in_the_viewport_that_the_response_names_and_so_is_the_computer() -> None:
    corner = call(action={"type": "click", "x": 639, "y": 399})

    turn = read(whole(corner, viewport={"width": 640, "height": 400}, computer_id="cmp_1"), "lightcone").turn

    assert turn.computer_id == "cmp_1"
    assert turn.calls[0].proposals[0].action == Click(ImagePoint(1279, 799))


def test_what_the_server_has_done_itself_is_not_done_again() -> None:
    output = {"type": "computer_call_output", "call_id": "call_1", "content": []}

    turn = read(whole(call(), output, {"type": "message", "content": "Clicked."}), "lightcone").turn

    assert (turn.calls, turn.messages) == ((), ("Clicked.",))


@pytest.mark.parametrize(
    ("arguments", "finish"),
    [
        ('{"message": "Saved."}', Finish("success", "Saved.")),
        ('{"message": "No such file.", "status": "failed"}', Finish("failed", "No such file.")),
        ({"message": "Saved."}, Finish("success", "Saved.")),
        ("Saved.", Finish("success", "Saved.")),
        ("", Finish("success", "")),
        (None, Finish("success", "")),
        ("42", Finish("success", "42")),
    ],
)
def test_the_done_function_ends_the_run(arguments: object, finish: Finish) -> None:
    item = {"type": "function_call", "name": "done", "call_id": "c", "arguments": arguments}

    assert read(whole(item)).turn.finish == finish
    assert read(whole(item, item)).owed == ({"type": "function_call_output", "call_id": "c", "output": "Noted."},)
    assert read(whole(item), "lightcone").owed == ()


def test_a_done_that_is_not_complete_ends_nothing() -> None:
    item = {"type": "function_call", "name": "done", "call_id": "c", "arguments": "{", "status": "incomplete"}

    reading = read(whole(item))

    assert reading.turn.finish is None
    assert [answer["call_id"] for answer in reading.owed] == ["c"]


@pytest.mark.parametrize("kind", ["local_shell", "shell", "apply_patch", "function", "custom_tool"])
def test_a_call_for_a_tool_that_is_not_here_is_refused_in_its_own_form(kind: str) -> None:
    item = {"type": f"{kind}_call", "call_id": "c", "name": "get_weather", "arguments": "{}"}

    reading = read(whole(item, call()))

    assert [answer["type"] for answer in reading.owed] == [f"{kind}_call_output"]
    assert len(reading.turn.strays) == len(reading.turn.notices) == 1
    assert [item["type"] for item in reading.output] == [f"{kind}_call", "computer_call"]


def test_a_call_that_the_server_answered_itself_is_not_answered_again() -> None:
    shell = {"type": "shell_call", "call_id": "c", "action": {"commands": ["ls"]}}
    output = {"type": "shell_call_output", "call_id": "c", "output": []}

    assert read(whole(shell, output, call())).owed == ()
