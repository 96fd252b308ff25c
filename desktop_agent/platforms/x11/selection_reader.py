"""Reads another program's selection, within a limit of time and size (ICCCM 2.4, INCR included)."""

from __future__ import annotations

import select
import struct
import time
from typing import TYPE_CHECKING

from Xlib import X

from desktop_agent.core.decisions.decision import Pasted
from desktop_agent.core.texts.foreign_text import text_of
from desktop_agent.platforms.pasting import NO_CONTENT
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.offers import HINT, TEXT_TARGETS, Offer, Offers
from desktop_agent.platforms.x11.properties import Properties
from desktop_agent.screen.clipboard import copied_files

if TYPE_CHECKING:
    from Xlib.protocol import rq
    from Xlib.xobject.drawable import Window

MOST_TARGETS = 60
MOST_LISTED = 500  # of which each costs a question
_PROPERTY = "DESKTOP_AGENT_SELECTION"
# Requested where an owner lists nothing: old programs do not answer TARGETS.
_UNLISTED = ("UTF8_STRING", "STRING")
_CODES = {"UTF8_STRING": "utf-8", "text/plain;charset=utf-8": "utf-8", "STRING": "latin-1", "TEXT": "latin-1"}
_ATOMS = 32  # bits of an item in a list of atoms
_ATOM = struct.Struct("=I")
_UNIT = 4  # bytes beyond the limit, which show that it is exceeded


class SelectionReader:
    """Requests a selection from its owner; `window` receives the replies and must select changes of its properties.

    Both limits are for one call of `read` or `read_copied`.
    """

    def __init__(self, connection: Connection, window: Window, within_s: float, most_bytes: int) -> None:
        self._connection = connection
        self._display = connection.display
        self._window = window
        self._within_s = within_s
        self._most_bytes = most_bytes
        self._property = connection.atom(_PROPERTY)
        self._properties = Properties(connection)

    def owner(self, selection: str) -> int:
        """Return the window that owns a selection; 0 for none."""
        owner = self._display.get_selection_owner(self._connection.atom(selection))
        return int(getattr(owner, "id", owner))

    def read(self, selection: str) -> Offers:
        """Return everything worth restoring; nothing if a password manager copied it, or no reply comes in time."""
        deadline = time.monotonic() + self._within_s
        with self._connection.errors():
            names = self._targets(selection, deadline)
            offers: dict[str, Offer] = {}
            for name in _worth_keeping(names) if HINT not in names else ():
                offer = self._convert(selection, name, deadline)
                size = sum(len(one.data) for one in offers.values())
                if offer is not None and size + len(offer.data) <= self._most_bytes:
                    offers[name] = offer
            return offers

    def read_copied(self, selection: str) -> Pasted | None:
        """Return text and files; the text is empty where none is offered.

        None if it is a secret, or no reply comes in time.
        """
        deadline = time.monotonic() + self._within_s
        names = self._targets(selection, deadline)
        if HINT in names:
            return None

        def read(target: str) -> bytes | None:
            offer = self._convert(selection, target, deadline)
            return None if offer is None else offer.data

        target = next((name for name in _CODES if name in names), "")
        data = read(target) if target else b""
        if data is None:
            return None
        paths, moves = copied_files(names, read)
        return Pasted(text_of(data, _CODES.get(target, "utf-8")), paths=paths, moves=moves)

    def _targets(self, selection: str, deadline: float) -> tuple[str, ...]:
        listed = self._convert(selection, "TARGETS", deadline)
        data = listed.data if listed is not None and listed.width == _ATOMS else b""
        usable = len(data) // _ATOM.size * _ATOM.size
        atoms = (atom for (atom,) in _ATOM.iter_unpack(data[: min(usable, MOST_LISTED * _ATOM.size)]))
        return tuple(filter(None, map(self._connection.atom_name, atoms))) or _UNLISTED

    def _convert(self, selection: str, target: str, deadline: float) -> Offer | None:
        """Return the owner's content; None if it sends nothing in time, or too much."""
        source = self._connection.atom(selection)
        kind = self._connection.atom(target)
        self._window.delete_property(self._property)
        self._window.convert_selection(source, kind, self._property, X.CurrentTime)
        self._connection.flush()
        answer = self._next(X.SelectionNotify, deadline)
        while answer is not None and (answer.target != kind or answer.selection != source):
            answer = self._next(X.SelectionNotify, deadline)  # a late answer to an earlier question
        if answer is None or not answer.property:
            return None
        offer = self._take()
        if offer is not None and offer.type == "INCR":
            offer = self._increments(deadline)
        return offer if offer is not None and offer.type and len(offer.data) <= self._most_bytes else None

    def _increments(self, deadline: float) -> Offer | None:
        """Return content that the owner sends in parts (INCR), the last of which is empty; None if too much or late."""
        parts: list[Offer] = []
        size = 0
        while size <= self._most_bytes:
            event = self._next(X.PropertyNotify, deadline)
            if event is None:
                return None
            if event.state != X.PropertyNewValue or event.atom != self._property:
                continue
            part = self._take()
            if part is not None and part.data:
                parts.append(part)
                size += len(part.data)
                continue
            first = parts[0] if parts else part
            if first is None:
                return None
            return Offer(first.type, first.width, b"".join(each.data for each in parts))
        return None

    def _take(self) -> Offer | None:
        answer = self._properties.any(self._window, _PROPERTY, self._most_bytes + _UNIT)
        self._window.delete_property(self._property)
        self._connection.flush()
        return None if answer is None else Offer(self._connection.atom_name(answer.type), answer.width, answer.data)

    def _next(self, kind: int, deadline: float) -> rq.Event | None:
        while (left := deadline - time.monotonic()) > 0:
            if not self._display.pending_events() and not select.select([self._display], [], [], left)[0]:
                return None
            while self._display.pending_events():
                event = self._display.next_event()
                if event.type == kind:
                    return event
        return None


def _worth_keeping(names: tuple[str, ...]) -> list[str]:
    images = [name for name in names if name.startswith("image/")]
    # An owner renders a picture for each request: the lossless one is enough.
    image = ["image/png"] if "image/png" in images else images[:1]
    text = [name for name in TEXT_TARGETS if name in names]
    rest = [name for name in names if name not in {*NO_CONTENT, *text, *images}]
    return [*text, *image, *rest][:MOST_TARGETS]
