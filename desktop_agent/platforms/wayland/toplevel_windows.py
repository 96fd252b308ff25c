"""Windows of a wlroots session that is none of sway's: their titles, and which one has the keyboard.

Where they are is not told, nor whose they are: what a window calls itself proves nothing, so none has a program here.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop_agent.core.frame import Scene, Window, WindowBox, WindowNames
from desktop_agent.platforms.wayland.connection import WaylandConnection
from desktop_agent.platforms.wayland.registry import Registry
from desktop_agent.platforms.wayland.session import on_session, why_not_by
from desktop_agent.platforms.wayland.toplevels import Toplevel, Toplevels

_LONG_TITLE = 1024


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    return why_not_by(create)


def create() -> ToplevelWindows:
    """Return the backend for the session in the environment; NoScreenError when it tells of no windows."""
    return on_session(ToplevelWindows)


class ToplevelWindows:
    """The windows of one session, on a connection of its own; for one thread. Their numbers are this object's alone."""

    tells_places = False

    def __init__(self, connection: WaylandConnection) -> None:
        self._connection = connection
        self._toplevels = Toplevels(Registry(connection))
        self._seen: Sequence[Toplevel] = ()  # as of the last scene

    def scene(self) -> Scene:
        """Return which window has the keyboard; none has a place."""
        self._seen = self._toplevels.now()
        return Scene(focus=next((one.id for one in self._seen if one.active), None))

    def describe(self, window: int) -> Window:
        """Return the title."""
        return next((one for one in self.titled() if one.id == window), Window(window))

    def names(self, window: int) -> WindowNames:
        """Return the program's name for itself, and the title."""
        one = next((one for one in self._seen if one.id == window), None)
        return WindowNames() if one is None else WindowNames(classes=(one.app,) if one.app else (), title=one.title)

    def is_part_of(self, window: int, client: int) -> bool:
        """Compare the numbers: who a dialog belongs to is not told."""
        return window == client

    def titled(self) -> tuple[Window, ...]:
        """Return all windows with a title, in the order in which they came."""
        return tuple(Window(one.id, title=one.title[:_LONG_TITLE]) for one in self._toplevels.now() if one.title)

    def place(self, client: Window) -> WindowBox | None:
        """Return that nothing is known."""
        return None

    def belongs(self, window: int, client: int) -> bool:
        """Compare the numbers."""
        return window == client

    def activate(self, client: int) -> None:
        """Have the compositor show it, with the keyboard."""
        self._toplevels.activate(client)

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()
