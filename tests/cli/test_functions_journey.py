"""Functions as people use them: the real program, a config file, real programs, a person at a real terminal."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.settings import load
from desktop_agent.settings.confirmed import SavedSettings, confirm
from desktop_agent.settings.confirmed_functions import Confirmations
from tests.fakes.script import Answer, calls, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.typist import ASKED_HERE, at_a_terminal
from tests.fakes.warm import program

PROMPT = "[y/N] "
SERVER_TOOL: Mapping[str, object] = {
    "type": "mcp_approval_request",
    "id": "mcpr_1",
    "name": "send_mail",
    "server_label": "mail",
    "arguments": '{"to": "ana@example.org"}',
}
WEATHER = """
[[functions]]
name = "weather"
description = "Tells the weather."
command = ["weather", "--city", "{city}"]
environment = ["WEATHER_OF", "OTHER_NAME"]
cwd = "%(folder)s"
parameters = {type = "object", properties = {city = {type = "string"}}, required = ["city"]}

[[functions]]
name = "add"
description = "Adds two numbers."
python = "adding:add"
cwd = "%(folder)s"
verdict = "allow"
parameters = {type = "object", properties = {a = {type = "number"}, b = {type = "number"}}, required = ["a", "b"]}
"""
PROGRAM = """#!/bin/sh
echo "$@" "$WEATHER_OF" "${OPENAI_API_KEY-no key}" "${OTHER_NAME-nor here}" >> asked
cat >> asked
echo sunny
"""


# The key of the server that is asked, and another variable that holds it too.
KEYS = {"DESKTOP_AGENT_API_KEY": "sk-canary-of-this-server", "OTHER_NAME": "Bearer sk-canary-of-this-server"}


@pytest.fixture
def environment(display: PrivateDisplay, tmp_path: Path) -> dict[str, str]:
    bins = tmp_path / "bin"
    bins.mkdir()
    (bins / "weather").write_text(PROGRAM)
    (bins / "weather").chmod(0o755)
    (tmp_path / "adding.py").write_text("def add(a, b): return {'sum': a + b}\n")
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text(WEATHER % {"folder": tmp_path})
    confirm(tmp_path / "config")
    confirmed = Confirmations(SavedSettings(tmp_path / "config"))
    for function in load(tmp_path / "config" / "config.toml", {}, {}).settings.functions:
        confirmed.add(function)
    own = {"DESKTOP_AGENT_HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    path = f"{bins}:{os.environ['PATH']}"
    return display.environment() | own | {"PATH": path, "WEATHER_OF": "today", "OPENAI_API_KEY": "sk-canary"} | KEYS


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """Call both functions, a third that nobody has, and a tool of the server's own; then be content."""
    both = calls("weather", '{"city": "Malmö; rm -rf \\u202e"}') + calls("add", '{"a": "2", "b": 3}')
    with ScriptedServer([both, calls("dance", "{}"), Answer((SERVER_TOOL,)), says("All done.")]) as scripted:
        yield scripted


def answers(server: ScriptedServer, kind: str) -> list[Mapping[str, object]]:
    return [item for request in server.creates for item in request.body["input"] if item.get("type") == kind]


def test_a_person_at_the_terminal_sees_all_that_would_run_and_the_model_gets_the_answer(
    environment: dict[str, str], server: ScriptedServer, tmp_path: Path
) -> None:
    command = program("run", "Look it up", "--dialect", "preview", "--coordinates", "viewport")
    command += ["--base-url", server.base_url]
    with at_a_terminal(command, environment | ASKED_HERE, columns=140) as person:
        shown = person.waits_for(PROMPT)
        person.types("y\n")
        person.waits_for(PROMPT, after=person.waits_for("can be used.\n").index("can be used.\n"))
        person.types("n\n")
        code = person.ends()

    assert "With:   “Malmö; rm -rf \\u{202e}”" in shown
    assert 'Input:  {"city":"Malmö; rm -rf \\u{202e}"}' in shown
    assert f"Runs:   {tmp_path / 'bin' / 'weather'}" in shown
    assert "Server: mail" in person.text
    assert (tmp_path / "asked").read_text() == (
        '--city Malmö; rm -rf \u202e today no key nor here\n{"city":"Malmö; rm -rf \u202e"}'
    )
    outputs = [item["output"] for item in answers(server, "function_call_output")]
    assert outputs[:2] == ["sunny", '{"sum": 5}']
    assert "doesn't exist here" in str(outputs[2])
    assert [item["approve"] for item in answers(server, "mcp_approval_response")] == [False]
    assert server.objections == []
    assert 5 == code  # the model gave up after a refusal
