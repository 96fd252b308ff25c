"""A server of one golden answer that cuts its stream after any byte, once; it runs in the client's own loop.

What it remembers of an answer that it did not finish sending decides how a client can come by the rest.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from tests.fakes.stream import as_events, as_sse
from tests.proof.golden import golden, pieces

Memory = Literal["resumes", "retrieves", "forgets"]
WHOLE = 10**6
MEMORIES: tuple[Memory, ...] = ("resumes", "retrieves", "forgets")


@dataclass(slots=True)
class GoldenHost:
    """Cuts the stream of each question's first try after `cut` bytes, sent in chunks of `size` bytes."""

    dialect: str
    cut: int = 0
    size: int = 4096
    memory: Memory = "forgets"
    chunked: bool = False
    port: int = 0
    keys: list[str] = field(default_factory=list)  # the Idempotency-Key of each try
    asked_after: list[str] = field(default_factory=list)  # how a client asked for what it missed

    events: list[dict[str, Any]] = field(init=False)
    stream: bytes = field(init=False)

    def __post_init__(self) -> None:
        """Write the whole stream."""
        self.events = list(as_events(golden(self.dialect)))
        self.stream = as_sse(self.events)

    def expect(self, cut: int, size: int, memory: Memory, *, chunked: bool) -> None:
        """Get ready for one question."""
        self.cut, self.size, self.memory, self.chunked = cut, size, memory, chunked
        self.keys.clear()
        self.asked_after.clear()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and close."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            method, target, _ = head.split(" ", 2)
            fields = dict(line.lower().split(": ", 1) for line in head.splitlines()[1:] if line)
            await reader.readexactly(int(fields.get("content-length", "0")))
            if method == "POST":
                self.keys.append(fields["idempotency-key"])
                await self._stream(writer, self.stream, self.cut if len(self.keys) == 1 else None)
            else:
                await self._retrieve(writer, target)
        finally:
            writer.close()

    async def _retrieve(self, writer: asyncio.StreamWriter, target: str) -> None:
        query = parse_qs(urlsplit(target).query)
        self.asked_after.append("stream" if "stream" in query else "plain")
        if "stream" in query and self.memory == "resumes":
            after = int(query.get("starting_after", ["-1"])[0])
            rest = [event for event in self.events if event["sequence_number"] > after]
            await self._stream(writer, as_sse(rest), None)
        elif "stream" not in query and self.memory != "forgets":
            await self._say(writer, 200, golden(self.dialect))
        elif self.memory == "forgets":
            await self._say(writer, 404, {"error": {"message": "no such response"}})
        else:
            await self._say(writer, 400, {"error": {"message": "this response cannot be streamed"}})

    async def _say(self, writer: asyncio.StreamWriter, status: int, body: Mapping[str, Any]) -> None:
        data = json.dumps(body).encode()
        head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n"
        writer.write(head.encode() + b"Connection: close\r\n\r\n" + data)
        await writer.drain()

    async def _stream(self, writer: asyncio.StreamWriter, stream: bytes, cut: int | None) -> None:
        """Send a stream up to a byte; without chunks, its end looks just like a cut."""
        framing = "Transfer-Encoding: chunked\r\n" if self.chunked else ""
        writer.write(
            f"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{framing}Connection: close\r\n\r\n".encode()
        )
        for piece in pieces(stream[:cut], WHOLE if cut is None else self.size):
            writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" if self.chunked else piece)
            await writer.drain()
        if self.chunked and cut is None:
            writer.write(b"0\r\n\r\n")
            await writer.drain()


@asynccontextmanager
async def golden_host(dialect: str) -> AsyncIterator[GoldenHost]:
    """Listen for as long as the context lasts."""
    host = GoldenHost(dialect)
    server = await asyncio.start_server(host.serve, "127.0.0.1", 0)
    host.port = server.sockets[0].getsockname()[1]
    try:
        yield host
    finally:
        server.close()
        await server.wait_closed()
