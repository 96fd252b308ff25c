"""Runs of the real command in a private sway, and the script that a served model follows there."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.fakes.desktops.sway_commands import SwaySession
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.warm import program

PROGRAM = (sys.executable, "-m", "desktop_agent")
KEY = "a-key-of-the-test"


def asking(server: ScriptedServer) -> tuple[str, ...]:
    return ("--base-url", server.base_url, "--dialect", "preview", "--coordinates", "viewport")


def agent_command(*words: str) -> list[str]:
    return [*PROGRAM, "run", "--approver", "none", "--mode", "auto", *words]


def agent_environment(sway: SwaySession, home: Path) -> dict[str, str]:
    own = {"DESKTOP_AGENT_HOME": str(home / "agent"), "DESKTOP_AGENT_API_KEY": KEY, "PYTHONPATH": str(ROOT)}
    return sway.environment() | own | {"LC_ALL": "C.UTF-8"}


def run_in_sway(
    sway: SwaySession, home: Path, *words: str, without: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in agent_environment(sway, home).items() if name not in without}
    return subprocess.run(
        program(*agent_command(*words)[len(PROGRAM) :]), env=environment, cwd=home,
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip


@contextmanager
def started_in_sway(sway: SwaySession, home: Path, said: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    with said.open("wb") as file:
        process = subprocess.Popen(
            agent_command(*words), env=agent_environment(sway, home), cwd=home,
            stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()
