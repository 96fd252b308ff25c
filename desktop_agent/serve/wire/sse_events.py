"""The events of a response's stream: its beginning, its items piece by piece, and the one event that ends it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial

from desktop_agent.serve.dialect import Json, objects_in

_PIECE = 24  # characters of text in one delta


def opening_events(response: Json) -> Iterator[Json]:
    """Return the events that open a stream."""
    yield {"type": "response.created", "response": response}
    if response["status"] == "queued":
        yield {"type": "response.queued", "response": response}
    else:
        yield in_progress(response)


def in_progress(response: Json) -> Json:
    """Return the event for a response in progress."""
    return {"type": "response.in_progress", "response": response}


def item_events(output: list[Json]) -> Iterator[Json]:
    """Return the events for a response's items, piece by piece; an unknown item comes in one piece."""
    for index, item in enumerate(output):
        kind = str(item.get("type"))
        bare = item | {name: empty for name, empty in _EMPTY.get(kind, {}).items() if name in item}
        if "status" in item:
            bare |= {"status": "in_progress"}
        yield {"type": "response.output_item.added", "output_index": index, "item": bare}
        if kind in _PARTS:
            yield from _PARTS[kind](item, {"item_id": item.get("id"), "output_index": index})
        yield {"type": "response.output_item.done", "output_index": index, "item": item}


def closing_event(ended: Json) -> Json:
    """Return the one event that ends a stream."""
    how = ended["status"] if ended["status"] in {"completed", "failed"} else "incomplete"
    return {"type": f"response.{how}", "response": ended}


def json_bytes(value: object) -> bytes:
    """Return JSON in UTF-8; a lone surrogate, which UTF-8 cannot encode, stays an escape."""
    try:
        return json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(value).encode()


def event_lines(event: Json) -> bytes:
    """Return the lines of an event in a stream."""
    return b"".join((f"event: {event['type']}\n".encode(), b"data: ", json_bytes(event), b"\n\n"))


def _reasoning(item: Json, where: Json) -> Iterator[Json]:
    for number, (part, text) in enumerate(_texts(item.get("summary"), "text")):
        at = where | {"summary_index": number}
        yield {"type": "response.reasoning_summary_part.added", **at, "part": part | {"text": ""}}
        yield from _in_pieces("reasoning_summary_text", at, "text", text)
        yield {"type": "response.reasoning_summary_part.done", **at, "part": part}
    for number, (_, text) in enumerate(_texts(item.get("content"), "text")):
        yield from _in_pieces("reasoning_text", where | {"content_index": number}, "text", text)


def _message(item: Json, where: Json) -> Iterator[Json]:
    content = item.get("content")
    for number, content_part in enumerate(content if isinstance(content, list) else ()):
        at = where | {"content_index": number}
        refusals = _texts([content_part], "refusal")
        field = "refusal" if refusals else "text"
        for part, text in refusals or _texts([content_part], "text"):
            yield {"type": "response.content_part.added", **at, "part": part | {field: ""}}
            more: Json = {} if refusals else {"logprobs": []}
            yield from _in_pieces("refusal" if refusals else "output_text", at, field, text, **more)
            yield {"type": "response.content_part.done", **at, "part": part}


def _call(field: str, item: Json, where: Json) -> Iterator[Json]:
    for _, text in _texts([item], field):
        yield from _in_pieces(f"{item['type']}_{field}", where, field, text)


def _in_pieces(kind: str, where: Json, field: str, text: str, **more: object) -> Iterator[Json]:
    for start in range(0, len(text), _PIECE):
        yield {"type": f"response.{kind}.delta", **where, "delta": text[start : start + _PIECE], **more}
    yield {"type": f"response.{kind}.done", **where, field: text, **more}


def _texts(parts: object, field: str) -> list[tuple[Json, str]]:
    """Return the parts that have a text in this field, each with its text."""
    texts = [(part, part.get(field)) for part in objects_in(parts)]
    return [(part, text) for part, text in texts if isinstance(text, str)]


_EMPTY: dict[str, Json] = {
    "reasoning": {"summary": [], "content": []},
    "message": {"content": []},
    "function_call": {"arguments": ""},
    "custom_tool_call": {"input": ""},
}
_PARTS: dict[str, Callable[[Json, Json], Iterator[Json]]] = {
    "reasoning": _reasoning,
    "message": _message,
    "function_call": partial(_call, "arguments"),
    "custom_tool_call": partial(_call, "input"),
}
