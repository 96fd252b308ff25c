"""Programs are started by their desktop entries: as functions that are asked about, without a shell, to stay."""

import asyncio
import os
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from desktop_agent.core.actions import Invoke
from desktop_agent.core.decision import Allow, Ask
from desktop_agent.core.geometry import Rect, Size, Viewport
from desktop_agent.core.mode import Mode
from desktop_agent.core.permit import Binding
from desktop_agent.functions.catalogue import UserFunctions
from desktop_agent.functions.programs import program_functions
from desktop_agent.policy.gate import SingleUseGate
from desktop_agent.policy.judge import judge_function
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.process

ENTRY = "[Desktop Entry]\nType=Application\nName={}\nExec={}\n"


def installed(home: Path, **entries: str) -> dict[str, str]:
    folder = home / "share" / "applications"
    folder.mkdir(parents=True)
    for name, entry in entries.items():
        (folder / f"{name}.desktop").write_text(entry)
    data = {"XDG_DATA_HOME": str(home / "share"), "XDG_DATA_DIRS": str(home / "none")}
    return {"HOME": str(home), "PATH": "/usr/bin:/bin", **data}


def test_a_program_is_known_by_its_name_with_the_whole_command_and_is_asked_about(tmp_path: Path) -> None:
    entry = ENTRY.format("My Editor", 'cat -n "two words" %F --at=%u 50%%')

    functions = program_functions(installed(tmp_path, editor=entry))

    (function,) = functions.values()
    assert ("open My Editor", "ask") == (function.name, function.verdict)
    assert ("cat", "-n", "two words", "--at=", "50%") == function.command[4:]
    asked = {mode: judge_function(Invoke(function.name), function.verdict, mode) for mode in get_args(Mode)}
    assert all(isinstance(asked[mode], Ask) for mode in ("ask", "guard"))
    assert Allow("function", by="mode") == asked["auto"]


@pytest.mark.parametrize(
    "entry",
    [
        ENTRY.format("Hidden", "cat") + "NoDisplay=true\n",
        ENTRY.format("In a terminal", "cat") + "Terminal=true\n",
        ENTRY.format("Missing", "no-such-program-here"),
        ENTRY.format("Shell", "sh -c 'rm -r x'"),
        ENTRY.format("Open quote", 'cat "x'),
        "[Desktop Entry]\nType=Link\nName=A page\nURL=x\n",
        "no entry at all",
    ],
)
def test_what_no_person_starts_from_a_menu_is_no_program(tmp_path: Path, entry: str) -> None:
    assert {} == program_functions(installed(tmp_path, one=entry))


def test_a_program_stays_when_the_call_that_started_it_is_over_and_one_that_fails_says_so(tmp_path: Path) -> None:
    said = tmp_path / "said"
    script = tmp_path / "program"
    script.write_text(f"#!/bin/sh\necho $$ > {said}\nexec tail -f /dev/null\n")
    script.chmod(0o755)
    environment = installed(tmp_path, stays=ENTRY.format("Stays", script), fails=ENTRY.format("Fails", "false"))
    functions = program_functions(environment)
    gate = SingleUseGate(time.monotonic, lambda: "serial")
    catalogue = UserFunctions(tuple(functions.values()), gate.redeem, environment)
    binding = Binding("run", 1, "f1", 0, Invoke(""), (), Viewport(Rect(0, 0, 9, 9), Size(9, 9)), "digest", None)

    def ran(name: str) -> str:
        call = catalogue.ready(Invoke(name))
        assert isinstance(call, Invoke)
        permit = gate.permit(replace(binding, action=call), Allow("function", by="mode"), None)
        return asyncio.run(catalogue.run(permit)).error

    assert "" == ran("open Stays")
    assert "It ended immediately with exit code 1." in ran("open Fails")
    pid = int(wait_until(lambda: said.exists() and said.read_text(), "the program's id"))
    try:
        os.kill(pid, 0)
    finally:
        os.kill(pid, signal.SIGKILL)
