"""Fixtures for every test: a private X display, somebody else's hands on it, and another client's event log."""

import os
import signal
from collections.abc import Iterator

import pytest

from desktop_agent.demo.private_display import PrivateDisplay
from tests.fakes.hands import Hands
from tests.fakes.x_event_log import XEventLog


def pytest_configure() -> None:
    """Hear what a shell in the background, or nohup, had this process and all of its children ignore."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)


@pytest.fixture(scope="session")
def display() -> Iterator[PrivateDisplay]:
    """Give one display of 1280x800 with a window manager, for the whole test run.

    Programs get it by `env=display.environment()`. Code in this process that connects to X asks for `on_display`.
    """
    with PrivateDisplay(1280, 800) as private:
        yield private


@pytest.fixture
def on_display(display: PrivateDisplay, monkeypatch: pytest.MonkeyPatch) -> PrivateDisplay:
    """Make the display this process's own for one test: DISPLAY, XAUTHORITY and what belongs to them."""
    for name in set(os.environ) - set(display.environment()):
        monkeypatch.delenv(name)
    for name, value in display.environment().items():
        monkeypatch.setenv(name, value)
    return display


@pytest.fixture
def hands(display: PrivateDisplay) -> Hands:
    """Give somebody else's hands (xdotool) on the display."""
    return Hands(display)


@pytest.fixture
def x_events(display: PrivateDisplay) -> Iterator[XEventLog]:
    """Give another X client's log of every key, button and pointer event from here on."""
    with XEventLog(display.environment()) as log:
        yield log
