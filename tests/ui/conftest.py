"""For windows without a screen: Qt, a console whose bridge a test speaks for, and what a person finds in a window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from tests.fakes.people.keyrings import MemoryKeyring, memory_keyring
from tests.fakes.windows.console_desk import Desk, shown_desk
from tests.fakes.windows.qt_app import qt_without_a_screen, wait_until


@pytest.fixture(scope="module")
def app() -> Iterator[QApplication]:
    with qt_without_a_screen() as application:
        yield application


@pytest.fixture
def desk(app: QApplication, tmp_path: Path) -> Iterator[Desk]:
    del app
    with shown_desk(tmp_path) as made:
        yield made


@pytest.fixture
def memory() -> Iterator[MemoryKeyring]:
    with memory_keyring() as mine:
        yield mine


def button(window: QWidget, name: str) -> QPushButton:
    return next(one for one in window.findChildren(QPushButton) if one.accessibleName() == name)


def said(window: QWidget) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisibleTo(window))


def reached_by_tab(presses: int) -> set[str]:
    wait_until(QApplication.focusWidget)
    names = set()
    for _ in range(presses):
        focused = QApplication.focusWidget()
        assert focused is not None
        names.add(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return names
