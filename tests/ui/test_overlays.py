"""Our windows are in no picture of a run; told by pixels, in a process of its own, whose Qt has the main thread."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_no_picture_of_twenty_turns_shows_the_sign_the_card_or_its_marks() -> None:
    command = [sys.executable, "-m", "tests.bench.own_windows", "20"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=100)

    assert done.returncode == 0, done.stdout + done.stderr
