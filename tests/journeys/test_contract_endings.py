"""The ways a run ends, who may say yes in which mode, and what a person is told: by the contract, from outside."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.people.typist import ASKED_HERE, at_a_terminal
from tests.fakes.servers.plain_vendor import Item, PlainVendor, Script, call, message
from tests.fakes.warm import program
from tests.journeys.conftest import BARE, Agent

FIN = [message("Fin.")]
CLICK = {"type": "click", "x": 300, "y": 200, "button": "left"}
CHECKS = [
    {"id": "sc_1", "code": "malicious_instructions", "message": "Bad page."},
    {"id": "sc_2", "of": {"its": "own"}},
]


def moves(count: int) -> Script:
    return [[call({"type": "move", "x": number, "y": 300}, f"c{number}")] for number in range(count)]


def done(arguments: Mapping[str, str]) -> Item:
    return {"type": "function_call", "name": "done", "call_id": "f", "arguments": json.dumps(arguments)}


ENDINGS: Sequence[tuple[str, Script, Sequence[str], int, str, str]] = (
    ("a text", [*moves(1), FIN], (), 0, "completed", "Fin."),
    ("done", [*moves(1), [done({"message": "Did it."})]], (), 0, "completed", "Did it."),
    ("a text, and nothing done", [FIN], (), 0, "answered", "Fin."),
    ("a question to nobody", [[message("Which folder?")]], (), 5, "partly", "Which folder?"),
    ("done, and nothing done", [[done({"message": "Did it."})]], (), 5, "partly", "Did it."),
    ("an empty answer", [[]], (), 1, "failed", "The model returned an empty response."),
    ("no key", [401], (), 1, "failed", "Enter this server's key in Settings."),
    ("no such model", [404], (), 1, "failed", "says no”. Check the server's address and the model name."),
    ("steps", moves(9), ("--max-steps", "2"), 4, "limit", "--max-steps"),
    (
        "money",
        moves(9),
        ("--max-cost", "0.0001", "--dialect", "preview", "--coordinates", "viewport"),
        4,
        "limit",
        "--max-cost",
    ),
    ("no progress", [[call(CLICK)]], BARE, 4, "limit", "five times"),
    ("refused", moves(9), ("--mode", "ask", "--approver", "none"), 5, "blocked", "3 steps in a row were refused."),
)


@pytest.mark.slow(but=["refused"])
@pytest.mark.promise("contract, Exit codes: 5", cases=["refused"])
@pytest.mark.parametrize(
    ("script", "flags", "code", "status", "words"), [one[1:] for one in ENDINGS], ids=[one[0] for one in ENDINGS]
)
def test_each_ending_has_its_code_its_last_event_and_its_words(
    agent: Agent, script: Script, flags: Sequence[str], code: int, status: str, words: str
) -> None:
    with PlainVendor(script) as vendor:
        ran = agent("run", "t", "--json", "--dialect", "openai", "--base-url", vendor.url, *flags)

    last = ran.events[-1]
    assert (ran.code, last["event"], last["status"], last["exit_code"]) == (code, "run.finished", status, code)
    assert words in last["message"]
    errors = [line for line in ran.err.splitlines() if line.startswith("Error: ")]
    assert errors == ([f"Error: {last['message']}"] if code == 1 else [])
    assert "Traceback" not in ran.err


@pytest.mark.slow(but=["auto"])
@pytest.mark.promise("README, 1; contract, Modes", cases=["auto"])
@pytest.mark.parametrize("mode", ["watch", "ask", "guard", "auto"])
def test_a_safety_check_is_never_acknowledged_without_a_person(
    agent: Agent, display: PrivateDisplay, mode: str
) -> None:
    with (
        PlainVendor([[call(CLICK, pending_safety_checks=CHECKS)], FIN]) as vendor,
        XEventLog(display.environment()) as log,
    ):
        ran = agent("run", "t", "--json", "--dialect", "openai", "--base-url", vendor.url, "--mode", mode)

        assert log.events("button_press") == ()
    assert ran.code == (0 if mode == "watch" else 5)
    assert [event["verdict"] for event in ran.events if event["event"] == "decision"] == ["deny"]
    again = vendor.bodies[1]
    assert [item["type"] for item in again["input"]] == ["message", "message"]
    assert "acknowledged_safety_checks" not in json.dumps(again)


@pytest.mark.slow(but=["Yes*"])
@pytest.mark.parametrize(("answer", "code"), [("Yes\n", 0), ("n\n", 5)])
def test_a_person_at_the_terminal_answers_for_a_check_and_it_goes_back_whole(
    display: PrivateDisplay, tmp_path: Path, answer: str, code: int
) -> None:
    environment = display.environment() | {"DESKTOP_AGENT_HOME": str(tmp_path)}
    with PlainVendor([[call(CLICK, pending_safety_checks=CHECKS)], FIN]) as vendor:
        command = program("run", "t", "--dialect", "openai", "--base-url", vendor.url)
        with at_a_terminal([*command, "--mode", "auto"], environment | ASKED_HERE) as person:
            asked = person.waits_for("[y/N] ")
            person.types(answer)
            ended = person.ends()

    assert ended == code
    assert "POSSIBLE ATTACK\n" in asked
    assert "│ Bad page.\n" in asked
    assert "malicious_instructions" not in asked
    reported = [item.get("acknowledged_safety_checks") for item in vendor.bodies[1]["input"]]
    assert (CHECKS in reported) == (code == 0)
