"""A splash screen is known by what its window says of itself: its type, or no frame and no place in the task bar."""

import subprocess
import sys
from contextlib import closing

import pytest
from Xlib import Xatom

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.lib.child_process import ChildProcess
from desktop_agent.platforms.x11.windows import X11Windows, create
from tests.fakes.programs.x_window import XWindow
from tests.fakes.waiting import wait_until

_NO_FRAME = ("_MOTIF_WM_HINTS", "_MOTIF_WM_HINTS", [2, 0, 0, 0, 0])  # as Java's
_NO_TASK = ("_NET_WM_STATE", "ATOM", ["_NET_WM_STATE_SKIP_TASKBAR"])
_QT = """
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QMainWindow, QSplashScreen
app = QApplication([])
picture = QPixmap(300, 200)
picture.fill()
splash = QSplashScreen(picture)
splash.setWindowTitle("Loading")
splash.show()
main = QMainWindow()
main.setWindowTitle("Ready")
main.show()
app.exec()
"""


def _type(*names: str) -> tuple[str, str, list[str]]:
    return "_NET_WM_WINDOW_TYPE", "ATOM", [f"_NET_WM_WINDOW_TYPE_{name}" for name in names]


def _is_splash(window: XWindow, *properties: tuple[str, str, list[str] | list[int]], owner: int = 0) -> bool:
    """Return whether a shown window with these properties counts as a splash screen."""
    display = window.window.display
    for name, kind, values in properties:
        numbers = [display.get_atom(value) if isinstance(value, str) else value for value in values]
        window.window.change_property(display.get_atom(name), display.get_atom(kind), 32, numbers)
    if owner:
        window.window.change_property(Xatom.WM_TRANSIENT_FOR, Xatom.WINDOW, 32, [owner])
    display.flush()
    with closing(create()) as windows:
        return windows.describe(window.id).splash


@pytest.mark.parametrize(
    ("properties", "is_splash"),
    [
        ((), True),  # Tk by `overrideredirect`
        ((_type("NORMAL"),), True),  # GTK's pop-up windows
        ((_type("SPLASH", "NORMAL"),), True),  # Qt, LibreOffice
        ((_type("POPUP_MENU"),), False),
        ((_type("NOTIFICATION"),), False),
        ((_type("COMBO"),), False),
    ],
)
def test_an_unmanaged_window_is_a_splash_screen_unless_it_is_a_part_of_another(
    on_display: PrivateDisplay, properties: tuple[tuple[str, str, list[str]], ...], *, is_splash: bool
) -> None:
    del on_display
    with XWindow(300, 200, 300, 200) as window:
        assert _is_splash(window, *properties) is is_splash


def test_a_pop_up_of_a_window_is_no_splash_screen(on_display: PrivateDisplay) -> None:
    del on_display
    with XWindow(100, 100, 300, 200, managed=True) as main, XWindow(300, 200, 300, 200) as popup:
        assert not _is_splash(popup, owner=main.id)
        assert not _is_splash(popup, _type("NORMAL"), owner=main.id)


@pytest.mark.parametrize(
    ("properties", "is_splash"),
    [
        ((), False),
        ((_NO_FRAME,), False),  # a player, an editor with a frame of its own
        ((_NO_TASK,), False),
        ((_NO_FRAME, _NO_TASK), True),
        ((_NO_FRAME, _NO_TASK, _type("DIALOG")), False),
        ((_type("SPLASH"),), True),
    ],
)
def test_a_managed_window_is_one_with_neither_a_frame_nor_a_place_in_the_task_bar(
    on_display: PrivateDisplay, properties: tuple[tuple[str, str, list[str] | list[int]], ...], *, is_splash: bool
) -> None:
    del on_display
    with XWindow(300, 200, 300, 200, managed=True) as window:
        assert _is_splash(window, *properties) is is_splash


def test_a_splash_screen_of_qt_is_told_from_its_main_window(on_display: PrivateDisplay) -> None:
    environment = on_display.environment()
    program = ChildProcess([sys.executable, "-c", _QT], output=subprocess.DEVNULL, environment=environment)
    try:
        with closing(create()) as windows:
            wait_until(lambda: {"Loading", "Ready"} <= _titled(windows).keys(), "both windows")
            shown = _titled(windows)

        assert shown["Loading"]
        assert not shown["Ready"]
    finally:
        program.end()


def _titled(windows: X11Windows) -> dict[str, bool]:
    shown = [windows.describe(part.id) for part in windows.scene().windows]
    return {window.title: window.splash for window in shown if window.title}
