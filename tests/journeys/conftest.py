"""Journeys: the real command, a real screen, real applications; their files are the oracle."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.warm import called


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def events(self) -> list[dict[str, Any]]:
        """The lines of `--json`."""
        return [json.loads(line) for line in self.out.splitlines()]


NOBODY = {"DESKTOP_AGENT_RUN__APPROVER": "none"}
# On a bare screen nothing tells what a press does, and no scope covers it: where another thing is tried, it is let.
BARE = ("--mode", "auto")
Agent = Callable[..., Ran]


@pytest.fixture
def agent(display: PrivateDisplay, tmp_path: Path) -> Agent:
    """Run `desktop-agent` as a user would, without a terminal, on the private display."""
    home = tmp_path / "agent"

    def run(*words: str, within_s: float = 110, environment: Mapping[str, str] | None = None) -> Ran:
        whole = {
            **os.environ,
            **display.environment(),
            "DESKTOP_AGENT_HOME": str(home),
            **NOBODY,
            **(environment or {}),
        }
        done = called(words, whole, timeout=within_s)
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
