"""The wire by the contract, from outside: the real command against `serve` and servers whose logs we read."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.servers.script import asks, refuses, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.journeys.conftest import BARE, Agent, Ran

KEY = "sk-canary-of-the-contract-0123456789"
CLICK = {"type": "click", "x": 300, "y": 200, "button": "left"}
MOVE = {"type": "move", "x": 400, "y": 300}


def check_events(ran: Ran) -> None:
    """Hold the lines against the contract."""
    events = ran.events
    names = [event["event"] for event in events]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert (names[0], names[-1]) == ("run.started", "run.finished")
    assert names.count("run.finished") == 1
    assert events[-1]["exit_code"] == ran.code
    assert (Path(events[0]["dir"]) / "events.jsonl").read_text(encoding="utf-8") == ran.out


@pytest.mark.promise("README, Choose a model")
def test_what_a_server_breaks_off_is_asked_for_again_and_nothing_is_done_twice(
    agent: Agent, display: PrivateDisplay
) -> None:
    faults = [refuses(429, retry_after="0"), refuses(500), replace(asks(CLICK), cut_after=700)]
    with (
        ScriptedServer([*faults, says("Saved.")], dialect="openai") as server,
        XEventLog(display.environment()) as log,
    ):
        ran = agent("run", "t", "--json", "--dialect", "openai", "--base-url", server.base_url, *BARE)
        pressed = log.events("button_press")

    check_events(ran)
    assert (ran.code, len(pressed)) == (0, 1), ran.err
    assert "Traceback" not in ran.err


KEYS = {"OPENAI_API_KEY": KEY, "TZAFON_API_KEY": KEY, "AZURE_OPENAI_API_KEY": KEY}


@pytest.mark.promise("contract, Keys and addresses")
def test_the_vendors_keys_stay_at_home_and_the_users_own_is_in_no_word_and_no_file(
    agent: Agent, tmp_path: Path
) -> None:
    says_it_back = refuses(400, f"Bad request with Authorization: Bearer {KEY} and {KEY}.")
    for key, expected in ((KEYS, None), ({"DESKTOP_AGENT_API_KEY": KEY}, f"Bearer {KEY}")):
        with ScriptedServer([asks(MOVE), says_it_back]) as server:
            words = ("run", "t", "--json", "--debug", "--dialect", "openai", "--base-url", server.base_url)
            ran = agent(*words, environment=key)

        assert ran.code == 1
        assert {request.headers.get("authorization") for request in server.requests} == {expected}
        if expected:
            assert KEY not in ran.out + ran.err
            assert [file for file in tmp_path.rglob("*") if file.is_file() and KEY.encode() in file.read_bytes()] == []
