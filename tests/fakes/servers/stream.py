"""An answer played as a stream of events, in the order in which its vendor sends them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.fakes.servers.vendors import VENDORS
from tests.fakes.servers.vendors.vendor import pieces

ENDS = {"completed": "response.completed", "failed": "response.failed", "incomplete": "response.incomplete"}


def as_events(response: Mapping[str, Any], *, end_carries_output: bool = True) -> Iterator[dict[str, Any]]:
    """Yield the events of a whole response, numbered from 0; of a whole answer of another API, its events."""
    for vendor in VENDORS.values():
        if vendor.field and vendor.field in response:
            yield from vendor.events(response)
            return
    for number, event in enumerate(_events(response, end_carries_output=end_carries_output)):
        yield {**event, "sequence_number": number}


def as_sse(
    events: Iterable[Mapping[str, Any]], *, line_end: str = "\n", comment: bool = True, done: bool = True
) -> bytes:
    parts = [f": keep-alive{line_end}{line_end}"] if comment else []
    for event in events:
        data = json.dumps(event, ensure_ascii=False)
        name = f"event: {event['type']}{line_end}" if "type" in event else ""
        parts.append(f"{name}data: {data}{line_end}{line_end}")
    if done:
        parts.append(f"data: [DONE]{line_end}{line_end}")
    return "".join(parts).encode()


def _events(response: Mapping[str, Any], *, end_carries_output: bool) -> Iterator[dict[str, Any]]:
    bare = {**response, "status": "in_progress", "output": []}
    yield {"type": "response.created", "response": bare}
    yield {"type": "response.in_progress", "response": bare}
    for index, item in enumerate(response["output"]):
        where = {"output_index": index, "item_id": item.get("id")}
        yield {"type": "response.output_item.added", "output_index": index, "item": _begun(item)}
        yield from _parts(item, where)
        yield {"type": "response.output_item.done", "output_index": index, "item": item}
    end = dict(response) if end_carries_output else {**response, "output": []}
    yield {"type": ENDS.get(response["status"], "response.completed"), "response": end}


def _begun(item: Mapping[str, Any]) -> dict[str, Any]:
    empty: dict[str, dict[str, Any]] = {
        "message": {"content": []},
        "reasoning": {"summary": []},
        "function_call": {"arguments": ""},
    }
    return {**item, **empty.get(item["type"], {}), **({"status": "in_progress"} if "status" in item else {})}


def _parts(item: Mapping[str, Any], where: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if item["type"] == "message":
        for index, part in enumerate(item["content"]):
            at = {**where, "content_index": index}
            name, field = ("refusal", "refusal") if "refusal" in part else ("output_text", "text")
            chances: dict[str, Any] = {} if "refusal" in part else {"logprobs": []}
            yield {"type": "response.content_part.added", **at, "part": {**part, field: ""}}
            for piece in pieces(part[field]):
                yield {"type": f"response.{name}.delta", **at, "delta": piece, **chances}
            yield {"type": f"response.{name}.done", **at, field: part[field], **chances}
            yield {"type": "response.content_part.done", **at, "part": part}
    if item["type"] == "reasoning":
        for index, part in enumerate(item["summary"]):
            at = {**where, "summary_index": index}
            yield {"type": "response.reasoning_summary_part.added", **at, "part": {**part, "text": ""}}
            for piece in pieces(part["text"]):
                yield {"type": "response.reasoning_summary_text.delta", **at, "delta": piece}
            yield {"type": "response.reasoning_summary_text.done", **at, "text": part["text"]}
            yield {"type": "response.reasoning_summary_part.done", **at, "part": part}
    if item["type"] == "function_call":
        for piece in pieces(item["arguments"]):
            yield {"type": "response.function_call_arguments.delta", **where, "delta": piece}
        yield {"type": "response.function_call_arguments.done", **where, "arguments": item["arguments"]}
