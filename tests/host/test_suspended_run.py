"""A run holds nothing while it, or who started it, is suspended, and looks again afterwards: by another's word."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.script import Answer, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.fakes.x_event_log import XEventLog
from tests.input.killing import Onlooker

HOLDS = {
    "keys": asks({"type": "key_down", "keys": ["shift", "ctrl"]}),
    "button": asks({"type": "mouse_down", "x": 600, "y": 300}),
}
DOWN = {"keys": {"Shift_L", "Control_L"}, "button": {"button 1"}}
PAUSED = "The person took over the mouse and keyboard for a while"


def command_of(carrier: str, url: str) -> list[str]:
    """Return a program that does a run with a server: by the command, or with a process of its own."""
    if carrier == "command":
        words = [
            "run",
            "task",
            "--base-url",
            url,
            "--dialect",
            "preview",
            "--coordinates",
            "viewport",
            "--mode",
            "auto",
            "--approver",
            "none",
        ]
        return [sys.executable, "-m", "desktop_agent", *words]
    settings = {"provider": {"base_url": url, "dialect": "preview", "coordinates": "viewport"}, "run": {"mode": "auto"}}
    return [sys.executable, "-m", "tests.fakes.served_run", "task", json.dumps(settings)]


@contextmanager
def started(command: list[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command, env=dict(environment), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGCONT)
            process.terminate()
        process.wait(60)


def is_suspended(process: subprocess.Popen[Any]) -> bool:
    return Path(f"/proc/{process.pid}/stat").read_text().rpartition(") ")[2][0] == "T"


@pytest.fixture
def onlooker(on_display: PrivateDisplay) -> Iterator[Onlooker]:
    with Onlooker(on_display.name) as client:
        yield client
        client.release_all()


@pytest.mark.parametrize(
    ("carrier", "number", "told", "held"),
    [
        ("command", signal.SIGTSTP, PAUSED, "keys"),
        ("command", signal.SIGSTOP, "The run was suspended", "button"),
        # Its own process hears nothing of the terminal: it looks at who started it.
        ("apart", signal.SIGSTOP, PAUSED, "button"),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_nothing_is_down_while_a_run_is_suspended_and_the_model_is_shown_the_screen_again(
    onlooker: Onlooker, on_display: PrivateDisplay, tmp_path: Path, carrier: str, number: int, told: str, held: str
) -> None:
    go_on = threading.Event()

    def late(_: Mapping[str, object]) -> Answer:
        go_on.wait(60)
        return asks({"type": "keypress", "keys": ["b"]})

    environment = on_display.environment() | {"DESKTOP_AGENT_HOME": str(tmp_path)}
    with ScriptedServer([HOLDS[held], late, says("Done.")]) as server, XEventLog(environment) as log:
        with started(command_of(carrier, server.base_url), environment) as process:
            wait_until(lambda: len(server.creates) == 2, "the model to think")
            assert DOWN[held] == onlooker.down()
            os.kill(process.pid, number)
            wait_until(lambda: is_suspended(process), "the process to be suspended")
            wait_until(lambda: not onlooker.down(), "everything is up")
            assert is_suspended(process)
            process.send_signal(signal.SIGCONT)
            go_on.set()
            wait_until(lambda: len(server.creates) == 3, "the third request")
            process.wait(60)
        pressed = [event.name for event in log.events("key_press")]
        last = json.dumps(server.creates[-1].body)

    assert told in last
    assert "input_image" in last or "image_url" in last
    assert "b" not in pressed
    assert not onlooker.down()
