"""The Qt binding must not lose references to None: 6.12.0 does on Python 3.11, and aborts after some thousand calls."""

import sys

from PySide6.QtWidgets import QWidget

from tests.fakes.qt_app import qt_without_a_screen


def test_calls_that_return_nothing_leave_the_count_of_none_alone() -> None:
    with qt_without_a_screen():
        widget = QWidget()
        before = sys.getrefcount(None)
        for _ in range(2000):
            widget.update()

        assert abs(sys.getrefcount(None) - before) < 200
