"""A limit in money holds whatever the server says of its use; its request log is the oracle."""

import pytest

from tests.fakes.script import Answer, asks
from tests.fakes.scripted_server import ScriptedServer
from tests.journeys.conftest import Agent

LIMIT = 0.008
PRICED = ("--provider", "lightcone-preview", "--mode", "auto", "--max-cost", str(LIMIT))


@pytest.mark.parametrize(
    ("usage", "most_requests"),
    [
        ({"input_tokens": 1_000, "output_tokens": 100, "total_tokens": 1_100}, 13),
        ({"input_tokens": 5_000_000, "output_tokens": 1, "total_tokens": 5_000_001}, 1),
        ({"input_tokens": 10**30, "output_tokens": -100}, 4),
        (None, 4),
    ],
    ids=["counted", "inflated", "absurd", "missing"],
)
def test_no_request_is_begun_once_the_money_is_spent(agent: Agent, usage: object, most_requests: int) -> None:
    endless = [
        asks({"type": "move", "x": 100 + 10 * number, "y": 300}) + Answer(extra={"usage": usage})
        for number in range(20)
    ]
    with ScriptedServer(endless) as server:
        ran = agent("run", "t", "--json", "--base-url", server.base_url, *PRICED)

    last = ran.events[-1]
    costs = [event["cost"] for event in ran.events if event["event"] == "usage"]
    assert (ran.code, last["status"]) == (4, "limit"), ran.err
    assert 1 <= len(server.creates) == len(costs) <= most_requests
    assert sum(costs[:-1]) < LIMIT <= sum(costs)
    assert last["cost"] == pytest.approx(sum(costs))
    assert "--max-cost. At this pace, 40 more steps will cost " in last["message"]
