"""`resume` as people use it: the real program is killed in the middle of a real form, and goes on."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.servers.script import Answer, asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.fakes.warm import called, in_text, program

SCOPE = ("--mode", "auto", "--approver", "none")
CLICK = {"type": "click", "x": 300, "y": 200, "button": "left"}


@pytest.fixture
def environment(display: PrivateDisplay, tmp_path: Path) -> dict[str, str]:
    own = {"DESKTOP_AGENT_HOME": str(tmp_path / "agent"), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    return {**os.environ, **display.environment(), **own}


def call(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return in_text(called(words, environment))


def events(journal: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in journal.read_bytes().split(b"\n")[:-1]]


@pytest.mark.promise("contract, Resuming")
def test_a_killed_run_is_continued_in_a_new_run(environment: dict[str, str], tmp_path: Path) -> None:
    stalls = Answer(stall_after=0)
    with ScriptedServer([asks(CLICK), asks({**CLICK, "x": 500}), stalls, says("Done.")], dialect="preview") as server:
        words = ("--base-url", server.base_url, "--dialect", "preview", "--coordinates", "viewport", *SCOPE)
        with subprocess.Popen(program("run", "Click around", *words), env=environment, start_new_session=True) as first:
            wait_until(lambda: len(server.creates) == 3)
            first.kill()
        second = call(environment, "resume", "last", *SCOPE, "--coordinates", "viewport")
        reported = json.dumps(server.creates[-1].body["input"], ensure_ascii=False)

    earlier, later = sorted(tmp_path.glob("agent/data/runs/*/events.jsonl"))
    assert second.returncode == 0, second.stdout + second.stderr
    assert events(later)[0]["resumes"] == earlier.parent.name
    assert events(later)[0]["base_url"] == server.base_url
    assert not [each for each in events(later) if each["event"] == "action.started"]
    assert server.creates[-1].body.get("previous_response_id") is None
    assert "Done before the interruption: Click (300, 200); Click (500, 200)." in reported
    assert "Done: Click" in second.stderr
    shown, listed = (call(environment, "runs", *words).stdout for words in (("show", "last"), ("list", "--json")))
    assert f"Resumes: {earlier.parent.name}\n" in shown
    assert [earlier.parent.name, ""] == [each["resumes"] for each in json.loads(listed)]
