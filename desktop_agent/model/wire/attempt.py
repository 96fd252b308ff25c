"""Sends one request, try by try, until the answer is complete: reads the stream, and fetches the rest if it broke.

A try first recovers the answer that an earlier one began: the stored response, polling while the server works on it.
Only if the server does not have it is the request sent again. Text that is no JSON counts as a connection that broke:
gateways often send half an answer.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from desktop_agent.core.errors import MalformedError, ModelError, UnreachableError
from desktop_agent.core.runs.waiting import OnUpdate, Waiting
from desktop_agent.core.texts.message import Message
from desktop_agent.model.dialect import RESPONSES, Api
from desktop_agent.model.wire.client import Client, HttpAnswer
from desktop_agent.model.wire.refusal import (
    NOT_THERE,
    Refusal,
    Response,
    back_off_s,
    is_temporary,
    retry_reason,
    status_sentence,
)
from desktop_agent.model.wire.stream_reader import StreamReader

_log = logging.getLogger(__name__)

BROKEN = (UnreachableError, MalformedError)  # the answer broke off: another try may complete it
_DRAIN_S = 0.2
_UNFINISHED = frozenset({"queued", "in_progress"})


@dataclass(frozen=True, slots=True)
class PreparedRequest:
    """The bytes of one request, and what the journal records of it."""

    body: bytes
    input_items: int
    previous: str
    stream: bool
    api: Api = RESPONSES
    place: str = ""  # what follows the URL


@dataclass(frozen=True, slots=True)
class ServerLink:
    """One server, with the clock and callbacks to wait for it."""

    client: Client
    pass_on: OnUpdate
    sleep: Callable[[float], Awaitable[None]]
    clock: Callable[[], float]  # monotonic seconds

    async def wait(self, why: str, seconds: float) -> None:
        """Wait for the server, and show that."""
        self.pass_on(Waiting(why, seconds))
        await self.sleep(seconds)
        self.pass_on(Waiting(why, 0.0))


class Attempt:
    """One request; `make_try` makes one try, and may be called again after an error of BROKEN."""

    def __init__(
        self,
        link: ServerLink,
        request: PreparedRequest,
        key: str,
        *,
        note_asking: Callable[[], None],
        note_reached: Callable[[], None],
    ) -> None:
        """Set up; `note_asking` is called before a request is sent, `note_reached` when the server itself answers."""
        self.reached = False  # the server, and not just a gateway, has answered something in the newest try
        self._link = link
        self._client = link.client
        self._request = request
        self._key = key
        self._note_asking = note_asking
        self._note_server = note_reached
        self._reader = self._new_reader()
        self.starts_again = False  # the server no longer has the response that it began
        self.response_ids: dict[str, None] = {}  # the ids of all responses that the server has begun

    @property
    def has_streamed(self) -> bool:
        """Whether the answer has come as a stream."""
        return self._reader.streamed

    @property
    def response_id(self) -> str:
        """The id of the answer in progress, once the server has sent it; else empty."""
        return self._reader.response_id

    async def make_try(self) -> Response | Refusal:
        """Return the complete response, or the server's refusal.

        Raises an error of BROKEN when another try may help, another ModelError when none will.
        """
        self.reached = False
        response = None
        if self.response_id and not self.starts_again:
            # Without a network, a new request fails as well, with the reason.
            with contextlib.suppress(*BROKEN):
                response = await self._recover()
        answer = await self._send_request() if response is None else response
        # A response that the server's own fault broke is requested again, not retrieved.
        self.starts_again = self.starts_again or retry_reason(answer) is not None
        return answer

    def discard(self) -> None:
        """Give up: discard the displayed text of the answer."""
        self._reader.discard()

    async def _send_request(self) -> Response | Refusal:
        fresh = self._new_reader()
        request = self._request
        response = None
        malformed: MalformedError | None = None
        self._note_asking()
        try:
            async with self._client.create(
                request.body, self._key, stream=request.stream, place=request.place
            ) as answer:
                self._note_reached(answer)
                self._reader.discard()
                self._reader = fresh
                self.starts_again = False
                if not answer.good:
                    return await answer.refusal()
                response = await self._receive(answer)
        except BROKEN as error:
            if self._reader is not fresh or not (fresh.response_id or fresh.ended):
                raise
            malformed = error if isinstance(error, MalformedError) else None
        if response is None and (fresh.response_id or fresh.ended):
            response = await self._recover()
        if response is None and malformed is not None:
            raise malformed
        if response is None and not fresh.streamed:
            raise UnreachableError(
                Message("The server began a response, but never finished it."), Message("Try again later.")
            )
        if response is None:
            raise UnreachableError(
                Message("The server's stream was cut off."),
                Message("Try again. If the problem persists, try --no-stream."),
            )
        return response

    async def _receive(self, answer: HttpAnswer) -> Response | None:
        """Return the response if it is complete; otherwise None, with the received part in the reader."""
        reader = self._reader
        head = await answer.head()
        if not answer.streams(head):
            response = self._request.api.response(await answer.response(self._client.caps, head))
            self._note_id(response.get("id"))
            if response.get("status") not in _UNFINISHED:
                return response
            reader.begin(response)
            return None
        async for chunk in answer.all_after(head):
            reader.feed(chunk)
            self._note_id(reader.response_id)
            if reader.over:
                await _drain(answer)
                break
        reader.close()
        return reader.full_response() if reader.ended else None

    async def _recover(self) -> Response | None:
        """Return the complete response of an earlier try; None if the server does not have it.

        Raises an error of BROKEN when the server cannot be asked.
        """
        reader = self._reader
        name = self.response_id
        if reader.ended:  # what broke off came after the end
            return reader.full_response()
        response = await self._poll(name)
        # A server may take a broken connection for a cancellation, or mix answers up: then the request is sent again.
        self.starts_again = (
            response is None
            or (reader.streamed and response.get("status") != "completed")
            or response.get("id") not in {name, "", None}
        )
        _log.info("a broken try's response: found %s, sent again %s", response is not None, self.starts_again)
        return None if response is None or self.starts_again else reader.full_response(response)

    async def _poll(self, name: str) -> Response | None:
        """Return the response once the server has finished it; None when the server has dropped or stalled it.

        A background answer, which has no stream, is not given up when the connection breaks.
        """
        reader = self._reader
        link = self._link
        patience = self._client.patience
        began = link.clock()
        polls = 0
        failures = 0
        while link.clock() - began <= patience.background_s:
            polls += 1
            try:
                response = await self._retrieve(name)
            except BROKEN as error:
                failures += 1
                if reader.streamed or failures == patience.tries:
                    raise
                await link.wait(error.message, back_off_s(failures))
                continue
            if response is None or response.get("status") not in _UNFINISHED:
                return response
            if reader.streamed and not response.get("background") and link.clock() - began > patience.total_s:
                return None
            failures = 0
            await link.sleep(back_off_s(polls))
        raise ModelError(
            Message(
                "The server didn't finish its response within {part:g} minutes.",
                part=patience.background_s / 60,
            ),
            Message("Try again."),
        )

    async def _retrieve(self, name: str) -> Response | None:
        async with self._client.retrieve(name) as answer:
            self._note_reached(answer)
            if answer.good and (answer.is_json or not self._reader.streamed):
                return await answer.response(self._client.caps)
            if is_temporary(answer.status, answer.headers) and not self._reader.streamed:
                raise UnreachableError(status_sentence(answer.status))
            return None

    def _note_id(self, name: object) -> None:
        if isinstance(name, str) and name:
            self.response_ids[name] = None

    def _new_reader(self) -> StreamReader:
        return StreamReader(self._client.caps, self._link.pass_on, self._request.api.events())

    def _note_reached(self, answer: HttpAnswer) -> None:
        if answer.status not in NOT_THERE:
            self.reached = True
            self._note_server()


async def _drain(answer: HttpAnswer) -> None:
    """Read on after the end, so that the connection can be reused; not every server closes it."""
    try:
        async with asyncio.timeout(_DRAIN_S):
            await answer.read()
    except (TimeoutError, ModelError):
        return
