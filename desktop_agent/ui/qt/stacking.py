"""The order of windows, requested on Qt's own connection, so that answers follow everything that Qt has sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QNativeInterface

from desktop_agent.lib.platform_files import platform_module

if TYPE_CHECKING:
    from desktop_agent.platforms.x11.stacking import Stacking


def stacking() -> Stacking:
    """Return the source of the window order on Qt's display; it knows nothing without an X server."""
    app = QGuiApplication.instance()
    # Elsewhere such an interface may be there as well, and asking it for its server a crash, or not exist in Qt at all.
    native = app.nativeInterface() if isinstance(app, QGuiApplication) and app.platformName() == "xcb" else None
    connection = int(native.connection() or 0) if isinstance(native, QNativeInterface.QX11Application) else 0
    found: Stacking = platform_module("x11.stacking").Stacking(connection)
    return found
