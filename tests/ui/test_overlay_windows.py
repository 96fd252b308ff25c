"""Which of our windows are hidden from where a run works, and which come back after it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop_agent.ui.overlay.windows import OrdinaryWindows
from desktop_agent.ui.qt.screen_units import frame_pixels_of
from tests.fakes.qt_app import qt_without_a_screen


@pytest.fixture(scope="module")
def app() -> Iterator[QApplication]:
    with qt_without_a_screen() as application:
        yield application


def shown(kind: Qt.WindowType, left: int = 10) -> QWidget:
    window = QWidget(None, kind)
    window.setGeometry(QRect(left, 40, 60, 60))
    window.show()
    return window


def test_an_ordinary_window_is_hidden_until_the_run_has_ended_and_the_tray_icon_stays(app: QApplication) -> None:
    window, elsewhere = shown(Qt.WindowType.Window), shown(Qt.WindowType.Window, 400)
    icon = shown(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.BypassWindowManagerHint)
    ordinary = OrdinaryWindows()
    count = ordinary.hide_from(frame_pixels_of(window))
    during = window.isVisible(), elsewhere.isVisible(), icon.isVisible()
    ordinary.restore()

    assert (count, during) == (1, (False, True, True))
    assert window.isVisible()


def test_a_window_that_was_closed_meanwhile_does_not_come_back(app: QApplication) -> None:
    window, ordinary = shown(Qt.WindowType.Window), OrdinaryWindows()
    ordinary.hide_from(frame_pixels_of(window))
    window.deleteLater()
    QApplication.sendPostedEvents(window, 52)  # QEvent.Type.DeferredDelete
    ordinary.restore()

    assert not [one for one in QApplication.topLevelWidgets() if one is window]
