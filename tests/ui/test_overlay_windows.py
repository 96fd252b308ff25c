"""Which of our windows are hidden from where a run works and come back after it, and which cover no card."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop_agent.core.own_windows import Announcement
from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.ui.approval.secondary_window import SecondaryWindow
from desktop_agent.ui.overlay.windows import OrdinaryWindows, OverlayWindows, PointerPath, float_over_all
from desktop_agent.ui.proof.guarded_window import floating_windows
from desktop_agent.ui.qt.screen_units import frame_pixels_of, pixels_of


def shown(kind: Qt.WindowType, left: int = 10) -> QWidget:
    window = QWidget(None, kind)
    window.setGeometry(QRect(left, 40, 60, 60))
    window.show()
    return window


def test_an_ordinary_window_is_hidden_until_the_run_has_ended_and_the_tray_icon_stays(app: QApplication) -> None:
    window = shown(Qt.WindowType.Window)
    elsewhere = shown(Qt.WindowType.Window, 400)
    icon = shown(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.BypassWindowManagerHint)
    ordinary = OrdinaryWindows()
    count = ordinary.hide_from(frame_pixels_of(window))
    during = window.isVisible(), elsewhere.isVisible(), icon.isVisible()
    ordinary.restore()

    assert (count, during) == (1, (False, True, True))
    assert window.isVisible()


def test_what_a_mark_leaves_is_not_looked_for_where_a_strip_of_the_frame_stays(app: QApplication) -> None:
    windows = OverlayWindows()
    strip = QWidget(None, Qt.WindowType.FramelessWindowHint)
    strip.setGeometry(app.primaryScreen().geometry().adjusted(0, 0, 0, -796))
    windows.show(strip)
    windows.announce(Announcement("Click “Save”", (ScreenPoint(200, 20),)))
    marked = [pixels_of(widget) for widget in app.topLevelWidgets() if isinstance(widget, PointerPath)]
    left = windows.make_way(())
    stays = strip.isVisible()
    kept = pixels_of(strip)
    windows.remove(strip)

    assert (stays, [bool(box.intersection(kept)) for box in marked]) == (True, [True])
    assert len(left) == 2  # the ring and the caption
    assert [] == [box for box in left if box.intersection(kept)]


def test_marks_and_second_windows_cover_no_card_and_other_windows_of_ours_do(app: QApplication) -> None:
    console = QWidget()
    mark = QWidget()
    edit = SecondaryWindow("Edit", "Change it.")
    float_over_all(mark, "Target")
    for window in (console, mark, edit):
        window.show()
    covers = [window not in floating_windows() for window in (console, mark, edit)]
    for window in (console, mark, edit):
        window.close()

    assert covers == [True, False, False]
