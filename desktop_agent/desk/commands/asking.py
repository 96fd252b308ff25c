"""Asks at the terminal about what the programs on a desk want to send out, where no run does."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TYPE_CHECKING

from desktop_agent.cli import terminal
from desktop_agent.cli.prompt.question import question_in_words
from desktop_agent.cli.prompt.tty import Terminal, controlling_terminal
from desktop_agent.core.frame import Frame, Pixels, Scene
from desktop_agent.core.geometry import Rect, Size, Viewport
from desktop_agent.core.message import Message
from desktop_agent.core.outgoing import OutgoingRequest, OutgoingVerdict
from desktop_agent.core.translation import tr
from desktop_agent.desk.runs.writes import DeskWrites
from desktop_agent.run.outgoing import outgoing_question

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_agent.desk.network.start import NetworkLink

_NOTHING_SEEN = Frame(b"", "image/png", Viewport(Rect(0, 0, 1, 1), Size(1, 1)), "", Scene(), Pixels(Size(0, 0), b""))
_PROMPT = Message("Let it leave the desk? [y: once, w: whenever it's sent to this address, anything else: no] ")
_VERDICTS: Mapping[str, OutgoingVerdict] = {"y": "once", "yes": "once", "w": "run"}


class TerminalPrompter:
    """Puts one request at a time; without a terminal nothing is let out."""

    def __init__(self, asked_at: Terminal | None) -> None:
        self._terminal = asked_at
        self._turn = asyncio.Lock()

    async def ask(self, call_id: str, request: OutgoingRequest, frame: Frame) -> OutgoingVerdict:
        """Return the person's answer."""
        if self._terminal is None:
            terminal.warn(
                Message(
                    "Not sent because you can't be prompted here: {method} {address}",
                    method=request.method,
                    address=request.address,
                )
            )
            return "no"
        async with self._turn:
            question = outgoing_question(call_id, request, frame)
            await self._terminal.write(question_in_words(question, self._terminal.columns))
            try:
                line = await self._terminal.line(tr(_PROMPT))
            except asyncio.CancelledError:
                self._terminal.leave()
                raise
        return _VERDICTS.get((line or "").lower(), "no")

    def unanswered(self, call_id: str, request: OutgoingRequest) -> None:
        """Say that it was not let out."""
        del call_id
        terminal.warn(
            Message(
                "Not sent because the desk has ended: {method} {address}",
                method=request.method,
                address=request.address,
            )
        )


@contextmanager
def asking_for(network: NetworkLink | None) -> Iterator[None]:
    """Ask as long as this lasts, on a thread of its own; nothing where a desk reaches no hosts."""
    if network is None:
        yield
        return
    over = Future[None]()
    thread = threading.Thread(target=lambda: asyncio.run(_ask_until(over, network)), name="desk-asking", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set_result(None)
        thread.join()


async def _ask_until(over: Future[None], network: NetworkLink) -> None:
    asked_at = controlling_terminal()
    try:
        writes = DeskWrites(
            TerminalPrompter(asked_at), network.answer, lambda: _NOTHING_SEEN, asyncio.get_running_loop()
        )
        network.listen(writes.receive)
        await asyncio.wrap_future(over)
        writes.close()
    finally:
        if asked_at is not None:
            asked_at.close()
