"""A person at their own desktop: from the tray's menu to a task that is done, refused, taken over and stopped.

Everything is done by a physical mouse and keyboard; what came of it is asked of the files and the applications.
"""

import time
from pathlib import Path

import pytest
from PIL import Image

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.apps import running
from tests.fakes.waiting import wait_until
from tests.fakes.windows.tray_program import TrayProgram, known_user, panel, tray_program

pytestmark = pytest.mark.screen

CONSOLE = "Desktop Agent"
CARD = "Approve this action\\? — Desktop Agent"
CALM_S = 1.0  # a card takes no answer in its first 700 ms, nor the second click of two


def press_calmly(program: TrayProgram, name: str) -> None:
    """Press a button once, when a person could have read what it is for; it is gone then."""
    button = program.control(name)
    shown = time.monotonic()
    wait_until(lambda: time.monotonic() > shown + CALM_S)
    program.hand.click(*button.centre)
    wait_until(lambda: not program.has(button), f"“{name}” to be taken")


def with_the_console(run: Path) -> list[str]:
    """Return the pictures that show the console: it lies over the first of these points, nothing over the second."""
    files = sorted(run.glob("frames/*.png"))
    assert len(files) >= 3
    images = {file.name: Image.open(file).convert("RGB") for file in files}
    return [name for name, one in images.items() if one.getpixel((5, 300)) != one.getpixel((1270, 400))]


@pytest.mark.promise("README, Install it: the tray; 2, 3 and 4 by hand")
def test_a_task_is_allowed_taken_over_handed_back_and_stopped_by_hand(tmp_path: Path) -> None:
    task = (
        '1. type "one"\n2. press ctrl+s\n3. wait 4 s\n4. type " two"\n5. press ctrl+s\n6. wait 60 s\n7. type " three"'
    )
    note = tmp_path / "note.txt"
    home = tmp_path / "agent"
    note.write_text("")
    (tmp_path / "panel").mkdir()
    known_user(home)
    with (
        PrivateDisplay(1280, 800) as desktop,
        panel(desktop, tmp_path / "panel"),
        tray_program(desktop, home) as program,
        running(["mousepad", note], desktop, tmp_path / "home", "Mousepad"),
    ):
        program.choose("New task…")
        program.write_task(task)
        program.window(CARD)
        press_calmly(program, "Allow")
        wait_until(lambda: note.read_text().startswith("one"), "the first word to be saved")
        program.hand.move(300, 700)
        program.control("Resume")
        program.hand.move(320, 690)
        assert "one" == note.read_text().strip()

        press_calmly(program, "Resume")
        wait_until(lambda: note.read_text().strip() == "one two", "the saved text")
        program.choose("Stop")
        (run,) = (home / "data/runs").iterdir()
        wait_until(lambda: "run.finished" in (run / "events.jsonl").read_text(), "the end of the run")
        program.window(CONSOLE)
        wait_until(lambda: [name for name in program.names("label") if name.startswith("Stopped")], "Stopped")

        assert "one two" == note.read_text().strip()
        assert [] == with_the_console(run)
