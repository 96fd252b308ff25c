"""An approver made from a plain function of the caller: it gets the question, and only True is a yes."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable

from desktop_agent.core.decisions.decision import Answer, Approved, Question, Rejected

ApproveFunction = Callable[[Question], bool]


class FunctionApprover:
    """Calls the function on a thread of its own, so that a stop does not wait for an answer that never comes."""

    answers_words = False

    def __init__(self, ask: ApproveFunction) -> None:
        self._ask = ask

    async def decide(self, question: Question) -> Answer:
        """Return yes for True alone; errors of the function are raised here."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[object] = loop.create_future()

        def ask() -> None:
            try:
                answer: object = self._ask(question)
            except Exception as error:  # noqa: BLE001 - raised again where it is waited for
                answer = error
            with contextlib.suppress(RuntimeError):  # the run is over, and its loop with it
                loop.call_soon_threadsafe(_settle, future, answer)

        threading.Thread(target=ask, name="desktop-agent-asks", daemon=True).start()
        answer = await future
        if isinstance(answer, Exception):
            raise answer
        return Approved() if answer is True else Rejected()

    async def reply(self, question: str) -> str | None:
        """Return None: a function of this kind has no words."""
        del question
        return None

    async def hand_back(self, reason: str) -> None:
        """Wait for ever: a function of this kind cannot be notified."""
        del reason
        await asyncio.Event().wait()


def _settle(future: asyncio.Future[object], answer: object) -> None:
    if not future.done():
        future.set_result(answer)
