"""Calls beside the computer as people meet them: the real program, and a person at a real terminal."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.people.typist import ASKED_HERE, at_a_terminal
from tests.fakes.servers.script import Answer, calls, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.warm import program

PROMPT = "[y/N] "
SERVER_TOOL: Mapping[str, object] = {
    "type": "mcp_approval_request",
    "id": "mcpr_1",
    "name": "send_mail",
    "server_label": "mail",
    "arguments": '{"to": "ana@example.org"}',
}


@pytest.fixture
def environment(display: PrivateDisplay, tmp_path: Path) -> dict[str, str]:
    own = {"DESKTOP_AGENT_HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    return display.environment() | own | {"DESKTOP_AGENT_API_KEY": "sk-canary-of-this-server"}


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """Call a function that nobody has, and a tool of the server's own; then be content."""
    with ScriptedServer([calls("dance", "{}"), Answer((SERVER_TOOL,)), says("All done.")]) as scripted:
        yield scripted


def answers(server: ScriptedServer, kind: str) -> list[Mapping[str, object]]:
    return [item for request in server.creates for item in request.body["input"] if item.get("type") == kind]


@pytest.mark.promise("guide, models")
def test_a_person_at_the_terminal_is_asked_about_a_tool_and_the_model_gets_the_answer(
    environment: dict[str, str], server: ScriptedServer
) -> None:
    command = program("run", "Look it up", "--dialect", "preview", "--coordinates", "viewport")
    command += ["--base-url", server.base_url]
    with at_a_terminal(command, environment | ASKED_HERE, columns=140) as person:
        shown = person.waits_for(PROMPT)
        person.types("n\n")
        code = person.ends()

    assert "can be used." in shown
    assert "Server: mail" in shown
    (output,) = [item["output"] for item in answers(server, "function_call_output")]
    assert "doesn't exist here" in str(output)
    assert [item["approve"] for item in answers(server, "mcp_approval_response")] == [False]
    assert server.objections == []
    assert 5 == code  # the model gave up after a refusal
