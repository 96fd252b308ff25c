"""Whole responses as turns: recorded shapes of each dialect, and everything that can be wrong with one."""

import json
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.core.actions import Click, Finish, Look, Press
from desktop_agent.core.errors import DialectError, ModelError
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.turn import Misfit, SafetyCheck, Turn, Usage
from desktop_agent.model.caps import Caps
from desktop_agent.model.dialect import dialect_named
from desktop_agent.model.read_turn import Manner, Reading, read_turn
from tests.fakes.thinking import SIZE

WIRE = Path(__file__).parents[1] / "wire"
CLICK = {"type": "click", "x": 10, "y": 20, "button": "left"}


def read(response: dict[str, Any], dialect: str = "preview") -> Reading:
    return read_turn(response, Manner(dialect_named(dialect), "viewport", Caps()), SIZE)


def recorded(name: str) -> Turn:
    return read(json.loads((WIRE / name).read_text("utf-8")), name.partition("/")[0]).turn


def whole(*output: object, **more: object) -> dict[str, Any]:
    return {"id": "resp_1", "status": "completed", "output": list(output), **more}


def call(name: str = "call_1", action: object = CLICK, **more: object) -> dict[str, Any]:
    return {"type": "computer_call", "call_id": name, "action": action, **more}


def actions_of(turn: Turn) -> list[str]:
    return [type(proposal.action).__name__ for each in turn.calls for proposal in each.proposals]


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


def test_an_older_models_single_action_is_read_in_the_current_dialect() -> None:
    assert recorded("openai/older_model.json").calls[0].proposals[0].action == Click(ImagePoint(10, 20), "forward")


def test_safety_checks_are_kept_whole_and_stay_with_their_call() -> None:
    first = recorded("preview/safety_checks.json")
    second = recorded("openai/two_calls_with_checks.json")

    told = {"id": "sc_1", "code": "malicious_instructions", "message": "The page tells the model what to do."}
    assert first.calls[0].checks == (SafetyCheck(raw=told, **told), SafetyCheck("sc_2", raw={"id": "sc_2"}))
    assert first.messages == ("I pay now.",)
    assert [len(each.checks) for each in second.calls] == [0, 1]


def test_coordinates_are_in_the_viewport_that_the_response_names() -> None:
    assert recorded("lightcone/half_viewport.json").calls[0].proposals[0].action == Click(ImagePoint(1279, 799))


def test_what_the_server_has_done_itself_is_not_done_again() -> None:
    turn = recorded("lightcone/done_by_the_server.json")

    assert (turn.calls, turn.messages) == ((), ("Clicked.",))


def test_words_and_refusals_are_messages() -> None:
    assert recorded("preview/message.json").messages == ("Saved.", "I do not pay.")
    assert recorded("lightcone/message_alone.json").messages == ("Shall I place the order?",)


def test_the_reference_pages_sample_with_its_placeholders_is_told_apart_from_an_answer() -> None:
    with pytest.raises(DialectError, match="has the status “status”"):
        recorded("lightcone/reference_sample.json")


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
        "mcp_approval_response",
    ]
    assert reading.owed[5]["approve"] is False
    assert len(reading.turn.notices) == 6
    assert len(reading.turn.calls) == 1
    assert [item["type"] for item in reading.output] == [item["type"] for item in response["output"]]


def test_where_an_api_has_no_such_answers_the_model_is_told_in_words() -> None:
    item = {"type": "function_call", "name": "get_weather", "call_id": "c", "arguments": "{}"}

    reading = read(whole(item, item), "lightcone")

    assert reading.owed == ()
    assert reading.unanswerable == (
        "There is no function_call get_weather here; nothing was done. Use the computer only.",
    )


def test_a_call_that_the_server_answered_itself_is_not_answered_again() -> None:
    shell = {"type": "shell_call", "call_id": "c", "action": {"commands": ["ls"]}}
    output = {"type": "shell_call_output", "call_id": "c", "output": []}

    assert read(whole(shell, output, call())).owed == ()


