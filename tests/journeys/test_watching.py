"""A person who watches a run: what they see on the screen, what the model sees, and what gets its clicks."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import box_of, windows
from tests.fakes.physical import PhysicalHand
from tests.fakes.script import Answer, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program
from tests.fakes.x_window import XWindow

BADGE = "^Status — Desktop Agent$"
COLOUR = 0x204060
WAITS = asks({"type": "wait", "ms": 50_000})


@pytest.fixture
def ground(display: PrivateDisplay, monkeypatch: pytest.MonkeyPatch) -> Iterator[XWindow]:
    """Give a window that fills the screen with one colour, and notes its clicks."""
    for name, value in display.environment().items():
        monkeypatch.setenv(name, value)
    with XWindow(0, 0, *display.size, COLOUR) as window:
        window.note_clicks()
        yield window


@contextmanager
def running(
    display: PrivateDisplay, home: Path, *answers: Answer
) -> Iterator[tuple[ScriptedServer, subprocess.Popen[bytes]]]:
    """Give a run that asks nothing, on the person's own screen."""
    own = {"DESKTOP_AGENT_HOME": str(home), "PYTHONPATH": str(ROOT)}
    with ScriptedServer(answers) as server:
        words = [
            "run",
            "Look around",
            "--mode",
            "auto",
            "--base-url",
            server.base_url,
            "--dialect",
            "preview",
            "--coordinates",
            "viewport",
        ]
        run = subprocess.Popen(
            program(*words, "--coordinates", "viewport"),
            env=os.environ | display.environment() | own, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            yield server, run
        finally:
            if run.poll() is None:
                run.kill()
            run.wait()


def click(x: int, y: int) -> Answer:
    return asks({"type": "click", "x": x, "y": y, "button": "left"})


def test_stop_on_the_badge_ends_the_run(display: PrivateDisplay, ground: XWindow, tmp_path: Path) -> None:
    with (
        PhysicalHand(display.name, display.xauthority) as hand,
        running(display, tmp_path, WAITS, click(400, 300), says("Never.")) as (server, run),
    ):
        wait_until(lambda: windows(display, BADGE) and server.creates, "the badge")
        left, top, wide, high = box_of(display, windows(display, BADGE)[0])
        hand.click(left + wide - 40, top + high // 2)
        assert 3 == run.wait(60)

    assert [] == ground.clicks()
    assert 1 == len(server.creates)
