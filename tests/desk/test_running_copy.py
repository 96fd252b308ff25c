"""A program of which the person has a copy open: the desk's is one of its own, and nothing is handed over to theirs."""

import subprocess
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running, windows
from tests.fakes.desks import desk_over
from tests.fakes.waiting import PATIENCE_S, wait_until


def test_a_file_opened_on_a_desk_does_not_open_in_the_persons_editor(display: PrivateDisplay, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "letter.txt").write_text("Dear all\n")
    own = home / "own.txt"
    own.write_text("Mine\n")

    with running(["mousepad", str(own)], display, home, "own.txt") as theirs, desk_over(tmp_path) as desk:
        desk.start(["mousepad", str(home / "letter.txt")])
        wait_until(lambda: windows(desk, "letter.txt"), "the editor on the desk")

        assert not windows(display, "letter.txt")
        assert theirs.process.poll() is None

        # Where nothing parts them, the running copy takes the file: so this test can fail.
        with subprocess.Popen(["mousepad", str(home / "letter.txt")], env=display.environment()) as handing_over:
            wait_until(lambda: windows(display, "letter.txt"), "the editor of the person")
            handing_over.wait(PATIENCE_S)
