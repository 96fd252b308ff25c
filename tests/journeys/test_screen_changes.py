"""What the model saw has gone when it answers: nothing is pressed, by another X client's log, and the model is told."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.script import Answer, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.smaller_screen import shrink
from tests.fakes.warm import program
from tests.fakes.x_event_log import XEventLog
from tests.fakes.x_window import XWindow

CLICK = asks({"type": "click", "x": 800, "y": 400, "button": "left"})


def test_a_screen_that_shrinks_and_a_window_that_moves_meanwhile_get_no_click(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def becomes_smaller(_body: Mapping[str, object]) -> Answer:
        shrink(os.environ)
        return CLICK

    def move(_body: Mapping[str, object]) -> Answer:
        window.move(100, 500)
        return CLICK

    with PrivateDisplay(1280, 800) as display:
        for name, value in display.environment().items():
            monkeypatch.setenv(name, value)
        with (
            XWindow(700, 300, 300, 200, 0x2040C0) as window,
            ScriptedServer([becomes_smaller, move, says("Done.")]) as server,
            XEventLog(display.environment()) as log,
        ):
            flags = ("--mode", "auto", "--approver", "none", "--base-url", server.base_url)
            done = subprocess.run(
                program("run", "Click it", *flags),
                env=os.environ | {"DESKTOP_AGENT_HOME": str(tmp_path)}, stdin=subprocess.DEVNULL, check=False,
                timeout=110,
            )  # fmt: skip
            pressed = log.events("button_press")

    told = [json.dumps(request.body["input"]) for request in server.creates[1:]]
    assert (5, ()) == (done.returncode, pressed)
    assert [True] * 2 == ["so nothing was done" in words for words in told]
