"""`resume` as people use it: the real program is killed in the middle of a real form, and goes on."""

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.script import Answer, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.waiting import PATIENCE_S, wait_until
from tests.fakes.warm import program

SCOPE = ("--mode", "auto", "--approver", "none")
CLICK = {"type": "click", "x": 300, "y": 200, "button": "left"}
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(display: PrivateDisplay, tmp_path: Path) -> Iterator[Start]:
    """Start the program without a terminal; what is left of it is killed."""
    own = {"DESKTOP_AGENT_HOME": str(tmp_path / "agent"), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    started: list[subprocess.Popen[str]] = []

    def begin(*words: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            program(*words),
            env={**os.environ, **display.environment(), **own},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True,
        )  # fmt: skip
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def journals(tmp_path: Path) -> list[Path]:
    return sorted(tmp_path.glob("agent/data/runs/*/events.jsonl"))


def events(journal: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in journal.read_bytes().split(b"\n")[:-1]]


def test_a_killed_run_goes_on_in_a_run_of_its_own(start: Start, tmp_path: Path) -> None:
    stalls = Answer(stall_after=0)
    with ScriptedServer([asks(CLICK), asks({**CLICK, "x": 500}), stalls, says("Done.")], dialect="preview") as server:
        words = ("--base-url", server.base_url, "--dialect", "preview", "--coordinates", "viewport", *SCOPE)
        first = start("run", "Click around", *words)
        wait_until(lambda: len(server.creates) == 3)
        os.kill(first.pid, signal.SIGKILL)
        first.wait(PATIENCE_S)
        second = start("resume", "last", "--mode", "auto", "--approver", "none", "--coordinates", "viewport")
        out, err = second.communicate(timeout=60)
        told = json.dumps(server.creates[-1].body["input"], ensure_ascii=False)

    earlier, later = journals(tmp_path)
    assert second.returncode == 0, out + err
    assert events(later)[0]["resumes"] == earlier.parent.name
    assert events(later)[0]["base_url"] == server.base_url
    assert not [each for each in events(later) if each["event"] == "action.started"]
    assert server.creates[-1].body.get("previous_response_id") is None
    assert "Done before the interruption: Click (300, 200); Click (500, 200)." in told
    assert "Done: Click" in err
    shown, listed = (
        start("runs", *words).communicate(timeout=30)[0] for words in (("show", "last"), ("list", "--json"))
    )
    assert f"Resumes: {earlier.parent.name}\n" in shown
    assert [earlier.parent.name, ""] == [each["resumes"] for each in json.loads(listed)]
