"""The protocol on standard input and output, which carry nothing else: all other output goes to stderr.

The SDK is loaded at the first line that `mcp/opening.py` does not answer, or once the tools have been listed. So the
handshake and the list of tools, for which a client waits before its model's first turn, are not delayed by it. Lines
are read and written on threads that end with the program, and may only have a limited length. While the agent does not
read its answers, no further line is read from it.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from queue import SimpleQueue
from typing import TYPE_CHECKING, cast

from desktop_agent.mcp.opening import ClientOpening, answers
from desktop_agent.mcp.sessions import STDIO, McpSessions
from desktop_agent.mcp.tools import mcp_tools

if TYPE_CHECKING:
    import anyio

_WITH_SDK = "desktop_agent.mcp.server"
_MOST_BYTES = 4 * 1024 * 1024  # of one message
_MOST_WAITING = 16  # lines that are read and not yet taken
_TOO_LONG = (
    '{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"This message is too long; nothing was done."}}\n'
)


async def serve_stdio(sessions: McpSessions, instructions: str) -> None:
    """Serve the agent that has started this program, until it closes standard input."""
    loop = asyncio.get_running_loop()
    out = _AgentAnswers(loop, _take_over_stream(1))
    lines = _AgentLines(loop, _take_over_stream(0), out, partial(sessions.left, STDIO))
    threading.Thread(target=lines.read, name="desktop-agent-mcp-lines", daemon=True).start()
    threading.Thread(target=out.run, name="desktop-agent-mcp-answers", daemon=True).start()
    opening = ClientOpening(instructions, mcp_tools())
    if await _wait_for_sdk_call(lines, out, opening):
        await _serve_by_the_sdk(lines, out, sessions, instructions)


async def _wait_for_sdk_call(lines: _AgentLines, out: _AgentAnswers, opening: ClientOpening) -> bool:
    """Answer the lines that need no SDK; return True at the first that does, False at the end of the input."""
    loading: asyncio.Future[object] | None = None
    async for line in lines:
        answer = opening.answer(line)
        if answer is None:
            lines.first = [*opening.opened, line]
            out.drops = opening.request
            if loading is not None:
                await loading
            return True
        if answer:
            await out.write(answer)
        if opening.listed and loading is None:
            loading = asyncio.get_running_loop().run_in_executor(None, import_module, _WITH_SDK)
    return False


async def _serve_by_the_sdk(lines: _AgentLines, out: _AgentAnswers, sessions: McpSessions, instructions: str) -> None:
    from mcp.server.stdio import stdio_server

    from desktop_agent.mcp.server import mcp_server

    server = mcp_server(sessions, instructions)
    streams = stdio_server(cast("anyio.AsyncFile[str]", lines), cast("anyio.AsyncFile[str]", out))
    idle = asyncio.create_task(sessions.end_idle())
    try:
        async with streams as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())
    finally:
        idle.cancel()
        sessions.left(STDIO)


def _whole_characters(line: str) -> str:
    """Return a message with U+FFFD for each half of a character, which the SDK would leave without an answer."""
    if "\\ud" not in line.lower():
        return line
    try:
        text = json.dumps(json.loads(line), ensure_ascii=False)
    except (ValueError, RecursionError):
        return line
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _take_over_stream(number: int) -> int:
    """Duplicate standard input or output and return the new descriptor; the old one gets /dev/null or stderr."""
    sys.stdout.flush()
    own = os.dup(number)
    instead = os.open(os.devnull, os.O_RDONLY) if number == 0 else os.dup(2)
    os.dup2(instead, number)
    os.close(instead)
    return own


class _AgentLines:
    """The lines of standard input, as the SDK iterates over them."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, source: int, answers: _AgentAnswers, ended: Callable[[], None]
    ) -> None:
        self.first: list[str] = []  # come before all others
        self._loop = loop
        self._source = source
        self._answers = answers
        self._ended = ended
        self._come: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._room = threading.Semaphore(_MOST_WAITING)

    def read(self) -> None:
        """Read until the end, on a thread of its own; a line that is too long becomes an empty one."""
        with os.fdopen(self._source, "rb") as source:
            while line := source.readline(_MOST_BYTES):
                is_complete = line.endswith(b"\n")
                while line and not line.endswith(b"\n"):
                    line = source.readline(_MOST_BYTES)
                self._room.acquire()
                self._enqueue(line if is_complete else b"")
        self._enqueue(None)

    async def __aiter__(self) -> AsyncIterator[str]:
        """Yield each line; wait while an answer is not yet read."""
        for first in self.first:
            yield first
        while (line := await self._come.get()) is not None:
            self._room.release()
            await self._answers.free.wait()
            if line:
                yield _whole_characters(line.decode("utf-8", "replace"))
            else:
                await self._answers.write(_TOO_LONG)
        self._ended()  # before the SDK takes back the calls that are under way

    def _enqueue(self, line: bytes | None) -> None:
        with suppress(RuntimeError):  # the server has ended
            self._loop.call_soon_threadsafe(self._come.put_nowait, line)


class _AgentAnswers:
    """Standard output, as the SDK writes to it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, target: int) -> None:
        self.free = asyncio.Event()
        self.free.set()
        self.drops: str | int | None = None  # the request whose answer the agent has had
        self._loop = loop
        self._target = target
        self._texts: SimpleQueue[bytes] = SimpleQueue()
        self._writing = 0

    async def write(self, text: str) -> None:
        """Queue a message to be written; an agent that does not read delays only itself."""
        if self.drops is not None and answers(text, self.drops):
            self.drops = None
            return
        self._writing += 1
        self.free.clear()
        self._texts.put(text.encode())
        await self.free.wait()

    async def flush(self) -> None:
        """Do nothing: nothing is buffered."""

    def run(self) -> None:
        """Write, on a thread of its own; once the reader has closed the pipe, discard."""
        broken = False
        while True:
            remaining = memoryview(self._texts.get())
            while remaining and not broken:
                try:
                    remaining = remaining[os.write(self._target, remaining) :]
                except OSError:
                    broken = True
            with suppress(RuntimeError):  # the server has ended
                self._loop.call_soon_threadsafe(self._note_written)

    def _note_written(self) -> None:
        self._writing -= 1
        if not self._writing:
            self.free.set()
