"""What a test needs to talk to a model: small true pictures, and a conversation with a server of the test's own."""

from __future__ import annotations

import asyncio
import hashlib
import struct
import time
import zlib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from desktop_agent.core.actions.action import Function
from desktop_agent.core.pictures import Frame, Pixels, Rect, Scene, Size, Viewport
from desktop_agent.core.runs.events import Event
from desktop_agent.core.runs.turn import Call, InvalidAction, Reply, Result, Turn
from desktop_agent.core.runs.waiting import StreamUpdate
from desktop_agent.model.caps import Timeouts
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.endpoint import endpoint
from desktop_agent.model.profiles import PROFILES
from desktop_agent.model.provider_settings import ProviderSettings
from desktop_agent.model.request_options import spoken_dialect
from desktop_agent.model.wire.client import Client
from desktop_agent.model.wire.request_sender import RequestSender

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
SIZE = Size(1280, 800)
QUICK = Timeouts(connect_s=2.0, idle_s=1.0, total_s=10.0)


def frame(number: int = 0, size: Size = SIZE) -> Frame:
    rows = b"".join(b"\0" + bytes([number % 256, 8, 16]) * 4 for _ in range(4))
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in (
            (b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)),
            (b"tEXt", f"number\0{number}".encode()),
            (b"IDAT", zlib.compress(rows)),
            (b"IEND", b""),
        )
    )
    seen = Viewport(Rect(0, 0, size.width, size.height), size)
    return Frame(data, "image/png", seen, hashlib.sha256(data).hexdigest(), Scene(), Pixels(Size(1, 1), b""))


@dataclass(frozen=True, slots=True)
class Heard:
    """Collects what is announced and passed on, and the waits that were asked for instead of waiting."""

    events: list[Event] = field(default_factory=list)
    passed: list[StreamUpdate] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def announce(self, event: Event) -> None:
        self.events.append(event)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(0)

    def clock(self) -> float:
        return time.monotonic() + sum(self.waits)


class Waiting(Heard):
    """Waits for real, so that a question whose answer never comes is still open when somebody stops it."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def clock(self) -> float:
        return time.monotonic()


def conversation(
    base_url: str,
    terms: ProviderSettings | None = None,
    heard: Heard | None = None,
    *,
    provider: str = "local",
    functions: tuple[Function, ...] = (),
    in_results: bool = False,
    key: str | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    patience: Timeouts = QUICK,
    key_source: str = "",
) -> Conversation:
    """Return a conversation with a server that a test controls, with no real waits unless `heard` waits."""
    heard = heard or Heard()
    terms = terms or ProviderSettings()
    terms = replace(terms, base_url=terms.base_url or base_url)
    profile = replace(PROFILES[provider], auth=PROFILES[provider].auth.replace("none", "bearer"))
    profile = replace(profile, pictures_in_results=in_results or profile.pictures_in_results)
    api = spoken_dialect(profile, terms).api
    head = {**api.headers, **profile.credentials(key)}
    client = Client(endpoint(base_url, api=api), head, patience, transport=transport)
    asker = RequestSender(client, heard.announce, heard.sleep, heard.clock, pass_on=heard.passed.append)
    return Conversation(
        profile,
        terms,
        functions=functions,
        key=key,
        announce=heard.announce,
        sender=asker,
        key_source=key_source,
    )


def answered(turn: Turn, number: int = 1, *, confirm: bool = True) -> Reply:
    shot = frame(number)
    results = (
        Result(
            call.call_id,
            shot,
            call.checks if confirm else (),
            (f"Did what {call.call_id} asks.",),
            call.called,
            _output(call),
            confirm,
        )
        for call in turn.calls
    )
    return Reply(tuple(results), (), shot)


def _output(call: Call) -> str:
    (action, *_) = (proposal.action for proposal in call.proposals)
    if call.called == "unknown" and isinstance(action, InvalidAction):
        return action.reason
    return f"What {call.call_id} answers." if call.called == "function" else ""


def with_conversation(mind: Conversation, act: Callable[[Conversation], Coroutine[object, object, T]]) -> T:
    async def whole() -> T:
        try:
            return await act(mind)
        finally:
            await mind.close()

    return asyncio.run(whole())
