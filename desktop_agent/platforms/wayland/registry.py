"""What a compositor offers: its globals, as they come and go, and how to bind them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from desktop_agent.core.errors import DesktopAgentError, NoScreenError
from desktop_agent.platforms.wayland.connection import EventHandler, WaylandConnection, WaylandObject, no_protocol
from desktop_agent.platforms.wayland.protocols import REGISTRY, Interface

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OfferedGlobal:
    """One thing that the compositor offers; `number` is its own, and is never used again for another."""

    number: int
    interface: str
    version: int


class Registry:
    """The globals of one connection, always as the events handled last have left them."""

    def __init__(self, connection: WaylandConnection) -> None:
        """Ask for them, and wait for the answer."""
        self.connection = connection
        self._offered: dict[int, OfferedGlobal] = {}
        self._watchers: list[tuple[Callable[[OfferedGlobal], None], Callable[[OfferedGlobal], None]]] = []
        self._object = connection.display.create("get_registry", REGISTRY)
        handlers: dict[str, EventHandler] = {"global": self._add, "global_remove": self._remove}
        self._object.on(**handlers)
        connection.round_trip()
        _log.debug("the compositor offers %d globals", len(self._offered))

    def find(self, kind: Interface) -> tuple[OfferedGlobal, ...]:
        """Return all globals of a kind, the oldest first."""
        return tuple(entry for entry in self._offered.values() if entry.interface == kind.name)

    def names(self) -> frozenset[str]:
        """Return the kinds of all globals."""
        return frozenset(entry.interface for entry in self._offered.values())

    def bind(self, kind: Interface, offered: OfferedGlobal | None = None) -> WaylandObject | None:
        """Return an object for a global, by default the first of its kind; None where there is none.

        Its version is the newest that both sides know.
        """
        offered = offered or next(iter(self.find(kind)), None)
        if offered is None:
            return None
        version = min(kind.version, offered.version)
        return self._object.create("bind", kind, offered.number, kind.name, version, version=version)

    def need(
        self, kind: Interface, least_version: int = 1, denied: type[DesktopAgentError] = NoScreenError
    ) -> WaylandObject:
        """Do the same; raises `denied` where there is none, or it is older than `least_version`."""
        made = self.bind(kind)
        _log.debug("%s: version %d, at least %d is needed", kind.name, made.version if made else 0, least_version)
        if made is None or made.version < least_version:
            _log.info("the compositor has no %s of version %d", kind.name, least_version)
            raise no_protocol(denied, kind.name)
        return made

    def watch(self, added: Callable[[OfferedGlobal], None], removed: Callable[[OfferedGlobal], None]) -> None:
        """Call these for globals that are added and removed from here on; `added` at once for the present ones."""
        self._watchers.append((added, removed))
        for entry in tuple(self._offered.values()):
            added(entry)

    def _add(self, number: int, kind: str, version: int) -> None:
        entry = OfferedGlobal(number, kind, version)
        self._offered[number] = entry
        for added, _ in self._watchers:
            added(entry)

    def _remove(self, number: int) -> None:
        if entry := self._offered.pop(number, None):
            for _, removed in self._watchers:
                removed(entry)
