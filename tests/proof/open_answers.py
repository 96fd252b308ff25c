"""What `serve` answers, asked directly: every word of a script as each family has it, whole, streamed and later."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import schemathesis
from openresponses_types import types as spec
from pydantic.json_schema import models_json_schema

from desktop_agent.core.geometry import Size
from desktop_agent.model.dialect import Manner
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.families import FAMILY_NAMES
from desktop_agent.model.tools import DONE_TOOL
from tests.devtools.serve.serving import Serving, answers, events, serving
from tests.proof.open_spec import faults_of_error, faults_of_event, faults_of_response
from tests.proof.open_talks import WORDS

Json = dict[str, Any]
PLAIN = "plain"  # no computer is offered, and the model is of no family
KINDS = (*FAMILY_NAMES, PLAIN)
# What is said beside actions. `raw` is a script's own; the specification has no custom tools.
SAID: dict[str, Any] = {
    "message": "Grüße – 保存しました 🗂️, in more than one piece of a stream.",
    "refusal": "I had rather not do that, whoever asks for it.",
    "reasoning": "The “File” menu is open; its third entry says “Save”.",
    "function_call": {"name": "get_weather", "arguments": {"location": "Αθήνα, where it is always warm"}},
    "done": "All is done.",
    "give_up": "There is no such window.",
}
_THOUGHT = {
    "type": "reasoning",
    "id": "rs_1",
    "summary": [],
    "content": [{"type": "reasoning_text", "text": "Hm, " * 9}],
}
ENTRIES: dict[str, Json] = {
    **{word: {"items": [{word: said}]} for word, said in SAID.items()},
    "everything": {"items": [{word: said} for word, said in SAID.items()]},
    "a thought in full": {"items": [{"raw": _THOUGHT}, {"message": "Now."}]},
    "an incomplete one": {
        "items": [{"message": "It br"}],
        "response": {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}},
    },
    "a failed one": {"items": [], "response": {"status": "failed", "error": {"code": "fault", "message": "No."}}},
    "no counts": {"items": [{"message": "Hello."}], "usage": None},
    "a slow one": {"items": [{"message": "Hello."}], "thinks": 0.02, "queued": 0.02},
    "a refusal of the server": {"status": 429, "headers": {"Retry-After": "1"}},
    "a fault of the server": {"status": 500},
}  # fmt: skip
# Where every dialect is spoken, a request without a computer is answered as by OpenAI, whose own types require this.
BEYOND = ".usage.input_tokens_details.cache_write_tokens: not known"
ACTIONS: dict[str, Json] = {next(iter(action)): {"items": [action]} for action in WORDS}
WAYS: dict[str, Json] = {"whole": {}, "streamed": {"stream": True}, "later": {"background": True}}
WRONG: dict[str, Json] = {
    "no such response": {"input": "x", "previous_response_id": "resp_none"},
    "a number for a text": {"input": 5},
    "a role that is none": {"input": [{"type": "message", "role": "nobody", "content": "x"}]},
    "an answer to nothing": {"input": [{"type": "function_call_output", "call_id": "c", "output": "x"}]},
    "too hot": {"input": "x", "temperature": 99},
}


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer that was judged: which one, and what is wrong with it."""

    what: str
    faults: list[str]


def offered(kind: str) -> list[Json]:
    """Return the tools that our client offers to a model of a family; without one, a function."""
    if kind == PLAIN:
        return [{"type": "function", "name": "get_weather", "parameters": {"type": "object", "properties": {}}}]
    tools = dialect_named("functions", Manner(kind)).tools(Size(640, 400), "linux", ())
    return json.loads(json.dumps([*tools, DONE_TOOL]))  # type: ignore[no-any-return]


