"""What a maintainer asks for: the log of a run on stderr with --debug, and in the report that `doctor` writes."""

import os
import re
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.lib.logs import LAST_RUN
from tests.fakes.source import ROOT
from tests.fakes.warm import program

pytestmark = pytest.mark.program

CHOSEN = (
    r"INFO screen\.choose: windows: not wayland\.sway_windows: There is no sway session .*: SWAYSOCK isn't set\.",
    r"INFO screen\.choose: windows: x11\.windows was chosen",
    r"INFO screen\.choose: pictures: not wayland\.capture: There is no Wayland session",
    r"INFO screen\.choose: pictures: x11\.capture was chosen",
    r"INFO input\.choose: input: x11\.input\.xtest was chosen",
    r"INFO presence\.choose: the person's input: x11\.presence was chosen",
)
TYPED = "canary in a task"


def called(environment: Mapping[str, str], home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    own = {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "DESKTOP_AGENT_HOME": str(home), "HOME": str(home)}
    return subprocess.run(
        program(*words),
        env={**environment, **own}, cwd=home, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def lacking(log: str) -> list[str]:
    return [wanted for wanted in CHOSEN if not re.search(wanted, log)]


@pytest.mark.slow
def test_the_report_of_doctor_has_the_findings_and_what_the_last_run_has_logged(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    environment = display.environment()
    run = (f'type "{TYPED}"', "--provider", "local", "--approver", "none")
    shown = called(environment, tmp_path, "--debug", "run", *run)
    quiet = called(environment, tmp_path, "run", *run)
    reported = called(environment, tmp_path, "doctor", "--report")
    report = tmp_path / "desktop-agent-report.txt"
    text = report.read_text("utf-8")

    assert lacking(shown.stderr) == lacking(text) == []
    assert "was chosen" not in quiet.stderr
    assert "works: capture: " in text
    assert str(tmp_path) not in text
    assert TYPED not in shown.stderr + text
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert "Report: desktop-agent-report.txt. Read it before you pass it on." in reported.stderr


@pytest.mark.slow
def test_the_log_of_a_run_on_a_desk_says_how_the_desk_has_started_and_ended(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    called(
        display.environment(), tmp_path, "run", "wait 1 second", "--provider", "local", "--approver", "none", "--desk"
    )

    log = (tmp_path / "data" / LAST_RUN).read_text("utf-8")
    assert re.search(r"the desk's namespaces, layers and servers: ready after \d+ ms\n", log)
    assert "the desk's keeper has ended: 0" in log
    assert "x11.input.xtest was chosen" in log


def test_a_run_that_cannot_begin_says_why_in_its_log_and_leaves_no_run(tmp_path: Path) -> None:
    here = {"PATH": os.environ["PATH"]}
    called(here, tmp_path, "run", 'press "Escape"', "--provider", "local", "--approver", "none")
    called(here, tmp_path, "doctor", "--report", "-o", "mine.txt")

    assert "pictures: not x11.capture: There is no display: DISPLAY isn't set." in (tmp_path / "mine.txt").read_text()
    assert not [*tmp_path.glob("data/runs/*")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("-o", "mine.txt"), "--output needs --report."),
        (("--report", "-o", "nowhere/mine.txt"), "nowhere/mine.txt can't be written to"),
    ],
)
def test_a_report_that_cannot_be_written_is_one_sentence(words: tuple[str, ...], expected: str, tmp_path: Path) -> None:
    done = called({"PATH": os.environ["PATH"]}, tmp_path, "doctor", *words)

    assert (done.returncode, expected in done.stderr) == (2, True)


@pytest.mark.slow
def test_with_debug_the_process_of_a_run_writes_to_stderr_too(tmp_path: Path) -> None:
    code = (
        "from desktop_agent.runtime.protocol.client import RunClient\n"
        "from desktop_agent.runtime.protocol.process import HostProcess\n"
        "from desktop_agent.runtime.spec import ClientServices, RunSpec\n"
        "from desktop_agent.lib.logs import log_to_stderr\n"
        "from desktop_agent.settings import settings_of\n"
        "log_to_stderr()\n"
        "with RunClient(HostProcess()) as client:\n"
        "    client.prepare(RunSpec('press \"Escape\"', settings_of({})), ClientServices())\n"
    )
    own = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DESKTOP_AGENT_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=own, capture_output=True, text=True, check=False, timeout=60
    )

    assert re.search(r"DEBUG runtime\.protocol\.process: a run's process was started: \d+\n", done.stderr)
    assert "INFO screen.choose: pictures: not x11.capture: There is no display: DISPLAY isn't set." in done.stderr
    assert re.search(r"DEBUG runtime\.protocol\.process: a run's process has ended: 0\n", done.stderr)
