"""Sends one request until there is a complete answer: retries, waits between them, and survives a lost network.

Every try carries the same Idempotency-Key, so that no try can bill or act twice. An incomplete answer is never used.

If the server cannot be reached for the first answer, the run ends: the address may be wrong. Later, the network
or the server behind its gateway is temporarily unreachable: then the run pauses, and resumes with the same request
when the server is back.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
import uuid
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext

from desktop_agent.core.errors import DialectError, ModelError, UnreachableError
from desktop_agent.core.runs.events import Announce, Noticed, Paused, RequestSent, Resumed
from desktop_agent.core.runs.waiting import OnUpdate, pass_nothing_on
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.model.wire.attempt import BROKEN, Attempt, PreparedRequest, ServerLink
from desktop_agent.model.wire.client import Client
from desktop_agent.model.wire.refusal import (
    Refusal,
    Response,
    RetryReason,
    back_off_s,
    error_in,
    requested_wait_s,
    retry_reason,
    wait_s,
)

_log = logging.getLogger(__name__)

NETWORK = "network"  # the cause of a pause
Suspend = Callable[[], AbstractContextManager[None]]


class Outage:
    """A lost network: pauses the run; `suspended` keeps that time from counting against any limit."""

    def __init__(self, announce: Announce, suspended: Suspend) -> None:
        self.on = False
        self._announce = announce
        self._suspended = suspended
        self._stack = ExitStack()

    def begin(self, why: str) -> None:
        """Pause the run; `why` is a sentence."""
        self.on = True
        self._stack.enter_context(self._suspended())
        self._announce(Paused(NETWORK, why))

    def end(self) -> None:
        """Resume the run: the server is back."""
        self.give_up()
        self._announce(Resumed(NETWORK))

    def give_up(self) -> None:
        """Count the time toward limits again, without resuming: the run ends."""
        self.on = False
        self._stack.close()


_ANNOUNCED_FROM_S = 5.0
_ANSWER_WITHIN_S = 2.0  # to a request to cancel or delete


class RequestSender:
    """Sends requests to one server."""

    def __init__(
        self,
        client: Client,
        announce: Announce,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
        *,
        pass_on: OnUpdate = pass_nothing_on,
        suspended: Suspend = nullcontext,
    ) -> None:
        """Take the server; `suspended` wraps network outages, whose time counts against neither model nor user."""
        self._client = client
        self._announce = announce
        self._clock = clock
        self._line = ServerLink(client, pass_on, sleep, clock)
        self._outage = Outage(announce, suspended)
        self._attempt: Attempt | None = None
        self.has_streamed = False  # the newest answer came as a stream
        self.has_answered = False  # if it has, address, key, model and dialect are right
        self.was_reached = False  # the server itself, and not just a gateway, has answered something to the newest try
        self.response_ids: dict[str, None] = {}  # the ids of all responses that the server has begun

    @property
    def in_flight(self) -> str:
        """The id of the answer in progress, once the server has sent it; else empty."""
        return self._attempt.response_id if self._attempt else ""

    async def ask(self, question: PreparedRequest, *, waits: bool = True) -> Response | Refusal:
        """Return the server's response, or its refusal when no further try makes sense.

        `waits` is whether to wait longer for a server that is not there, where only its gateway answers.

        Raises UnreachableError or MalformedError when every try broke off, another ModelError when no try would help.
        """
        sending = _TryAnnouncer(question, self._announce, self._outage)
        attempt = Attempt(
            self._line, question, str(uuid.uuid4()), note_asking=sending.asking, note_reached=sending.reached
        )
        self._attempt = attempt
        try:
            answer = await self._answer(attempt, waits=waits)
        except ModelError:
            attempt.discard()
            raise
        finally:
            self.was_reached = attempt.reached
            self._outage.give_up()
            self.response_ids |= attempt.response_ids
        self._attempt = None
        self.has_streamed = attempt.has_streamed
        good = not isinstance(answer, Refusal) and not error_in(answer)
        if not good:
            attempt.discard()
        self.has_answered = self.has_answered or good
        return answer

    async def cancel(self) -> None:
        """Cancel the answer in flight, if the server has sent its id."""
        name = self.in_flight
        self._attempt = None
        if name:
            await self._client.cancel(name, _ANSWER_WITHIN_S)

    async def delete(self, response_id: str) -> int | None:
        """Ask the server to delete a response; return the status, None when it does not answer."""
        return await self._client.delete(response_id, _ANSWER_WITHIN_S)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _answer(self, attempt: Attempt, *, waits: bool) -> Response | Refusal:
        """Try, and wait for a lost network."""
        patience = self._client.patience
        until = 0.0
        while True:
            try:
                answer = await self._answer_after_tries(attempt)
                why = retry_reason(answer)
                seconds = patience.gateway_s
                if not (why and why.is_unreachable and seconds and waits and self.has_answered):
                    return answer
            except UnreachableError as error:
                why = RetryReason(error.message)
                seconds = patience.outage_s
                if attempt.reached or not (seconds and self.has_answered):
                    raise
            until = until or self._clock() + seconds
            answer_after = await self._answer_after_outage(attempt, why, until)
            if answer_after is not None and (retry_reason(answer_after) is None or self._clock() >= until):
                return answer_after

    async def _answer_after_tries(self, attempt: Attempt) -> Response | Refusal:
        """Make the allowed tries, with waits between them."""
        patience = self._client.patience
        began = self._clock()
        tried = 0
        announced: set[str] = set()
        while True:
            tried += 1
            try:
                answer = await attempt.make_try()
            except (*BROKEN, DialectError) as error:
                # A server that is silent for minutes is not asked again and again. After an invalid answer, a server
                # that has answered before is asked once more, from the start.
                most = patience.tries if isinstance(error, BROKEN) else 1 + self.has_answered
                if tried >= most or self._clock() - began > 2 * patience.total_s:
                    raise
                attempt.starts_again |= not isinstance(error, BROKEN)
                why = RetryReason(error.message)
            else:
                reason = retry_reason(answer)
                # What is asked for is waited for, but not beyond the limit of the run.
                asked_s = (requested_wait_s(reason.headers, time.time(), patience.total_s) or 0.0) if reason else 0.0
                if reason is None or tried >= patience.tries or asked_s > patience.total_s:
                    return answer
                why = reason
            await self._wait_before_try(tried, why, announced)

    async def _answer_after_outage(self, attempt: Attempt, why: RetryReason, until: float) -> Response | Refusal | None:
        """Try until the server is back; return None if it was, but the connection broke again.

        When time runs out, return a gateway's last refusal; without one, raise UnreachableError.
        """
        self._outage.begin(why.why)
        patience = self._client.patience
        began = self._clock()
        tried = 0
        answer: Response | Refusal | None = None
        while self._clock() < until:
            tried += 1
            requested_s = requested_wait_s(why.headers, time.time(), patience.total_s) or 0.0
            seconds = max(min(requested_s, patience.total_s), back_off_s(tried))
            _log.info("outage: try %d after %.1f s: %s", tried, seconds, why.why)
            await self._line.wait(why.why, seconds)
            try:
                answer = await attempt.make_try()
            except BROKEN as error:
                if attempt.reached:
                    return None
                why = RetryReason(error.message)
                answer = None
            else:
                reason = retry_reason(answer)
                if reason is None or not reason.is_unreachable:
                    return answer
                why = reason
        if answer is not None:
            return answer
        raise UnreachableError(
            Message(
                "The server was unreachable for {part:.0f} minutes: {why}",
                part=(self._clock() - began) / 60,
                why=why.why,
            ),
            Message("Check the server and the network, then run: desktop-agent resume last"),
        )

    async def _wait_before_try(self, tried: int, why: RetryReason, announced: set[str]) -> None:
        most = self._client.patience.total_s
        chance = random.random()  # noqa: S311 - spreads clients out
        seconds = wait_s(tried, why.headers, now=time.time(), chance=chance, most=most)
        when = (
            Message("Trying again in {seconds:.0f} s.", seconds=seconds)
            if seconds >= _ANNOUNCED_FROM_S
            else Message("Trying again.")
        )
        text = sentences(why.why, when)
        if text not in announced:
            announced.add(text)
            self._announce(Noticed("info", text))
        _log.info("try %d has failed, the next one is after %.1f s: %s", tried, seconds, why.why)
        await self._line.wait(why.why, seconds)


class _TryAnnouncer:
    """Announces the tries of one request; during an outage, only the successful one."""

    def __init__(self, question: PreparedRequest, announce: Announce, outage: Outage) -> None:
        self._question = question
        self._announce = announce
        self._outage = outage
        self._tries = 0
        self._is_unannounced = False

    def asking(self) -> None:
        """Note that the request is about to be sent."""
        self._is_unannounced = True
        if not self._outage.on:
            self._announce_try()

    def reached(self) -> None:
        """Note that the server has answered."""
        if self._outage.on:
            self._outage.end()
        if self._is_unannounced:
            self._announce_try()

    def _announce_try(self) -> None:
        self._is_unannounced = False
        self._tries += 1
        previous = self._question.previous
        self._announce(
            RequestSent(
                attempt=self._tries,
                input_items=self._question.input_items,
                bytes=len(self._question.body),
                chained=bool(previous),
                previous_response_id=previous or None,
            )
        )
