"""`desk open|list|end` as a person types them, over a home made for the test."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.fakes.desks.desks import desk_over
from tests.fakes.waiting import line_of, wait_until
from tests.fakes.warm import program

pytestmark = pytest.mark.program

AGENT = (sys.executable, "-m", "desktop_agent")


@pytest.fixture
def environment(tmp_path: Path) -> Mapping[str, str]:
    with desk_over(tmp_path):
        pass  # only to skip where there are none
    (tmp_path / "home" / "letter.txt").write_text("Dear all\n")
    return {**os.environ, "HOME": str(tmp_path / "home"), "DESKTOP_AGENT_HOME": str(tmp_path / "own")}


def _said(environment: Mapping[str, str], *words: str) -> str:
    done = subprocess.run(program(*words), env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_desk_is_opened_listed_and_ended(environment: Mapping[str, str], tmp_path: Path) -> None:
    program = ["sh", "-c", "echo and more >> ~/letter.txt"]
    with subprocess.Popen(
        [*AGENT, "desk", "open", "--json", "--files", environment["HOME"], *program],
        env=environment,
        stdout=subprocess.PIPE,
    ) as opened:
        facts = json.loads(line_of(opened.stdout))
        folder = Path(facts["folder"])
        changed = folder / "up" / "0" / "letter.txt"
        wait_until(lambda: changed.exists() and changed.read_text().endswith("more\n"), "the program's change")
        running = json.loads(_said(environment, "desk", "list", "--json"))
        assert _said(environment, "desk", "end", "last") == "The desk has ended.\n"
        code = opened.wait()
    ended = json.loads(_said(environment, "desk", "list", "--json"))

    assert code == 0
    assert [(one["id"], one["status"], one["changes"]) for one in running] == [(facts["id"], "running", None)]
    assert [(one["id"], one["status"], one["changes"]) for one in ended] == [(facts["id"], "ended", 1)]
    assert _said(environment, "desk", "list").split()[1:3] == ["ended", "1"]
    assert (tmp_path / "home" / "letter.txt").read_text() == "Dear all\n"
    assert changed.read_text() == "Dear all\nand more\n"
