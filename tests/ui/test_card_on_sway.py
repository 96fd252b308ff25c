"""The approval card in sway: what virtual devices press approves nothing, what a trusted keyboard holds does."""

import subprocess
import sys

import pytest

from tests.fakes.source import ROOT


@pytest.mark.sway
@pytest.mark.timeout(200)
def test_no_click_and_no_chord_of_a_program_approves_and_a_chord_of_a_trusted_keyboard_does() -> None:
    command = [sys.executable, "-m", "tests.bench.sway_card", "8"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=180)

    assert done.returncode == 0, done.stdout + done.stderr
