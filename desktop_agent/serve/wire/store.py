"""The server's stored responses, in memory only: for chaining and later retrieval."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop_agent.offline.plan.outcome import PlanPosition
from desktop_agent.serve.dialect import Json, ServedDialect
from desktop_agent.serve.wire.sse_events import closing_event, in_progress, item_events

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
            new_events, over = self._past(at)
            yield from new_events
            at += len(new_events)
            if over:
                return

    def _past(self, at: int) -> tuple[Sequence[Json], bool]:
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
