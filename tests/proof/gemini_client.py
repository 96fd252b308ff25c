"""Google's SDK as judge of requests and answers, and what it would send itself; run by `.oracle/bin/python`.

Usage: gemini_client.py judge, golden or asked, with a list on standard input. Prints JSON.
"""

# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, T201 - the SDK's types are not in the tests' environment

import json
import sys
from contextlib import suppress

from google import genai
from google.genai import errors, types
from google.oauth2.credentials import Credentials
from pydantic import ValidationError

from tests.fakes.servers.raw_server import RawServer, http


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


def asked():
    """Print what the SDK sends to Vertex AI, as path, headers and body, for each request on standard input."""
    with RawServer((), http(b"{}", status="400 Bad Request")) as server:
        place = {"project": "a-project", "location": "global", "credentials": Credentials("a-key")}
        options = types.HttpOptions(base_url=server.base_url.removesuffix("/v1"), api_version="v1")
        client = genai.Client(vertexai=True, **place, http_options=options)
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
    print(json.dumps([(request.path, request.headers, json.loads(request.body)) for request in server.requests]))


def golden():
    """Say what the types of an answer make of those on standard input."""
    for one in json.load(sys.stdin):
        types.GenerateContentResponse.model_validate(one)
    print(json.dumps([]))


{"judge": judge, "asked": asked, "golden": golden}[sys.argv[1]](*sys.argv[2:])
