"""Reads what another program offers in a selection, within a limit of time and size."""

from __future__ import annotations

import select
import time
from typing import TYPE_CHECKING

from Xlib import X

from desktop_agent.x11.connection import Connection, x_errors
from desktop_agent.x11.offers import HINT, TEXT_TARGETS, Offer, Offers
from desktop_agent.x11.selection_server import SelectionServer

if TYPE_CHECKING:
    from Xlib.protocol import rq

WITHIN_S = 1.0
MOST_BYTES = 16 * 1024 * 1024
MOST_TARGETS = 24
_NOT_CONTENT = {"TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS", "DELETE", "INSERT_SELECTION", "INSERT_PROPERTY"}


class SelectionReader:
    """Asks the owner of a selection for its content; shares the window and connection of our own server."""

    def __init__(self, connection: Connection, server: SelectionServer) -> None:
        self._connection = connection
        self._display = connection.display
        self._server = server
        self._place = server.atom("DESKTOP_AGENT_SELECTION")

    def owner(self, selection: str) -> int:
        """Return the window that owns a selection; 0 for none."""
        owner = self._display.get_selection_owner(self._server.atom(selection))
        return int(getattr(owner, "id", owner))

    def read(self, selection: str) -> Offers:
        """Return everything worth keeping; nothing when a password manager put it there, or nobody answers in time."""
        deadline = time.monotonic() + WITHIN_S
        with x_errors():
            listed = self._convert(selection, "TARGETS", deadline)
            names = self._names(listed)
            if HINT in names:
                return {}
            offers: dict[str, Offer] = {}
            for name in _worth_keeping(names):
                offer = self._convert(selection, name, deadline)
                if (
                    offer is not None
                    and sum(len(kept.data) for kept in offers.values()) + len(offer.data) <= MOST_BYTES
                ):
                    offers[name] = offer
            return offers

    def _names(self, listed: Offer | None) -> list[str]:
        if listed is None or listed.width != 32:  # noqa: PLR2004
            return ["UTF8_STRING", "STRING"]
        return [str(self._display.get_atom_name(atom)) for atom in memoryview(listed.data).cast("I") if atom]

    def _convert(self, selection: str, target: str, deadline: float) -> Offer | None:
        window = self._server.window
        window.delete_property(self._place)
        window.convert_selection(self._server.atom(selection), self._server.atom(target), self._place, X.CurrentTime)
        self._connection.flush()
        told = self._next(X.SelectionNotify, deadline)
        while told is not None and told.target != self._server.atom(target):
            told = self._next(X.SelectionNotify, deadline)  # a late answer to an earlier question
        if told is None or not told.property:
            return None
        first = self._take()
        if first is None or first.type != "INCR":
            return first
        return self._increments(deadline)

    def _increments(self, deadline: float) -> Offer | None:
        parts: list[Offer] = []
        while sum(len(part.data) for part in parts) <= MOST_BYTES:
            event = self._next(X.PropertyNotify, deadline)
            if event is None:
                return None
            if event.state != X.PropertyNewValue or event.atom != self._place:
                continue
            part = self._take()
            if part is None or not part.data:
                kind = parts[0] if parts else part
                return kind and Offer(kind.type, kind.width, b"".join(part.data for part in parts))
            parts.append(part)
        return None

    def _take(self) -> Offer | None:
        told = self._server.window.get_full_property(self._place, X.AnyPropertyType)
        self._server.window.delete_property(self._place)
        self._connection.flush()
        if told is None:
            return None
        value = told.value
        data = value.encode() if isinstance(value, str) else bytes(value)  # wider items come as an array
        kind = str(self._display.get_atom_name(told.property_type))
        return Offer(kind, int(told.format) or 8, data)

    def _next(self, kind: int, deadline: float) -> rq.Event | None:
        while (left := deadline - time.monotonic()) > 0:
            if not self._display.pending_events() and not select.select([self._display], [], [], left)[0]:
                return None
            while self._display.pending_events():
                event = self._display.next_event()
                if event.type == kind:
                    return event
        return None


def _worth_keeping(names: list[str]) -> list[str]:
    images = [name for name in names if name.startswith("image/")]
    # An owner draws each picture anew when asked: one, and the lossless one, is enough.
    image = ["image/png"] if "image/png" in images else images[:1]
    text = [name for name in TEXT_TARGETS if name in names]
    rest = [name for name in names if name not in {*_NOT_CONTENT, *text, *images}]
    return [*text, *image, *rest][:MOST_TARGETS]