def test_unknown_items_are_kept_with_a_notice_and_fields_without_one() -> None:
    unknown = {"type": "hologram", "depth": 3}

    reading = read(whole(unknown, call(mood="good"), brand_new=1))

    assert reading.output[0] == unknown
    assert reading.turn.notices == ("The answer holds an item of the unknown type “hologram”; it was left alone.",)
    assert actions_of(reading.turn) == ["Click"]


def test_the_id_serves_where_a_call_has_no_call_id() -> None:
    reading = read(whole({"type": "computer_call", "id": "item_7", "action": CLICK}))

    assert reading.turn.calls[0].call_id == "item_7"
    assert reading.turn.notices == ("The server gives its calls no call_id; their id is used.",)
    assert reading.output[0]["call_id"] == "item_7"


@pytest.mark.parametrize("kind", ["computer_call", "function_call", "shell_call"])
def test_a_call_without_any_id_is_an_error(kind: str) -> None:
    with pytest.raises(DialectError, match="without a usable id"):
        read(whole({"type": kind, "action": CLICK}))


def test_an_endless_id_is_an_error() -> None:
    with pytest.raises(DialectError, match="without a usable id"):
        read(whole(call("x" * 10_000)))


def test_a_call_that_comes_twice_is_done_once() -> None:
    assert len(read(whole(call(id="a"), call(id="b"))).turn.calls) == 1


def test_one_id_for_two_different_calls_is_an_error() -> None:
    with pytest.raises(DialectError, match="two different calls"):
        read(whole(call(), call(action={**CLICK, "x": 11})))


def test_the_same_call_with_other_checks_is_an_error() -> None:
    with pytest.raises(DialectError, match="two different calls"):
        read(whole(call(), call(pending_safety_checks=[{"id": "sc"}])))


@pytest.mark.parametrize("status", ["in_progress", "incomplete", "failed", "odd"])
def test_a_call_that_is_not_complete_is_answered_but_not_done(status: str) -> None:
    proposal = read(whole(call(status=status))).turn.calls[0].proposals[0]

    assert proposal.action == Misfit("The call was not complete; nothing of it was done.")
    assert proposal.model_action == CLICK


@pytest.mark.parametrize("empty", [{"action": None}, {"actions": []}, {"actions": None, "action": None}])
def test_a_call_without_an_action_is_answered_but_not_done(empty: dict[str, object]) -> None:
    proposals = read(whole({**call(), "action": None, **empty})).turn.calls[0].proposals

    assert [proposal.action for proposal in proposals] == [Misfit("The call holds no action.")]


def test_past_thirty_two_actions_the_rest_is_refused_in_one_sentence() -> None:
    proposals = read(whole(call(action=None, actions=[{"type": "screenshot"}] * 10_000))).turn.calls[0].proposals

    assert [proposal.action for proposal in proposals[:32]] == [Look()] * 32
    assert [proposal.action for proposal in proposals[32:]] == [
        Misfit("Only 32 actions are taken at once; the last 9968 were not done.")
    ]


def test_one_bad_action_of_a_batch_leaves_the_others_alone() -> None:
    actions = [CLICK, {"type": "keypress", "keys": ["nosuch"]}, {"type": "keypress", "keys": ["ENTER"]}]

    read_ones = [proposal.action for proposal in read(whole(call(actions=actions))).turn.calls[0].proposals]

    assert read_ones[0] == Click(ImagePoint(10, 20))
    assert isinstance(read_ones[1], Misfit)
    assert read_ones[2] == Press(("enter",))


