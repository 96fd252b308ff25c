"""A person who watches a run: what they see on the screen, what the model sees, and what gets its clicks."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.people.physical import PhysicalHand
from tests.fakes.programs.apps import box_of, end, windows
from tests.fakes.programs.x_window import XWindow
from tests.fakes.servers.script import asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program

BADGE = "^Status — Desktop Agent$"


@pytest.fixture
def ground(on_display: PrivateDisplay) -> Iterator[XWindow]:
    """Give a window that fills the screen with one colour, and notes its clicks."""
    with XWindow(0, 0, *on_display.size, 0x204060) as window:
        window.note_clicks()
        yield window


def test_stop_on_the_badge_ends_the_run(display: PrivateDisplay, ground: XWindow, tmp_path: Path) -> None:
    own = {"DESKTOP_AGENT_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    click = asks({"type": "click", "x": 400, "y": 300, "button": "left"})
    with (
        PhysicalHand(display.name, display.xauthority) as hand,
        ScriptedServer([asks({"type": "wait", "ms": 50_000}), click, says("Never.")]) as server,
    ):
        words = ("run", "Look around", "--mode", "auto", "--base-url", server.base_url, "--dialect", "preview")
        run = subprocess.Popen(
            program(*words, "--coordinates", "viewport"),
            env=os.environ | display.environment() | own, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            wait_until(lambda: windows(display, BADGE) and server.creates, "the badge")
            left, top, wide, high = box_of(display, windows(display, BADGE)[0])
            hand.click(left + wide - 40, top + high // 2)
            assert 3 == run.wait(60)
        finally:
            end(run)

    assert [] == ground.clicks()
    assert 1 == len(server.creates)
