"""Open Responses: what our client asks in the dialect `functions` is a request by its types; one talk of each kind."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from openresponses_types import CreateResponseBody

from desktop_agent.model.dialects import DIALECTS
from desktop_agent.model.families import FAMILY_NAMES
from tests.proof.everything_sent import bodies
from tests.proof.open_spec import faults_of_request
from tests.proof.open_talks import HeldTalk, sent, talks_to_hold
from tests.proof.sdk_talk import picture

Json = dict[str, Any]
TALKS = {talk.name: talk for talk in talks_to_hold()}
# One of each family, no two in the same way, and what is special.
NAMES = [
    *(name for at, name in enumerate(n for n in TALKS if n.startswith(tuple(FAMILY_NAMES))) if at % 9 == 0),
    *(name for name in TALKS if name in {"the provider mistral", "a small model", "with parameters"}),
]
_NOTHING: Json = {"type": "object", "properties": {}}
_PICTURE = {"type": "input_image", "image_url": picture(), "detail": "high"}
REQUEST: Json = {
    "model": "m", "stream": True, "store": False, "tool_choice": {"type": "function", "name": "click"},
    "tools": [{"type": "function", "name": "click", "description": "Click.", "strict": True, "parameters": _NOTHING}],
    "input": [
        {"type": "message", "role": "user", "content": [_PICTURE]},
        {"type": "reasoning", "summary": [{"type": "summary_text", "text": "Hm."}]},
        {"type": "function_call", "call_id": "c", "name": "click", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c", "output": [{"type": "input_text", "text": "Done."}]},
    ],
}  # fmt: skip
SPOILT: dict[str, Callable[[Json], object]] = {
    "no role": lambda body: body["input"][0].pop("role"),
    "a role that is none": lambda body: body["input"][0].update(role="nobody"),
    "no type": lambda body: body["input"][0].pop("type"),
    "a field of nobody's": lambda body: body["input"][0].update(acknowledged=True),
    "an item of another API": lambda body: body["input"].append({"type": "computer_call_output", "call_id": "c"}),
    "a tool of another API": lambda body: body["tools"].append({"type": "computer"}),
    "a name with a blank": lambda body: body["input"][2].update(name="left click"),
    "arguments that are no text": lambda body: body["input"][2].update(arguments={}),
    "no id of a call": lambda body: body["input"][3].pop("call_id"),
    "a picture of another kind": lambda body: body["input"][0]["content"][0].update(type="image_url"),
    "a detail that is none": lambda body: body["input"][0]["content"][0].update(detail="highest"),
    "a thought in full": lambda body: body["input"][1].update(content=[]),
    "a number in a text": lambda body: body.update(temperature="0.5"),
    "a word for yes": lambda body: body.update(stream="yes"),
    "a choice that is none": lambda body: body.update(tool_choice={"type": "computer"}),
    "a schema that is none": lambda body: body["tools"][0].update(parameters={"type": "objekt"}),
    "no model": lambda body: body.pop("model"),
    "no input": lambda body: body.pop("input"),
}


@pytest.mark.parametrize("spoil", SPOILT)
def test_the_judge_of_requests_can_say_no(spoil: str) -> None:
    spoilt = deepcopy(REQUEST)
    assert faults_of_request(spoilt) == []

    SPOILT[spoil](spoilt)

    assert faults_of_request(spoilt)


@pytest.mark.parametrize("name", NAMES)
def test_a_talk_in_functions_is_nothing_but_requests_of_the_specification(name: str) -> None:
    bodies = sent(TALKS[name])

    assert len(bodies) > 15
    assert [fault for body in bodies for fault in faults_of_request(body)] == []


def test_the_talks_hold_what_a_run_ever_sends() -> None:
    held: HeldTalk = TALKS["generic, pictures after results, history kept by us, streamed"]
    inputs = [json.dumps(body["input"], ensure_ascii=False) for body in sent(held)]

    for words in ("aren't a JSON object", "This tool doesn't exist here", '"reasoning"', "What call_"):
        assert any(words in one for one in inputs), words
    assert any("Did what" in one and "input_image" in one for one in inputs)
    assert any(
        "This task was started earlier and is now being continued. How it was interrupted" in one for one in inputs
    )


@pytest.mark.parametrize("dialect", ["openai", "preview"])
def test_of_the_dialects_with_a_computer_tool_only_that_is_not_in_the_specification(dialect: str) -> None:
    """Of what is ours, but for OpenAI's detail “original”; the model's items go back as they came.

    The older Tzafon API is another one altogether.
    """
    for asked in bodies(dialect, chain=False):
        body = json.loads(json.dumps(asked).replace('"original"', '"high"'))
        known = [item for item in body["input"] if item.get("role") == "user" or item["type"] == "function_call_output"]
        tools = [tool for tool in body["tools"] if tool["type"] == "function"]
        assert faults_of_request({**body, "input": known, "tools": tools}) == []


def test_only_three_parameters_that_can_be_set_are_not_in_the_specification() -> None:
    known = set(CreateResponseBody.model_fields)

    assert set(DIALECTS["functions"].parameters) - known == {"prompt", "top_k", "user"}
