"""While a run works the computer stays awake, and not a moment longer: the services' own word, on a real bus."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.desktops.private_bus import SESSION, heard, private_bus, spoken_with
from tests.fakes.servers.plain_vendor import PlainVendor, Script, call
from tests.fakes.source import ROOT
from tests.fakes.warm import program

NEVER_ENDS: Script = [[call({"type": "wait"}, f"c{number}")] for number in range(90)]
LET_GO = [["let go", "login"], ["let go", "saver"]]
Services = tuple[subprocess.Popen[str], ...]


@contextmanager
def services(**more: str) -> Iterator[tuple[dict[str, str], Services]]:
    with private_bus() as bus, ExitStack() as stack:
        both = {**bus, **more, SESSION: bus[SESSION], "DBUS_SYSTEM_BUS_ADDRESS": bus[SESSION]}
        started = (
            stack.enter_context(spoken_with("tests.fakes.desktops.inhibitors", kind, environment=both))
            for kind in ("login", "saver")
        )
        yield both, tuple(started)


def told(running: Services) -> list[list[str]]:
    return [json.loads(heard(service)) for service in running]


@pytest.mark.timeout(100)
def test_a_run_holds_them_says_so_once_and_lets_go_though_it_is_killed(display: PrivateDisplay, tmp_path: Path) -> None:
    own = {"DESKTOP_AGENT_HOME": str(tmp_path), "DESKTOP_AGENT_RUN__APPROVER": "none"}
    with services(**{**display.environment(), **own}) as (environment, running), PlainVendor(NEVER_ENDS) as vendor:
        command = program("run", "t", "--json", "--mode", "auto", "--dialect", "openai", "--base-url", vendor.url)
        with subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as run:
            assert [service[0] for service in told(running)] == ["held", "held"]
            assert run.stdout is not None
            first, words = (json.loads(run.stdout.readline()) for _ in range(2))
            os.kill(run.pid, signal.SIGKILL)
            assert told(running) == LET_GO
            rest = run.stdout.read()

    assert first["event"] == "run.started"
    assert words["text"] == "Until the run ends, the computer won't automatically go to sleep or lock the screen."
    assert "Until the run ends" not in rest
