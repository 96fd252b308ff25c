"""A person at their own desktop: from the tray's menu to a task that is done, refused, taken over and stopped.

Everything is done by a physical mouse and keyboard; what came of it is asked of the files and the applications.
"""

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.devtools.demo.app_process import DemoProcess
from tests.fakes import warm
from tests.fakes.apps import App, end, running
from tests.fakes.tray_program import TrayProgram, known_user, middle_of, panel, tray_program
from tests.fakes.typist import at_a_terminal
from tests.fakes.waiting import wait_until

CONSOLE, WELCOME = "Desktop Agent", "Desktop Agent — Welcome"
CARD = "Approve this action\\? — Desktop Agent"
CALM_S = 1.0  # a card takes no answer in its first 700 ms, nor the second click of two


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateDisplay]:
    """Give a desktop with a panel."""
    with PrivateDisplay(1280, 800) as private, panel(private, tmp_path_factory.mktemp("panel")):
        yield private


class KeptProgram:
    """One program for the tests of this file: a person, too, gives it one task after the other."""

    def __init__(self, desktop: PrivateDisplay, folder: Callable[[], Path]) -> None:
        self._desktop, self._folder = desktop, folder
        self._stack = ExitStack()
        self._program: TrayProgram | None = None

    def running(self) -> TrayProgram:
        """Return the program; a new one where there is none, or it was quitted."""
        if self._program is None or self._program.process.poll() is not None:
            self.end()
            home = self._folder() / "agent"
            known_user(home)
            self._program = self._stack.enter_context(tray_program(self._desktop, home))
        return self._program

    def end(self) -> None:
        """End it."""
        self._stack.close()
        self._program = None


@pytest.fixture(scope="module")
def kept(desktop: PrivateDisplay, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeptProgram]:
    program = KeptProgram(desktop, lambda: tmp_path_factory.mktemp("home"))
    yield program
    program.end()


@pytest.fixture
def program(kept: KeptProgram, request: pytest.FixtureRequest) -> Iterator[TrayProgram]:
    """Give the program, idle; after a failure in the middle of something nobody else gets it."""
    failures = request.session.testsfailed
    yield kept.running()
    if request.session.testsfailed > failures:
        kept.end()


@pytest.fixture
def fresh(kept: KeptProgram, program: TrayProgram) -> TrayProgram:
    """Give a program whose console is not open yet: windows that open later go where it would be."""
    if program.shows(CONSOLE):
        kept.end()
    return kept.running()


def start(program: TrayProgram, task: str) -> None:
    program.choose("New task…")
    program.write_task(task)


def press_calmly(program: TrayProgram, name: str, taken: Callable[[], bool] | None = None) -> None:
    """Press a button once, when a person could have read what it is for; it is gone then, or what `taken` says."""
    button = program.control(name)
    shown = time.monotonic()
    wait_until(lambda: time.monotonic() > shown + CALM_S)
    program.hand.click(*button.centre)
    try:
        wait_until(taken or (lambda: not program.has(button)), f"“{name}” to be taken")
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


def ended(program: TrayProgram, words: str, window: str = CONSOLE) -> None:
    """Wait until the run is over, and the console, or another window, is back and says how it ended."""
    journal = newest_run(program) / "events.jsonl"
    wait_until(lambda: "run.finished" in journal.read_text(), "the end of the run")
    program.window(window)
    wait_until(lambda: [name for name in program.names("label") if name.startswith(words)], words)


