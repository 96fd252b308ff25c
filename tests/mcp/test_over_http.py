"""Over HTTP an agent needs the token, this very address, and no origin of a web page."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.people.mcp_agent import environment
from tests.fakes.people.mcp_http import HttpServer, http_agent, http_server
from tests.fakes.waiting import wait_until

TOKEN = "mine-and-nobody-elses"


@pytest.fixture
def server(display: PrivateDisplay, tmp_path: Path) -> Iterator[HttpServer]:
    own = {"DESKTOP_AGENT_MCP_TOKEN": TOKEN}
    with http_server(environment(display, tmp_path, **own), "--mode", "auto", "--approver", "none") as served:
        yield served


@pytest.mark.promise("contract, mcp --http")
def test_an_agent_with_the_token_has_the_computer_until_it_leaves(server: HttpServer, tmp_path: Path) -> None:
    async def work() -> None:
        async with http_agent(server) as first, http_agent(server) as second:
            assert (await first.call("look")).picture
            done = await first.act({"action": "move", "x": 40, "y": 30})
            assert "Done: Move the pointer" in done.text
            refused = await second.call("look")
            assert not refused.picture
            assert "“test-agent 7” has this computer now" in refused.text
            assert "A session of “test-agent 7” is open" in (await second.call("status")).text
            await first.call("stop")
            assert (await second.call("look")).picture

    assert server.token == TOKEN
    asyncio.run(work())

    def left() -> bool:
        journals = [file.read_text() for file in tmp_path.glob("data/runs/*/events.jsonl")]
        return any("The agent disconnected." in one for one in journals)

    wait_until(left, "the end of the second session")
