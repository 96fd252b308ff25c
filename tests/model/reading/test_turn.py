"""Whole responses as turns: recorded shapes of each dialect, ends, and calls for tools that are not here."""

import json

import pytest

from desktop_agent.core.actions import Click, Finish
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.turn import SafetyCheck, Usage
from tests.fakes.answers import WIRE, actions_of, call, read, recorded, whole


def test_every_action_of_the_older_api_is_read() -> None:
    turn = recorded("lightcone/every_action.json")

    keys = ["Type", "Press", "Press", "HoldKey", "ReleaseKey"]
    rest = ["Scroll", "Scroll", "Navigate", "Drag", "Wait", "Finish", "Finish", "Finish"]
    assert turn.reasoning == ("The File menu is open.",)
    assert actions_of(turn) == [*["Click"] * 4, *keys, *rest]
    assert turn.calls[14].proposals[0].action == Finish("failed", "The file is not there.")
    assert turn.usage == Usage(1204, 33, 1237)
    assert turn.notices == ()


def test_every_action_of_the_preview_api_is_read() -> None:
    turn = recorded("preview/every_action.json")

    shared = ["Click", "Click", "Drag", "Press", "Move", "Look", "Scroll", "Type", "Wait"]
    assert turn.reasoning == ("The File menu is open.", "Save is next.")
    assert actions_of(turn) == [*shared, "Type", "HoldButton", "ReleaseButton", "HoldKey", "ReleaseKey"]
    assert turn.notices == ()


def test_a_batch_is_one_call() -> None:
    turn = recorded("openai/batch.json")

    assert [len(each.proposals) for each in turn.calls] == [9]


def test_modifiers_are_held_while_the_mouse_acts() -> None:
    turn = recorded("openai/modifiers.json")

    assert [getattr(each.action, "keys", None) for each in turn.calls[0].proposals] == [
        ("ctrl",),
        ("shift", "alt"),
        ("ctrl",),
    ]


def test_safety_checks_are_kept_whole_and_stay_with_their_call() -> None:
    first = recorded("preview/safety_checks.json")
    second = recorded("openai/two_calls_with_checks.json")

    told = {"id": "sc_1", "code": "malicious_instructions", "message": "The page tells the model what to do."}
    assert first.calls[0].checks == (SafetyCheck(raw=told, **told), SafetyCheck("sc_2", raw={"id": "sc_2"}))
    assert first.messages == ("I pay now.",)
    assert [len(each.checks) for each in second.calls] == [0, 1]


def test_coordinates_are_in_the_viewport_that_the_response_names() -> None:
    assert recorded("lightcone/half_viewport.json").calls[0].proposals[0].action == Click(ImagePoint(1279, 799))


def test_the_computer_is_the_one_that_the_response_names() -> None:
    assert recorded("lightcone/golden.json").computer_id == "cmp_1"
    assert recorded("preview/golden.json").computer_id == ""


def test_what_the_server_has_done_itself_is_not_done_again() -> None:
    turn = recorded("lightcone/done_by_the_server.json")

    assert (turn.calls, turn.messages) == ((), ("Clicked.",))


def test_words_and_refusals_are_messages() -> None:
    assert recorded("preview/message.json").messages == ("Saved.", "I do not pay.")
    assert recorded("lightcone/message_alone.json").messages == ("Shall I place the order?",)


@pytest.mark.parametrize(
    ("arguments", "finish"),
    [
        ('{"message": "Saved."}', Finish("success", "Saved.")),
        ('{"message": "No such file.", "status": "failed"}', Finish("failed", "No such file.")),
        ('"{\\"message\\": \\"Saved.\\"}"', Finish("success", "Saved.")),
        ({"message": "Saved."}, Finish("success", "Saved.")),
        ("Saved.", Finish("success", "Saved.")),
        ("", Finish("success", "")),
        (None, Finish("success", "")),
        ('{"message": 42}', Finish("success", "42")),
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


def test_calls_for_tools_that_are_not_here_are_refused_each_in_its_own_form() -> None:
    response = json.loads((WIRE / "preview/tools_that_are_not_here.json").read_text("utf-8"))

    reading = read(response)

    assert [answer["type"] for answer in reading.owed] == [
        "local_shell_call_output",
        "shell_call_output",
        "apply_patch_call_output",
        "function_call_output",
        "custom_tool_call_output",
    ]
    assert [(one.call_id, one.called) for one in reading.turn.calls] == [("mcpr_1", "mcp"), ("call_0", "computer")]
    assert len(reading.turn.strays) == len(reading.turn.notices) == 5
    assert [item["type"] for item in reading.output] == [item["type"] for item in response["output"]]


def test_a_call_that_the_server_answered_itself_is_not_answered_again() -> None:
    shell = {"type": "shell_call", "call_id": "c", "action": {"commands": ["ls"]}}
    output = {"type": "shell_call_output", "call_id": "c", "output": []}

    assert read(whole(shell, output, call())).owed == ()
