"""A run keeps the computer awake until it ends or is killed: the login service's and the screen saver's own word."""

import json
import os
import signal
import subprocess

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.plain_vendor import PlainVendor, Script, call
from tests.fakes.private_bus import SESSION, heard, private_bus, spoken_with
from tests.fakes.source import ROOT
from tests.fakes.warm import program

NEVER_ENDS: Script = [[call({"type": "wait"}, f"c{number}")] for number in range(90)]


def told(service: subprocess.Popen[str]) -> str:
    word, *_ = json.loads(heard(service))
    return str(word)


@pytest.mark.timeout(100)
def test_it_is_held_while_the_run_works_said_once_and_let_go_though_the_run_is_killed(
    display: PrivateDisplay, tmp_path: object
) -> None:
    with private_bus() as bus:
        both = {**bus, **display.environment(), SESSION: bus[SESSION], "DBUS_SYSTEM_BUS_ADDRESS": bus[SESSION]}
        environment = {**both, "DESKTOP_AGENT_HOME": str(tmp_path), "DESKTOP_AGENT_RUN__APPROVER": "none"}
        with (
            spoken_with("tests.fakes.inhibitors", "login", environment=both) as login,
            spoken_with("tests.fakes.inhibitors", "saver", environment=both) as saver,
            PlainVendor(NEVER_ENDS) as vendor,
        ):
            words = ["run", "t", "--json", "--mode", "auto", "--dialect", "openai", "--base-url", vendor.url]
            command = program(*words)
            with subprocess.Popen(
                command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            ) as run:
                assert (told(login), told(saver)) == ("held", "held")
                assert run.stdout is not None
                first = json.loads(run.stdout.readline())
                said = json.loads(run.stdout.readline())
                os.kill(run.pid, signal.SIGKILL)
                assert (told(login), told(saver)) == ("let go", "let go")
                rest = run.stdout.read()

    assert first["event"] == "run.started"
    assert said["text"] == "Until the run ends, the computer won't automatically go to sleep or lock the screen."
    assert "Until the run ends" not in rest
