"""Asks the person about the writes held by a desk's proxy, and gives the proxy their answers.

The proxy reports writes on its own thread; questions are asked on the run's loop, one at a time. A write withdrawn by
its program is no longer asked about. After any failure here there is no answer: the write stays held, and is refused
when the desk ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Protocol

from desktop_agent.core.frame import Frame
from desktop_agent.core.outgoing import OutgoingRequest, OutgoingVerdict
from desktop_agent.desk.network.question import GoneWrite, HeldWrite

_log = logging.getLogger(__name__)

_LOOK_EVERY_S = 0.05


class WritePrompter(Protocol):
    """Puts one question to the person (`run/outgoing.py`)."""

    async def ask(self, call_id: str, request: OutgoingRequest, frame: Frame) -> OutgoingVerdict:
        """Return their answer."""

    def unanswered(self, call_id: str, request: OutgoingRequest) -> None:
        """Announce that the run has ended without an answer."""


class DeskWrites:
    """Connects a desk's proxy to the questions of a run; `newest` returns the desk's newest picture, if any."""

    def __init__(
        self,
        prompter: WritePrompter,
        answer: Callable[[int, OutgoingVerdict], None],
        newest: Callable[[], Frame | None],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self._prompter = prompter
        self._answer = answer
        self._newest = newest
        self._loop = loop
        self._open = dict[int, tuple[asyncio.Task[None], HeldWrite]]()
        self._closed = False

    def receive(self, event: HeldWrite | GoneWrite) -> None:
        """Handle an event of the proxy; thread-safe. After the run's end, no more questions are asked."""
        with contextlib.suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self._take, event)

    def close(self) -> None:
        """Stop asking, and announce that the waiting writes weren't sent; called on the run's loop."""
        self._closed = True
        for task, write in self._open.values():
            if not task.done():
                task.cancel()
                self._prompter.unanswered(_call_id(write), write.request)

    def _take(self, event: HeldWrite | GoneWrite) -> None:
        if isinstance(event, GoneWrite):
            if event.number in self._open:
                self._open[event.number][0].cancel()
            return
        if self._closed:
            return
        task = self._loop.create_task(self._ask(event))
        self._open[event.number] = (task, event)
        task.add_done_callback(lambda _: self._open.pop(event.number, None))

    async def _ask(self, write: HeldWrite) -> None:
        while (frame := self._newest()) is None:  # noqa: ASYNC110 - the run has only just begun
            await asyncio.sleep(_LOOK_EVERY_S)
        verdict = await self._prompter.ask(_call_id(write), write.request, frame)
        _log.debug("request %d of the desk: %s", write.number, verdict)
        self._answer(write.number, verdict)


def _call_id(write: HeldWrite) -> str:
    return f"write-{write.number}"
