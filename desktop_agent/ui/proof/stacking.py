"""The order of windows, asked on the connection that Qt itself uses: its answers come after all that Qt has sent."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QNativeInterface

from desktop_agent.ui.qt.layers import is_wayland
from desktop_agent.x11.stacking import Stacking


def stacking() -> Stacking:
    """Return what knows the order of windows on Qt's display; it knows nothing without an X server."""
    app = QGuiApplication.instance()
    # In a Wayland session such an interface is there as well, and asking it for its server is a crash.
    native = app.nativeInterface() if isinstance(app, QGuiApplication) and not is_wayland() else None
    # Without a screen there is such an interface as well, to no server.
    return Stacking(int(native.connection() or 0) if isinstance(native, QNativeInterface.QX11Application) else 0)
