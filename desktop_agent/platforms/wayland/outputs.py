"""The monitors of a Wayland session: where each lies on the desktop, and how many pixels it has.

`wl_output` reports pixels, `xdg_output` the position on the desktop in logical units, as of windows and input. Both
send `done` after a change, and what they sent counts from then on.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop_agent.core.errors import NoScreenError, ScreenError
from desktop_agent.core.pictures import Rect, Size
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.wayland.connection import OfferedGlobal, Registry, WaylandObject, connect_wayland
from desktop_agent.platforms.wayland.protocols import OUTPUT, XDG_OUTPUT, XDG_OUTPUT_MANAGER
from desktop_agent.screen.captures.source import Monitor

_log = logging.getLogger(__name__)

_CURRENT_MODE = 1


@dataclass(frozen=True, slots=True)
class OutputState:
    """The reported facts of one output; `place` and `extent` by xdg_output, in logical units."""

    name: str = ""
    mode: Size | None = None  # in pixels, as the hardware has them
    transform: int = 0
    place: tuple[int, int] | None = None
    extent: Size | None = None


@dataclass(frozen=True, slots=True)
class WaylandOutput:
    """A monitor: its box on the desktop in logical units, and its size in pixels as it is looked at.

    `transform` is the protocol's: quarter turns against the clock (0 to 3), after a flip from 4 on.
    """

    handle: WaylandObject
    name: str
    box: Rect
    pixels: Size
    transform: int

    @property
    def scale(self) -> float:
        """Return how many pixels a logical unit has."""
        return self.pixels.width / self.box.width


def monitors(environment: Mapping[str, str]) -> tuple[Monitor, ...]:
    """Return the monitors of a session; NoScreenError where none is switched on."""
    with connect_wayland(environment, gone=NoScreenError, failed=ScreenError) as connection:
        shown = Outputs(Registry(connection)).monitors()
    if not shown:
        raise NoScreenError(Message("No monitor is turned on."), Message("Turn one on, then try again."))
    return shown


class Outputs:
    """All monitors of a connection, always as the events handled last have left them."""

    def __init__(self, registry: Registry) -> None:
        """Ask for them, and wait for the answer."""
        self._registry = registry
        self._placing = registry.need(XDG_OUTPUT_MANAGER)
        self._known: dict[int, _OutputListener] = {}
        registry.watch(self._add, self._remove)
        registry.connection.round_trip()

    def now(self) -> tuple[WaylandOutput, ...]:
        """Return the monitors that are switched on, in the order in which they came."""
        shown = (one.shown() for one in self._known.values())
        return tuple(one for one in shown if one is not None)

    def refreshed(self) -> tuple[WaylandOutput, ...]:
        """Return the monitors as the compositor has them at this moment."""
        known: set[int] | None = None
        while known != self._known.keys():  # what one trip announces reports its facts on the next
            known = set(self._known)
            self._registry.connection.round_trip()
        return self.now()

    def monitors(self) -> tuple[Monitor, ...]:
        """Return the same, numbered from 1."""
        return tuple(
            Monitor(n, one.box.x, one.box.y, one.box.width, one.box.height, one.scale, one.name)
            for n, one in enumerate(self.refreshed(), 1)
        )

    def _add(self, offered: OfferedGlobal) -> None:
        if offered.interface == OUTPUT.name and (handle := self._registry.bind(OUTPUT, offered)):
            self._known[offered.number] = _OutputListener(handle, self._placing, f"output-{offered.number}")

    def _remove(self, offered: OfferedGlobal) -> None:
        if gone := self._known.pop(offered.number, None):
            _log.info("an output has gone")
            gone.end()


class _OutputListener:
    """Collects the reported facts of one output; `done` makes them count."""

    def __init__(self, handle: WaylandObject, placing: WaylandObject, name: str) -> None:
        self._handle = handle
        self._coming = OutputState(name=name)
        self._state = OutputState()
        handle.on(geometry=self._geometry, mode=self._mode, name=self._name, done=self._done)
        self._placed = placing.create("get_xdg_output", XDG_OUTPUT, handle)
        self._placed.on(logical_position=self._position, logical_size=self._size, name=self._name, done=self._done)

    def shown(self) -> WaylandOutput | None:
        """Return the output; None while it is switched off, or not all of it is known."""
        state = self._state
        if state.mode is None or state.place is None or state.extent is None:
            return None
        pixels = Size(state.mode.height, state.mode.width) if state.transform % 2 else state.mode
        logical = state.extent
        if min(logical.width, logical.height, pixels.width, pixels.height) <= 0:
            return None
        box = Rect(*state.place, logical.width, logical.height)
        return WaylandOutput(self._handle, state.name, box, pixels, state.transform)

    def end(self) -> None:
        """Give both objects back."""
        self._placed.end()
        self._handle.end()

    def _geometry(self, *facts: object) -> None:
        self._note(transform=facts[-1])

    def _mode(self, flags: int, width: int, height: int, _refresh: int) -> None:
        if flags & _CURRENT_MODE:
            self._note(mode=Size(width, height))

    def _position(self, x: int, y: int) -> None:
        self._note(place=(x, y))

    def _size(self, width: int, height: int) -> None:
        self._note(extent=Size(width, height))

    def _name(self, name: str) -> None:
        self._note(name=name)

    def _done(self) -> None:
        if self._state != self._coming:
            new = self._coming
            _log.info("output: %s pixels, %s at %s, turned %d", new.mode, new.extent, new.place, new.transform)
        self._state = self._coming

    def _note(self, **facts: object) -> None:
        self._coming = replace(self._coming, **facts)  # type: ignore[arg-type]
