"""Has the person asked about what a desk's proxy holds, and gives the proxy their answers.

The proxy tells of it on a thread of its own; the questions are asked on the run's loop, one at a time. What its program
has given up is not asked about any longer. Whatever goes wrong here, nothing is answered: then it stays held, and is
refused when the desk ends.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Protocol

from desktop_agent.core.frame import Frame
from desktop_agent.core.outgoing import OutgoingRequest, OutgoingVerdict
from desktop_agent.desk.network.question import GoneWrite, HeldWrite

_LOOK_EVERY_S = 0.05


class WritePrompter(Protocol):
    """Puts one question to the person (`run/outgoing.py`)."""

    async def ask(self, call_id: str, request: OutgoingRequest, frame: Frame) -> OutgoingVerdict:
        """Return their answer."""

    def unanswered(self, call_id: str, request: OutgoingRequest) -> None:
        """Announce that the run has ended before they answered."""


class DeskWrites:
    """Joins a desk's proxy to the questions of a run; `newest` returns the newest picture of it, once there is one."""

    def __init__(
        self,
        prompter: WritePrompter,
        answer: Callable[[int, OutgoingVerdict], None],
        newest: Callable[[], Frame | None],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self._prompter, self._answer, self._newest, self._loop = prompter, answer, newest, loop
        self._open = dict[int, tuple[asyncio.Task[None], HeldWrite]]()
        self._closed = False

    def receive(self, event: HeldWrite | GoneWrite) -> None:
        """Take an event of the proxy, from any thread; after the run's end nobody is asked."""
        with contextlib.suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self._take, event)

    def close(self) -> None:
        """Ask no more, and have it said of what waits that it did not go out; called on the run's loop."""
        self._closed = True
        for task, held in self._open.values():
            if not task.done():
                task.cancel()
                self._prompter.unanswered(_call_id(held), held.request)

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

    async def _ask(self, held: HeldWrite) -> None:
        while (frame := self._newest()) is None:  # noqa: ASYNC110 - the run has only just begun
            await asyncio.sleep(_LOOK_EVERY_S)
        verdict = await self._prompter.ask(_call_id(held), held.request, frame)
        self._answer(held.number, verdict)


def _call_id(held: HeldWrite) -> str:
    return f"write-{held.number}"
