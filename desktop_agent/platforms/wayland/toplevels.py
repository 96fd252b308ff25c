"""The windows of a session by their titles, as every compositor built on wlroots tells them: no places, no owners."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from desktop_agent.platforms.wayland.connection import WaylandObject
from desktop_agent.platforms.wayland.input_protocols import SEAT
from desktop_agent.platforms.wayland.protocols import TOPLEVEL_MANAGER
from desktop_agent.platforms.wayland.registry import Registry

_ACTIVATED = 2


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
