"""A place beside a caret is pressed, whether the caret was there in the picture or away: a real window that blinks."""

import os
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host.prepare import prepare
from desktop_agent.lib.paths import places
from desktop_agent.settings import load
from tests.fakes.apps import running
from tests.fakes.changing import click
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until

TIMES = 6
BLINKING = Path(__file__).parents[1] / "fakes" / "blinking_tk.py"


def test_a_place_beside_a_caret_that_blinks_is_pressed(
    on_display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))
    log = tmp_path / "log"
    log.touch()

    with running(["/usr/bin/python3", BLINKING, log], on_display, tmp_path / "home", "^Blinking$") as app:
        left, top, _, _ = app.frame()
        # Each time a pixel further: the same step, again and again on a picture that is the same, ends a run.
        presses = [asks(click((left + 90 + n, top + 70))) for n in range(TIMES)]
        with ScriptedServer([asks({"type": "screenshot"}), *presses, says("Done.")], dialect="openai") as server:
            flags = {"provider.base_url": server.base_url, "provider.dialect": "openai", "run.record": False,
                     "run.approver": "none", "run.mode": "auto"}  # fmt: skip
            prepare("Press", load(places(os.environ).config_file, os.environ, flags).settings).run()
        wait_until(lambda: len(log.read_text().splitlines()) > TIMES, "the last press")

    assert log.read_text().splitlines() == ["shown", *(f"pressed {90 + n} 70" for n in range(TIMES))]
