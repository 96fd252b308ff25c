"""Going on after the end: what the next run's model is sent, by the server's own log."""

import json
from pathlib import Path

import pytest

from tests.fakes.servers.plain_vendor import PlainVendor, Script, call, message
from tests.journeys.conftest import BARE, Agent, Ran

MOVE: Script = [[call({"type": "move", "x": 10, "y": 300}, "c0")], [message("The list is saved.")]]
AGAIN: Script = [[call({"type": "move", "x": 20, "y": 300}, "c1")], [message("Milk is added.")]]


def run(agent: Agent, vendor: PlainVendor, task: str, *flags: str) -> Ran:
    return agent("run", task, "--json", "--dialect", "openai", "--base-url", vendor.url, *BARE, *flags)


def sent(body: object) -> str:
    return json.dumps(body, ensure_ascii=False)


@pytest.mark.promise("contract, run --after")
def test_the_next_task_knows_what_was_before_and_gets_neither_its_files_nor_its_permissions(
    agent: Agent, tmp_path: Path
) -> None:
    notes = tmp_path / "trip “notes”.txt"
    notes.write_text("Ferry at 9:40")
    with PlainVendor(MOVE) as vendor:
        first = run(agent, vendor, "Write a list", "--attach", str(notes), "--allow", "mousepad")
        assert "Ferry at 9:40" in sent(vendor.bodies[0])
    with PlainVendor(AGAIN) as vendor:
        ran = run(agent, vendor, "Now also add milk", "--after", "last")
        body = vendor.bodies[0]

    reported = sent(body)
    assert (ran.code, ran.events[-1]["status"]) == (0, "completed")
    assert (ran.events[0]["after"], "resumes" in ran.events[0]) == (first.events[0]["run"], False)
    assert "What they want now: Now also add milk" in reported
    assert "The list is saved." in reported
    assert body.get("previous_response_id") is None
    assert "Write a list" in reported
    assert f"Continues after {first.events[0]['run']}" in ran.err
    assert "aren't sent again" in reported
    assert "trip " in reported
    assert "Ferry" not in reported
    assert "allow" not in ran.events[0]
    assert "That run's permissions aren't carried over" in ran.err
