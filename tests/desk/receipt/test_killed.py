"""Killed before each of its acts, taking over leaves nothing torn, and can be finished or undone."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.fakes.source import ROOT

pytestmark = pytest.mark.program


def test_a_taking_over_that_is_killed_anywhere_is_finished_or_undone(tmp_path: Path) -> None:
    # Where all is in memory, waiting for the disk costs nothing.
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as folder:
        command = [sys.executable, "-m", "tests.fakes.desks.killed_taking", folder]
        answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=240).stdout
    reported = json.loads(answer)

    assert reported["wrong"] == []
    assert reported["killed"] > 30
