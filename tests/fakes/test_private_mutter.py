"""The private mutter starts ready to use, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.fakes.private_mutter import PrivateMutter
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until


def test_a_program_of_it_is_shown_and_ends(mutter: PrivateMutter, tmp_path: Path) -> None:
    told = tmp_path / "told"
    terminal = subprocess.run(
        ["foot", "sh", "-c", f"printenv WAYLAND_DISPLAY > {told}"],
        env=mutter.environment(),
        stderr=subprocess.PIPE,
        check=True,
    )

    assert "mutter-0" == told.read_text().strip()
    assert b"Meta-0: 1280x800" in terminal.stderr


def test_the_session_goes_away_with_a_process_that_is_killed_outright() -> None:
    script = "import time; from tests.fakes.private_mutter import PrivateMutter as P; s = P(640, 480)\n"
    script += "print(s.pid, s.folder, flush=True); time.sleep(60)"
    owner = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    pid, folder = owner.stdout.readline().split()

    os.kill(owner.pid, signal.SIGKILL)
    owner.wait()
    owner.stdout.close()

    wait_until(lambda: not Path(folder).exists(), what="the folder's end")
    wait_until(lambda: not Path(f"/proc/{pid}").exists(), what="mutter's end")


def test_closing_leaves_no_process_and_no_folder_behind() -> None:
    own = PrivateMutter(640, 480)
    folder, process = own.folder, Path(f"/proc/{own.pid}")

    own.close()
    own.close()

    assert not folder.exists()
    assert not process.exists()
