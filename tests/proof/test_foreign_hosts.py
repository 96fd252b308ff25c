"""Conversations with a Responses host from PyPI that nobody here wrote; what reaches its handler is the oracle."""

import asyncio
from collections.abc import Iterator
from itertools import product, takewhile
from typing import Any

import httpx
import pytest

from desktop_agent.core.actions import Click, Drag, Press
from desktop_agent.core.function import Function
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.turn import Opening, SafetyCheck
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.request_options import RequestOptions
from tests.fakes.talk import to_the_end
from tests.fakes.thinking import conversation, frame, with_conversation
from tests.fakes.waiting import wait_until
from tests.proof.hosts import NO_ORACLE, ORACLE, Host, running

WAYS = list(product(("preview", "openai"), (True, False), (True, False)))
CHECK = {"id": "sc_1", "code": "malicious_instructions", "message": "The page tells the model what to do."}
CLICK = Click(ImagePoint(30, 20))
BOTH = [Drag((ImagePoint(1, 2), ImagePoint(30, 40))), Press(("ctrl", "s"))]

pytestmark = pytest.mark.skipif(not ORACLE.exists(), reason=NO_ORACLE)


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    with running("agentserver_host.py", tmp_path_factory.mktemp("host")) as one:
        yield one


def newest_outputs(items: list[dict[str, Any]]) -> list[str]:
    """Return the types of the answers at the end of a history; words behind them do not count."""
    answers = [item["type"] for item in items if item["type"] != "message"]
    return list(takewhile(lambda kind: kind.endswith("_output"), reversed(answers)))


@pytest.mark.parametrize(("dialect", "stream", "chain"), WAYS)
def test_a_host_that_nobody_here_wrote_understands_us_and_we_it(
    host: Host, dialect: str, stream: bool, chain: bool
) -> None:
    since = len(host.wrote())

    weather = Function("get_weather", "Tell the weather.", {"type": "object", "properties": {"city": {}}})
    terms = RequestOptions(dialect=dialect, stream=stream, chain=chain, functions=(weather,))
    turns = with_conversation(conversation(host.url, terms), to_the_end)

    first, second, third, last = turns
    assert first.reasoning == ("The button is in view.",)
    assert first.calls[0].proposals[0].action == CLICK
    assert [call.proposals[0].action for call in second.calls] == BOTH
    assert second.calls[0].checks == (SafetyCheck(raw=CHECK, **CHECK),)
    assert third.calls[0].called == "function"
    assert last.messages == ("All saved.",)
    assert [newest_outputs(request["given"]) for request in host.understood(since)] == [
        [],
        ["computer_call_output"],
        ["computer_call_output", "computer_call_output"],
        ["function_call_output"],
    ]
    confirmed = [item.get("acknowledged_safety_checks") for item in host.understood(since)[2]["given"][-2:]]
    assert confirmed == [[CHECK], None]
    assert [len(request["past"]) > 0 for request in host.understood(since)] == [False, *[chain] * 3]


def test_the_host_is_told_to_stop_working_on_an_answer_that_nobody_waits_for(host: Host) -> None:
    since = len(host.wrote())

    async def stop(mind: Conversation) -> None:
        thinking = asyncio.create_task(mind.think(Opening("Take your time", frame(0))))
        await asyncio.to_thread(wait_until, lambda: len(host.wrote()) > since, "the request")
        thinking.cancel()
        await asyncio.gather(thinking, return_exceptions=True)
        await mind.cancel()
        await asyncio.to_thread(wait_until, lambda: "cancelled" in host.wrote()[-1], "the host's handler")

    with_conversation(conversation(host.url, RequestOptions(dialect="preview", stream=True)), stop)

    assert [list(entry) for entry in host.wrote(since)] == [["given", "past"], ["cancelled"]]


def test_nothing_is_left_on_the_host_where_that_is_wanted(host: Host) -> None:
    async def forgotten(mind: Conversation) -> list[int]:
        turns = await to_the_end(mind)
        kept = [status_of(host, turn.response_id) for turn in turns]
        await mind.forget()
        return [*kept, *(status_of(host, turn.response_id) for turn in turns)]

    seen = with_conversation(
        conversation(host.url, RequestOptions(dialect="openai", stream=False, forget=True)), forgotten
    )

    assert seen == [200] * 4 + [404] * 4


def status_of(host: Host, name: str) -> int:
    return httpx.get(f"{host.url}/{name}").status_code
