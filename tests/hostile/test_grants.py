"""Permissions that are not good, tried on a real display: nothing comes of them."""

import os
import secrets
import sys
import time
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_agent.core.actions import Click
from desktop_agent.core.decision import Allow
from desktop_agent.core.errors import RunOrderError
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.permit import Binding, Permit
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host.prepare import prepare
from desktop_agent.host.spec import ClientServices, RunSpec
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.lib.paths import places
from desktop_agent.policy.gate import SingleUseGate
from desktop_agent.run.control import ThreadStop
from desktop_agent.run.function_approver import FunctionApprover
from desktop_agent.settings import load
from tests.fakes.hands import Hands
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.smaller_screen import shrink
from tests.fakes.waiting import wait_until
from tests.fakes.x_event_log import XEventLog
from tests.fakes.x_window import XWindow
from tests.fakes.x_window_process import covering

AT = (640, 400)
WHOLE = Viewport(Rect(0, 0, 1280, 800), Size(1280, 800))
# Nobody is asked about the window itself: the one question is about the click.
_PROGRAM = f"{Path(sys.executable).resolve()} -m tests.fakes.x_window_process"


def test_what_nobody_permitted_is_not_done_and_what_was_permitted_is(on_display: PrivateDisplay) -> None:
    gate = SingleUseGate(time.monotonic, secrets.token_hex)
    other = Hands(on_display)
    with (
        XEventLog(on_display.environment()) as log,
        XWindow(100, 100, 1000, 600, 0x334155) as window,
        closing(ActionExecutor(choose(), redeem=gate.redeem, stop=ThreadStop())) as hands,
    ):
        window.focus()
        binding = Binding("run", 3, "call_1", 0, Click(ImagePoint(*AT)), (), WHOLE, "picture", window.id)
        elsewhere = replace(binding, action=Click(ImagePoint(300, 300)))

        def presses_of(permit: Permit) -> int:
            before = len(log.events("button_press"))
            with suppress(RunOrderError):
                hands.perform(permit)
            marks = len(log.events("key_press"))
            other.press("F9")  # the log has then seen whatever came before
            wait_until(lambda: len(log.events("key_press")) > marks, "the mark")
            return len(log.events("button_press")) - before

        permit = gate.permit(binding, Allow())
        assert presses_of(replace(permit, binding=elsewhere)) == 0
        assert presses_of(Permit(secrets.token_hex(), permit.expires_at, binding)) == 0
        permit = gate.permit(binding, Allow())
        assert presses_of(permit) == 1
        assert presses_of(permit) == 0


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
