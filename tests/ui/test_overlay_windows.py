"""Which of our windows are hidden from where a run works, and which come back after it."""

from subprocess import Popen

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget
from Xlib.display import Display

from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.own_windows import Announcement
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.ui.overlay.windows import OrdinaryWindows, OverlayWindows, Way
from desktop_agent.ui.qt.screen_units import frame_pixels_of, pixels_of
from tests.fakes.private_bus import heard, say, spoken_with
from tests.fakes.waiting import wait_until


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


def test_what_a_mark_leaves_is_not_looked_for_where_a_strip_of_the_frame_stays(app: QApplication) -> None:
    windows, strip = OverlayWindows(), QWidget(None, Qt.WindowType.FramelessWindowHint)
    strip.setGeometry(app.primaryScreen().geometry().adjusted(0, 0, 0, -796))
    windows.show(strip)
    windows.announce(Announcement("Click “Save”", (ScreenPoint(200, 20),)))
    marked = [pixels_of(one) for one in app.topLevelWidgets() if isinstance(one, Way)]
    left = windows.make_way(())
    stays, kept = strip.isVisible(), pixels_of(strip)
    windows.remove(strip)

    assert (stays, [bool(box.intersection(kept)) for box in marked]) == (True, [True])
    assert len(left) == 2  # the ring and the caption
    assert [] == [box for box in left if box.intersection(kept)]


def test_a_window_that_was_closed_meanwhile_does_not_come_back(app: QApplication) -> None:
    window, ordinary = shown(Qt.WindowType.Window), OrdinaryWindows()
    ordinary.hide_from(frame_pixels_of(window))
    window.deleteLater()
    QApplication.sendPostedEvents(window, 52)  # QEvent.Type.DeferredDelete
    ordinary.restore()

    assert not [one for one in QApplication.topLevelWidgets() if one is window]


def test_after_a_run_windows_lie_over_each_other_as_before(on_display: PrivateDisplay) -> None:
    order = "C A B"
    wanted = [f"Window {name}" for name in order.split()]
    display = Display(on_display.name)
    try:
        with spoken_with("tests.ui.ordinary_windows", environment=on_display.environment()) as windows:
            assert wait_until(lambda: len(lowest_first(display)) == len(wanted))
            assert "done" == answer(windows, order)
            assert wait_until(lambda: lowest_first(display) == wanted)
            answer(windows, "hide")
            assert wait_until(lambda: lowest_first(display) == [])

            answer(windows, "restore")

            assert wait_until(lambda: lowest_first(display) == wanted)
    finally:
        display.close()


def answer(windows: "Popen[str]", line: str) -> str:
    say(windows, line)
    return heard(windows)


def lowest_first(display: Display) -> list[str]:
    """Return the titles of our windows as the window manager has put them over each other."""
    found = display.screen().root.get_full_property(display.intern_atom("_NET_CLIENT_LIST_STACKING"), 0)
    names = [display.create_resource_object("window", one).get_wm_name() for one in (found.value if found else ())]
    return [name for name in names if name and name.startswith("Window ")]
