"""Changes of somebody else's in the settings count only by a person's own click, in the window that shows them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from desktop_agent.settings.confirmed import changed_keys
from desktop_agent.ui.preferences.confirm_window import LET_COUNT, ConfirmWindow, UnconfirmedChanges
from tests.fakes.keyrings import MemoryKeyring, memory_keyring
from tests.fakes.people import Hand
from tests.fakes.qt_app import wait_until
from tests.fakes.settings_window import SettingsWindow


@pytest.fixture
def memory() -> Iterator[MemoryKeyring]:
    with memory_keyring() as mine:
        yield mine


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture
def shop(app: QApplication, file: Path, memory: MemoryKeyring) -> Iterator[SettingsWindow]:
    opened = SettingsWindow(file, {}, None, "Run", lambda: (Hand(), False))
    yield opened
    opened.window.close()


def test_what_somebody_else_has_changed_is_told_above_the_pages_and_confirmed_there(
    shop: SettingsWindow, file: Path
) -> None:
    button = shop.window.findChild(UnconfirmedChanges)
    assert button is not None
    assert not button.isVisible()
    file.write_text("[run]\nallow = ['mousepad']\n")
    shop.enter("Maximum steps", "12")

    assert "run.allow (new)" in shop.words()
    shop.press("Review these changes…")
    window = next(
        each for each in QApplication.topLevelWidgets() if isinstance(each, ConfirmWindow) and each.isVisible()
    )
    yes = next(each for each in window.findChildren(QPushButton) if each.accessibleName() == LET_COUNT)
    wait_until(lambda: yes.property("armed") == "true")
    yes.click()
    QTest.keyClick(yes, Qt.Key.Key_Space)
    by_program = changed_keys(file.parent)

    def is_confirmed() -> bool:  # a click that comes too early on a busy computer counts for nothing
        QTest.mouseClick(yes, Qt.MouseButton.LeftButton)
        return not button.isVisible()

    assert by_program == ("run.allow (new)",)
    wait_until(is_confirmed)
    assert changed_keys(file.parent) == ()
