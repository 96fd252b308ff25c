"""Sends single requests to a server, to look at features one at a time."""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop_agent.core.errors import DialectError
from desktop_agent.core.json_text import JsonItem
from desktop_agent.core.message import Message
from desktop_agent.core.stream_update import pass_nothing_on
from desktop_agent.model.api import EventTranslator
from desktop_agent.model.body import RequestTemplate, written
from desktop_agent.model.caps import Caps
from desktop_agent.model.history import Request
from desktop_agent.model.marks import SIZE
from desktop_agent.model.wire.client import Client, HttpAnswer
from desktop_agent.model.wire.refusal import Refusal, wait_s, worth_retrying
from desktop_agent.model.wire.stream_reader import StreamReader

_TRIES, _LONGEST_WAIT_S = 3, 30.0


@dataclass(frozen=True, slots=True)
class ProbeResponse:
    """One answer: the response, and how it came."""

    response: JsonItem
    streamed: bool

    @property
    def id(self) -> str:
        """Return the response's id; empty where it has none."""
        name = self.response.get("id")
        return name if isinstance(name, str) else ""

    @property
    def tokens_read(self) -> int | None:
        """Return the server's count of input tokens; None when it is missing."""
        usage = self.response.get("usage")
        count = usage.get("input_tokens") if isinstance(usage, Mapping) else None
        return count if isinstance(count, int) else None

    @property
    def output(self) -> list[JsonItem]:
        """Return the output's items."""
        output = self.response.get("output")
        return [item for item in output if isinstance(item, dict)] if isinstance(output, list) else []


@dataclass(slots=True)
class ProbeClient:
    """A server under test; `form` is the template of every request."""

    client: Client
    form: RequestTemplate
    key: str | None = field(repr=False)  # that is never shown
    asked: int = 0  # answers so far

    async def ask(
        self, items: Sequence[JsonItem], *, stream: bool = False, previous: str = ""
    ) -> ProbeResponse | Refusal:
        """Request a response, again if the server is busy; ModelError when it cannot be reached or read."""
        form, key = replace(self.form, stream=stream), str(uuid.uuid4())
        body = form.body(Request(tuple(items), previous), SIZE, chain=True, number=self.asked + 1)
        for tried in range(1, _TRIES):
            heard = await self._once(body, key, stream=stream)
            if not isinstance(heard, Refusal) or not worth_retrying(heard.status, heard.headers):
                break
            chance = random.random()  # noqa: S311 - spreads clients out
            await asyncio.sleep(wait_s(tried, heard.headers, now=time.time(), chance=chance, most=_LONGEST_WAIT_S))
        else:
            heard = await self._once(body, key, stream=stream)
        self.asked += isinstance(heard, ProbeResponse)
        return heard

    async def _once(self, body: Mapping[str, object], key: str, *, stream: bool) -> ProbeResponse | Refusal:
        api = self.form.dialect.api
        told = written(api.request(body))
        async with self.client.create(told, key, stream=stream, place=api.place(body)) as answer:
            if not answer.good:
                return await answer.refusal()
            head, caps = await answer.head(lambda: None), self.client.caps
            streamed = answer.streams(head)
            if streamed:
                response = await _events(answer, head, caps, api.events())
            else:
                response = {**api.response(await answer.response(caps, head))}
        return ProbeResponse(response, streamed)


async def _events(answer: HttpAnswer, head: bytes, caps: Caps, translate: EventTranslator) -> JsonItem:
    following = StreamReader(caps, pass_nothing_on, translate)
    async for chunk in answer.all_after(head):
        following.feed(chunk)
        if following.over:
            break
    following.close()
    if not following.ended:
        raise DialectError(
            Message("The server's stream ended before the response was complete."), Message("Use --no-stream.")
        )
    return following.whole()