def test_a_task_is_typed_allowed_by_hand_and_done_in_the_file(
    program: TrayProgram, desktop: PrivateDisplay, tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("")
    with running(["mousepad", note], desktop, tmp_path / "home", "Mousepad"):
        start(program, '1. type "Hello from the tray"\n2. press ctrl+s')
        answer(program, "Allow")
        ended(program, "Completed")

        wait_until(lambda: note.read_text().strip() == "Hello from the tray", "the saved text")
        assert [] == with_the_console(program)


def with_the_console(program: TrayProgram, pictures: int = 3) -> list[str]:
    """Return the pictures that show the console: it lies over the first of these points, nothing over the second."""
    files = sorted(newest_run(program).glob("frames/*.png"))
    assert len(files) >= pictures
    images = {file.name: Image.open(file).convert("RGB") for file in files}
    return [name for name, one in images.items() if one.getpixel((5, 300)) != one.getpixel((1270, 400))]


@contextmanager
def one_saved(program: TrayProgram, desktop: PrivateDisplay, folder: Path, rest: str) -> Iterator[tuple[Path, App]]:
    """Give a note in an editor, and the editor, when a run has saved “one” in it and has the rest to do."""
    note = folder / "note.txt"
    note.write_text("")
    with running(["mousepad", note], desktop, folder / "home", "Mousepad") as pad:
        start(program, f'1. type "one"\n2. press ctrl+s\n{rest}')
        answer(program, "Allow")
        wait_until(lambda: note.read_text().startswith("one"), "the first word to be saved")
        yield note, pad


def order(out: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(out.read_text()))
    except (OSError, ValueError):
        return {}


def test_what_is_refused_with_a_reason_is_not_done_and_what_is_approved_is(
    program: TrayProgram, desktop: PrivateDisplay, tmp_path: Path
) -> None:
    out = tmp_path / "order.json"
    with DemoProcess(0, out, desktop.environment(os.environ), here=True):
        start(program, 'click "Send"')
        answer(program, "Allow")
        program.show_more()
        press_calmly(program, "Refuse with a reason", lambda: "Your words" in program.names("text"))
        wait_until(lambda: program.control("Your words", "text").focused, "the field to have the keyboard")
        program.hand.type("not today")
        program.hand.tap("ctrl", "enter")
        wait_until(lambda: not program.shows(CARD), "the card to go")
        program.window(CONSOLE)
        assert not order(out).get("sent")

        start(program, 'click "Send"')
        answer(program, "Allow")
        answer(program, "Approve once")
        wait_until(lambda: order(out).get("sent"), "the order to be sent")
        ended(program, "Completed")


def test_a_hand_on_the_mouse_takes_the_computer_until_it_is_handed_back(
    program: TrayProgram, desktop: PrivateDisplay, tmp_path: Path
) -> None:
    with one_saved(program, desktop, tmp_path, '3. wait 4 s\n4. type " two"\n5. press ctrl+s') as (note, pad):
        program.hand.move(300, 700)
        program.control("Resume")
        program.hand.move(320, 690)
        assert "one" == note.read_text().strip()

        press_calmly(program, "Resume")
        ended(program, "Completed")
        wait_until(lambda: note.read_text().strip() == "one two", "the saved text")
        assert pad.process.poll() is None


def test_a_window_that_was_opened_meanwhile_steps_aside_when_the_run_goes_on(
    fresh: TrayProgram, desktop: PrivateDisplay, tmp_path: Path
) -> None:
    with one_saved(fresh, desktop, tmp_path, '3. wait 2 s\n4. type " two"\n5. press ctrl+s') as (note, _):
        fresh.choose("New task…")
        fresh.window(CONSOLE)
        fresh.choose("Pause")  # which reads “Resume” now
        ended(fresh, "Completed")

        wait_until(lambda: note.read_text().strip() == "one two", "the saved text")
        assert [] == with_the_console(fresh)


def test_stop_in_the_menu_ends_the_run_and_the_rest_is_not_done(
    program: TrayProgram, desktop: PrivateDisplay, tmp_path: Path
) -> None:
    with one_saved(program, desktop, tmp_path, '3. wait 30 s\n4. type " two"\n5. press ctrl+s') as (note, _):
        program.choose("Stop")
        ended(program, "Stopped")

        assert "one" == note.read_text().strip()


@contextmanager
def in_a_terminal(program: TrayProgram, task: str) -> Iterator[subprocess.Popen[bytes]]:
    """Give a run beside the tray program, as from a terminal, that has begun; nobody can be asked there."""
    command = warm.program("run", task, "--approver", "none")
    environment = program.display.environment() | {"DESKTOP_AGENT_HOME": str(program.home)}
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: '"action.started"' in program.journal(task), "the first act")
        yield process
    finally:
        end(process)


def test_a_run_from_a_terminal_finds_the_windows_aside_and_is_stopped_from_the_menu(program: TrayProgram) -> None:
    program.choose("New task…")
    program.window(CONSOLE)
    with in_a_terminal(program, "wait 61 s") as run:
        assert not program.shows(CONSOLE)
        program.choose("Stop")
        assert 3 == run.wait(60)

    ended(program, "Stopped")
    assert [] == with_the_console(program, pictures=1)


def test_a_run_from_a_terminal_is_paused_and_only_there_let_go_on(program: TrayProgram) -> None:
    program.choose("New task…")
    program.window(CONSOLE)
    with in_a_terminal(program, "wait 62 s") as run:
        program.hand.nudge(9, 9)
        wait_until(lambda: '"paused"' in program.journal("wait 62 s"), "the pause")
        box = program.open_menu()
        program.hand.click(box.centre[0], box.top + middle_of("Pause", box.height))  # reads “Resume”, and is greyed
        program.hand.tap("escape")
        run.terminate()
        assert 3 == run.wait(60)

    ended(program, "Stopped")
    assert '"resumed"' not in program.journal("wait 62 s")


def test_a_question_in_a_terminal_is_told_by_the_tray_and_beside_the_frame(program: TrayProgram) -> None:
    command = warm.program("run", "press escape", "--mode", "ask", "--approver", "terminal")
    environment = program.display.environment() | {"DESKTOP_AGENT_HOME": str(program.home)}
    program.icon()
    with at_a_terminal(command, environment) as person:
        person.waits_for("[y/N] ")
        program.choose("New task…")
        program.window(CONSOLE)
        wait_until(lambda: {"Waiting for you", "Waiting for you · step 1 of 1"} <= set(program.names("label")))
        assert person.process is not None
        person.process.terminate()
        assert 3 == person.ends()

    ended(program, "Stopped")


def test_quitting_during_a_run_stops_it_first(program: TrayProgram, desktop: PrivateDisplay, tmp_path: Path) -> None:
    with one_saved(program, desktop, tmp_path, "3. wait 30 s"):
        program.choose("Quit")

        assert 0 == program.process.wait(60), program.log.read_text()
    journal = newest_run(program) / "events.jsonl"
    assert "stopped" == json.loads(journal.read_text().splitlines()[-1])["status"]


def test_the_first_task_of_a_new_user_works_offline(kept: KeptProgram, desktop: PrivateDisplay, tmp_path: Path) -> None:
    kept.end()  # there is one on a desktop
    with tray_program(desktop, tmp_path / "new") as program:
        program.begin_first_task()
        # Its own form is let in; only the last step, which is to send the order, asks, and a note says what is asked.
        wait_until(lambda: program.shows("About this card — Desktop Agent"), "the question", within_s=180)
        program.window("About this card — Desktop Agent")
        answer(program, "Approve once")
        ended(program, "Completed", WELCOME)
        told = program.names("label")
        program.press("Write a task")
        program.window(CONSOLE)

    assert any("“Send” was pressed because you approved it" in one for one in told)
