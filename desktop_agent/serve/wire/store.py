"""The server's stored responses, in memory only, for chaining and later retrieval; and the events of their streams."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from desktop_agent.offline.plan.outcome import PlanPosition
from desktop_agent.serve.dialects import Json, ServedDialect, objects_in

ENDS = frozenset({"completed", "failed", "incomplete", "cancelled"})


@dataclass(frozen=True, slots=True)
class ResponseMemory:
    """The server's memory of a response."""

    id: str
    parent: str  # the response before it; for the first one, a mark of its task
    task: str
    position: PlanPosition
    turn: int
    call_id: str | None
    checks: frozenset[str]
    ended: bool


class Record:
    """A response, from its begin to its end, with its events."""

    def __init__(self, response: Json, dialect: ServedDialect, *, stored: bool = True) -> None:
        self.body = response
        self.dialect = dialect
        self.stored = stored
        self.memory: ResponseMemory | None = None
        self.weight = 0  # bytes of memory, about
        self._events: list[Json] = []
        self._changed = threading.Condition()

    def append(self, event: Json) -> None:
        """Append an event with the next number."""
        with self._changed:
            self._add(event)

    def work(self) -> None:
        """Move a queued response to in progress."""
        with self._changed:
            if self.body["status"] == "queued":
                self.body = self.body | {"status": "in_progress"}
                self._add(in_progress(self.body))

    def end(self, ended: Json) -> None:
        """Finish with a body, and append its events; a response that was cancelled meanwhile stays cancelled."""
        with self._changed:
            if self.over:
                return
            output = ended["output"]
            if ended["status"] in {"completed", "incomplete"} and isinstance(output, list):
                for event in item_events([item for item in output if isinstance(item, dict)]):
                    self._add(event)
            self.body = ended
            self._add(closing_event(ended))

    def cancel(self) -> bool:
        """Cancel it; return False when it has already ended, for most vendors also when it was cancelled."""
        with self._changed:
            if self.over:
                return bool(self.dialect.cancels_twice and self.body["status"] == "cancelled")
            self.body = self.body | {"status": "cancelled"}
            self._add(closing_event(self.body))
            return True

    @property
    def id(self) -> str:
        """The response's id."""
        return str(self.body["id"])

    @property
    def over(self) -> bool:
        """Whether the response has ended."""
        return self.body["status"] in ENDS

    def wait(self) -> None:
        """Wait until it is over."""
        with self._changed:
            self._changed.wait_for(lambda: self.over)

    def follow(self) -> Iterator[Json]:
        """Yield the events as they are appended, to the end."""
        at = 0
        while True:
            new_events, over = self._events_from(at)
            yield from new_events
            at += len(new_events)
            if over:
                return

    def _events_from(self, at: int) -> tuple[Sequence[Json], bool]:
        """Wait for events from a number on; return them, and whether they are the last."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._events) > at or self.over)
            return self._events[at:], self.over

    def _add(self, event: Json) -> None:
        self._events.append(event | {"sequence_number": len(self._events)})
        self._changed.notify_all()


KEPT = 2000
MOST_BYTES = 64 * 1024 * 1024


class Store:
    """All records; the oldest are dropped first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._records: OrderedDict[str, Record] = OrderedDict()
        self._weight = 0

    def add(self, record: Record) -> None:
        """Store a record; drop the oldest when there are too many, or when they take too much memory."""
        with self._lock:
            self._records[record.id] = record
            self._weight += record.weight
            while len(self._records) > 1 and (len(self._records) > KEPT or self._weight > MOST_BYTES):
                self._forget(next(iter(self._records)))

    def record(self, response_id: str) -> Record | None:
        """Return a record that clients may ask for."""
        record = self.any_record(response_id)
        return record if record and record.stored else None

    def any_record(self, response_id: str) -> Record | None:
        """Return a record, including one that the client asked not to store."""
        with self._lock:
            return self._records.get(response_id)

    def delete(self, response_id: str) -> bool:
        """Delete a response; return False when it is unknown."""
        with self._lock:
            return self._forget(response_id)

    def of_response(self, response_id: str) -> ResponseMemory | None:
        """Return the memory of a response."""
        record = self.record(response_id)
        return record.memory if record else None

    def of_call(self, call_id: str) -> ResponseMemory | None:
        """Return the memory of the response with a call."""
        return next((record for record in self._newest_first() if record.call_id == call_id), None)

    def newest_of_task(self, task: str, turn: int) -> ResponseMemory | None:
        """Return the newest response to a task, if possible that of its turn number `turn`."""
        same = [record for record in self._newest_first() if record.task == task]
        return next((record for record in same if record.turn == turn), same[0] if same else None)

    def children(self, parent: str) -> Sequence[ResponseMemory]:
        """Return the responses that followed one, oldest first."""
        return [record for record in reversed(self._newest_first()) if record.parent == parent]

    def _newest_first(self) -> list[ResponseMemory]:
        with self._lock:
            return [record.memory for record in reversed(self._records.values()) if record.memory]

    def _forget(self, response_id: str) -> bool:
        removed = self._records.pop(response_id, None)
        if removed is None:
            return False
        self._weight -= removed.weight
        return True


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


def _reasoning_events(item: Json, where: Json) -> Iterator[Json]:
    for number, (part, text) in enumerate(_texts(item.get("summary"), "text")):
        at = where | {"summary_index": number}
        yield {"type": "response.reasoning_summary_part.added", **at, "part": part | {"text": ""}}
        yield from _delta_events("reasoning_summary_text", at, "text", text)
        yield {"type": "response.reasoning_summary_part.done", **at, "part": part}
    for number, (_, text) in enumerate(_texts(item.get("content"), "text")):
        yield from _delta_events("reasoning_text", where | {"content_index": number}, "text", text)


def _message_events(item: Json, where: Json) -> Iterator[Json]:
    content = item.get("content")
    for number, content_part in enumerate(content if isinstance(content, list) else ()):
        at = where | {"content_index": number}
        refusals = _texts([content_part], "refusal")
        field = "refusal" if refusals else "text"
        for part, text in refusals or _texts([content_part], "text"):
            yield {"type": "response.content_part.added", **at, "part": part | {field: ""}}
            more: Json = {} if refusals else {"logprobs": []}
            yield from _delta_events("refusal" if refusals else "output_text", at, field, text, **more)
            yield {"type": "response.content_part.done", **at, "part": part}


def _call_events(field: str, item: Json, where: Json) -> Iterator[Json]:
    for _, text in _texts([item], field):
        yield from _delta_events(f"{item['type']}_{field}", where, field, text)


def _delta_events(kind: str, where: Json, field: str, text: str, **more: object) -> Iterator[Json]:
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
    "reasoning": _reasoning_events,
    "message": _message_events,
    "function_call": partial(_call_events, "arguments"),
    "custom_tool_call": partial(_call_events, "input"),
}
