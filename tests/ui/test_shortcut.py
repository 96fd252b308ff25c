"""The shortcut for a new task: heard wherever the keyboard is, told when it is taken, silent while a run goes on."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from Xlib import X
from Xlib.display import Display

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.ui.session.bridge import Bridge
from desktop_agent.ui.tray.program import Shortcut
from tests.fakes.hands import Hands
from tests.fakes.qt_app import wait_until


@pytest.fixture
def other(on_display: PrivateDisplay) -> Iterator[Display]:
    display = Display(on_display.name)
    yield display
    display.close()


@pytest.fixture
def shortcut(app: QApplication, on_display: PrivateDisplay) -> Iterator[Shortcut]:
    made = Shortcut(Bridge(lambda *_: pytest.fail("no run begins here")))
    yield made
    made.close()


def test_a_press_anywhere_is_heard_also_with_num_lock(shortcut: Shortcut, hands: Hands) -> None:
    heard: list[bool] = []
    shortcut.pressed.connect(lambda: heard.append(True))
    shortcut.use("ctrl+alt+n")

    hands.press("ctrl+alt+n")
    wait_until(lambda: heard)
    heard.clear()
    hands.press("Num_Lock", "ctrl+alt+n", "Num_Lock")
    wait_until(lambda: heard)


def test_keys_that_another_program_has_are_told(shortcut: Shortcut, other: Display) -> None:
    code = other.keysym_to_keycode(0x6E)
    other.screen().root.grab_key(code, X.ControlMask | X.Mod1Mask, False, X.GrabModeAsync, X.GrabModeAsync)
    other.sync()
    told: list[str] = []
    shortcut.failed.connect(told.append)

    shortcut.use("ctrl+alt+n")

    assert ["ctrl+alt+n: Another program is already using these keys. Choose others."] == told
