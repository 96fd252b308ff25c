"""The tray program on a real display: icon, menu, control window, second start, and the way out."""

import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes import warm
from tests.fakes.private_bus import heard, say, spoken_with
from tests.fakes.tray_program import TrayProgram, known_user, panel, tray_program
from tests.fakes.waiting import wait_until

CONTROL = "Desktop Agent — Control"


@pytest.fixture(scope="module")
def desktop() -> Iterator[PrivateDisplay]:
    """Give a display that has no tray of its own."""
    with PrivateDisplay(1280, 800) as private:
        yield private


@pytest.fixture
def home(tmp_path: Path) -> Path:
    known_user(tmp_path / "agent")
    return tmp_path / "agent"


def test_the_menu_opens_the_windows_and_quits(desktop: PrivateDisplay, home: Path) -> None:
    with panel(desktop, home), tray_program(desktop, home) as program:
        program.choose("Show me once…")
        program.window("Show me once — Desktop Agent")
        program.choose("New task…")
        program.window("Desktop Agent")
        program.choose("History")
        program.window("Desktop Agent — History")
        program.choose("Settings")
        program.window("Desktop Agent — Settings")
        program.choose_in_help("Keys")
        program.window("Desktop Agent — Help")
        program.choose_in_help("Check this computer")
        program.window("Desktop Agent — Check this computer")
        assert not program.shows(CONTROL)
        program.choose("Quit")

        assert 0 == program.process.wait(60), program.log.read_text()


def test_the_icon_opens_the_console_with_the_cursor_in_the_task(desktop: PrivateDisplay, home: Path) -> None:
    with panel(desktop, home), tray_program(desktop, home) as program:
        program.hand.click(*program.icon().centre)
        program.window("Desktop Agent")

        assert wait_until(lambda: program.control("Task", "text").focused)
        program.hand.type("press escape")
        assert wait_until(lambda: "Start" in program.names("push button"), "the button for what was typed")


def test_without_a_tray_a_small_window_does_the_same_until_one_appears(desktop: PrivateDisplay, home: Path) -> None:
    with tray_program(desktop, home) as program:
        program.window(CONTROL)
        wanted = {
            "New task",
            "Pause",
            "Stop",
            "History",
            "Settings",
            "Check this computer",
            "Demo",
            "Guide",
            "Keys",
            "Quit",
        }
        assert wait_until(lambda: wanted <= set(program.names("push button")))
        program.press("New task")
        program.window("Desktop Agent")
        with panel(desktop, home):
            program.icon()
            wait_until(lambda: not program.shows(CONTROL), "the control window to go")
        program.window(CONTROL)
        program.press("Quit")

        assert 0 == program.process.wait(60), program.log.read_text()


def test_a_second_start_brings_the_first_to_the_front(desktop: PrivateDisplay, home: Path) -> None:
    with tray_program(desktop, home) as program:
        program.window(CONTROL)
        second = _started_again(program)

        assert (0, "Desktop Agent is already running; its window is now in front.\n") == (
            second.returncode,
            second.stdout,
        )
        program.window("Desktop Agent")
        assert program.process.poll() is None


def _started_again(program: TrayProgram) -> subprocess.CompletedProcess[str]:
    environment = program.display.environment() | {"DESKTOP_AGENT_HOME": str(program.home)}
    return subprocess.run(
        warm.program("tray"),
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.fixture
def quiet_desktop() -> Iterator[PrivateDisplay]:
    """Give a display whose bus has not started the service of its own that a first notification would start."""
    with PrivateDisplay(1280, 800) as private:
        yield private


def test_start_and_end_of_a_run_in_a_terminal_are_notified_and_a_click_brings_the_window(
    quiet_desktop: PrivateDisplay, home: Path
) -> None:
    desktop = quiet_desktop
    service = spoken_with("tests.fakes.notification_service", environment=desktop.environment())
    with service as notifications, panel(desktop, home), tray_program(desktop, home) as program:
        program.icon()
        began = json.loads(heard(notifications))
        assert "Desktop Agent is running" == began[2]
        assert Path(urlsplit(began[-1]).path).name == "icon.svg"
        environment = desktop.environment() | {"DESKTOP_AGENT_HOME": str(home)}
        command = warm.program("run", "wait 1 second")
        run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
        assert 0 == run.returncode, run.stderr
        taken_back, said = (json.loads(heard(notifications)) for _ in range(2))
        assert "close" == taken_back[0]
        assert ["show", "Completed"] == [said[0], said[2]]
        assert not program.shows("Desktop Agent")

        say(notifications, "click")

        program.window("Desktop Agent")


def test_a_signal_ends_it_at_once_and_well(desktop: PrivateDisplay, home: Path) -> None:
    with tray_program(desktop, home) as program:
        program.window(CONTROL)
        program.process.send_signal(signal.SIGTERM)

        assert 0 == program.process.wait(60), program.log.read_text()


def _focused(program: TrayProgram, name: str) -> None:
    wait_until(lambda: program.control(name).focused, f"“{name}” to have the keyboard")


def test_a_new_user_is_welcomed_by_keyboard_alone_and_only_once(desktop: PrivateDisplay, tmp_path: Path) -> None:
    with panel(desktop, tmp_path), tray_program(desktop, tmp_path) as program:
        program.window("Desktop Agent — Welcome")
        program.control("Welcome to Desktop Agent", "label")
        _focused(program, "Start the first task")
        program.hand.tap("shift", "Tab")
        _focused(program, "Write a task")
        program.hand.tap("enter")
        program.window("Desktop Agent")

        assert 'name = "local"' in (tmp_path / "config/config.toml").read_text(encoding="utf-8")
        assert not program.shows("Desktop Agent — Welcome")
    with panel(desktop, tmp_path), tray_program(desktop, tmp_path) as program:
        program.choose("New task…")
        program.window("Desktop Agent")
        assert not program.shows("Desktop Agent — Welcome")
