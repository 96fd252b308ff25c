"""`demo` on an ordinary desktop, as a rehearsal, and broken off; `tests/journeys/test_demo.py` plays it to its end."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.accessible import ordinary_desktop
from tests.fakes.source import ROOT
from tests.fakes.typist import at_a_terminal

COMMAND = [sys.executable, "-m", "desktop_agent", "demo", "--seed", "4"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Make a home of its own, and no display: the demo brings one."""
    path = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "DESKTOP_AGENT_HOME": str(tmp_path)}
    return path | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


def test_on_an_ordinary_desktop_the_only_question_is_about_sending(environment: dict[str, str], tmp_path: Path) -> None:
    with (
        ordinary_desktop() as (_, desktop),
        at_a_terminal([*COMMAND, "--here", "--approver", "terminal"], {**desktop, **environment}) as person,
    ):
        question = person.waits_for("[y/N] ", within_s=110)
        person.types("y\n")
        code = person.ends()

    assert "The model wants to: Click the button named below" in question
    assert re.search(r"Button: +│ Send\b", question)
    assert 1 == person.text.count("[y/N] ")
    assert 0 == code
    assert re.search(r"^  sent +true$", person.text, re.MULTILINE)


def test_a_rehearsal_touches_nothing(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [*COMMAND, "--mode", "watch"], env=environment, capture_output=True, text=True, check=False, timeout=115,
        start_new_session=True,
    )  # fmt: skip

    assert 0 == done.returncode
    assert "The app received nothing." in done.stdout
    assert "A rehearsal doesn't carry out" in done.stdout


def test_ctrl_c_while_it_starts_leaves_nothing_running(environment: dict[str, str], tmp_path: Path) -> None:
    with at_a_terminal(COMMAND, environment) as person:
        person.waits_for("Opening a private screen")
        person.types("\x03")

        assert 130 == person.ends()
    assert "Traceback" not in person.text
    assert not list(tmp_path.glob("data/runs/*"))
