"""The events of a response's stream: how it begins, its items piece by piece, and the one event that ends it."""

from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]

_PIECE = 24  # characters of text in one delta


def opening(begun: Json) -> Iterator[Json]:
    """Return the events that say that a response has begun."""
    yield {"type": "response.created", "response": begun}
    if begun["status"] == "queued":
        yield {"type": "response.queued", "response": begun}
    else:
        yield in_progress(begun)


def in_progress(begun: Json) -> Json:
    """Return the event that says that it is being worked on."""
    return {"type": "response.in_progress", "response": begun}


def telling(output: list[Json]) -> Iterator[Json]:
    """Return the events that tell a response's items, piece by piece; an odd item is told in one piece."""
    for index, item in enumerate(output):
        kind = str(item.get("type"))
        bare = item | {name: empty for name, empty in _EMPTY.get(kind, {}).items() if name in item}
        if "status" in item:
            bare |= {"status": "in_progress"}
        yield {"type": "response.output_item.added", "output_index": index, "item": bare}
        if kind in _PARTS:
            yield from _PARTS[kind](item, {"item_id": item.get("id"), "output_index": index})
        yield {"type": "response.output_item.done", "output_index": index, "item": item}


def closing(ended: Json) -> Json:
    """Return the one event that ends a stream."""
    how = ended["status"] if ended["status"] in {"completed", "failed"} else "incomplete"
    return {"type": f"response.{how}", "response": ended}


def _reasoning(item: Json, where: Json) -> Iterator[Json]:
    for number, part in enumerate(_texts(item.get("summary"), "text")):
        at = where | {"summary_index": number}
        yield {"type": "response.reasoning_summary_part.added", **at, "part": part | {"text": ""}}
        for piece in _pieces(part["text"]):
            yield {"type": "response.reasoning_summary_text.delta", **at, "delta": piece}
        yield {"type": "response.reasoning_summary_text.done", **at, "text": part["text"]}
        yield {"type": "response.reasoning_summary_part.done", **at, "part": part}
    for number, part in enumerate(_texts(item.get("content"), "text")):
        at = where | {"content_index": number}
        for piece in _pieces(part["text"]):
            yield {"type": "response.reasoning_text.delta", **at, "delta": piece}
        yield {"type": "response.reasoning_text.done", **at, "text": part["text"]}


def _message(item: Json, where: Json) -> Iterator[Json]:
    content = item.get("content")
    for number, part in enumerate(content if isinstance(content, list) else ()):
        at = where | {"content_index": number}
        if _texts([part], "refusal"):
            yield {"type": "response.content_part.added", **at, "part": part | {"refusal": ""}}
            for piece in _pieces(part["refusal"]):
                yield {"type": "response.refusal.delta", **at, "delta": piece}
            yield {"type": "response.refusal.done", **at, "refusal": part["refusal"]}
            yield {"type": "response.content_part.done", **at, "part": part}
        elif _texts([part], "text"):
            yield {"type": "response.content_part.added", **at, "part": part | {"text": ""}}
            for piece in _pieces(part["text"]):
                yield {"type": "response.output_text.delta", **at, "delta": piece, "logprobs": []}
            yield {"type": "response.output_text.done", **at, "text": part["text"], "logprobs": []}
            yield {"type": "response.content_part.done", **at, "part": part}


def _function(item: Json, where: Json) -> Iterator[Json]:
    arguments = item.get("arguments")
    if isinstance(arguments, str):
        for piece in _pieces(arguments):
            yield {"type": "response.function_call_arguments.delta", **where, "delta": piece}
        yield {"type": "response.function_call_arguments.done", **where, "arguments": arguments}


def _custom(item: Json, where: Json) -> Iterator[Json]:
    given = item.get("input")
    if isinstance(given, str):
        for piece in _pieces(given):
            yield {"type": "response.custom_tool_call_input.delta", **where, "delta": piece}
        yield {"type": "response.custom_tool_call_input.done", **where, "input": given}


def _texts(parts: object, field: str) -> list[Json]:
    """Return the parts that hold a text under a name."""
    found = parts if isinstance(parts, list) else []
    return [part for part in found if isinstance(part, dict) and isinstance(part.get(field), str)]


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), _PIECE):
        yield text[start : start + _PIECE]


_EMPTY: dict[str, Json] = {
    "reasoning": {"summary": [], "content": []},
    "message": {"content": []},
    "function_call": {"arguments": ""},
    "custom_tool_call": {"input": ""},
}
_PARTS: dict[str, Callable[[Json, Json], Iterator[Json]]] = {
    "reasoning": _reasoning,
    "message": _message,
    "function_call": _function,
    "custom_tool_call": _custom,
}
