"""A part of the bench of approvals: none from a program's wires, nearly all from a person's; a tenth by night."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.program, pytest.mark.slow]

ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(600)
def test_every_way_to_say_yes_ends_as_it_must() -> None:
    command = [sys.executable, "-m", "tests.bench.approval", "--tenth"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=580)

    assert done.returncode == 0, done.stdout + done.stderr
