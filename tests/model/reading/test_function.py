"""Calls for functions of the user's: the arguments in every form that is seen, and the ones that are none."""

import pytest

from desktop_agent.core.actions.action import Function, Invoke
from desktop_agent.core.runs.turn import InvalidAction
from desktop_agent.model.reading.function import MAX_ARGUMENTS_CHARACTERS
from tests.fakes.servers.answers import read, whole

NUMBERS = {"days": {"type": "integer"}, "warmth": {"type": "number"}, "city": {"type": "string"}}
WEATHER = Function("weather", "Tells it.", {"type": "object", "properties": NUMBERS}, command=("weather",))
OTHER = Function("other", "Does it.", {"type": "object", "properties": {"x": True}})


def function_call(arguments: object, **more: object) -> dict[str, object]:
    return {"type": "function_call", "name": "weather", "call_id": "f1", "arguments": arguments, **more}


@pytest.mark.parametrize(
    ("arguments", "read_as", "noticed"),
    [
        ('{"city": "Paris"}', '{"city":"Paris"}', ""),
        (None, "{}", ""),
        ('"{\\"city\\": \\"Paris\\"}"', '{"city":"Paris"}', ""),
        ({"city": "Paris"}, '{"city":"Paris"}', ""),
        ('{"city": 3}', '{"city":"3"}', "numbers as strings"),
        ('{"city": 2.50, "x": 1}', '{"city":"2.50","x":1}', "numbers as strings"),
        ('{"city": "Saint\nMalo"}', '{"city":"Saint\\nMalo"}', ""),
        ('{}{"city": "Paris"}', '{"city":"Paris"}', ""),
        ('{"city": "Paris"}{"city": "Paris"}', '{"city":"Paris"}', ""),
        ('{"city": "Paris", "city": "Paris"}', '{"city":"Paris"}', ""),
        ('{"city": "\ud83d\ude00"}', '{"city":"😀"}', ""),
        ('{"days": "3", "warmth": " 20.5 "}', '{"days":3,"warmth":20.5}', "numbers as strings"),
        ('{"city": "3"}', '{"city":"3"}', ""),
        ('{"days": "1e400"}', '{"days":"1e400"}', ""),
        ('{"arguments": {"city": "Paris"}}', '{"city":"Paris"}', ""),
        ('{"name": "weather", "input": {"city": "Paris", "days": 3}}', '{"city":"Paris","days":3}', ""),
        ('{"input": {"city": "Paris", "z": 3}}', '{"input":{"city":"Paris","z":3}}', ""),
        ('{"city": "Paris", "input": {"days": 3}}', '{"city":"Paris","input":{"days":3}}', ""),
    ],
)
def test_arguments_are_read_in_every_form_with_a_notice(arguments: object, read_as: str, noticed: str) -> None:
    reading = read(whole(function_call(arguments)), functions=(WEATHER,))

    assert reading.turn.calls[0].proposals[0].action == Invoke("weather", read_as)
    assert reading.turn.calls[0].called == "function"
    assert bool(noticed) == bool(reading.turn.notices)
    assert all(noticed in notice for notice in reading.turn.notices)


def test_an_argument_that_has_the_name_of_a_field_of_calls_is_kept() -> None:
    fields = {"id": {"type": "string"}, "text": {"type": "string"}}
    notes = Function("weather", "Notes it.", {"type": "object", "properties": fields}, command=("note",))
    reading = read(whole(function_call('{"id": "7", "fields": {"text": "x"}}')), functions=(notes,))

    assert reading.turn.calls[0].proposals[0].action == Invoke("weather", '{"id":"7","fields":{"text":"x"}}')


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ("[1]", "aren't a JSON object"),
        ('{"city": 1, "city": 2}', "two different values for “city”"),
        ('{"city": "Paris"}{"city": "Rome"}', "two different objects"),
        ('{"city": "Paris"', "they aren't finished"),
        ('{"city": "Par', "they aren't finished"),
        ('{"city": Paris}', "aren't JSON from “Paris}” on"),
        ('{"city": "Paris\ufffd"}', "a lost one"),
        ('{"city": "\\ud800"}', "half a character"),
        ('{"warmth": 1e400}', "“1e400” isn't a number"),
        ('{"city": "' + "x" * MAX_ARGUMENTS_CHARACTERS + '"}', "more than 100000 characters"),
    ],
)
def test_what_are_no_arguments_is_a_sentence_for_the_model(arguments: object, why: str) -> None:
    (one,) = read(whole(function_call(arguments)), functions=(OTHER, WEATHER)).turn.calls
    action = one.proposals[0].action

    assert isinstance(action, InvalidAction)
    assert why in action.reason


def test_what_a_server_wants_approved_is_shown_in_full_or_not_asked_about() -> None:
    odd = {"type": "mcp_approval_request", "id": "m1", "name": "send", "arguments": "to: Zoë\ud800"}

    first, second = read(whole(odd, {**odd, "id": "m2", "arguments": "x" * 200_000})).turn.calls

    assert (first.called, first.call_id) == ("mcp", "m1")
    assert first.proposals[0].action == Invoke("send", '"to: Zoë?"', "without a name")
    assert isinstance(second.proposals[0].action, InvalidAction)
    assert len(str(second.proposals[0])) < 500


def test_a_call_that_is_not_complete_is_not_done() -> None:
    (one,) = read(whole(function_call("{}", status="incomplete")), functions=(WEATHER,)).turn.calls

    assert one.proposals[0].action == InvalidAction("The call was incomplete, so nothing was done.")
