"""Owns selections on one X connection and serves them, in one piece or, when large, bit by bit (ICCCM 2.5: INCR)."""

from __future__ import annotations

import select
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from Xlib import X, Xatom
from Xlib.protocol import event as x_event
from Xlib.protocol import rq
from Xlib.protocol.request import SetSelectionOwner

from desktop_agent.platforms.x11.clients import Clients
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.offers import HINT, TEXT_TARGETS, Offer, Offers, RefusedClient

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.xobject.drawable import Window

CHUNK = 65_536  # bytes; well below the largest request of any server


@dataclass(frozen=True, slots=True)
class Fetch:
    """A program asked for a selection or read another part of it; `given` once it has access to all bytes.

    Content that fits into one piece counts as given when it is asked for: Tk never acknowledges that it has read it.
    """

    requestor: int
    selection: str
    target: str
    given: bool

    @property
    def text(self) -> bool:
        """Return whether the program asked for text."""
        return self.target in TEXT_TARGETS


@dataclass(slots=True)
class _Transfer:
    selection: str
    target: str
    offer: Offer
    sent: int = 0
    ended: bool = field(default=False)


class SelectionServer:
    """Serves selections until another program takes them."""

    def __init__(self, connection: Connection, programs: Clients) -> None:
        self._connection = connection
        self._programs = programs
        self._display: Display = connection.display
        self.window = self._display.screen().root.create_window(
            0, 0, 1, 1, 0, X.CopyFromParent, window_class=X.InputOnly, event_mask=X.PropertyChangeMask
        )
        self._owned: dict[int, Offers] = {}
        self._names: dict[int, str] = {}
        self._since = 0
        self._transfers: dict[tuple[int, int], _Transfer] = {}
        self.only: tuple[int, int] | None = None  # client and process of the program that the text is for
        self.refused = RefusedClient()

    def atom(self, name: str) -> int:
        """Return the number of a name on this display."""
        return int(self._display.intern_atom(name))

    def own(self, selections: dict[str, Offers]) -> None:
        """Become the owner of selections with this content."""
        self._since = self._server_time()
        # A program that never acknowledges a read would seem to read the next offer when it only requests it.
        self._transfers.clear()
        for name, offers in selections.items():
            self._owned[self.atom(name)] = offers
            self._names[self.atom(name)] = name
            self.window.set_selection_owner(self.atom(name), self._since)
        self._connection.sync()

    def owns(self) -> tuple[str, ...]:
        """Return the names of the selections that this still owns."""
        return tuple(self._names[atom] for atom in self._owned)

    def disown(self, name: str) -> None:
        """Leave a selection without an owner, if this still owns it."""
        if self._owned.pop(self.atom(name), None) is not None:
            SetSelectionOwner(display=self._display.display, window=X.NONE, selection=self.atom(name), time=self._since)
            self._connection.flush()

    def forget(self) -> None:
        """Drop all content: another process serves it from now on."""
        self._owned.clear()

    def wait(self, wait_s: float, *also: IO[bytes]) -> None:
        """Wait that long for a request, or for input on one of `also`."""
        with self._connection.errors():
            # A reply to a query of ours may have brought requests along: they are no longer on the socket.
            if not self._display.pending_events():
                select.select([self._display, *also], [], [], wait_s)

    def serve(self, wait_s: float) -> Iterator[Fetch]:
        """Wait that long for requests, answer them, and yield each one."""
        self.wait(wait_s)
        with self._connection.errors():
            while self._display.pending_events():
                yield from self._answer(self._display.next_event())
            # Another program's window may be gone before its reply, which does no harm.
            self._connection.forgive()

    def _answer(self, event: rq.Event) -> Iterator[Fetch]:
        if event.type == X.SelectionRequest:
            yield from self._requested(event)
        elif event.type == X.SelectionClear:
            self._owned.pop(event.atom, None)
        elif event.type == X.PropertyNotify and event.state == X.PropertyDelete:
            yield from self._go_on(int(event.window.id), int(event.atom), event.window)

    def _requested(self, event: rq.Event) -> Iterator[Fetch]:
        window = event.requestor
        target = int(event.target)
        property_atom = int(event.property) or target
        self._transfers.pop((int(window.id), property_atom), None)
        offers = self._owned.get(int(event.selection))
        name = self._connection.atom_name(target)
        selection = self._names.get(int(event.selection), "")
        if offers is None or self._is_refused(int(window.id)):
            self._notify(event, X.NONE)
            return
        if not self._is_meant(int(window.id)):
            self._notify(
                event, property_atom if self._answer_as_secret(window, property_atom, name, offers) else X.NONE
            )
            return
        if name == "TARGETS":
            targets = [self.atom("TARGETS"), self.atom("TIMESTAMP"), *map(self.atom, offers)]
            window.change_property(property_atom, Xatom.ATOM, 32, targets)
        elif name == "TIMESTAMP":
            window.change_property(property_atom, Xatom.INTEGER, 32, [self._since])
        elif name in offers:
            self._give(window, property_atom, _Transfer(selection, name, offers[name]))
        else:
            property_atom = X.NONE
        self._notify(event, property_atom)
        transfer = self._transfers.get((int(window.id), property_atom))
        yield Fetch(int(window.id), selection, name, given=transfer is not None and transfer.ended)

    def _answer_as_secret(self, window: Window, property_atom: int, name: str, offers: Offers) -> bool:
        """Answer a clipboard manager, which would store the text, as the owner of something that is no text.

        One that gets no answer at all takes the selection for empty, and becomes its next owner.
        """
        if name == "TARGETS":
            window.change_property(property_atom, Xatom.ATOM, 32, [self.atom("TARGETS"), self.atom(HINT)])
        elif name == HINT and HINT in offers:
            window.change_property(property_atom, self.atom(offers[HINT].type), offers[HINT].width, offers[HINT].data)
        else:
            return False
        return True

    def _give(self, window: Window, property_atom: int, transfer: _Transfer) -> None:
        window.change_attributes(event_mask=X.PropertyChangeMask)
        self._transfers[int(window.id), property_atom] = transfer
        offer = transfer.offer
        if len(offer.data) > CHUNK:
            window.change_property(property_atom, self.atom("INCR"), 32, [len(offer.data)])
        else:
            window.change_property(property_atom, self.atom(offer.type), offer.width, offer.data)
            transfer.ended = True

    def _go_on(self, window_id: int, property_atom: int, window: Window) -> Iterator[Fetch]:
        transfer = self._transfers.get((window_id, property_atom))
        if transfer is None:
            return
        if transfer.ended:
            del self._transfers[window_id, property_atom]
            yield Fetch(window_id, transfer.selection, transfer.target, given=True)
            return
        part = transfer.offer.data[transfer.sent : transfer.sent + CHUNK]
        transfer.sent += len(part)
        transfer.ended = not part
        window.change_property(property_atom, self.atom(transfer.offer.type), transfer.offer.width, part)
        self._connection.flush()
        yield Fetch(window_id, transfer.selection, transfer.target, given=False)

    def _notify(self, event: rq.Event, property_atom: int) -> None:
        notification = x_event.SelectionNotify(
            time=event.time,
            requestor=event.requestor,
            selection=event.selection,
            target=event.target,
            property=property_atom,
        )
        event.requestor.send_event(notification)
        self._connection.flush()

    def _is_refused(self, window_id: int) -> bool:
        refused = self.refused
        return bool(refused.client) and self._programs.is_of(window_id, refused.client, refused.pid)

    def _is_meant(self, window_id: int) -> bool:
        return self.only is None or self._programs.is_of(window_id, *self.only)

    def _server_time(self) -> int:
        # An empty change makes the server send its time: owners are compared by it.
        self.window.change_property(Xatom.WM_NAME, Xatom.STRING, 8, b"", X.PropModeAppend)
        self._connection.flush()
        while True:
            event = self._display.next_event()
            if event.type == X.PropertyNotify and event.window == self.window:
                return int(event.time)
            tuple(self._answer(event))
