"""A person stops a run in the middle of an action, or only watches one; another X client saw what was really sent."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.hands import Hands
from tests.fakes.script import Answer, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.typist import ASKED_HERE, at_a_terminal
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program
from tests.fakes.x_event_log import XEventLog
from tests.input.killing import Onlooker
from tests.journeys.conftest import BARE, Agent

# To and fro for about two seconds, with a key and a button down all the way.
PATH = [{"x": 200 + 400 * (n % 2), "y": 300} for n in range(60)]
DRAG = {"type": "drag", "path": PATH, "keys": ["SHIFT"]}
DRAGS = 40  # one after the other: whenever the stop comes, it comes into one


@pytest.fixture
def environment(display: PrivateDisplay, tmp_path: Path) -> dict[str, str]:
    return display.environment() | {"DESKTOP_AGENT_HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


def last_event(home: Path) -> Mapping[str, object]:
    (journal,) = home.glob("data/runs/*/events.jsonl")
    told: dict[str, object] = json.loads(journal.read_text(encoding="utf-8").splitlines()[-1])
    return told


def test_a_stop_in_the_middle_of_a_drag_lets_everything_go(
    display: PrivateDisplay, environment: dict[str, str], x_events: XEventLog, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with ScriptedServer([*[asks(DRAG)] * DRAGS, says("Never reached.")]) as server:
        command = program("run", "Drag", "--base-url", server.base_url)
        command += ["--dialect", "preview", "--coordinates", "viewport", *BARE]
        with at_a_terminal(command, environment | ASKED_HERE) as person:
            x_events.wait_for(30, "motion")
            monkeypatch.setenv("XAUTHORITY", str(display.xauthority))
            with Onlooker(display.name) as onlooker:
                down = wait_until(onlooker.down, "a drag")
            assert person.process is not None
            person.process.terminate()
            ended = person.ends()
            with Onlooker(display.name) as onlooker:
                left = onlooker.down()

    assert 3 == ended
    assert down <= {"Shift_L", "button 1"}
    assert set() == left
    assert ("run.finished", "stopped", 3) == tuple(
        last_event(tmp_path)[key] for key in ("event", "status", "exit_code")
    )
    assert len(server.creates) <= DRAGS
    assert "Traceback" not in person.text


def test_a_rehearsal_sends_nothing_and_ends_well(
    display: PrivateDisplay, agent: Agent, hands: Hands, x_events: XEventLog
) -> None:
    asked: list[Answer] = [
        asks({"type": "click", "x": 300, "y": 200, "button": "left"}),
        asks({"type": "type", "text": "hello"}),
        asks({"type": "scroll", "x": 300, "y": 200, "scroll_x": 0, "scroll_y": 300}),
        asks({"type": "keypress", "keys": ["CTRL", "S"]}),
        says("Done."),
    ]
    before = hands.pointer()

    with ScriptedServer(asked) as server:
        ran = agent(
            "run",
            "Try it",
            "--mode",
            "watch",
            "--json",
            "--base-url",
            server.base_url,
            "--dialect",
            "preview",
            "--coordinates",
            "viewport",
        )
    after = hands.pointer()
    hands.press("F9")  # the log has then seen whatever came before
    x_events.wait_for(2, "key_press", "key_release")

    assert 0 == ran.code, ran.err
    assert before == after
    assert {"F9"} == {event.name for event in x_events.events()}
    assert [{"verdict": "deny", "by": "mode"}] * 4 == [
        {key: event[key] for key in ("verdict", "by")} for event in ran.events if event["event"] == "decision"
    ]
    assert 5 == len(server.creates)