def every_answer(folder: Path, kinds: tuple[str, ...] = KINDS, ways: tuple[str, ...] = tuple(WAYS)) -> Iterator[Judged]:
    """Yield each answer to each kind of model, judged."""
    script = [{"when": _asking(name), "repeat": "always", **entry} for name, entry in (ENTRIES | ACTIONS).items()]
    with serving(
        answers(*script, {"items": [{"message": "Hello."}], "repeat": "always"}), folder, "functions"
    ) as server:
        for kind, way in product(kinds, ways):
            for name in ENTRIES | ACTIONS:
                body = {"model": kind, "tools": offered(kind), "input": _asking(name), **WAYS[way]}
                yield from _judged(f"{kind}: {name}, {way}", server, body)
        for name, body in WRONG.items():
            yield _judged_whole(f"error: {name}", server.http.post("/responses", json={"model": "m", **body}))
        yield _judged_whole("error: no JSON", server.http.post("/responses", content=b"{"))
        yield _judged_whole("error: unknown id", server.http.get("/responses/resp_none"))
        yield _judged_whole("error: no token", httpx.post(f"{server.base_url}/responses", json={"input": "x"}))


def _asking(name: str) -> str:
    return f"[{name}]"


def _judged(what: str, server: Serving, body: Json) -> Iterator[Judged]:
    reply = server.http.post("/responses", json=body)
    yield judged(what, reply)
    if reply.status_code != httpx.codes.OK:
        return
    name = (events(reply.text)[0]["response"] if body.get("stream") else reply.json())["id"]
    yield judged(f"{what}, its stream again", server.http.get(f"/responses/{name}", params={"stream": "true"}))
    yield judged(f"{what}, asked for again", server.http.get(f"/responses/{name}"))
    yield judged(f"{what}, cancelled too late", server.http.post(f"/responses/{name}/cancel"))


def judged_as_openais(reply: httpx.Response) -> Judged:
    """Judge an answer of a server that speaks every dialect, to a request that offers no computer."""
    found = judged("", reply)
    return Judged("", [fault for fault in found.faults if not fault.endswith(BEYOND)])


def judged(what: str, reply: httpx.Response) -> Judged:
    """Judge an answer of any kind."""
    if not reply.headers["Content-Type"].startswith("text/event-stream"):
        return _judged_whole(what, reply)
    found = events(reply.text)
    faults = [f"{event['type']}{fault}" for event in found for fault in faults_of_event(event)]
    told = "".join(event["delta"] for event in found if event["type"].endswith("arguments.delta"))
    if told != "".join(event["arguments"] for event in found if event["type"].endswith("arguments.done")):
        faults.append("the pieces of a call's arguments do not add up")
    if [event["sequence_number"] for event in found] != list(range(len(found))):
        faults.append("the events are not numbered in order")
    if not found or found[-1]["type"] not in ENDS:
        faults.append("the stream has no end")
    return Judged(what, faults)


ENDS = {f"response.{how}" for how in ("completed", "failed", "incomplete")}


def _judged_whole(what: str, reply: httpx.Response) -> Judged:
    judge = faults_of_response if reply.status_code == httpx.codes.OK else faults_of_error
    return Judged(what, judge(reply.json()))


def described() -> schemathesis.schemas.BaseSchema:
    """Return the specification of requests, as what makes up requests reads it."""
    _, schema = models_json_schema(
        [(spec.CreateResponseBody, "validation"), (spec.ToolChoiceParam, "validation")],
        ref_template="#/components/schemas/{model}",
    )
    kinds = schema["$defs"]
    for name, kind in kinds.items():
        if kind["type" if "type" in kind else "title"] == "object" and name != "EmptyModelParam":
            kind.setdefault("additionalProperties", False)  # else there is no end of fields that nobody knows
    # Of a choice of tools the types say nothing.
    kinds["CreateResponseBody"]["properties"]["tool_choice"] = {"$ref": "#/components/schemas/ToolChoiceParam"}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/CreateResponseBody"}}}
    return schemathesis.openapi.from_dict({
        "openapi": "3.1.0", "info": {"title": "Open Responses", "version": "1"},
        "paths": {"/responses": {"post": {"requestBody": {"required": True, "content": content}, "responses": {}}}},
        "components": {"schemas": kinds},
    })  # fmt: skip
