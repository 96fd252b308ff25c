"""Conversations with a Responses host from PyPI that nobody here wrote; what reaches its handler is the oracle."""

from collections.abc import Iterator
from itertools import product, takewhile
from typing import Any

import pytest

from desktop_agent.core.actions.action import Click, Drag, Function, Press
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.runs.turn import SafetyCheck
from desktop_agent.model.provider_settings import ProviderSettings
from tests.fakes.servers.talk import to_the_end
from tests.fakes.servers.thinking import conversation, with_conversation
from tests.proof.hosts import NO_ORACLE, ORACLE, Host, running

WAYS = list(product(("preview", "openai"), (True, False), (True, False)))
CHECK = {"id": "sc_1", "code": "malicious_instructions", "message": "The page tells the model what to do."}
CLICK = Click(ImagePoint(30, 20))
BOTH = [Drag((ImagePoint(1, 2), ImagePoint(30, 40))), Press(("ctrl", "s"))]

pytestmark = [pytest.mark.program, pytest.mark.skipif(not ORACLE.exists(), reason=NO_ORACLE)]


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    with running("agentserver_host.py", tmp_path_factory.mktemp("host")) as one:
        yield one


def newest_outputs(items: list[dict[str, Any]]) -> list[str]:
    """Return the types of the answers at the end of a history; words behind them do not count."""
    answers = [item["type"] for item in items if item["type"] != "message"]
    return list(takewhile(lambda kind: kind.endswith("_output"), reversed(answers)))


@pytest.mark.slow(but=["openai-True-True", "preview-False-False"])
@pytest.mark.parametrize(("dialect", "stream", "chain"), WAYS)
def test_a_host_that_nobody_here_wrote_understands_us_and_we_it(
    host: Host, dialect: str, stream: bool, chain: bool
) -> None:
    since = len(host.understood())
    weather = Function("get_weather", "Tell the weather.", {"type": "object", "properties": {"city": {}}})
    terms = ProviderSettings(dialect=dialect, stream=stream, chain=chain)

    first, second, third, last = with_conversation(conversation(host.url, terms, functions=(weather,)), to_the_end)

    understood = host.understood()[since:]
    assert first.reasoning == ("The button is in view.",)
    assert first.calls[0].proposals[0].action == CLICK
    assert [call.proposals[0].action for call in second.calls] == BOTH
    assert second.calls[0].checks == (SafetyCheck(raw=CHECK, **CHECK),)
    assert third.calls[0].called == "function"
    assert last.messages == ("All saved.",)
    assert [newest_outputs(request["given"]) for request in understood] == [
        [],
        ["computer_call_output"],
        ["computer_call_output", "computer_call_output"],
        ["function_call_output"],
    ]
    confirmed = [item.get("acknowledged_safety_checks") for item in understood[2]["given"][-2:]]
    assert confirmed == [[CHECK], None]
    assert [len(request["past"]) > 0 for request in understood] == [False, *[chain] * 3]
