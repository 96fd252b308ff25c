"""Whole responses as turns: odd ones, and everything that can be wrong with one."""

from typing import Any

import pytest

from desktop_agent.core.actions.action import Click, Finish, Look
from desktop_agent.core.errors import DialectError, ModelError, NothingSaidError
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.runs.turn import InvalidAction, SafetyCheck, Usage
from desktop_agent.model.caps import Caps
from desktop_agent.model.dialect import DialectOptions
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.reading.turn import ReadOptions, read_turn
from tests.fakes.servers.answers import CLICK, actions_of, call, read, whole
from tests.fakes.servers.thinking import SIZE


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
        ('{"status": "success"}', Finish("success", "")),
        (None, Finish("success", "")),
        ("42", Finish("success", "42")),
    ],
)
def test_the_done_function_ends_the_run(arguments: object, finish: Finish) -> None:
    item = {"type": "function_call", "name": "done", "call_id": "c", "arguments": arguments}

    assert read(whole(item)).turn.finish == finish
    assert read(whole(item, item)).pending == ({"type": "function_call_output", "call_id": "c", "output": "Noted."},)
    assert read(whole(item), "lightcone").pending == ()


def test_a_done_that_is_not_complete_ends_nothing() -> None:
    item = {"type": "function_call", "name": "done", "call_id": "c", "arguments": "{", "status": "incomplete"}

    reading = read(whole(item))

    assert reading.turn.finish is None
    assert [answer["call_id"] for answer in reading.refusals.values()] == ["c"]


@pytest.mark.parametrize("kind", ["local_shell", "shell", "apply_patch", "function", "custom_tool"])
def test_a_call_for_a_tool_that_is_not_here_is_refused_in_its_own_form(kind: str) -> None:
    item = {"type": f"{kind}_call", "call_id": "c", "name": "get_weather", "arguments": "{}"}

    reading = read(whole(item, call()))

    assert {name: answer["type"] for name, answer in reading.refusals.items()} == {"c": f"{kind}_call_output"}
    assert [one.called for one in reading.turn.calls] == ["unknown", "computer"]
    assert len(reading.turn.notices) == 1
    assert [item["type"] for item in reading.output] == [f"{kind}_call", "computer_call"]


def test_a_call_that_the_server_answered_itself_is_not_answered_again() -> None:
    shell = {"type": "shell_call", "call_id": "c", "action": {"commands": ["ls"]}}
    output = {"type": "shell_call_output", "call_id": "c", "output": []}

    assert [one.called for one in read(whole(shell, output, call())).turn.calls] == ["computer"]
    assert read(whole(shell, output, call())).refusals == {}


CHECK = {"id": "sc", "code": "c", "message": "m"}
SAVED = {"type": "message", "content": "Saved."}
CUT = {"type": "message", "content": "Sav", "status": "incomplete"}
CUT_CALL = whole(call(), status="incomplete", incomplete_details={"reason": "max_output_tokens"})


def test_unknown_items_are_kept_with_a_notice_and_fields_without_one() -> None:
    unknown = {"type": "hologram", "depth": 3}

    reading = read(whole(unknown, call(mood="good"), brand_new=1))

    assert reading.output[0] == unknown
    assert reading.turn.notices == ("The response has an item of the unknown type “hologram”, which was ignored.",)
    assert actions_of(reading.turn) == ["Click"]


def test_the_id_serves_where_a_call_has_no_call_id() -> None:
    reading = read(whole({"type": "computer_call", "id": "item_7", "action": CLICK}))

    assert reading.turn.calls[0].call_id == "item_7"
    assert reading.turn.notices == ("The server's calls have no call_id, so their id is used.",)
    assert reading.output[0]["call_id"] == "item_7"


def ids(*items: dict[str, Any], dialect: str = "functions") -> tuple[list[str], list[object]]:
    """Return the ids by which the calls of a response are answered, and those in what goes back."""
    reading = read(whole(*items), dialect)
    back = [item.get("call_id") for item in reading.output if str(item["type"]).endswith("_call")]
    return [one.call_id for one in reading.turn.calls], back


def clicks(*names: object, **more: object) -> list[dict[str, Any]]:
    """Return calls of a function, each for another place."""
    return [
        {"type": "function_call", "name": "click", "arguments": f'{{"x": {10 + at}, "y": 20}}', "call_id": name, **more}
        for at, name in enumerate(names)
    ]


@pytest.mark.parametrize("names", [(None,), ("x" * 10_000,), (7,), ("a", "", "a", "b")])
def test_each_call_is_done_and_answered_in_its_place_whatever_its_id(names: tuple[object, ...]) -> None:
    asked, back = ids(*clicks(*names))

    assert len(asked) == len(names) == len(set(asked))
    assert asked == back
    assert all(0 < len(name) <= 100 for name in asked)


def test_one_call_with_its_arguments_written_in_two_ways_is_one_call() -> None:
    call = {"type": "function_call", "name": "click", "call_id": "a"}

    assert ids({**call, "arguments": '{"x": 1, "y": 2}'}, {**call, "arguments": {"y": 2, "x": 1}})[0] == ["a"]


