"""Google's dialect, by the types of the vendor's own SDK: our requests, and the answers that we read."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from desktop_agent.core.actions.action import Function
from desktop_agent.model.provider_settings import ProviderSettings
from tests.fakes.servers.script import Answer, asks, calls, says, thinks
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.servers.stream import as_events
from tests.fakes.servers.talk import CLICK, to_the_end
from tests.fakes.servers.thinking import conversation, with_conversation
from tests.proof.golden import golden
from tests.proof.hosts import NO_ORACLE, ORACLE, by_the_sdk

LOOK_UP = Function("look_up", "Look something up.", {"type": "object", "properties": {"city": {"type": "string"}}})
ROUNDS = 8  # more than pictures are kept
CHECK = {"message": "This sends the order."}

pytestmark = [pytest.mark.program, pytest.mark.skipif(not ORACLE.exists(), reason=NO_ORACLE)]


def sent() -> list[Mapping[str, Any]]:
    """Return the bodies of a conversation with thoughts, checks, functions and forgotten pictures."""
    unknown = Answer(({"type": "function_call", "name": "nobodys", "call_id": "c_n", "arguments": "{}"},))
    first = thinks("Hm.") + says("First the menu.") + asks(CLICK, {"type": "wait"}, checks=({"id": "x", **CHECK},))
    looks = calls("look_up", '{"city": "Αθήνα"}') + unknown
    script = [first, looks, *(thinks(f"Step {n}.") + asks(CLICK) for n in range(ROUNDS)), says("Saved.")]
    terms = ProviderSettings(dialect="gemini", instructions="Be quick.")
    with ScriptedServer(script, dialect="gemini") as server:
        with_conversation(conversation(server.base_url, terms, functions=(LOOK_UP,)), to_the_end)
    assert server.objections == []
    return [request.told for request in server.creates]


def test_the_vendors_types_know_every_field_of_every_request() -> None:
    bodies = sent()

    assert len(bodies) == ROUNDS + 3
    assert '"safety_acknowledgement": "true"' in json.dumps(bodies[1])
    assert {""} == {*by_the_sdk("gemini_client.py", "judge", told=bodies)}


def test_the_golden_answer_and_its_chunks_are_known_to_the_vendors_types() -> None:
    answer = golden("gemini")

    assert [] == by_the_sdk("gemini_client.py", "golden", told=[answer, *as_events(answer)])
