"""The wire by the contract, from outside: the real command against `serve` and servers whose logs we read."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.script import Script, asks, refuses, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.typist import ASKED_HERE, at_a_terminal
from tests.fakes.warm import program
from tests.fakes.x_event_log import XEventLog
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


FORGETTING: Sequence[tuple[str, Sequence[Script], Sequence[str], int]] = (
    ("completed", [asks(MOVE), says("Done.")], (), 0),
    ("limit", [asks(MOVE), asks(CLICK)], ("--max-steps", "1"), 4),
    ("failed", [asks(MOVE), refuses(400, "No.")], (), 1),
)


@pytest.mark.parametrize(
    ("script", "flags", "code"), [one[1:] for one in FORGETTING], ids=[one[0] for one in FORGETTING]
)
def test_forget_deletes_each_response_on_the_server_however_the_run_ends(
    agent: Agent, script: Sequence[Script], flags: Sequence[str], code: int
) -> None:
    with ScriptedServer(script) as server:
        ran = agent(
            "run",
            "t",
            "--json",
            "--dialect",
            "preview",
            "--coordinates",
            "viewport",
            "--base-url",
            server.base_url,
            "--forget",
            *flags,
        )

        assert ran.code == code, ran.err
        assert server.responses == {}
        deleted = [one.path.rpartition("/")[2] for one in server.requests if one.method == "DELETE"]
    assert len(deleted) == len(set(deleted)) >= 1
    assert "delete its responses" in ran.err
    check_events(ran)


@pytest.mark.parametrize("chain", ["--chain", "--no-chain"])
def test_an_answer_at_the_terminal_goes_on_in_the_same_conversation(
    display: PrivateDisplay, tmp_path: Path, chain: str
) -> None:
    environment = display.environment() | {"DESKTOP_AGENT_HOME": str(tmp_path)} | ASKED_HERE
    with ScriptedServer([asks(MOVE), says("Which folder?"), asks(CLICK), says("Saved.")], dialect="openai") as server:
        command = program("run", "Save it", "--dialect", "openai", chain, *BARE)
        with at_a_terminal([*command, "--base-url", server.base_url], environment) as person:
            person.waits_for("Your answer: ")
            person.types("Documents\n")
            ended = person.ends()

    assert (ended, server.objections) == (0, [])
    after = server.creates[2].body
    assert "Documents" in json.dumps(after["input"][-1])
    if chain == "--chain":
        assert (after["previous_response_id"], len(after["input"])) == ("resp_2", 1)
    else:
        said = json.dumps(after["input"])
        assert said.index("Save it") < said.index("Which folder?") < said.index("Documents")
    journal = next(tmp_path.glob("data/runs/*/events.jsonl")).read_text(encoding="utf-8")
    told = [json.loads(line) for line in journal.splitlines()]
    assert [(one["event"], one["text"]) for one in told if one["event"] in {"question", "answer"}] == [
        ("question", "Which folder?"),
        ("answer", "Documents"),
    ]


KEYS = {"OPENAI_API_KEY": KEY, "TZAFON_API_KEY": KEY, "AZURE_OPENAI_API_KEY": KEY}


def test_the_vendors_keys_stay_at_home_and_the_users_own_is_in_no_word_and_no_file(
    agent: Agent, tmp_path: Path
) -> None:
    says_it_back = refuses(400, f"Bad request with Authorization: Bearer {KEY} and {KEY}.")
    for key, expected in ((KEYS, None), ({"DESKTOP_AGENT_API_KEY": KEY}, f"Bearer {KEY}")):
        with ScriptedServer([asks(MOVE), says_it_back]) as server:
            words = ("run", "t", "--json", "--debug", "--dialect", "openai", "--base-url", server.base_url)
            ran = agent(*words, environment=key)

        assert ran.code == 1
        assert {one.headers.get("authorization") for one in server.requests} == {expected}
        if expected:
            assert KEY not in ran.out + ran.err
            assert [file for file in tmp_path.rglob("*") if file.is_file() and KEY.encode() in file.read_bytes()] == []
