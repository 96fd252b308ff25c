"""Sends single requests to a server, to test one feature at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.model.body import RequestTemplate, written
from desktop_agent.model.history import Request
from desktop_agent.model.marks import SIZE
from desktop_agent.model.wire.attempt import PreparedRequest
from desktop_agent.model.wire.refusal import Refusal
from desktop_agent.model.wire.request_sender import RequestSender


@dataclass(frozen=True, slots=True)
class ProbeResponse:
    """One answer: the response, and whether it was streamed."""

    response: JsonItem
    streamed: bool

    @property
    def id(self) -> str:
        """Return the response's id; empty if it has none."""
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
    """A server under test; `template` is that of every request."""

    sender: RequestSender
    template: RequestTemplate
    key: str | None = field(repr=False)  # never shown
    answer_count: int = 0  # answers so far

    async def ask(
        self, items: Sequence[JsonItem], *, stream: bool = False, previous: str = ""
    ) -> ProbeResponse | Refusal:
        """Request a response, again if the server is busy; ModelError if it cannot be reached or read."""
        template = replace(self.template, stream=stream)
        body = template.body(Request(tuple(items), previous), SIZE, chain=True, number=self.answer_count + 1)
        api = template.dialect.api
        request = PreparedRequest(written(api.request(body)), len(items), previous, stream, api, api.place(body))
        answer = await self.sender.ask(request)
        if isinstance(answer, Refusal):
            return answer
        self.answer_count += 1
        return ProbeResponse(answer, self.sender.has_streamed)
