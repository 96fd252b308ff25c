"""A person at their own desktop: from the tray's menu to a task that is done, refused, taken over and stopped.

Everything is done by a physical mouse and keyboard; what came of it is asked of the files and the applications.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.tray_program import TrayProgram, known_user, panel, tray_program
from tests.fakes.waiting import wait_until

CONSOLE, WELCOME = "Desktop Agent", "Desktop Agent — Welcome"
CARD = "Approve this action\\? — Desktop Agent"
CALM_S = 1.0  # a card takes no answer in its first 700 ms, nor the second click of two


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateDisplay]:
    """Give a desktop with a panel."""
    with PrivateDisplay(1280, 800) as private, panel(private, tmp_path_factory.mktemp("panel")):
        yield private


@pytest.fixture
def program(desktop: PrivateDisplay, tmp_path: Path) -> Iterator[TrayProgram]:
    """Give the program of somebody who has seen Welcome."""
    known_user(tmp_path / "agent")
    with tray_program(desktop, tmp_path / "agent") as started:
        yield started


def start(program: TrayProgram, task: str) -> None:
    program.choose("New task…")
    program.write_task(task)


def press_calmly(program: TrayProgram, name: str) -> None:
    """Press a button once, when a person could have read what it is for; it is gone then."""
    button = program.control(name)
    shown = time.monotonic()
    wait_until(lambda: time.monotonic() > shown + CALM_S)
    program.hand.click(*button.centre)
    try:
        wait_until(lambda: not program.has(button), f"“{name}” to be taken")
    except AssertionError as late:
        message = f"{late}; shown: {program.names('label')}"
        raise AssertionError(message) from late


def answer(program: TrayProgram, name: str) -> None:
    """Answer the card that is shown."""
    program.window(CARD)
    press_calmly(program, name)


def newest_run(program: TrayProgram) -> Path:
    """Return the folder of the run that was begun last."""
    return max((program.home / "data/runs").iterdir())


def ended(program: TrayProgram, words: str) -> None:
    """Wait until the run is over, and the console is back and says how it ended."""
    journal = newest_run(program) / "events.jsonl"
    wait_until(lambda: "run.finished" in journal.read_text(), "the end of the run")
    program.window(CONSOLE)
    wait_until(lambda: [name for name in program.names("label") if name.startswith(words)], words)


def with_the_console(program: TrayProgram, pictures: int = 3) -> list[str]:
    """Return the pictures that show the console: it lies over the first of these points, nothing over the second."""
    files = sorted(newest_run(program).glob("frames/*.png"))
    assert len(files) >= pictures
    images = {file.name: Image.open(file).convert("RGB") for file in files}
    return [name for name, one in images.items() if one.getpixel((5, 300)) != one.getpixel((1270, 400))]


@contextmanager
def one_saved(program: TrayProgram, desktop: PrivateDisplay, folder: Path, rest: str) -> Iterator[Path]:
    """Give a note in an editor, when a run has saved “one” in it and has the rest to do."""
    note = folder / "note.txt"
    note.write_text("")
    with running(["mousepad", note], desktop, folder / "home", "Mousepad"):
        start(program, f'1. type "one"\n2. press ctrl+s\n{rest}')
        answer(program, "Allow")
        wait_until(lambda: note.read_text().startswith("one"), "the first word to be saved")
        yield note


def test_a_task_is_allowed_taken_over_handed_back_and_stopped_by_hand(
    program: TrayProgram, desktop: PrivateDisplay, tmp_path: Path
) -> None:
    rest = '3. wait 4 s\n4. type " two"\n5. press ctrl+s\n6. wait 60 s\n7. type " three"\n8. press ctrl+s'
    with one_saved(program, desktop, tmp_path, rest) as note:
        program.hand.move(300, 700)
        program.control("Resume")
        program.hand.move(320, 690)
        assert "one" == note.read_text().strip()

        press_calmly(program, "Resume")
        wait_until(lambda: note.read_text().strip() == "one two", "the saved text")
        program.choose("Stop")
        ended(program, "Stopped")

        assert "one two" == note.read_text().strip()
        assert [] == with_the_console(program)


def test_the_first_task_of_a_new_user_works_offline(desktop: PrivateDisplay, tmp_path: Path) -> None:
    with tray_program(desktop, tmp_path / "new") as program:
        program.begin_first_task()
        # Its own form is let in; only the last step, which is to send the order, asks.
        wait_until(lambda: program.shows(CARD), "the question", within_s=180)
        answer(program, "Approve once")
        ended(program, "Completed")

        assert not program.shows(WELCOME)
