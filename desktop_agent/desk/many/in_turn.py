"""One question at a time: many runs ask, each on a thread of its own, and one person answers."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager

from desktop_agent.core.decision import Answer, Question
from desktop_agent.run.ports import Approver


class Turns:
    """Whose turn it is, in the order in which they came; for coroutines of any thread."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._is_taken = False
        self._waiting = deque[Future[None]]()

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Wait for the turn, and have it."""
        with self._guard:
            turn = Future[None]()
            if self._is_taken:
                self._waiting.append(turn)
            else:
                self._is_taken = True
                turn.set_result(None)
        try:
            await asyncio.wrap_future(turn)
            yield
        finally:
            if not turn.cancel():  # it is no longer waiting
                self._pass_on()

    def _pass_on(self) -> None:
        with self._guard:
            while self._waiting:
                turn = self._waiting.popleft()
                if turn.set_running_or_notify_cancel():
                    turn.set_result(None)
                    return
            self._is_taken = False


class InTurn:
    """The `Approver` of one run among many; `tell` hears when it begins to ask, and when it no longer does."""

    def __init__(self, approver: Approver, turns: Turns, tell: Callable[[bool], None]) -> None:
        self._approver, self._turns, self._tell = approver, turns, tell
        self.admits, self.answers_words = approver.admits, approver.answers_words

    async def decide(self, question: Question) -> Answer:
        """Return the person's answer."""
        async with self._asking():
            return await self._approver.decide(question)

    async def reply(self, question: str) -> str | None:
        """Return the person's answer to the model's words."""
        async with self._asking():
            return await self._approver.reply(question)

    async def hand_back(self, reason: str) -> str | None:
        """Return when the person wants the run to go on, with their words for the model."""
        async with self._asking():
            return await self._approver.hand_back(reason)

    @asynccontextmanager
    async def _asking(self) -> AsyncIterator[None]:
        self._tell(True)  # noqa: FBT003 - one of two states
        try:
            async with self._turns.one():
                yield
        finally:
            self._tell(False)  # noqa: FBT003
