"""Requests that are taken back: told apart from those whose answer has begun, and never the parent of the next."""

import asyncio
import threading
from collections.abc import Mapping
from dataclasses import replace

import pytest

from desktop_agent.core.turn import Opening, Turn
from desktop_agent.model.caps import Timeouts
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.cost import Price
from desktop_agent.model.request_options import RequestOptions
from tests.fakes.script import Answer, Script, asks, refuses, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.thinking import Heard, Waiting, answered, conversation, frame, with_conversation
from tests.fakes.waiting import awaited

CLICK = asks({"type": "click", "x": 10, "y": 10, "button": "left"})
PATIENT = Timeouts(connect_s=5.0, idle_s=20.0, total_s=30.0)
ONE_AT_A_TIME = refuses(429, "One request at a time.", retry_after="0.05")


class Slow:
    """An answer that is given once it is let go; `asked` is set when it is asked for."""

    def __init__(self, answer: Answer) -> None:
        self.asked, self.goes = threading.Event(), threading.Event()
        self._answer = answer

    def __call__(self, body: Mapping[str, object]) -> Answer:
        del body
        self.asked.set()
        assert self.goes.wait(20)
        return self._answer


async def taken_back(mind: Conversation, turn: Turn, slow: Slow) -> float | None:
    """Send the answer to a turn, and take the request back once the server has it."""
    thinking = asyncio.ensure_future(mind.think(answered(turn, 2)))
    assert await asyncio.to_thread(slow.asked.wait, 20)
    assert mind.is_unanswered
    thinking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await thinking
    return mind.retract()


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("chain", [True, False])
def test_a_request_that_is_taken_back_leaves_nothing_in_the_conversation(stream: bool, chain: bool) -> None:
    slow = Slow(CLICK)
    with ScriptedServer([CLICK, slow, says("Done.")], stream=stream) as server:
        mind = conversation(server.base_url, RequestOptions(stream=stream, chain=chain), Waiting(), patience=PATIENT)

        async def talk(mind: Conversation) -> Turn:
            first = await mind.think(Opening("Click.", frame()))
            await taken_back(mind, first, slow)
            assert not mind.is_unanswered
            slow.goes.set()
            return await mind.think(answered(first, 3))

        last = with_conversation(mind, talk)

    assert last.messages == ("Done.",)
    _, broken, sent = (request.body for request in server.creates)
    assert broken.get("previous_response_id") == sent.get("previous_response_id") == ("resp_1" if chain else None)
    assert len(broken["input"]) == len(sent["input"])
    keys = [request.headers["idempotency-key"] for request in server.creates]
    assert len({*keys}) == len(keys)


def test_what_it_may_have_cost_is_what_was_sent_and_the_longest_answer() -> None:
    slow = Slow(CLICK)
    price = Price(1.0, 1_000.0)
    with ScriptedServer([CLICK, slow]) as server:
        mind = conversation(server.base_url, None, Waiting(), patience=PATIENT)
        mind._price = price

        async def talk(mind: Conversation) -> float | None:
            first = await mind.think(Opening("Click.", frame()))
            cost = await taken_back(mind, first, slow)
            slow.goes.set()
            return cost

        cost = with_conversation(mind, talk)

    assert cost is not None
    written = price.of(0, 10)  # the server's own count of its one answer
    assert written < cost < 2 * written


def test_an_answer_of_which_a_byte_has_come_is_not_unanswered() -> None:
    with ScriptedServer([CLICK, replace(CLICK, stall_after=1)]) as server:
        mind = conversation(server.base_url, None, Waiting(), patience=PATIENT)

        async def talk(mind: Conversation) -> None:
            first = await mind.think(Opening("Click.", frame()))
            thinking = asyncio.ensure_future(mind.think(answered(first, 2)))

            async def has_begun() -> bool:
                await asyncio.wait({thinking}, timeout=0.01)
                return not mind.is_unanswered

            await awaited(has_begun, "the first byte")
            assert not thinking.done()
            thinking.cancel()

        with_conversation(mind, talk)


def test_a_server_that_takes_one_request_at_a_time_is_asked_again_until_it_has_noticed() -> None:
    slow, heard = Slow(CLICK), Heard()
    answers: list[Script] = [CLICK, slow, ONE_AT_A_TIME, ONE_AT_A_TIME, says("Done.")]
    with ScriptedServer(answers) as server:
        mind = conversation(server.base_url, None, heard, patience=PATIENT)

        async def talk(mind: Conversation) -> Turn:
            first = await mind.think(Opening("Click.", frame()))
            await taken_back(mind, first, slow)
            slow.goes.set()
            return await mind.think(answered(first, 3))

        last = with_conversation(mind, talk)

    assert last.messages == ("Done.",)
    sent = [request.body["previous_response_id"] for request in server.creates[1:]]
    assert sent == ["resp_1"] * 4
