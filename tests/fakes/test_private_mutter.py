"""The private mutter starts ready to use, and leaves nothing behind."""

import subprocess
from pathlib import Path

from tests.fakes.killed_owner import words_of_a_killed_owner
from tests.fakes.private_mutter import PrivateMutter
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
    pid, folder = words_of_a_killed_owner(
        "from tests.fakes.private_mutter import PrivateMutter as P; s = P(640, 480)", "s.pid, s.folder"
    )

    wait_until(lambda: not Path(folder).exists(), what="the folder's end")
    wait_until(lambda: not Path(f"/proc/{pid}").exists(), what="mutter's end")


def test_closing_leaves_no_process_and_no_folder_behind() -> None:
    own = PrivateMutter(640, 480)
    folder, process = own.folder, Path(f"/proc/{own.pid}")

    own.close()
    own.close()

    assert not folder.exists()
    assert not process.exists()
