"""Going on after the end: what the next run's model is sent, by the server's own log."""

import json
from pathlib import Path

import pytest

from tests.fakes.plain_vendor import PlainVendor, Script, call, message
from tests.journeys.conftest import BARE, Agent, Ran

MOVE: Script = [[call({"type": "move", "x": 10, "y": 300}, "c0")], [message("The list is saved.")]]
AGAIN: Script = [[call({"type": "move", "x": 20, "y": 300}, "c1")], [message("Milk is added.")]]


def run(agent: Agent, vendor: PlainVendor, task: str, *flags: str) -> Ran:
    return agent("run", task, "--json", "--dialect", "openai", "--base-url", vendor.url, *BARE, *flags)


def sent(body: object) -> str:
    return json.dumps(body, ensure_ascii=False)


@pytest.mark.parametrize("chain", ["--chain", "--no-chain"])
def test_the_next_task_is_told_to_the_model_with_all_that_was_before(agent: Agent, chain: str) -> None:
    with PlainVendor(MOVE) as vendor:
        first = run(agent, vendor, "Write a list", chain)
    with PlainVendor(AGAIN) as vendor:
        ran = run(agent, vendor, "Now also add milk", chain, "--after", "last")
        body = vendor.bodies[0]

    told = sent(body)
    assert (ran.code, ran.events[-1]["status"]) == (0, "completed")
    assert (ran.events[0]["after"], "resumes" in ran.events[0]) == (first.events[0]["run"], False)
    assert "What they want now: Now also add milk" in told
    assert "The list is saved." in told
    assert ("previous_response_id" in body and body["previous_response_id"] is not None) == (chain == "--chain")
    assert ("Write a list" in told) == (chain == "--no-chain")
    assert f"Continues after {first.events[0]['run']}" in ran.err


def test_a_third_task_knows_both_before(agent: Agent) -> None:
    for task, flags in (("Write a list", ()), ("Add milk", ("--after", "last"))):
        with PlainVendor(MOVE) as vendor:
            run(agent, vendor, task, "--no-chain", *flags)
    with PlainVendor(AGAIN) as vendor:
        run(agent, vendor, "Remove bread", "--no-chain", "--after", "last")
        told = sent(vendor.bodies[0])

    assert told.index("Write a list") < told.index("Add milk") < told.index("Remove bread")


@pytest.mark.parametrize("chain", ["--chain", "--no-chain"])
def test_files_of_the_run_before_are_told_of_by_their_names_and_not_sent(
    agent: Agent, tmp_path: Path, chain: str
) -> None:
    notes = tmp_path / "trip “notes”.txt"
    notes.write_text("Ferry at 9:40")
    with PlainVendor(MOVE) as vendor:
        run(agent, vendor, "Write a list", chain, "--attach", str(notes))
        assert "Ferry at 9:40" in sent(vendor.bodies[0])
    for task in ("Add milk", "Add bread"):
        with PlainVendor(AGAIN) as vendor:
            run(agent, vendor, task, chain, "--after", "last")
            told = sent(vendor.bodies[0])

        assert "aren't sent again" in told
        assert "trip " in told
        assert "Ferry" not in told


def test_nothing_done_after_the_end_is_not_completed_and_limits_begin_anew(agent: Agent) -> None:
    with PlainVendor(MOVE) as vendor:
        run(agent, vendor, "Write a list")
    with PlainVendor([[message("Nothing to do.")]]) as vendor:
        ran = run(agent, vendor, "Add milk", "--after", "last", "--max-steps", "1")

    assert (ran.code, ran.events[-1]["status"]) == (5, "partly")


def test_what_was_allowed_is_not_taken_over(agent: Agent) -> None:
    with PlainVendor(MOVE) as vendor:
        run(agent, vendor, "Write a list", "--allow", "mousepad")
    with PlainVendor(AGAIN) as vendor:
        ran = run(agent, vendor, "Add milk", "--after", "last")

    assert "allow" not in ran.events[0]
    assert "That run's permissions aren't carried over" in ran.err


def test_there_must_be_such_a_run(agent: Agent, tmp_path: Path) -> None:
    del tmp_path
    ran = agent("run", "t", "--after", "last")

    assert ran.code != 0
    assert ran.out == ""
    assert "Traceback" not in ran.err
