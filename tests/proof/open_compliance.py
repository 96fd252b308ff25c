"""The seven cases of the specification's own compliance suite, and what each of them looks at in an answer.

After https://github.com/openresponses/openresponses (bin/compliance-test.ts and src/lib/compliance-tests.ts, in January
2026): basic-response, streaming-response, system-prompt, tool-calling, tool-calling-streaming, image-input, multi-turn.
Later editions add cases about WebSockets, `/responses/compact` and phases of messages, none of which a client of
computer use needs; `serve` has neither of the first two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from tests.devtools.serve.serving import answers, events
from tests.proof.open_answers import judged, judged_as_openais
from tests.proof.open_spec import faults_of_request
from tests.proof.sdk_talk import picture

Json = dict[str, Any]
CALL = "function_call"
WEATHER = {
    "type": "function", "name": "get_weather", "description": "Tell the weather of a place.",
    "parameters": {"type": "object", "properties": {"location": {"type": "string"}}, "required": ["location"]},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ComplianceCase:
    """What is asked, and the item that must come. The suite streams two of them; here each is asked both ways."""

    name: str
    body: Json
    says: Json  # as the script has it
    wants: str = ""  # the type of an item; empty: any will do, but the response must be completed


def said(role: str, content: object) -> Json:
    """Return a message."""
    return {"type": "message", "role": role, "content": content}


_SEEN = [{"type": "input_text", "text": "What is in this picture?"}, {"type": "input_image", "image_url": picture()}]
_WEATHER: Json = {"input": [said("user", "How is the weather in San Francisco?")], "tools": [WEATHER]}
_CALLED: Json = {"function_call": {"name": "get_weather", "arguments": {"location": "San Francisco, CA"}}}
CASES = (
    ComplianceCase("basic-response", {"input": [said("user", "Say hello in three words.")]}, {"message": "Hello."}),
    ComplianceCase("streaming-response", {"input": [said("user", "Count to five.")]}, {"message": "1, 2, 3, 4, 5"}),
    ComplianceCase(
        "system-prompt",
        {"input": [said("system", "You are a pirate."), said("user", "Greet me.")]},
        {"message": "Ahoy"},
    ),
    ComplianceCase("tool-calling", _WEATHER, _CALLED, wants=CALL),
    ComplianceCase("tool-calling-streaming", _WEATHER, _CALLED, wants=CALL),
    ComplianceCase("image-input", {"input": [said("user", _SEEN)]}, {"message": "A red square."}),
    ComplianceCase(
        "multi-turn",
        {"input": [said("user", "I am Alice."), said("assistant", "Hello Alice."), said("user", "What is my name?")]},
        {"message": "Alice."},
    ),
)


def script() -> Json:
    """Return a script that answers each case, in whatever order they come."""
    known = {case.body["input"][-1]["content"]: case.says for case in CASES if case.name != "image-input"}
    entries = [{"when": words, "repeat": "always", "items": [says]} for words, says in known.items()]
    return answers(*entries, {"when": "picture", "repeat": "always", "items": [{"message": "A red square."}]})


def failings(
    case: ComplianceCase, http: httpx.Client, *, streamed: bool, tools: tuple[Json, ...] = (), any_dialect: bool = False
) -> list[str]:
    """Ask a server one case; return what the suite would find wrong with the answer, and the strict types."""
    body = {"model": "local", **case.body, "stream": streamed}
    if tools:
        body["tools"] = [*tools, *body.get("tools", [])]
    reply = http.post("/responses", json=body)
    told_of = judged_as_openais(reply) if any_dialect else judged(case.name, reply)
    found = [*faults_of_request(body), *told_of.faults]
    if reply.status_code != httpx.codes.OK:
        return [*found, f"the status is {reply.status_code}"]
    told = events(reply.text) if streamed else []
    whole = told[-1]["response"] if told else reply.json()
    kinds = [item["type"] for item in whole["output"]]
    if not kinds or case.wants not in {"", *kinds}:
        found.append(f"there is no {case.wants or 'item'} in {kinds}")
    if whole["status"] != "completed":
        found.append(f"it is {whole['status']}")
    return [*found, *(_of_a_streamed_call(told) if streamed and case.wants == CALL else ())]


def _of_a_streamed_call(told: list[Json]) -> Iterator[str]:
    wanted: dict[str, Callable[[Json], bool]] = {
        "response.output_item.added": lambda event: event["item"]["type"] == CALL,
        "response.function_call_arguments.delta": lambda _: True,
        "response.function_call_arguments.done": lambda _: True,
        "response.output_item.done": lambda event: event["item"]["type"] == CALL,
    }
    yield from (
        f"there is no {kind} of the call"
        for kind, fits in wanted.items()
        if not any(event["type"] == kind and fits(event) for event in told)
    )
