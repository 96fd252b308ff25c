"""A network that is gone in the middle of a conversation pauses the run; one that never was ends it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx
import pytest

from desktop_agent.core.errors import UnreachableError
from desktop_agent.core.events import Noticed, Paused, RequestSent, Resumed
from desktop_agent.model.wire.request_sender import RequestSender
from tests.fakes.thinking import Heard
from tests.fakes.wire import GOLDEN, QUESTION, RESPONSE, Handler, Wire, cut, refused, sse

DOWN = refused(httpx.ConnectError("Network is unreachable"))
RESET = refused(httpx.ReadError("reset"))
ANSWER = sse(GOLDEN)


class Timeless(Heard):
    """Has a clock that nothing but the waits moves: however slow the machine is, it shows the same."""

    def clock(self) -> float:
        return sum(self.waits)


class Clock:
    """Notes how long was put aside, by the clock of what was heard."""

    def __init__(self, heard: Heard) -> None:
        self.heard, self.aside_s, self.open = heard, 0.0, 0

    @contextmanager
    def suspended(self) -> Iterator[None]:
        began = self.heard.clock()
        self.open += 1
        try:
            yield
        finally:
            self.open -= 1
            self.aside_s += self.heard.clock() - began


async def after_an_answer(asker: RequestSender) -> object:
    """Ask, so that there was an answer, and ask again."""
    try:
        await asker.ask(QUESTION)
        return await asker.ask(QUESTION)
    finally:
        await asker.close()


def pauses(heard: Heard) -> list[object]:
    return [event for event in heard.events if not isinstance(event, Noticed | RequestSent)]


@pytest.mark.parametrize("gone", [DOWN, RESET], ids=["down", "reset"])
@pytest.mark.parametrize("times", [4, 5, 60])
def test_a_network_that_is_gone_for_long_pauses_the_run_which_goes_on_with_the_same_question(
    gone: Handler, times: int
) -> None:
    heard = Timeless()
    clock, wire = Clock(heard), Wire([ANSWER, *[gone] * times, ANSWER])

    assert asyncio.run(after_an_answer(wire.asker(heard, suspended=clock.suspended))) == RESPONSE
    _, *keys = [request.headers["idempotency-key"] for request in wire.log]
    assert len(set(keys)) == 1
    paused, resumed = pauses(heard)
    assert isinstance(paused, Paused)
    assert paused.by == "network"
    assert paused.reason.startswith("The server")
    assert resumed == Resumed("network")
    waits = heard.waits[3:]
    assert max(waits) == (8.0 if times == 60 else waits[-1])
    assert clock.aside_s == pytest.approx(sum(waits))


@pytest.mark.parametrize("answers", [[DOWN], [ANSWER, cut(b"")]], ids=["before any answer", "broken off each time"])
def test_a_server_that_was_never_there_or_is_faulty_ends_the_run(answers: list[Handler]) -> None:
    heard = Heard()

    with pytest.raises(UnreachableError):
        asyncio.run(after_an_answer(Wire(answers).asker(heard)))
    assert pauses(heard) == []


def test_after_the_time_that_was_set_it_is_given_up() -> None:
    heard = Timeless()
    clock, wire = Clock(heard), Wire([ANSWER, DOWN])

    with pytest.raises(
        UnreachableError, match=r"unreachable for 30 minutes: The server at .* can't be reached"
    ) as error:
        asyncio.run(after_an_answer(wire.asker(heard, suspended=clock.suspended)))
    assert error.value.hint
    assert [type(event) for event in pauses(heard)] == [Paused]
    assert 1800 <= sum(heard.waits) <= 1830
    assert clock.open == 0


def test_a_stop_ends_the_wait_at_once() -> None:
    heard = Timeless()
    clock, wire = Clock(heard), Wire([ANSWER, DOWN])

    async def stopped() -> None:
        asker = wire.asker(heard, suspended=clock.suspended)
        await asker.ask(QUESTION)
        asking = asyncio.create_task(asker.ask(QUESTION))
        while not clock.open:
            await asyncio.wait({asking}, timeout=0.001)
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
        await asker.close()

    asyncio.run(stopped())

    assert clock.open == 0
    assert [type(event) for event in pauses(heard)] == [Paused]
