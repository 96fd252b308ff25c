"""A process of our own that makes something and is killed outright, so that only others can clean up after it."""

import subprocess
import sys

from tests.fakes.source import ROOT


def words_of_a_killed_owner(making: str, telling: str) -> list[str]:
    script = f"import time; {making}\nprint({telling}, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        words = owner.stdout.readline().split()
        owner.kill()
    return words
