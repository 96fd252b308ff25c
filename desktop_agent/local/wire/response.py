"""The body of a response in each dialect, and the events of its stream."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from desktop_agent.local.wire.asked import Asked

Json = dict[str, Any]

_PIECE = 24  # characters of text in one delta


def body(asked: Asked, response_id: str, created: float, size: tuple[int, int]) -> Json:
    """Return a response that has only begun; `created` is in Unix seconds, `size` is the picture's."""
    begun: Json = {"id": response_id, "object": "response", "model": asked.model, "status": "in_progress", "output": []}
    if asked.dialect == "lightcone":
        width, height = asked.display or size
        return begun | {
            "created_at": datetime.fromtimestamp(created, UTC).isoformat(timespec="milliseconds"),
            "viewport": {"environment": asked.environment or "desktop", "width": width, "height": height},
            "usage": None,
        }
    return begun | {
        "created_at": int(created),
        "error": None,
        "incomplete_details": None,
        "instructions": asked.raw.get("instructions"),
        "metadata": asked.raw.get("metadata") or {},
        "parallel_tool_calls": False,
        "previous_response_id": asked.previous,
        "store": True,
        "temperature": asked.raw.get("temperature"),
        "text": {"format": {"type": "text"}},
        "tool_choice": "auto",
        "tools": list(asked.tools),
        "top_p": asked.raw.get("top_p"),
        "truncation": "disabled",
        "usage": None,
    }


def opening(begun: Json) -> Iterator[Json]:
    """Return the events that say that a response has begun."""
    yield {"type": "response.created", "response": begun}
    yield {"type": "response.in_progress", "response": begun}


def telling(output: list[Json]) -> Iterator[Json]:
    """Return the events that tell a response's items, piece by piece."""
    for index, item in enumerate(output):
        bare = item | {name: empty for name, empty in _EMPTY.get(item["type"], {}).items() if name in item}
        if "status" in item:
            bare |= {"status": "in_progress"}
        yield {"type": "response.output_item.added", "output_index": index, "item": bare}
        where = {"item_id": item["id"], "output_index": index}
        if item["type"] in _PARTS:
            yield from _PARTS[item["type"]](item, where)
        yield {"type": "response.output_item.done", "output_index": index, "item": item}


def closing(ended: Json) -> Json:
    """Return the one event that ends a stream."""
    how = {"completed": "completed", "failed": "failed"}.get(ended["status"], "incomplete")
    return {"type": f"response.{how}", "response": ended}


def _reasoning(item: Json, where: Json) -> Iterator[Json]:
    for number, part in enumerate(item["summary"]):
        at = where | {"summary_index": number}
        yield {"type": "response.reasoning_summary_part.added", **at, "part": part | {"text": ""}}
        for piece in _pieces(part["text"]):
            yield {"type": "response.reasoning_summary_text.delta", **at, "delta": piece}
        yield {"type": "response.reasoning_summary_text.done", **at, "text": part["text"]}
        yield {"type": "response.reasoning_summary_part.done", **at, "part": part}


def _message(item: Json, where: Json) -> Iterator[Json]:
    for number, part in enumerate(item["content"]):
        at = where | {"content_index": number}
        yield {"type": "response.content_part.added", **at, "part": part | {"text": ""}}
        for piece in _pieces(part["text"]):
            yield {"type": "response.output_text.delta", **at, "delta": piece, "logprobs": []}
        yield {"type": "response.output_text.done", **at, "text": part["text"], "logprobs": []}
        yield {"type": "response.content_part.done", **at, "part": part}


def _function(item: Json, where: Json) -> Iterator[Json]:
    for piece in _pieces(item["arguments"]):
        yield {"type": "response.function_call_arguments.delta", **where, "delta": piece}
    name, arguments = item["name"], item["arguments"]
    yield {"type": "response.function_call_arguments.done", **where, "name": name, "arguments": arguments}


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), _PIECE):
        yield text[start : start + _PIECE]


_EMPTY: dict[str, Json] = {"reasoning": {"summary": []}, "message": {"content": []}, "function_call": {"arguments": ""}}
_PARTS = {"reasoning": _reasoning, "message": _message, "function_call": _function}