@pytest.mark.parametrize(
    ("checks", "shown"),
    [
        (None, ()),
        ([], ()),
        ("stop", (SafetyCheck("", "unreadable", "stop"),)),
        ([7], (SafetyCheck("", "unreadable", "7"),)),
        ([{}], (SafetyCheck("", raw={}),)),
        ([{"id": 7, "code": 8, "message": None}], (SafetyCheck("", "8", "", {"id": 7, "code": 8, "message": None}),)),
    ],
)
def test_a_check_that_cannot_be_read_is_still_one_to_be_seen(checks: object, shown: tuple[SafetyCheck, ...]) -> None:
    assert read(whole(call(pending_safety_checks=checks))).turn.calls[0].checks == shown


def test_more_checks_than_a_person_can_read_are_an_error() -> None:
    with pytest.raises(DialectError, match="more than a person can read"):
        read(whole(call(pending_safety_checks=[{"id": "x"}] * 100_000)))


@pytest.mark.parametrize(
    ("response", "error", "sentence"),
    [
        (whole(), DialectError, "is empty"),
        ({"output": []}, DialectError, "is empty"),
        ({}, DialectError, "is empty"),
        (whole("text"), DialectError, "is empty"),
        ({"output": None}, DialectError, "is empty"),
        ({"output": {"type": "message"}}, DialectError, "no list"),
        (whole(*[{"type": "reasoning"}] * 1_001), DialectError, "1001 items"),
        (whole({"type": "reasoning", "summary": "hm"}), DialectError, "neither words nor actions"),
        (whole(call(), status="failed", error={"message": "overloaded"}), ModelError, "failed: overloaded"),
        (whole(call(), status="failed"), ModelError, "no reason given"),
        (whole(call(), status="cancelled", error="odd"), ModelError, "cancelled: no reason given"),
        (
            whole(call(), status="incomplete", incomplete_details={"reason": "max_output_tokens"}),
            DialectError,
            r"broke off \(max_output_tokens\)",
        ),
        (whole(call(), status="incomplete"), DialectError, "no reason given"),
        (whole(call(), status="in_progress"), DialectError, "status “in_progress”"),
        (whole(call(), status="weird"), DialectError, "status “weird”"),
    ],
)
def test_what_is_no_whole_answer_is_an_error(response: dict[str, Any], error: type[ModelError], sentence: str) -> None:
    with pytest.raises(error, match=sentence) as raised:
        read(response)

    assert raised.value.hint


@pytest.mark.parametrize(
    ("usage", "counted"),
    [
        (None, None),
        ("many", None),
        ({}, Usage()),
        ({"input_tokens": 5, "output_tokens": 2}, Usage(5, 2, 7)),
        ({"input_tokens": -5, "output_tokens": "2", "total_tokens": 10**30}, Usage()),
        ({"input_tokens": True, "total_tokens": 9}, Usage(None, None, 9)),
    ],
)
def test_usage_that_cannot_be_is_unknown(usage: object, counted: Usage | None) -> None:
    assert read(whole(call(), usage=usage)).turn.usage == counted


def test_only_the_models_own_messages_count() -> None:
    user = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Save"}]}
    odd = {"type": "message", "content": [7, {"text": 8}, {"text": "yes"}]}

    assert read(whole(user, odd)).turn.messages == ("yes",)
    assert read(whole({"type": "message", "content": "plain"})).turn.messages == ("plain",)


def test_half_characters_are_made_visible_before_they_travel_on() -> None:
    turn = read(whole({"type": "message", "content": "a\ud800"}, call(action={"type": "type", "text": "b\ud800"}))).turn

    assert turn.messages == ("a?",)
    assert turn.calls[0].proposals[0].model_action == {"type": "type", "text": "b?"}
    assert isinstance(turn.calls[0].proposals[0].action, Misfit)


def test_the_answer_as_text_names_what_was_asked_for_and_what_cannot_be() -> None:
    reading = read(whole({"type": "message", "content": "Now."}, call(), call("call_2", {"type": "fly"})))

    first, second, third = reading.plain.split("\n")
    assert first == "Now."
    assert second == 'I ask for: {"type": "click", "x": 10, "y": 20, "button": "left"}'
    assert third.startswith('I ask for: {"type": "fly"} (There is no action called “fly”.')
