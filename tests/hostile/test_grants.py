"""Permissions that are not good, tried on a real display: nothing comes of them."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import pytest

from desktop_agent.core.errors import RunOrderError
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
from tests.fakes.waiting import wait_until
from tests.fakes.x_event_log import XEvent, XEventLog
from tests.fakes.x_window import XWindow
from tests.hostile.bad_permissions import ACTIONS, ATTEMPTS, Attempt, Clock, Desk, binding_for
from tests.hostile.panel import AT, Panel

MARK = (3, 3)
# Nobody is asked about the panel itself: the one question is about the click.
_PANEL = f"{Path(sys.executable).resolve()} -m tests.hostile.panel"
# Any timing will do where there is no real monitor.
_SMALLER = ("smaller", "64", "1024", "1048", "1184", "1344", "768", "771", "777", "806")
Row = tuple[str, int, int, int]  # what, tried, done, expected
CHANGES: Mapping[str, str] = {
    "control: nothing happens": "nothing",
    "covered by another window": "cover",
    "swapped for one that looks the same": "swap",
    "the screen gets another size": "resize",
}


@dataclass(frozen=True, slots=True)
class Bench:
    """The hands behind the gate, and the onlooker."""

    hands: ActionExecutor
    log: XEventLog
    other: Hands
    window: XWindow

    def done(self, permit: Permit) -> bool:
        """Try to use a permission; tell whether any event came of it."""
        began = len(self.log.events())
        with suppress(RunOrderError):
            self.hands.perform(permit)
        self.other.move(*MARK)
        wait_until(lambda: _marked(self.log.events()[began:]), "the mark")
        self.hands.release_all()
        ways = {MARK, (MARK[0] + 9, MARK[1])}
        return any(event.kind != "motion" or (event.x, event.y) not in ways for event in self.log.events()[began:])

    def ready(self) -> None:
        """Give the keyboard to the window again, and put the pointer where the mark will be seen to move it from."""
        self.window.focus()  # which a window manager may have given to another one since
        began = len(self.log.events())
        self.other.move(MARK[0] + 9, MARK[1])
        there = (MARK[0] + 9, MARK[1])
        wait_until(lambda: there in {(one.x, one.y) for one in self.log.events()[began:]}, "the pointer")


def permissions(display: PrivateDisplay, times: int) -> Iterator[Row]:
    """Try permits that are not good for what they are used for."""
    clock = Clock()
    desk = Desk(clock, SingleUseGate(clock, secrets.token_hex))
    hands = ActionExecutor(choose(), redeem=desk.gate.redeem, stop=ThreadStop())
    with XEventLog(display.environment()) as log, XWindow(100, 100, 1000, 600, 0x334155) as window:
        bench = Bench(hands, log, Hands(display), window)
        for name, (share, attempt) in ATTEMPTS.items():
            number = max(1, times * share // 100)
            done = sum(
                _attempted(bench, desk, attempt, binding_for(action, window.id))
                for action in islice(cycle(ACTIONS), number)
            )
            yield name, number, done, number if name.startswith("control") else 0
    hands.close()


def _attempted(bench: Bench, desk: Desk, attempt: Attempt, binding: Binding) -> bool:
    bench.ready()
    return bench.done(attempt(desk, binding))


def screens(display: PrivateDisplay, times: int) -> Iterator[Row]:
    """Let a person approve a click in whole runs, while the screen changes under it."""
    _xrandr("--newmode", *_SMALLER)
    _xrandr("--addmode", "screen", _SMALLER[0])
    for name, change in CHANGES.items():
        number = max(1, times // (len(CHANGES) - 1))
        done = sum(_approved_while(display, change) for _ in range(number))
        if change == "nothing":
            yield name, number, done, number
        else:
            yield f"approved while: {name}", number, done, 0


def _approved_while(display: PrivateDisplay, change: str) -> bool:
    """Run a task of one click; tell whether a button went down at all."""
    asked: list[str] = []
    with Panel(display.environment()) as panel, XEventLog(display.environment()) as log:

        def ask(_question: object) -> bool:
            asked.append(change)
            if change == "resize":
                _xrandr("--output", "screen", "--mode", _SMALLER[0])
            else:
                panel.do(change)
            return len(asked) == 1

        click = asks({"type": "click", "x": AT[0], "y": AT[1], "button": "left"})
        with ScriptedServer([click, says("Done.")], dialect="openai") as server:
            flags = {"provider.base_url": server.base_url, "provider.dialect": "openai", "run.mode": "ask",
                     "run.record": False, "run.allow": [_PANEL]}  # fmt: skip
            settings = load(places(os.environ).config_file, os.environ, flags).settings
            prepare(RunSpec("Click", settings), ClientServices(FunctionApprover(ask))).run()
        if change == "resize":
            _xrandr("--output", "screen", "--mode", "1280x800")
        assert asked, "nobody was asked"
        return bool(log.events("button_press"))


def _xrandr(*words: str) -> None:
    subprocess.run(["xrandr", *words], check=True, capture_output=True, timeout=60)


def _marked(events: Sequence[XEvent]) -> bool:
    return any((event.x, event.y) == MARK for event in events)


def test_what_nobody_permitted_is_not_done_and_what_was_permitted_is(on_display: PrivateDisplay) -> None:
    rows = list(permissions(on_display, 40))

    assert [] == [row for row in rows if row[2] != row[3]]


def test_a_yes_is_worth_nothing_once_the_screen_is_another(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    with PrivateDisplay() as display:  # one of its own: it gets another size
        for name, value in display.environment().items():
            monkeypatch.setenv(name, value)
        rows = list(screens(display, 5))

    assert [] == [row for row in rows if row[2] != row[3]]
