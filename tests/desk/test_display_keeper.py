"""The keeper of a private display, whose parent may be stopped while the display starts."""

import os
import subprocess
import sys


def test_a_keeper_whose_parent_has_gone_meanwhile_ends_without_a_word() -> None:
    reads, writes = os.pipe()
    os.close(reads)
    command = [sys.executable, "-m", "desktop_agent.desk.display.private_display_keeper", "640x480"]
    with os.fdopen(writes, "wb") as nobody:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=nobody, stderr=subprocess.PIPE, text=True, check=False, timeout=60
        )

    assert (0, "") == (done.returncode, done.stderr)
