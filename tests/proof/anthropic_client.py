"""Anthropic's SDK as judge of requests and as client of a server; run by `.oracle/bin/python`.

Usage: anthropic_client.py judge, with a list of requests on standard input; asked PLATFORM, with what to ask for; or
talk ORIGIN TOKEN TOOL [PLATFORM].
Prints one JSON object of what came of it.
"""

# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, T201 - the SDK's types are not in the tests' environment

import json
import sys
from contextlib import suppress

import anthropic
from anthropic.types.beta import BetaMessage, BetaRawMessageStreamEvent
from anthropic.types.beta.message_create_params import MessageCreateParams
from pydantic import TypeAdapter, ValidationError

from tests.proof.echoing import echoing
from tests.proof.kept_fields import check_unknown_fields, plain
from tests.proof.sdk_talk import picture

REQUEST = TypeAdapter(MessageCreateParams)  # kept, as lists are only read when they are asked for
TOOLS = {
    "computer_toolset_20260801": {"type": "computer_toolset_20260801"},
    "computer_20251124": {
        "type": "computer_20251124", "name": "computer", "display_width_px": 1280, "display_height_px": 800,
    },
}  # fmt: skip
BETAS = {"computer_toolset_20260801": [], "computer_20251124": ["computer-use-2025-11-24"]}
FUNCTION = {"name": "look_up", "description": "Look something up.", "input_schema": {"type": "object"}}
THINKING = {"type": "adaptive"}


def judge():
    """Say what the types of a request make of each body on standard input: nothing of a good one."""
    print(json.dumps([next(misfits(body), "") for body in json.load(sys.stdin)]))


def misfits(body):
    """Yield what does not fit, and where a field is that no type knows: a TypedDict silently drops it."""
    for tool in body["tools"]:
        if "input_schema" in tool:
            tool["input_schema"] = {"type": "object"}  # any schema, as the types have it
    try:
        check_unknown_fields(body, plain(REQUEST.validate_python(body)))
    except (ValidationError, AssertionError) as error:
        yield str(error)[:600] or "a field that no type knows"


def client_of(platform, origin, token):
    """Return the SDK's client for a cloud platform, or for the vendor itself."""
    strict = {"max_retries": 0, "_strict_response_validation": True}
    match platform:
        case "bedrock":
            return anthropic.AnthropicBedrock(base_url=origin, api_key=token, aws_region="eu-west-1", **strict)
        case "vertex":
            place = {"region": "global", "project_id": "a-project"}
            return anthropic.AnthropicVertex(base_url=f"{origin}/v1", access_token=token, **place, **strict)
        case _:
            return anthropic.Anthropic(base_url=origin, api_key=token, **strict)


def asked_for(platform):
    """Print what the SDK sends, as path, headers and body, for each request on standard input."""
    with echoing() as (origin, requests):
        client = client_of(platform, origin, "a-key")
        for each in json.load(sys.stdin):
            with suppress(anthropic.APIStatusError):
                client.beta.messages.create(**each)
    print(json.dumps(requests))


def talk(origin, token, tool, platform=""):
    """Hold a whole conversation, streamed and whole; each answer is judged by the types of answers."""
    client = client_of(platform, origin, token)
    held = {name: converse(client, tool, name) for name in ("streamed", "whole")}
    try:
        body = {"model": "m", "messages": [{"role": "user", "content": "Save"}], "tools": [TOOLS[tool]]}
        client.post("/v1/messages", body=body, cast_to=object)
    except anthropic.BadRequestError as error:
        held["refused"] = error.body["message"] if platform == "bedrock" else error.body["error"]["type"]
    try:
        client_of(platform, origin, "wrong").beta.messages.create(model="m", max_tokens=1, messages=[])
    except anthropic.AuthenticationError as error:
        held["wrong key"] = error.status_code
    print(json.dumps(held))


def converse(client, tool, how):
    """Return the calls, words and thoughts of a conversation to its end."""
    image = {"type": "base64", "media_type": "image/png", "data": picture().partition(",")[2]}
    shot = {"type": "image", "source": image}
    messages = [{"role": "user", "content": [{"type": "text", "text": "Save a note"}, shot]}]
    found = []
    while len(found) < 10:
        message = answer(client, asked(tool, messages), how)
        found.append(
            [[block.type, getattr(block, "name", ""), getattr(block, "input", None)] for block in message.content]
        )
        messages.append({"role": "assistant", "content": message.to_dict(mode="json")["content"]})
        results = [
            {"type": "tool_result", "tool_use_id": block.id, "content": [shot], "toolset_name": block.toolset_name}
            for block in message.content
            if block.type == "tool_use"
        ]
        if not results:
            assert message.stop_reason == "end_turn"
            return found
        assert message.stop_reason == "tool_use"
        messages.append({"role": "user", "content": results})
    raise AssertionError("no end")


def answer(client, body, how):
    """Return a message, by the way of asking for it; every event and the whole are known to the types."""
    if how == "whole":
        return judged(client.beta.messages.create(**body))
    with client.beta.messages.stream(**body) as stream:
        for _ in stream:
            pass
        return judged(stream.get_final_message())


def judged(message):
    """Return a message that the types know whole."""
    kept = TypeAdapter(BetaMessage).validate_python(message.to_dict(mode="json"))
    assert not [*left_over(kept)], [*left_over(kept)]
    return message


def left_over(value, at=""):
    """Yield the fields of an answer that the types do not know."""
    fields = getattr(type(value), "model_fields", None)
    if fields is not None:
        yield from (f"{at}.{name}" for name in value.model_extra or ())
        for name in fields:
            yield from left_over(getattr(value, name), f"{at}.{name}")
    elif isinstance(value, list):
        for one in value:
            yield from left_over(one, f"{at}[]")


def asked(tool, messages):
    """Return the arguments of one request."""
    told = {"model": "claude-sonnet-5-5", "max_tokens": 1000, "betas": BETAS[tool], "thinking": THINKING}
    return {**told, "tools": [TOOLS[tool], FUNCTION], "messages": messages}


def golden():
    """Say what the types of an answer and of its events make of those on standard input."""
    message, events = json.load(sys.stdin)
    found = TypeAdapter(BetaMessage).validate_python(message, strict=True)
    told = [*left_over(found)]
    for event in events:
        if event["type"] == "ping":  # no type has it, and the SDK leaves it out
            continue
        told += left_over(TypeAdapter(BetaRawMessageStreamEvent).validate_python(event, strict=True))
    print(json.dumps(told))


{"judge": judge, "asked": asked_for, "talk": talk, "golden": golden}[sys.argv[1]](*sys.argv[2:])
