"""Nothing is pressed on what the model hasn't seen: if anything has moved, it looks again, by another client's log."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.programs.x_window import XWindow
from tests.fakes.servers.script import Answer, asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.journeys.conftest import BARE, Agent

CLICK = asks({"type": "click", "x": 800, "y": 400, "button": "left"})


def _covered(stack: ExitStack, window: XWindow) -> None:
    del window
    stack.enter_context(XWindow(700, 300, 300, 200, BLUE))  # it looks the same


def _keyboard_went(stack: ExitStack, window: XWindow) -> None:
    del window
    stack.enter_context(XWindow(50, 50, 200, 100, BLUE)).focus()


KEY = asks({"type": "keypress", "keys": ["F6"]})
BLUE = 0x2040C0
MEANWHILE: Mapping[str, tuple[Callable[[ExitStack, XWindow], object], Answer]] = {
    "nothing": (lambda *_: None, CLICK),
    "it has moved": (lambda _, window: window.move(100, 500), CLICK),
    "it has gone": (lambda _, window: window.hide(), CLICK),
    "it is closed": (lambda _, window: window.destroy(), CLICK),
    "another one like it covers it": (_covered, CLICK),
    "it says something else there": (lambda _, window: window.paint(60, 60, 90, 90, 0xC02020), CLICK),
    "the keyboard is elsewhere": (_keyboard_went, KEY),
    "what had the keyboard has gone": (lambda _, window: window.hide(), KEY),
}


@pytest.mark.promise("README, 5", cases=["nothing", "it has moved", "another one like it covers it"])
@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_nothing_is_pressed_where_something_has_changed_since_the_picture(
    on_display: PrivateDisplay, agent: Agent, meanwhile: str
) -> None:
    change, act = MEANWHILE[meanwhile]
    with ExitStack() as stack:
        window = stack.enter_context(XWindow(700, 300, 300, 200, BLUE))
        window.focus()

        def changed(_body: Mapping[str, object]) -> Answer:
            change(stack, window)
            return act

        server = stack.enter_context(ScriptedServer([changed, says("Done.")]))
        log = stack.enter_context(XEventLog(on_display.environment()))
        agent("run", "Press it", *BARE, "--base-url", server.base_url)
        pressed = log.events("button_press", "key_press")

    assert len(server.creates) == 2
    assert bool(pressed) == (meanwhile == "nothing")
