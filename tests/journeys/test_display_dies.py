"""The display dies under a run, wherever that is by then: it has failed, nobody has stopped it, its record is whole."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.people.hands import Hands
from tests.fakes.people.typist import at_a_terminal
from tests.fakes.programs.apps import windows
from tests.fakes.servers.script import Answer, asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until
from tests.fakes.warm import called, program

pytestmark = pytest.mark.screen

KEY = "sk-canary-of-a-dying-display-0123456789"
MOVE = {"type": "move", "x": 10, "y": 700}
CLICK = {"type": "click", "x": 300, "y": 300, "button": "left"}
GONE = "The display is gone. Once it's back, start the task again."
ALONE = ("--mode", "auto", "--approver", "none")
STALLS = Answer(says("Looking " * 900).pieces, stall_after=4000)
# Where the run has come to: what the model asks for, how the person is asked, and what is seen of it by then.
MOMENTS: Mapping[str, tuple[Sequence[Answer], Sequence[str]]] = {
    "waits": ([asks({"type": "wait", "ms": 60_000})], ALONE),
    "asks its model": ([asks(MOVE), STALLS], ALONE),
    "asks on a card": ([asks(CLICK)], ("--approver", "overlay")),
    "acts": ([asks(MOVE)] * 60, (*ALONE, "--max-steps", "60")),
}


def environment_of(display: PrivateDisplay, home: Path) -> dict[str, str]:
    own = {"DESKTOP_AGENT_HOME": str(home), "DESKTOP_AGENT_API_KEY": KEY}
    return {**os.environ, **display.environment(), **own}


def asking(server: ScriptedServer) -> tuple[str, ...]:
    return ("--base-url", server.base_url, "--dialect", "openai", "--coordinates", "viewport")


def events_of(home: Path) -> list[dict[str, object]]:
    (journal,) = home.rglob("events.jsonl")
    return [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]


def has_come_to(display: PrivateDisplay, home: Path, moment: str) -> bool:
    if moment == "asks on a card":
        return bool(windows(display, "Approve this action"))
    journals = list(home.rglob("events.jsonl"))
    kinds = [event["event"] for event in events_of(home)] if journals else []
    awaited = {"waits": ("action.started", 1), "acts": ("action.done", 3), "asks its model": ("request", 2)}
    kind, times = awaited[moment]
    return kinds.count(kind) >= times


def check_end(home: Path, environment: Mapping[str, str], code: int, said: str) -> None:
    last = events_of(home)[-1]

    assert code == 1, said
    assert (last["event"], last["status"], last["exit_code"], last.get("by")) == ("run.finished", "failed", 1, None)
    assert last["message"] == GONE
    assert f"Error: {GONE}" in said
    assert "Stopped by you" not in said
    assert "Traceback" not in said
    assert called(["runs", "check", "last"], environment).returncode == 0
    assert b"\tFailed\t" in called(["runs", "list"], environment).stdout


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_run_whose_display_dies_has_failed(tmp_path: Path, moment: str) -> None:
    home = tmp_path / "agent"
    (answers, flags) = MOMENTS[moment]
    with PrivateDisplay() as display, ScriptedServer([*answers, says("Never.")], dialect="openai", key=KEY) as server:
        environment = environment_of(display, home)
        with started(program("run", "t", *asking(server), *flags), environment) as run:
            wait_until(lambda: has_come_to(display, home, moment) or run.poll() is not None, f"the run that {moment}")
            display.close()
            words, _ = run.communicate(timeout=120)

    check_end(home, environment, run.returncode, words)


@pytest.mark.slow
def test_a_run_that_asks_in_a_terminal_has_failed_when_the_display_dies(tmp_path: Path) -> None:
    home = tmp_path / "agent"
    with (
        PrivateDisplay() as display,
        ScriptedServer([asks(CLICK), says("Never.")], dialect="openai", key=KEY) as server,
    ):
        environment = environment_of(display, home)
        command = program("run", "t", *asking(server), "--approver", "terminal")
        with at_a_terminal(command, environment, columns=160) as person:
            person.waits_for("[y/N]")
            display.close()
            code = person.ends()

    check_end(home, environment, code, person.text)


def test_a_run_that_is_paused_has_failed_when_the_display_dies(tmp_path: Path) -> None:
    home = tmp_path / "agent"
    answers = [asks({"type": "wait", "ms": 60_000}), says("Never.")]
    with PrivateDisplay() as display, ScriptedServer(answers, dialect="openai", key=KEY) as server:
        environment = environment_of(display, home)
        command = program("run", "t", *asking(server), *ALONE)
        with started(command, environment) as run:
            wait_until(lambda: has_come_to(display, home, "waits"), "the wait")
            Hands(display).press("Pause")
            wait_until(lambda: "paused" in [event["event"] for event in events_of(home)], "the pause")
            display.close()
            words, _ = run.communicate(timeout=120)

    check_end(home, environment, run.returncode, words)


def test_a_screenshot_of_a_display_that_has_died_fails(tmp_path: Path) -> None:
    with PrivateDisplay() as display:
        environment = environment_of(display, tmp_path)
    shot = called(["screenshot", "-o", str(tmp_path / "shot.png")], environment)

    assert shot.returncode == 1
    assert b"Traceback" not in shot.stderr
    assert not (tmp_path / "shot.png").exists()


@contextmanager
def started(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as run:
        try:
            yield run
        finally:
            run.kill()
