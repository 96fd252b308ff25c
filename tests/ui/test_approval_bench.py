"""A tenth of the bench of approvals: none from a program's wires, nearly all from a person's."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(300)
def test_a_tenth_of_all_ways_to_say_yes_ends_as_it_must() -> None:
    command = [sys.executable, "-m", "tests.bench.approval", "--tenth"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=280)

    assert done.returncode == 0, done.stdout + done.stderr