@pytest.mark.parametrize(
    ("name", "is_known"),
    [
        ("functions.click", True),
        ("default_api:click", True),
        ("click()", True),
        ("right.click", False),
        ("right click", False),
        ("Click", True),
        ("mcp__desk__click", True),
        ("`click`<|channel|>commentary", True),
        ("clicks", False),
    ],
)
def test_a_name_with_something_around_it_is_known_only_where_it_can_mean_one_function(
    name: str, is_known: bool
) -> None:
    turn = read(whole(*clicks("a", name=name)), "functions").turn

    assert [type(one.proposals[0].action) for one in turn.calls] == [Click if is_known else InvalidAction]
    assert [one.called for one in turn.calls] == ["computer" if is_known else "unknown"]


def test_a_call_that_comes_twice_is_done_once_and_with_other_checks_an_error() -> None:
    assert len(read(whole(call(id="a"), call(id="b"))).turn.calls) == 1
    with pytest.raises(DialectError, match="two different calls"):
        read(whole(call(), call(pending_safety_checks=[{"id": "sc"}])))


@pytest.mark.parametrize("status", ["in_progress", "incomplete", "failed", "odd"])
def test_a_call_that_is_not_complete_is_answered_but_not_done(status: str) -> None:
    proposal = read(whole(call(status=status))).turn.calls[0].proposals[0]

    assert proposal.action == InvalidAction("The call was incomplete, so nothing was done.")
    assert proposal.model_action == CLICK


@pytest.mark.parametrize("empty", [{"action": None}, {"actions": []}])
def test_a_call_without_an_action_is_answered_but_not_done(empty: dict[str, object]) -> None:
    proposals = read(whole({**call(), "action": None, **empty})).turn.calls[0].proposals

    assert [proposal.action for proposal in proposals] == [InvalidAction("The call holds no action.")]


def test_past_thirty_two_actions_the_rest_is_refused_in_one_sentence() -> None:
    proposals = read(whole(call(action=None, actions=[{"type": "screenshot"}] * 10_000))).turn.calls[0].proposals

    assert [proposal.action for proposal in proposals[:32]] == [Look()] * 32
    assert [proposal.action for proposal in proposals[32:]] == [
        InvalidAction("Only 32 actions are taken at once; the last 9968 were not done.")
    ]


@pytest.mark.parametrize(
    ("checks", "shown"),
    [
        (None, ()),
        ("stop", (SafetyCheck("", "unreadable", "stop"),)),
        ([7], (SafetyCheck("", "unreadable", "7"),)),
        ([CHECK], (SafetyCheck("sc", "c", "m", CHECK),)),
        ([{}], (SafetyCheck("", raw={}),)),
        ([{"id": 7, "code": 8, "message": None}], (SafetyCheck("", "8", "", {"id": 7, "code": 8, "message": None}),)),
    ],
)
def test_a_check_that_cannot_be_read_is_still_one_to_be_seen(checks: object, shown: tuple[SafetyCheck, ...]) -> None:
    assert read(whole(call(pending_safety_checks=checks))).turn.calls[0].checks == shown
    with pytest.raises(DialectError, match="more than a person can read"):
        read(whole(call(pending_safety_checks=[{"id": "x"}] * 100_000)))


@pytest.mark.parametrize(
    ("response", "error", "sentence"),
    [
        (whole(), NothingSaidError, "model returned an empty response"),
        (whole("text"), NothingSaidError, "model returned an empty response"),
        ({"output": {"type": "message"}}, DialectError, "isn't a list"),
        (whole(*[{"type": "reasoning"}] * 1_001), DialectError, r"too many items \(1001\)"),
        (whole({"type": "reasoning", "summary": "hm"}), NothingSaidError, "neither text nor actions"),
        (whole({"type": "message", "content": "", "status": "incomplete"}), NothingSaidError, "neither text nor"),
        (whole(CUT), NothingSaidError, "message was cut off"),
        (whole(SAVED, CUT), NothingSaidError, "message was cut off"),
        (whole(SAVED, error={"message": "The engine died."}), ModelError, "failed: “The engine died”"),
        (whole(call(), status="failed", error={"message": "overloaded"}), ModelError, "failed: “overloaded”"),
        (whole(call(), status="cancelled", error="odd"), ModelError, "canceled its response: “odd”"),
        (CUT_CALL, DialectError, r"cut off \(max_output_tokens\)"),
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
    refused = {"type": "message", "content": [{"type": "refusal", "refusal": "I do not pay."}]}

    assert read(whole(user, odd, refused, SAVED)).turn.messages == ("yes", "I do not pay.", "Saved.")


def test_words_that_broke_off_beside_a_call_stop_nothing_and_go_back_as_they_came() -> None:
    words = [{"type": "output_text", "text": "Sav", "annotations": []}]
    cut = {"type": "message", "id": "m", "role": "assistant", "status": "incomplete", "content": words}

    reading = read(whole(cut, call()))

    assert (reading.turn.messages, actions_of(reading.turn)) == (("Sav",), ["Click"])
    assert reading.output[0] == cut


@pytest.mark.parametrize("status", ["in_progress", "incomplete"])
def test_calls_in_the_text_of_a_message_that_broke_off_are_not_done(status: str) -> None:
    options = ReadOptions(dialect_named("functions", DialectOptions(family="ui-tars")), "viewport", Caps())
    message = {"type": "message", "content": "Thought: So.\nAction: click(start_box='(1,2)')"}

    done = read_turn(whole(message), options, SIZE).turn
    cut = read_turn(whole({**message, "status": status}), options, SIZE).turn

    assert actions_of(done) == ["Click"]
    assert actions_of(cut) == ["InvalidAction"]
