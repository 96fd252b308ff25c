"""A permission for a screen that has become another, tried on a real display: nothing comes of it."""

import os
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.lib.paths import places
from desktop_agent.run.ask.function_approver import FunctionApprover
from desktop_agent.runtime.prepare import prepare
from desktop_agent.runtime.spec import ClientServices, RunSpec
from desktop_agent.settings import load
from tests.fakes.desktops.smaller_screen import shrink
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.programs.x_window_process import covering
from tests.fakes.servers.script import asks, says
from tests.fakes.servers.scripted_server import ScriptedServer

pytestmark = pytest.mark.screen

AT = (640, 400)
# Nobody is asked about the window itself: the one question is about the click.
_PROGRAM = f"{Path(sys.executable).resolve()} -m tests.fakes.programs.x_window_process"


@pytest.mark.parametrize("change", ["nothing", "cover", "resize"])
def test_a_yes_is_worth_nothing_once_the_screen_is_another(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, change: str
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    asked: list[str] = []
    with PrivateDisplay() as display:  # one of its own: it gets another size
        for name, value in display.environment().items():
            monkeypatch.setenv(name, value)
        click = asks({"type": "click", "x": AT[0], "y": AT[1], "button": "left"})
        with (
            ExitStack() as windows,
            XEventLog(display.environment()) as log,
            ScriptedServer([click, says("Done.")], dialect="openai") as server,
        ):
            windows.enter_context(covering(display, 400, 250, 480, 300))

            def ask(_question: object) -> bool:
                asked.append(change)
                if change == "resize":
                    shrink(os.environ)
                elif change == "cover":
                    windows.enter_context(covering(display, 560, 340, 160, 120))
                return len(asked) == 1

            flags = {"provider.base_url": server.base_url, "provider.dialect": "openai", "run.mode": "ask",
                     "run.record": False, "run.allow": [_PROGRAM]}  # fmt: skip
            settings = load(places(os.environ).config_file, os.environ, flags).settings
            prepare(RunSpec("Click", settings), ClientServices(FunctionApprover(ask))).run()
            pressed = log.events("button_press")

    assert asked
    assert bool(pressed) == (change == "nothing")
