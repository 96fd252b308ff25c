"""Our windows are in no picture of a run; told by pixels, in a process of its own, whose Qt has the main thread."""

import subprocess
import sys

from tests.fakes.source import ROOT


def test_no_picture_shows_the_sign_the_card_or_its_marks() -> None:
    command = [sys.executable, "-m", "tests.ui.own_windows_hidden", "6"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=280)

    assert done.returncode == 0, done.stdout + done.stderr
