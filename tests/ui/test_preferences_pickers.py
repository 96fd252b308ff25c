"""What spares typing a value in Settings: keys that are pressed, and the monitors that there are."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.settings_window import SettingsWindow

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def shop(app: QApplication, tmp_path: Path) -> Iterator[SettingsWindow]:
    opened = SettingsWindow(tmp_path / "config.toml", {}, None, "Safety")
    yield opened
    opened.window.close()


@pytest.mark.parametrize(
    ("key", "held", "written"),
    [
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, "escape"),
        (Qt.Key.Key_Plus, CTRL, "ctrl++"),
    ],
)
def test_the_keys_pressed_are_the_keys_written(
    shop: SettingsWindow, key: Qt.Key, held: Qt.KeyboardModifier, written: str
) -> None:
    button = shop.named("Press keys (Pause key)")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    QTest.keyClick(button, Qt.Key.Key_Control, CTRL)
    assert {} == shop.written()

    QTest.keyClick(button, key, held)

    assert {"person": {"stop_key": written}} == shop.written()


def test_the_monitors_are_those_of_the_display(app: QApplication, on_display: PrivateDisplay, tmp_path: Path) -> None:
    shop = SettingsWindow(tmp_path / "config.toml", on_display.environment(), None, "Run")
    choices = shop.named("Monitor")
    assert isinstance(choices, QComboBox)
    words = [choices.itemText(n) for n in range(choices.count())]

    assert ["All monitors together", "The one with the focused window"] == words[1:]
    assert "1280 × 800" in words[0]

    shop.pick("Monitor", "All")
    assert {"screen": {"monitor": 0}} == shop.written()
    shop.window.close()
