"""The responses that the server keeps, in memory only: for chaining, for being asked again, for a cut stream."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from desktop_agent.devserver.wire.conversation import ResponseMemory
from desktop_agent.devserver.wire.record import Record

KEPT = 2000
MOST_BYTES = 64 * 1024 * 1024


class Store:
    """All records, the oldest forgotten first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._records: OrderedDict[str, Record] = OrderedDict()
        self._by_key: dict[str, str] = {}
        self._weight = 0

    def keep(self, record: Record) -> None:
        """Keep a record; the oldest are forgotten when there are too many, or when they are too big together."""
        with self._lock:
            response_id = record.id
            self._records[response_id] = record
            self._weight += record.weight
            if record.key:
                self._by_key[record.key] = response_id
            while len(self._records) > 1 and (len(self._records) > KEPT or self._weight > MOST_BYTES):
                self._forget(next(iter(self._records)))

    def of_key(self, key: str | None) -> Record | None:
        """Return what the same request got when it was tried before, unless that came to nothing."""
        with self._lock:
            record = self._records.get(self._by_key.get(key, "")) if key else None
        return None if record is None or record.body["status"] in {"failed", "cancelled"} else record

    def record(self, response_id: str) -> Record | None:
        """Return a record that clients may ask for."""
        record = self.any_record(response_id)
        return record if record and record.stored else None

    def any_record(self, response_id: str) -> Record | None:
        """Return a record, also one that the client did not want to be stored."""
        with self._lock:
            return self._records.get(response_id)

    def delete(self, response_id: str) -> bool:
        """Forget a response; False when it is not known."""
        with self._lock:
            return self._forget(response_id)

    def of_response(self, response_id: str) -> ResponseMemory | None:
        """Return what is known of a response."""
        record = self.record(response_id)
        return record.memory if record else None

    def of_call(self, call_id: str) -> ResponseMemory | None:
        """Return what is known of the response that made a call."""
        return next((one for one in self._newest_first() if one.call_id == call_id), None)

    def newest_of_task(self, task: str, turn: int) -> ResponseMemory | None:
        """Return the newest response to a task, if possible the one that was its `turn`th."""
        same = [one for one in self._newest_first() if one.task == task]
        return next((one for one in same if one.turn == turn), same[0] if same else None)

    def children(self, parent: str) -> Sequence[ResponseMemory]:
        """Return the responses that followed one, oldest first."""
        return [one for one in reversed(self._newest_first()) if one.parent == parent]

    def _newest_first(self) -> list[ResponseMemory]:
        with self._lock:
            return [record.memory for record in reversed(self._records.values()) if record.memory]

    def _forget(self, response_id: str) -> bool:
        gone = self._records.pop(response_id, None)
        if gone is None:
            return False
        self._weight -= gone.weight
        if gone.key and self._by_key.get(gone.key) == response_id:
            del self._by_key[gone.key]
        return True
