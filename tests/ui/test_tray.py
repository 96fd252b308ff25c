"""The tray program on a real display: icon, menu, control window, second start, and the way out."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes import warm
from tests.fakes.programs.apps import end
from tests.fakes.servers.script import asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.fakes.windows.tray_program import known_user, panel, tray_program

pytestmark = pytest.mark.screen

CONTROL = "Desktop Agent — Control"
CHECKS = """
import sys
from desktop_agent.ui.welcome import look

states = {finding.name: finding.state for finding in look()}
print(states["capture"], sorted({"numpy", "cv2"} & set(sys.modules)))
"""


@pytest.fixture(scope="module")
def desktop() -> Iterator[PrivateDisplay]:
    with PrivateDisplay(1280, 800) as private:
        yield private


@pytest.fixture
def home(tmp_path: Path) -> Path:
    known_user(tmp_path / "agent")
    return tmp_path / "agent"


@pytest.mark.slow
def test_without_a_tray_a_small_window_does_the_same_until_one_appears(desktop: PrivateDisplay, home: Path) -> None:
    with tray_program(desktop, home) as program:
        program.window(CONTROL)
        wanted = {"New task", "Pause", "Stop", "History", "Settings", "Demo", "Guide", "Keys", "Quit"}
        assert wait_until(lambda: wanted <= set(program.names("push button")))
        program.press("New task")
        program.window("Desktop Agent")
        with panel(desktop, home):
            program.icon()
            wait_until(lambda: not program.shows(CONTROL), "the control window to go")
        program.window(CONTROL)
        program.press("Quit")

        assert 0 == program.process.wait(60), program.log.read_text()


def test_a_second_start_brings_the_first_to_the_front_and_a_signal_ends_that(
    desktop: PrivateDisplay, home: Path
) -> None:
    with tray_program(desktop, home) as program:
        program.window(CONTROL)
        environment = desktop.environment() | {"DESKTOP_AGENT_HOME": str(home)}
        second = subprocess.run(
            warm.program("tray"), env=environment, capture_output=True, text=True, timeout=60, check=True
        )

        assert "Desktop Agent is already running; its window is now in front.\n" == second.stdout
        program.window("Desktop Agent")
        assert program.process.poll() is None
        program.process.send_signal(signal.SIGTERM)

        assert 0 == program.process.wait(60), program.log.read_text()


@pytest.mark.slow
def test_a_run_from_a_terminal_is_shown_and_stopped_in_the_menu(desktop: PrivateDisplay, home: Path) -> None:
    waits = asks({"type": "wait", "ms": 50_000})
    with (
        panel(desktop, home),
        tray_program(desktop, home) as program,
        ScriptedServer([waits, says("Never.")]) as server,
    ):
        program.icon()
        words = ("run", "Look around", "--mode", "auto", "--base-url", server.base_url, "--dialect", "preview")
        run = subprocess.Popen(
            warm.program(*words, "--coordinates", "viewport"),
            env=os.environ | desktop.environment() | {"DESKTOP_AGENT_HOME": str(home), "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            wait_until(lambda: server.creates, "the run to ask its model")
            program.choose("Stop")

            assert 3 == run.wait(60)
        finally:
            end(run)


@pytest.mark.promise("Welcome")
def test_a_new_user_is_welcomed_by_keyboard_alone_and_only_once(desktop: PrivateDisplay, tmp_path: Path) -> None:
    with panel(desktop, tmp_path), tray_program(desktop, tmp_path) as program:
        program.window("Desktop Agent — Welcome")
        program.control("Welcome to Desktop Agent", "label")
        wait_until(lambda: program.control("Start the first task").focused)
        program.hand.tap("shift", "Tab")
        wait_until(lambda: program.control("Write a task").focused)
        program.hand.tap("enter")
        program.window("Desktop Agent")

        assert 'name = "local"' in (tmp_path / "config/config.toml").read_text(encoding="utf-8")
        assert not program.shows("Desktop Agent — Welcome")
    with panel(desktop, tmp_path), tray_program(desktop, tmp_path) as program:
        program.choose("New task…")
        program.window("Desktop Agent")
        assert not program.shows("Desktop Agent — Welcome")


def test_a_check_of_the_computer_leaves_nothing_in_memory_that_takes_pictures(
    desktop: PrivateDisplay, home: Path
) -> None:
    environment = desktop.environment() | {"DESKTOP_AGENT_HOME": str(home), "PYTHONPATH": str(ROOT)}

    checked = subprocess.run(
        [sys.executable, "-c", CHECKS], env=environment, capture_output=True, text=True, timeout=120, check=True
    )

    assert checked.stdout == "works []\n"
