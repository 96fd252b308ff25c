"""`run` as people use it: the real program on a real screen, a person at a real terminal, somebody else's server."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.people.typist import ASKED_HERE, at_a_terminal
from tests.fakes.servers.script import asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program

CLICK = {"type": "click", "x": 300, "y": 200, "button": "left"}
CHECK = {"id": "sc_1", "code": "sensitive_domain", "message": "This page asks for money."}
PROMPT = "[y/N] "


@pytest.fixture
def environment(display: PrivateDisplay, tmp_path: Path) -> dict[str, str]:
    own = {"DESKTOP_AGENT_HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    return display.environment() | own


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """Ask for one click that needs a person, then be content whatever became of it."""
    with ScriptedServer([asks(CLICK, checks=(CHECK,)), says("All done.")]) as scripted:
        yield scripted


NOBODY = {"DESKTOP_AGENT_RUN__APPROVER": "none"}


def command(server: ScriptedServer, *words: str) -> list[str]:
    start = program("run", "Pay the bill")
    return [*start, "--base-url", server.base_url, "--dialect", "preview", "--coordinates", "viewport", *words]


def journal(home: Path) -> bytes:
    (file,) = home.glob("data/runs/*/events.jsonl")
    return file.read_bytes()


def events(lines: bytes) -> list[Mapping[str, object]]:
    return [json.loads(line) for line in lines.splitlines()]


def acknowledged(server: ScriptedServer) -> list[object]:
    """Return the checks that the server got back as confirmed by a person."""
    items = [item for request in server.creates for item in request.body["input"]]
    return [check["id"] for item in items for check in item.get("acknowledged_safety_checks") or ()]


@pytest.mark.promise("contract, Exit codes: 130")
def test_ctrl_c_ends_the_run_while_a_question_is_open(
    environment: dict[str, str], server: ScriptedServer, tmp_path: Path
) -> None:
    with at_a_terminal(command(server), environment | ASKED_HERE) as person:
        person.waits_for(PROMPT)
        person.types("\x03")

        assert 130 == person.ends()
    assert ("run.finished", "stopped") == (
        events(journal(tmp_path))[-1]["event"],
        events(journal(tmp_path))[-1]["status"],
    )
    assert [] == acknowledged(server)


def test_a_closed_terminal_ends_the_run_with_a_whole_record(
    environment: dict[str, str], server: ScriptedServer, tmp_path: Path
) -> None:
    with at_a_terminal(command(server), environment | ASKED_HERE) as person:
        person.waits_for(PROMPT)
        person.hangs_up()
        assert person.process is not None

        assert 3 == person.process.wait(60)
    assert "stopped" == events(journal(tmp_path))[-1]["status"]
    assert [] == acknowledged(server)


def test_a_closed_stdout_pipe_stops_the_run(environment: dict[str, str], tmp_path: Path) -> None:
    moves = [asks({"type": "wait", "ms": 100}) for _ in range(100)]
    with ScriptedServer(moves) as server:
        process = subprocess.Popen(
            command(server, "--json"), env=environment | NOBODY, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True,
        )  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        words = process.stderr.read()
        process.stderr.close()

        assert 3 == process.wait(60)
        assert b"Traceback" not in words
        assert "stopped" == events(journal(tmp_path))[-1]["status"]


def test_the_terminal_shows_steps_in_words_and_no_model_can_drive_it(
    environment: dict[str, str], tmp_path: Path
) -> None:
    hostile = says("Done \x1b[2J\x1b]0;owned\x07 and well.")
    with (
        ScriptedServer([asks(CLICK), hostile]) as server,
        at_a_terminal(command(server, "--stream"), environment | ASKED_HERE) as person,
    ):
        shown = person.waits_for(PROMPT)
        person.types("y\n")
        code = person.ends()

    assert 0 == code
    assert "no window that this program knows of" in shown
    assert "Click (300, 200)" in person.text
    assert b"\x1b]0;owned" not in person.raw
    assert b"\x1b[2J" not in person.raw
    assert wait_until(lambda: list(tmp_path.glob("data/runs/*/report.html")))
