"""The order of windows, asked on the connection that Qt itself uses: its answers come after all that Qt has sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, cast

from PySide6.QtGui import QGuiApplication, QNativeInterface

from desktop_agent.lib.platform_files import platform_file


class Stacking(Protocol):
    """The order of windows on a display; windows are known by their numbers there."""

    @property
    def known(self) -> bool:
        """Tell whether there is a server to ask; without one nothing counts as covered."""

    def tell_covers(self, window: int) -> None:
        """Have the server tell when a window is covered and uncovered."""

    def sync(self) -> None:
        """Return when the server has processed everything that Qt has sent."""

    def is_covered(self, window: int, own: Iterable[int]) -> bool:
        """Tell whether a foreign window lies over a window of ours, or ours is not shown at all."""

    def in_order(self, windows: Iterable[int]) -> tuple[int, ...]:
        """Return those of these windows that are shown, the lowest first; none where nothing is known."""

    def menu_is_open(self, window: int) -> bool:
        """Tell whether a program shows a menu anywhere on the screen of a window of ours."""


class _StackingFile(Protocol):
    def Stacking(self, connection: int, /) -> Stacking: ...


def stacking() -> Stacking:
    """Return what knows the order of windows on Qt's display; it knows nothing without an X server."""
    app = QGuiApplication.instance()
    # Elsewhere such an interface may be there as well, and asking it for its server a crash, or not exist in Qt at all.
    if not isinstance(app, QGuiApplication) or app.platformName() != "xcb":
        return _stacking_on(0)
    native = app.nativeInterface()
    return _stacking_on(int(native.connection() or 0) if isinstance(native, QNativeInterface.QX11Application) else 0)


def _stacking_on(connection: int) -> Stacking:
    return cast("_StackingFile", platform_file("x11.stacking")).Stacking(connection)
