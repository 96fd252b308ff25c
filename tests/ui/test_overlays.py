"""Our windows are in no picture of a run; told by pixels, in a process of its own, whose Qt has the main thread."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("turns", [6, 20])
def test_no_picture_shows_the_sign_the_card_or_its_marks(turns: int) -> None:
    assert_none(turns, "x11")


@pytest.mark.sway
def test_no_picture_of_twenty_turns_in_sway_shows_them_or_a_coloured_window() -> None:
    assert_none(20, "sway")


def assert_none(turns: int, where: str) -> None:
    command = [sys.executable, "-m", "tests.bench.own_windows", str(turns), where]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=280)

    assert done.returncode == 0, done.stdout + done.stderr
