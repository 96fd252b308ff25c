"""A Qt application without a screen, for windows in the tests' own process; what Qt warns of fails the test."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from desktop_agent.ui.qt.app import start_app
from tests.fakes.waiting import PATIENCE_S

# The platform without a screen has no window manager to tell how small a window may be, or which is in front, and no
# windows of other shapes; and a menu has no keyboard to take.
_EXPECTED = tuple(
    f"This plugin does not support {what}"
    for what in ("propagateSizeHints()", "raise()", "setting window masks", "grabbing the keyboard")
)

_KEPT: list[QWidget] = []


@contextmanager
def qt_without_a_screen() -> Iterator[QApplication]:
    """Give the process's application; AssertionError at the end for what Qt warned of meanwhile.

    Windows that are left are kept: Python's collector would destroy one in whatever thread it runs, and Qt crash later.
    """
    warned: list[str] = []

    def hear(kind: QtMsgType, _context: object, message: str) -> None:
        if kind != QtMsgType.QtInfoMsg and message not in _EXPECTED:
            warned.append(message)

    before = qInstallMessageHandler(hear)
    with pytest.MonkeyPatch.context() as patch:  # what later tests of this process start has a screen
        patch.setenv("QT_QPA_PLATFORM", "offscreen")
        application = start_app()
        try:
            yield application
        finally:
            for window in application.topLevelWidgets():
                window.hide()
                _KEPT.append(window)
            qInstallMessageHandler(before)
    assert [] == warned


def wait_until(condition: Callable[[], object]) -> None:
    """Turn Qt's event loop until a condition holds; the processor is for the threads that it waits for."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        QApplication.processEvents()
        time.sleep(0.002)


def nameless(window: QWidget) -> list[str]:
    """Return what a person can reach with the keyboard in a window and a screen reader has no name for."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QAccessible

    found = []
    for widget in window.findChildren(QWidget):
        reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(window)
        # Parts of one control (the field in a spin box) are spoken of by the control's own name.
        if not reached or widget.focusProxy() is not None or widget.objectName().startswith("qt_"):
            continue
        if not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name):
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found
