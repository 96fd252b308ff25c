"""A caller's plain function as the one who is asked: a question in, True or anything else out."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable

from desktop_agent.core.decision import Answer, Approved, Question, Rejected

ApproveFunction = Callable[[Question], bool]


class FunctionApprover:
    """Calls the function on a thread of its own: a stop need not wait for whoever never answers."""

    answers_words = False
    admits = False

    def __init__(self, ask: ApproveFunction) -> None:
        self._ask = ask

    async def decide(self, question: Question) -> Answer:
        """Return yes for True alone; whatever the function raises is raised here."""
        loop = asyncio.get_running_loop()
        said: asyncio.Future[object] = loop.create_future()

        def ask() -> None:
            try:
                answer: object = self._ask(question)
            except Exception as error:  # noqa: BLE001 - raised again where it is waited for
                answer = error
            with contextlib.suppress(RuntimeError):  # the run is over, and its loop with it
                loop.call_soon_threadsafe(_settle, said, answer)

        threading.Thread(target=ask, name="desktop-agent-asks", daemon=True).start()
        answer = await said
        if isinstance(answer, Exception):
            raise answer
        return Approved() if answer is True else Rejected()

    async def reply(self, question: str) -> str | None:
        """Return None: a function of this kind has no words."""
        del question
        return None

    async def hand_back(self, reason: str) -> None:
        """Wait for ever: a function of this kind is not told."""
        del reason
        await asyncio.Event().wait()


def _settle(said: asyncio.Future[object], answer: object) -> None:
    if not said.done():
        said.set_result(answer)
