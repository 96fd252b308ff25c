"""Each environment variable that the contract names is set once, and a run starts."""

import re
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.servers.script import says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.journeys.conftest import Agent

GUIDE = ROOT / "desktop_agent" / "guide"
NAMED = sorted({
    name
    for page in ("contract.md", "settings.md", "models.md")
    for name in re.findall(r"`([A-Z][A-Z0-9]*_[A-Z0-9_]+)`", (GUIDE / page).read_text("utf-8"))
})  # fmt: skip
# Any other may be set to anything: it is a key, a token, or isn't for a server on this computer.
VALUES = {
    "DESKTOP_AGENT_INPUT": "xtest",
    "DESKTOP_AGENT_RUN__MAX_STEPS": "5",
    "DESKTOP_AGENT_SCREEN": "mss",
}


@pytest.mark.parametrize("name", NAMED)
def test_a_run_starts_with_each_variable_of_the_contract(
    name: str, agent: Agent, display: PrivateDisplay, tmp_path: Path
) -> None:
    del display
    with ScriptedServer([says("Done.")], dialect="openai", strict=False) as server:
        own = {"DESKTOP_AGENT_PROVIDER__BASE_URL": server.base_url, "DESKTOP_AGENT_HOME": str(tmp_path / "home")}
        value = {**VALUES, **own}.get(name, "not-of-any-use")
        address = () if name in own and name.endswith("URL") else ("--base-url", server.base_url)
        ran = agent("run", "Look", "--dialect", "openai", "--json", *address, environment={name: value})

    assert [event["event"] for event in ran.events][:1] == ["run.started"], ran.err
    assert len(server.creates) == 1
