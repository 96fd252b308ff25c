"""One response: what it says so far, and the events that told it. Readers wait for more."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from desktop_agent.devserver.dialect import ServedDialect
from desktop_agent.devserver.json_object import Json
from desktop_agent.devserver.wire.conversation import ResponseMemory
from desktop_agent.devserver.wire.delivery import GOOD, FaultPlan
from desktop_agent.devserver.wire.sse_events import closing, in_progress, telling

ENDS = frozenset({"completed", "failed", "incomplete", "cancelled"})


class Record:
    """A response that comes to be; what is done to it on its way out happens to the first who fetches it."""

    def __init__(
        self,
        begun: Json,
        dialect: ServedDialect,
        *,
        key: str | None = None,
        asked: str = "",
        stored: bool = True,
        manners: FaultPlan = GOOD,
    ) -> None:
        self.body = begun
        self.dialect = dialect
        self.key = key
        self.asked = asked  # digest of what the request asks for
        self.stored = stored
        self.memory: ResponseMemory | None = None
        self.words: str | None = None  # the newest message of the user
        self.weight = 0  # bytes of memory, about
        self._manners = manners
        self._events: list[Json] = []
        self._more = threading.Condition()

    def tell(self, event: Json) -> None:
        """Add an event; it gets the next number."""
        with self._more:
            self._add(event)

    def work(self) -> None:
        """Say that a queued response is being worked on."""
        with self._more:
            if self.body["status"] == "queued":
                self.body = self.body | {"status": "in_progress"}
                self._add(in_progress(self.body))

    def end(self, ended: Json) -> None:
        """Finish with a body, and tell its items; a response that was cancelled meanwhile stays so."""
        with self._more:
            if self.over:
                return
            output = ended["output"]
            if ended["status"] in {"completed", "incomplete"} and isinstance(output, list):
                for event in telling([item for item in output if isinstance(item, dict)]):
                    self._add(event)
            self.body = ended
            self._add(closing(ended))

    def cancel(self) -> bool:
        """Cancel; False when it is over already, and not because it was cancelled."""
        with self._more:
            if not self.over:
                self.body = self.body | {"status": "cancelled"}
                self._add(closing(self.body))
            return bool(self.body["status"] == "cancelled")

    @property
    def id(self) -> str:
        """The response's id."""
        return str(self.body["id"])

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.body["status"] in ENDS

    def rest(self, seconds: float) -> None:
        """Let time pass, or until it is cancelled."""
        with self._more:
            self._more.wait_for(lambda: self.over, seconds)

    def wait(self) -> None:
        """Wait until it is over."""
        with self._more:
            self._more.wait_for(lambda: self.over)

    def manners(self) -> FaultPlan:
        """Return how it goes out this time; every later time nothing is done to it."""
        with self._more:
            now, self._manners = self._manners, GOOD
            return now

    def follow(self, after: int = -1) -> Iterator[Json]:
        """Give the events past a number as they come, to the end."""
        at = after + 1
        while True:
            some, over = self._past(at)
            yield from some
            at += len(some)
            if over:
                return

    def _past(self, at: int) -> tuple[Sequence[Json], bool]:
        """Wait for events from a number on; return them and whether they are the last."""
        with self._more:
            self._more.wait_for(lambda: len(self._events) > at or self.over)
            return self._events[at:], self.over

    def _add(self, event: Json) -> None:
        self._events.append(event | {"sequence_number": len(self._events)})
        self._more.notify_all()
