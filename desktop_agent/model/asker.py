"""Puts one question to the server until there is a whole answer: tries, waits, and streams that broke.

Every try of one question carries the same Idempotency-Key, so that no try can bill or act twice. Nothing is ever read
out of an answer that did not come to its end.
"""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from desktop_agent.core.errors import ModelError, UnreachableError
from desktop_agent.core.events import Announce, Noticed, RequestSent
from desktop_agent.core.passing import PassOn, Waiting, pass_nothing_on
from desktop_agent.model.assemble import Assembly
from desktop_agent.model.client import Client, HttpAnswer
from desktop_agent.model.refusal import Refusal, wrong_media_type
from desktop_agent.model.retry import TRIES, wait_s, worth_retrying
from desktop_agent.model.sse import DONE, SseDecoder
from desktop_agent.model.strict_json import load_object

_POLLS, _POLL_EVERY_S = 120, 1.0
_TOLD_FROM_S = 5.0
_DRAIN_S = 0.2
# A server that takes minutes to say nothing is not asked four times.
_LONGEST_QUESTION_S = 600.0
_GOOD = frozenset({HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED})
_UNFINISHED = frozenset({"queued", "in_progress"})
Response = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Question:
    """The bytes of one request, and what the journal says of it."""

    body: bytes
    input_items: int
    previous: str
    stream: bool


class Asker:
    """Asks one server."""

    def __init__(
        self,
        client: Client,
        announce: Announce,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
        *,
        pass_on: PassOn = pass_nothing_on,
    ) -> None:
        self.in_flight = ""  # id of the answer that the server is working on
        self._client, self._announce, self._sleep, self._clock = client, announce, sleep, clock
        self._pass_on = pass_on

    async def ask(self, question: Question) -> Response | Refusal:
        """Return the server's response, or its refusal once no further try makes sense.

        Raises UnreachableError when no try reached its end, another ModelError for what no try would mend.
        """
        key, began = str(uuid.uuid4()), self._clock()
        tried = 0
        while True:
            tried += 1
            self._announce(_sent(question, tried))
            last = tried == TRIES
            refusal: Refusal | None = None
            try:
                answer = await self._once(question, key)
            except UnreachableError as error:
                if last or self._clock() - began > _LONGEST_QUESTION_S:
                    raise
                why = error.message
            else:
                if not isinstance(answer, Refusal):
                    self.in_flight = ""
                    return answer
                if last or not worth_retrying(answer.status, answer.headers):
                    return answer
                refusal, why = answer, f"The server said {answer.status}."
            await self._wait(tried, refusal, why)

    async def cancel(self, within_s: float = 2.0) -> None:
        """Give up the answer in flight, if the server has told its id."""
        name, self.in_flight = self.in_flight, ""
        if name:
            await self._client.cancel(name, within_s)

    async def close(self) -> None:
        """Let the connections go."""
        await self._client.close()

    async def _wait(self, tried: int, refusal: Refusal | None, why: str) -> None:
        headers = refusal.headers if refusal else {}
        seconds = wait_s(tried, headers, now=time.time(), chance=random.random())  # noqa: S311 - spreads clients out
        if seconds >= _TOLD_FROM_S:
            self._announce(Noticed("info", f"{why} The next try is in {seconds:.0f} s."))
        else:
            self._announce(Noticed("info", f"{why} Trying again."))
        self._pass_on(Waiting(why, seconds))
        await self._sleep(seconds)
        self._pass_on(Waiting(why, 0.0))

    async def _once(self, question: Question, key: str) -> Response | Refusal:
        self.in_flight = ""
        assembly = Assembly()
        try:
            async with self._client.create(question.body, key, stream=question.stream) as answer:
                if answer.status not in _GOOD:
                    return Refusal(answer.status, answer.headers, await answer.read())
                if answer.media_type == "text/event-stream":
                    await self._follow(answer, assembly)
                else:
                    response = await _whole(answer)
                    return response if response.get("status") not in _UNFINISHED else await self._finished(response)
        except UnreachableError:
            if not assembly.response_id:
                raise
        return assembly.response() if assembly.ended else await self._recovered(assembly)

    async def _follow(self, answer: HttpAnswer, assembly: Assembly) -> None:
        decoder = SseDecoder()
        async for chunk in answer.chunks:
            for event in decoder.feed(chunk):
                _take(event.data, assembly)
            self.in_flight = assembly.response_id
            if assembly.ended:
                await _drain(answer)
                return
        for event in decoder.close():
            _take(event.data, assembly)

    async def _recovered(self, assembly: Assembly) -> Response:
        """Return the whole response whose stream broke off; UnreachableError when the server does not have it."""
        broken = UnreachableError("The server's stream broke off.", "Check the network, then go on.")
        if not assembly.response_id:
            raise broken
        try:
            response = await self._finished({"id": assembly.response_id})
        except ModelError as error:
            raise broken from error
        # A server may take a broken line for a wish to cancel: then asking again is right.
        if response.get("status") != "completed":
            raise broken
        return response

    async def _finished(self, response: Response) -> Response:
        """Return a response once the server is done with it."""
        name = str(response.get("id") or "")
        self.in_flight = name
        for _ in range(_POLLS):
            async with self._client.retrieve(name) as answer:
                if answer.status not in _GOOD:
                    raise UnreachableError("The server lost the answer that it was working on.", "Try again.")
                found = await _whole(answer)
            if found.get("status") not in _UNFINISHED:
                return found
            await self._sleep(_POLL_EVERY_S)
        raise UnreachableError("The server did not finish its answer.", "Try again.")


async def _whole(answer: HttpAnswer) -> Response:
    body = await answer.read()
    # Small servers forget the type; the content decides then.
    if "json" not in answer.media_type and not body.lstrip().startswith(b"{"):
        raise wrong_media_type(answer.media_type or "nothing")
    return load_object(body)


async def _drain(answer: HttpAnswer) -> None:
    """Read what comes after the end, so that the connection can serve the next turn; not every server closes it."""
    try:
        async with asyncio.timeout(_DRAIN_S):
            await answer.read()
    except (TimeoutError, ModelError):
        return


def _take(data: str, assembly: Assembly) -> None:
    if data.strip() != DONE:
        assembly.feed(load_object(data))


def _sent(question: Question, tried: int) -> RequestSent:
    return RequestSent(
        attempt=tried,
        input_items=question.input_items,
        bytes=len(question.body),
        chained=bool(question.previous),
        previous_response_id=question.previous or None,
    )
