"""What a program on a desk has not saved is told to be lost when the run is over."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.desks import desk_over
from tests.fakes.warm import program


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    with desk_over(tmp_path):
        pass  # only to skip where there are none
    return {**os.environ, "HOME": str(tmp_path / "home"), "DESKTOP_AGENT_HOME": str(tmp_path / "own")}


@pytest.mark.timeout(300)
@pytest.mark.skipif(not shutil.which("mousepad"), reason="mousepad is not installed")
@pytest.mark.parametrize("typed", ["Two hours", ""])
def test_a_text_that_was_typed_and_not_saved_is_told_to_be_lost(environment: dict[str, str], typed: str) -> None:
    typing = f'; type "{typed}"' if typed else ""
    events = _events(environment, f'open "mousepad"; wait for "Untitled"{typing}')

    assert events[-1]["status"] == ("partly" if typed else "completed")
    assert ("Untitled 1 - Mousepad” didn't close" in events[-1]["message"]) == bool(typed)
    (ended,) = [one for one in events if one["event"] == "desk.ended"]
    assert ended["changes"].get("unsaved", 0) == bool(typed)
    shown = subprocess.run(program("desk", "show", "last"), env=environment, capture_output=True, text=True, check=True)
    assert ("wasn't saved in it is lost" in shown.stdout) == bool(typed)


def _events(environment: dict[str, str], task: str) -> list[dict[str, Any]]:
    command = program("run", "--desk", "--desk-files", environment["HOME"], "--json", "--approver", "none", task)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)
    return [json.loads(line) for line in done.stdout.splitlines()]
