"""A desk that a person opens to look around on: they see it in a window, work it by hand, and close it."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.accessible import find
from tests.fakes.apps import box_of, end, windows
from tests.fakes.desks import desk_over
from tests.fakes.physical import PhysicalHand
from tests.fakes.waiting import wait_until

WINDOW = "^Desktop Agent — Side desk$"
TEXT = "Typed ~ here"


def test_an_opened_desk_is_seen_worked_by_hand_and_ended_by_closing_its_window(tmp_path: Path) -> None:
    with desk_over(tmp_path):
        pass  # only to skip where there are none
    with PrivateDisplay() as display, PhysicalHand(display.name, display.xauthority) as hand:
        own = {"HOME": str(tmp_path / "home"), "DESKTOP_AGENT_HOME": str(tmp_path / "own"), "LC_ALL": "C.UTF-8"}
        environment = {**os.environ, **display.environment(), **own, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        command = [
            sys.executable,
            "-m",
            "desktop_agent",
            "desk",
            "open",
            "--",
            *("xterm", "-maximized", "-e", "sh", "-c", "touch ~/ready; exec cat >> ~/typed"),
        ]
        said, made = tmp_path / "said.txt", tmp_path / "own/data/desks"
        with said.open("wb") as file:
            opened = subprocess.Popen(command, env=environment, stdout=file, stderr=file)
        try:
            (window,) = wait_until(lambda: windows(display, WINDOW), "the window")
            wait_until(lambda: [*made.glob("*/up/0/ready")], "the shell on the desk")
            hand.click(*find(display, "desktop-agent", "push button", "Take over").centre)
            find(display, "desktop-agent", "push button", "Give back")
            left, top, width, height = box_of(display, window)

            def typed() -> list[str]:
                return [line for file in made.glob("*/up/0/typed") for line in file.read_text().splitlines()]

            def has_arrived() -> bool:
                """Click into the terminal and type, as often as it takes: a window there comes when it comes."""
                hand.click(left + width // 2, top + height // 2)
                hand.type(f"{TEXT}\n")
                with suppress(AssertionError):
                    return wait_until(lambda: TEXT in typed(), within_s=3)
                return False

            wait_until(has_arrived, "what was typed on the desk")
            hand.tap("ctrl", "alt", "enter")
            find(display, "desktop-agent", "push button", "Take over")
            hand.tap("alt", "f4")
            code = opened.wait(60)
        finally:
            end(opened)

    assert not (tmp_path / "home/typed").exists()
    assert 0 == code
    assert said.read_text().splitlines()[-1].startswith("To see what it changed: desktop-agent desk show")
