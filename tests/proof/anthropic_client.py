"""Anthropic's SDK as judge of requests and answers, and what it would send itself; run by `.oracle/bin/python`.

Usage: anthropic_client.py judge or golden, with what is judged on standard input; or asked PROVIDER PATH, with what
to ask for. Prints JSON.
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

from tests.fakes.servers.raw_server import RawServer, http
from tests.proof.kept_fields import check_unknown_fields, left_over, plain

REQUEST = TypeAdapter(MessageCreateParams)  # kept, as lists are only read when they are asked for


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


def client_of(platform, base_url, token):
    """Return the SDK's client for a provider's platform."""
    strict = {"base_url": base_url, "max_retries": 0, "_strict_response_validation": True}
    match platform:
        case "bedrock":
            return anthropic.AnthropicBedrockMantle(api_key=token, **strict)
        case "aws-claude":
            return anthropic.AnthropicAWS(api_key=token, workspace_id="wrkspc_1", **strict)
        case "foundry-claude":
            return anthropic.AnthropicFoundry(api_key=token, **strict)
        case "google-claude":
            return anthropic.AnthropicGoogleCloud(token_provider=lambda: token, **strict)
        case _:
            place = {"region": "global", "project_id": "a-project"}
            return anthropic.AnthropicVertex(access_token=token, **place, **strict)


def asked_for(platform, path):
    """Print what the SDK sends, as path, headers and body, for each request on standard input."""
    with RawServer((), http(b"{}", status="400 Bad Request")) as server:
        origin = server.base_url.removesuffix("/v1")
        client = client_of(platform, f"{origin}{'/v1' if platform == 'vertex-claude' else path}", "a-key")
        for each in json.load(sys.stdin):
            with suppress(anthropic.APIStatusError):
                client.beta.messages.create(**each)
    print(json.dumps([(request.path, request.headers, json.loads(request.body)) for request in server.requests]))


def golden():
    """Say what the types of an answer and of its events make of those on standard input."""
    message, events = json.load(sys.stdin)
    found = TypeAdapter(BetaMessage).validate_python(message, strict=True)
    reported = [*left_over(found)]
    for event in events:
        if event["type"] == "ping":  # no type has it, and the SDK leaves it out
            continue
        reported += left_over(TypeAdapter(BetaRawMessageStreamEvent).validate_python(event, strict=True))
    print(json.dumps(reported))


{"judge": judge, "asked": asked_for, "golden": golden}[sys.argv[1]](*sys.argv[2:])
