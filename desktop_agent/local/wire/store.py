"""The responses that the server keeps, in memory only: for chaining, for being asked again, for a cut stream."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Any

from desktop_agent.local.wire.response import closing, telling
from desktop_agent.local.wire.thread import Memory

Json = dict[str, Any]

KEPT = 2000
ENDS = frozenset({"completed", "failed", "incomplete", "cancelled"})


class Record:
    """One response: what it says so far, and the events that told it. Readers wait for more."""

    def __init__(self, begun: Json) -> None:
        self.body = begun
        self.memory: Memory | None = None
        self._events: list[Json] = []
        self._more = threading.Condition()

    def tell(self, event: Json) -> None:
        """Add an event; it gets the next number."""
        with self._more:
            self._add(event)

    def end(self, ended: Json) -> None:
        """Finish with a body, and tell its items; a response that was cancelled meanwhile stays so."""
        with self._more:
            if self.body["status"] in ENDS:
                return
            if ended["status"] == "completed":
                for event in telling(ended["output"]):
                    self._add(event)
            self.body = ended
            self._add(closing(ended))

    def cancel(self) -> bool:
        """Cancel; False when it is over already."""
        with self._more:
            if self.body["status"] in ENDS:
                return False
            self.body = self.body | {"status": "cancelled"}
            self._add(closing(self.body))
            return True

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.body["status"] in ENDS

    def follow(self, after: int = -1) -> Iterator[Json]:
        """Give the events past a number as they come, to the end."""
        at = after + 1
        while True:
            some, over = self._past(at)
            yield from some
            at += len(some)
            if over:
                return

    def _past(self, at: int) -> tuple[list[Json], bool]:
        """Wait for events from a number on; return them and whether they are the last."""
        with self._more:
            self._more.wait_for(lambda: len(self._events) > at or self.over)
            return self._events[at:], self.over

    def _add(self, event: Json) -> None:
        self._events.append(event | {"sequence_number": len(self._events)})
        self._more.notify_all()


class Store:
    """All records, the oldest forgotten first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._records: OrderedDict[str, Record] = OrderedDict()
        self._by_key: dict[str, str] = {}

    def begin(self, begun: Json, key: str | None) -> tuple[Record, bool]:
        """Return the record for a request and whether it is new: the same key is the same request, tried again."""
        with self._lock:
            known = self._records.get(self._by_key.get(key, "")) if key else None
            if known is not None and not (known.over and known.body["status"] != "completed"):
                return known, False
            record = Record(begun)
            self._records[begun["id"]] = record
            if key:
                self._by_key[key] = begun["id"]
            while len(self._records) > KEPT:
                self._forget(next(iter(self._records)))
            return record, True

    def record(self, response_id: str) -> Record | None:
        """Return a record."""
        with self._lock:
            return self._records.get(response_id)

    def delete(self, response_id: str) -> bool:
        """Forget a response; False when it is not known."""
        with self._lock:
            return self._forget(response_id)

    def of_response(self, response_id: str) -> Memory | None:
        """Return what is known of a response."""
        record = self.record(response_id)
        return record.memory if record else None

    def of_call(self, call_id: str) -> Memory | None:
        """Return what is known of the response that made a call."""
        return next((one for one in self._newest_first() if one.call_id == call_id), None)

    def newest_of_task(self, task: str, turn: int) -> Memory | None:
        """Return the newest response to a task, if possible the one that was its `turn`th."""
        same = [one for one in self._newest_first() if one.task == task]
        return next((one for one in same if one.turn == turn), same[0] if same else None)

    def children(self, parent: str) -> Sequence[Memory]:
        """Return the responses that followed one, oldest first."""
        return [one for one in reversed(self._newest_first()) if one.parent == parent]

    def _newest_first(self) -> list[Memory]:
        with self._lock:
            return [record.memory for record in reversed(self._records.values()) if record.memory]

    def _forget(self, response_id: str) -> bool:
        gone = self._records.pop(response_id, None)
        self._by_key = {key: known for key, known in self._by_key.items() if known != response_id}
        return gone is not None
