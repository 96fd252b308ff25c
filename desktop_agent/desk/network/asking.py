"""Holds writes until a person has answered, and remembers answers given for the whole run."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.outgoing import OutgoingRequest, OutgoingVerdict
from desktop_agent.desk.network.question import GoneWrite, HeldWrite
from desktop_agent.desk.network.refusal import UNAVAILABLE, HungUpError, RefusedRequestError

_MOST_HELD = 16
_LOOK_S = 0.5
LetOutBy = Literal["once", "run"]


@dataclass(frozen=True, slots=True)
class WriteKind:
    """The scope of a yes for this run: one method at one address, whatever the body."""

    encrypted: bool
    host: str
    path: str  # without the query
    method: str


class WriteAsker:
    """Asks about one write for each waiting thread; `tell` forwards questions, and must be thread-safe."""

    def __init__(self, tell: Callable[[HeldWrite | GoneWrite], None]) -> None:
        self._send = tell
        self._numbers = itertools.count(1)
        self._waiting = dict[int, tuple[WriteKind, Future[OutgoingVerdict]]]()
        self._for_run = set[WriteKind]()
        self._ended = False
        self._guard = threading.Lock()

    def ask(self, request: OutgoingRequest, kind: WriteKind, gone: Callable[[], bool]) -> LetOutBy | None:
        """Wait for the answer; None means no, from the person or because the desk has ended.

        Raises:
            RefusedRequestError: too many requests are waiting.
            HungUpError: the program has closed its connection.
        """
        answer = Future[OutgoingVerdict]()
        with self._guard:
            if self._ended:
                return None
            if kind in self._for_run:
                return "run"
            if len(self._waiting) >= _MOST_HELD:
                raise RefusedRequestError(UNAVAILABLE, "Too many requests are waiting for an answer.")
            number = next(self._numbers)
            self._waiting[number] = (kind, answer)
        try:
            self._send(HeldWrite(number, request))
            while not wait([answer], _LOOK_S).done and not gone():
                pass
            if gone():
                self._send(GoneWrite(number))
                raise HungUpError("given up while it was held")
        finally:
            with self._guard:
                del self._waiting[number]
        verdict = answer.result()
        return None if verdict == "no" else verdict

    def answer(self, number: int, say: OutgoingVerdict) -> None:
        """Set the person's answer; an answer to a withdrawn question is dropped."""
        with self._guard:
            if number not in self._waiting:
                return
            kind, _ = self._waiting[number]
            if say == "run":
                self._for_run.add(kind)
            for waiting_number, (other_kind, answer) in self._waiting.items():
                if (waiting_number == number or (say == "run" and other_kind == kind)) and not answer.done():
                    answer.set_result(say)

    def close(self) -> None:
        """Answer no to all waiting and future questions."""
        with self._guard:
            self._ended = True
            for _, answer in self._waiting.values():
                if not answer.done():
                    answer.set_result("no")
