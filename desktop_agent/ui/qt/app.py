"""Starts Qt, in the theme that the settings say."""

from __future__ import annotations

import builtins
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from desktop_agent.core.errors import NoScreenError, SettingsError
from desktop_agent.lib.paths import ENGLISH, asset, places
from desktop_agent.lib.platform_files import platform_module
from desktop_agent.runtime.language import use_language
from desktop_agent.settings import UiSettings, load
from desktop_agent.ui.qt.availability import qt_platform, why_no_window

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


NAME = "desktop-agent"
TITLE = "Desktop Agent"
_SCALE = "QT_SCALE_FACTOR"
_SCALED_BY = ("QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI", "WAYLAND_DISPLAY")
_QUIET = ("services", "theme*", "wayland*")  # parts of Qt


def start_app() -> QApplication:
    """Start Qt on this thread, dressed in our theme; ScreenError where no window can be shown."""
    why = why_no_window()
    if why:
        raise NoScreenError(why)
    from PySide6.QtCore import QLoggingCategory, Qt
    from PySide6.QtGui import QIcon, QNativeInterface
    from PySide6.QtWidgets import QApplication

    restore_import()
    from desktop_agent.ui.qt.theme import use_theme
    from desktop_agent.ui.qt.window_places import window_places

    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    # What Qt prints about a session without portals or bus, and about sway's order of events, is of no concern.
    QLoggingCategory.setFilterRules("\n".join(f"qt.qpa.{part}.warning=false" for part in _QUIET))
    if sys.platform == "linux":
        # The portal's file dialogs are drawn by another process, so that no list of windows would call them ours.
        QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    platform = qt_platform()
    with _use_desktop_scale():
        app = QApplication([NAME, "-platform", platform] if platform else [NAME])
    app.setApplicationName(NAME)
    app.setDesktopFileName(NAME)
    app.setWindowIcon(QIcon(str(asset("icon.svg"))))
    app.setQuitOnLastWindowClosed(False)
    native = app.nativeInterface()
    # Without X11 PySide gives the same object, and asking it for its display is a crash.
    if app.platformName() == "xcb" and isinstance(native, QNativeInterface.QX11Application):
        platform_module("x11.stacking").survive_display_loss(native.display())
    if "SWAYSOCK" in os.environ:  # where our windows have to float from the first one on
        window_places()
    use_theme(app, ui_settings().theme)
    _install_translations(app)
    return app


@contextmanager
def _use_desktop_scale() -> Iterator[None]:
    """Have Qt draw as large as the desktop sets for GTK's programs alone; no program that starts later inherits it."""
    is_asked = os.environ.get("DISPLAY") and not any(name in os.environ for name in (_SCALE, *_SCALED_BY))
    factor: int = platform_module("x11.desktop_scale").desktop_scale(os.environ) if is_asked else 1
    if factor > 1:
        os.environ[_SCALE] = str(factor)
    try:
        yield
    finally:
        if factor > 1:
            del os.environ[_SCALE]


def _install_translations(app: QApplication) -> None:
    """Show our texts and Qt's own in the person's language."""
    from PySide6.QtCore import QLibraryInfo, QTranslator

    code = use_language()
    texts = QTranslator(app)
    if code != ENGLISH and texts.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(texts)


def ui_settings() -> UiSettings:
    """Return what the settings say of our windows, the defaults where they can't be read (reported elsewhere)."""
    try:
        return load(places().config_file, os.environ, {}).settings.ui
    except SettingsError:
        return UiSettings()


def restore_import() -> None:
    """Let `import` be Python's own again, once PySide has been imported.

    PySide's own way reads and keeps the source of every module that is imported, for `from __feature__ import …`, which
    no one here writes: 10 MB, and a tenth of a second at the start.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
