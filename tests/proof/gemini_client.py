"""Google's SDK as judge of requests and as client of a server; run by `.oracle/bin/python`.

Usage: gemini_client.py judge or asked, with a list of requests on standard input; or talk ORIGIN TOKEN [PLATFORM].
Prints JSON.
"""

# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, T201 - the SDK's types are not in the tests' environment

import base64
import json
import sys
from contextlib import suppress

from google import genai
from google.genai import errors, types
from google.oauth2.credentials import Credentials
from pydantic import ValidationError

from tests.proof.echoing import echoing
from tests.proof.sdk_talk import picture

SHOT = base64.b64decode(picture().partition(",")[2])
TOOLS = [
    types.Tool(computer_use=types.ComputerUse(environment=types.Environment.ENVIRONMENT_DESKTOP)),
    types.Tool(function_declarations=[types.FunctionDeclaration(name="look_up", description="Look something up.")]),
]


def judge():
    """Say what the types of a request make of each body on standard input: nothing of a good one."""
    print(json.dumps([next(misfits(body), "") for body in json.load(sys.stdin)]))


def misfits(body):
    """Yield what does not fit: these types take no field that they do not know."""
    kinds = {"contents": types.Content, "tools": types.Tool}
    yield from (f"{name} is no field" for name in set(body) - {*kinds, "systemInstruction", "generationConfig"})
    try:
        for name, kind in kinds.items():
            for one in body[name]:
                kind.model_validate(one)
        types.GenerationConfig.model_validate(body["generationConfig"])
        types.Content.model_validate(body.get("systemInstruction", {}))
    except ValidationError as error:
        yield str(error)[:600]


def client_of(platform, origin, token):
    """Return the SDK's client for Google's cloud platform, or for the API of Gemini alone."""
    if platform == "vertex":
        place = {"project": "a-project", "location": "global", "credentials": Credentials(token)}
        return genai.Client(vertexai=True, **place, http_options=types.HttpOptions(base_url=origin, api_version="v1"))
    return genai.Client(api_key=token, http_options=types.HttpOptions(base_url=origin))


def asked():
    """Print what the SDK sends to Vertex AI, as path, headers and body, for each request on standard input."""
    with echoing() as (origin, requests):
        client = client_of("vertex", origin, "a-key")
        for body in json.load(sys.stdin):
            config = types.GenerateContentConfig.model_validate(body["generationConfig"]).model_copy(
                update={
                    "tools": [types.Tool.model_validate(tool) for tool in body["tools"]],
                    "system_instruction": types.Content.model_validate(body["systemInstruction"]),
                }
            )
            contents = [types.Content.model_validate(one) for one in body["contents"]]
            for ask in (client.models.generate_content, client.models.generate_content_stream):
                with suppress(errors.ClientError):
                    list(ask(model="gemini-3.8-flash", contents=contents, config=config))
    print(json.dumps(requests))


def talk(origin, token, platform=""):
    """Hold a whole conversation, streamed and whole, by the SDK's client."""
    client = client_of(platform, origin, token)
    held = {name: converse(client, name) for name in ("streamed", "whole")}
    try:
        client.models.generate_content(model="local", contents=unsigned())
    except errors.ClientError as error:
        held["unsigned"] = error.status
    stranger = client_of(platform, origin, "wrong")
    try:
        stranger.models.generate_content(model="local", contents="x")
    except errors.ClientError as error:
        held["wrong key"] = error.status
    print(json.dumps(held))


def unsigned():
    """Return contents whose call has lost its signature."""
    call = types.FunctionCall(id="c", name="click", args={"x": 1, "y": 2})
    return [
        types.Content(role="user", parts=[types.Part(text="x")]),
        types.Content(role="model", parts=[types.Part(function_call=call)]),
    ]


def converse(client, how):
    """Return the calls, words and thoughts of a conversation to its end."""
    image = types.Part.from_bytes(data=SHOT, mime_type="image/png")
    contents = [types.Content(role="user", parts=[types.Part(text="Save a note"), image])]
    found = []
    while len(found) < 10:
        parts, reason = answer(client, contents, how)
        calls = [part.function_call for part in parts if part.function_call]
        texts = [
            "".join(part.text for part in parts if part.text and bool(part.thought) is kind) for kind in (True, False)
        ]
        found.append([[[call.name, call.args] for call in calls], *texts, reason])
        contents.append(types.Content(role="model", parts=parts))
        if not calls:
            return found
        contents.append(
            types.Content(role="user", parts=[types.Part(function_response=result(call)) for call in calls])
        )
    raise AssertionError("no end")


def result(call):
    """Return the answer to a call; what is to be confirmed of it is."""
    asked = (call.args or {}).get("safety_decision")
    told = {"output": "Done."} | ({"safety_acknowledgement": "true"} if asked else {})
    blob = types.FunctionResponseBlob(mime_type="image/png", data=SHOT)
    shown = [types.FunctionResponsePart(inline_data=blob)]
    return types.FunctionResponse(id=call.id, name=call.name, response=told, parts=shown)


def answer(client, contents, how):
    """Return the parts of an answer, and why it ended."""
    config = types.GenerateContentConfig(tools=TOOLS)
    if how == "whole":
        chunks = [client.models.generate_content(model="local", contents=contents, config=config)]
    else:
        chunks = list(client.models.generate_content_stream(model="local", contents=contents, config=config))
    parts = [part for chunk in chunks for part in chunk.candidates[0].content.parts]
    assert chunks[-1].usage_metadata.total_token_count
    return parts, chunks[-1].candidates[0].finish_reason.value


def golden():
    """Say what the types of an answer make of those on standard input."""
    for one in json.load(sys.stdin):
        types.GenerateContentResponse.model_validate(one)
    print(json.dumps([]))


{"judge": judge, "asked": asked, "talk": talk, "golden": golden}[sys.argv[1]](*sys.argv[2:])
