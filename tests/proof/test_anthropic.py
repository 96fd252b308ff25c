"""Anthropic's dialect, by the types of the vendor's own SDK: our requests, and the answers that we read."""

from collections.abc import Mapping
from typing import Any

import pytest

from desktop_agent.core.actions.action import Function
from desktop_agent.model.provider_settings import ProviderSettings
from desktop_agent.model.tools import ZOOM
from tests.fakes.servers.script import Answer, asks, calls, says, thinks
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.servers.stream import as_events
from tests.fakes.servers.talk import CLICK, to_the_end
from tests.fakes.servers.thinking import conversation, with_conversation
from tests.proof.golden import golden
from tests.proof.hosts import NO_ORACLE, ORACLE, by_the_sdk

MODELS = {"claude-sonnet-5-5": "computer_toolset_20260801", "claude-opus-4-8": "computer_20251124"}
LOOK_UP = Function("look_up", "Look something up.", {"type": "object", "properties": {"city": {"type": "string"}}})
ROUNDS = 8  # more than pictures are kept
PARAMETERS: list[tuple[str, object]] = [
    *(("inference_geo", "eu"), ("instructions", "Be quick."), ("max_output_tokens", 4096)),
    *(("output_config", {"effort": "xhigh"}), ("service_tier", "standard_only")),
    *(("speed", "fast"), ("stop_sequences", ["END"]), ("thinking", {"type": "disabled"})),
    *(
        ("thinking", {"type": "enabled", "budget_tokens": 2048}),
        ("thinking", {"type": "adaptive", "display": "omitted"}),
    ),
    ("thinking", {"type": "between_tools"}),
]

pytestmark = [pytest.mark.program, pytest.mark.skipif(not ORACLE.exists(), reason=NO_ORACLE)]


def sent(model: str, rounds: int = ROUNDS, params: Mapping[str, object] | None = None) -> list[Mapping[str, Any]]:
    """Return the bodies of a conversation with thoughts, batches, functions, a zoom and forgotten pictures."""
    unknown = Answer(({"type": "function_call", "name": "nobodys", "call_id": "c_n", "arguments": "{}"},))
    first = thinks("Hm.") + says("First the menu.") + asks(CLICK, {"type": "wait"})
    looks = calls("zoom", '{"region": [0, 0, 100, 100]}') + calls("look_up", '{"city": "Αθήνα"}') + unknown
    script = [first, looks, *(thinks(f"Step {n}.") + asks(CLICK) for n in range(rounds)), says("Saved.")]
    terms = ProviderSettings(dialect="anthropic", model=model, instructions="Be quick.", params=params or {})
    with ScriptedServer(script, dialect="anthropic") as server:
        with_conversation(conversation(server.base_url, terms, functions=(LOOK_UP, ZOOM)), to_the_end)
    assert server.objections == []
    return [request.told for request in server.creates]


@pytest.mark.slow(but=["claude-sonnet-5-5"])
@pytest.mark.parametrize("model", MODELS)
def test_the_vendors_types_know_every_field_of_every_request(model: str) -> None:
    bodies = sent(model)

    assert len(bodies) == ROUNDS + 3
    assert bodies[0]["tools"][0]["type"] == MODELS[model]
    assert {""} == {*by_the_sdk("anthropic_client.py", "judge", told=bodies)}


@pytest.mark.slow
def test_the_vendors_types_take_each_parameter() -> None:
    bodies = [sent("claude-sonnet-5-5", 1, params={name: value})[0] for name, value in PARAMETERS]

    assert {""} == {*by_the_sdk("anthropic_client.py", "judge", told=bodies)}


@pytest.mark.slow
def test_the_golden_answer_and_its_events_are_known_to_the_vendors_types() -> None:
    message = golden("anthropic")

    assert [] == by_the_sdk("anthropic_client.py", "golden", told=[message, list(as_events(message))])
