"""Windows of a wlroots session that is none of sway's: their titles, and which one has the keyboard.

Where they are is not told, nor whose they are: what a window calls itself proves nothing, so none has a program here.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

from desktop_agent.core.frame import Scene, Window, WindowBox, WindowNames
from desktop_agent.platforms.wayland.connection import WaylandConnection, WaylandObject, on_session, why_not_by
from desktop_agent.platforms.wayland.protocols import SEAT, TOPLEVEL_MANAGER
from desktop_agent.platforms.wayland.registry import Registry

_LONG_TITLE = 1024
_ACTIVATED = 2


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


@dataclass(frozen=True, slots=True)
class Toplevel:
    """A window as it is called; `app` is the program's own name for itself, which it can choose freely."""

    id: int
    title: str
    app: str
    active: bool


class Toplevels:
    """All windows of a session, as of the last question; belongs to the thread of its connection."""

    def __init__(self, registry: Registry) -> None:
        """Ask for them, and wait for the answer; raises what the connection does where they are not told."""
        self._registry = registry
        self._seat = registry.need(SEAT)
        self._known: dict[int, _ToplevelListener] = {}
        self._numbers = count(1)
        registry.need(TOPLEVEL_MANAGER).on(toplevel=self._add)
        registry.connection.round_trip()  # the next one brings what each of them is called

    def now(self) -> tuple[Toplevel, ...]:
        """Return them, in the order in which they came."""
        self._registry.connection.round_trip()
        return tuple(Toplevel(number, one.title, one.app, one.active) for number, one in self._known.items())

    def activate(self, number: int) -> None:
        """Have one shown above the others, with the keyboard; nothing happens when it is gone."""
        if listener := self._known.get(number):
            listener.handle.request("activate", self._seat)

    def _add(self, handle: WaylandObject) -> None:
        number = next(self._numbers)
        self._known[number] = _ToplevelListener(handle, lambda: self._remove(number))

    def _remove(self, number: int) -> None:
        self._known.pop(number).handle.end()


class _ToplevelListener:
    """Collects what is told of one window; `done` makes it count."""

    def __init__(self, handle: WaylandObject, closed: Callable[[], None]) -> None:
        self.handle, self.title, self.app, self.active = handle, "", "", False
        self._coming = ("", "", False)
        handle.on(title=self._title, app_id=self._app, state=self._state, done=self._done, closed=closed)

    def _title(self, title: str) -> None:
        self._coming = (title, *self._coming[1:])

    def _app(self, app: str) -> None:
        self._coming = (self._coming[0], app, self._coming[2])

    def _state(self, states: bytes) -> None:
        self._coming = (*self._coming[:2], _ACTIVATED in array("I", states))

    def _done(self) -> None:
        self.title, self.app, self.active = self._coming
