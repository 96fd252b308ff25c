"""Sends single requests to a server and measures the answers, looking at features one at a time."""

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
from desktop_agent.devtools.probe.marks import SIZE
from desktop_agent.model.api import EventTranslator
from desktop_agent.model.body import RequestTemplate, written
from desktop_agent.model.caps import Caps
from desktop_agent.model.history import Request
from desktop_agent.model.strict_json import load_object
from desktop_agent.model.wire.client import Client, HttpAnswer
from desktop_agent.model.wire.refusal import Refusal, wait_s, worth_retrying
from desktop_agent.model.wire.stream_reader import StreamReader

_TRIES, _LONGEST_WAIT_S = 3, 30.0


@dataclass(frozen=True, slots=True)
class ProbeResponse:
    """One answer: the response, how it came, and how long that took."""

    response: JsonItem
    streamed: bool
    seconds: float
    first_s: float  # until the first piece of it

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
    """A server under test, with statistics; `form` is the template of every request."""

    client: Client
    form: RequestTemplate
    key: str | None = field(repr=False)  # that is never shown
    asked: int = 0
    times: list[float] = field(default_factory=list)  # of whole answers, in seconds
    ids: list[str] = field(default_factory=list)  # of every response that we got

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
        if isinstance(heard, ProbeResponse):
            self.took(heard.seconds, heard.id)
        return heard

    def took(self, seconds: float, name: str) -> None:
        """Record an answer: how long it took, and its id."""
        self.asked += 1
        self.times.append(seconds)
        if name:
            self.ids.append(name)

    async def retrieved(self, name: str) -> tuple[int, JsonItem]:
        """Fetch a stored response; return the status and the response, empty with a refusal."""
        async with self.client.retrieve(name) as answer:
            body = await answer.read()
            return answer.status, load_object(body, self.client.caps) if answer.good else {}

    async def _once(self, body: Mapping[str, object], key: str, *, stream: bool) -> ProbeResponse | Refusal:
        api, began = self.form.dialect.api, time.monotonic()
        told = written(api.request(body))
        async with self.client.create(told, key, stream=stream, place=api.place(body)) as answer:
            if not answer.good:
                return await answer.refusal(api)
            head, caps = await answer.head(lambda: None), self.client.caps
            first, streamed = time.monotonic(), answer.streams(head)
            if streamed:
                response = await _events(answer, head, caps, api.events())
            else:
                response, first = {**api.response(await answer.response(caps, head))}, time.monotonic()
        return ProbeResponse(response, streamed, time.monotonic() - began, first - began)


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
