"""The selections of an X11 display: their content, read as a pasting program would, and served until asked no more."""

from __future__ import annotations

import base64
import contextlib
import json
import select
import struct
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import IO, TYPE_CHECKING

from Xlib import X, Xatom
from Xlib.protocol import event as x_event
from Xlib.protocol import rq
from Xlib.protocol.request import SetSelectionOwner

from desktop_agent.core.decisions.decision import Pasted
from desktop_agent.core.texts.foreign_text import text_of
from desktop_agent.platforms.pasting import NO_CONTENT
from desktop_agent.platforms.x11.clients import Clients
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.properties import Properties
from desktop_agent.screen.clipboard import copied_files

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.xobject.drawable import Window


KEEPER = "x11.clipboard_keeper"
# Marks content that clipboard managers are asked not to store.
HINT = "x-kde-passwordManagerHint"
TEXT_TARGETS = ("UTF8_STRING", "text/plain;charset=utf-8", "text/plain", "STRING", "TEXT", "COMPOUND_TEXT")


@dataclass(frozen=True, slots=True)
class Offer:
    """The bytes of one target, with their type and item size (8, 16 or 32 bits) on the wire."""

    type: str
    width: int
    data: bytes


Offers = Mapping[str, Offer]


@dataclass(frozen=True, slots=True)
class RefusedClient:
    """The program that gets nothing of the old content for a while, as it may ask late for our text; 0: none."""

    client: int = 0  # as the X server numbers them; the number of one that is gone is given to another
    pid: int = 0  # 0 where it is not known
    seconds: float = 0.0


def text_offers(text: str) -> Offers:
    """Return the targets that a paste of this text may request; Latin-1 only if it can encode all of the text."""
    utf8 = Offer("UTF8_STRING", 8, text.encode())
    offers = {"UTF8_STRING": utf8, "TEXT": utf8}
    for name in ("text/plain;charset=utf-8", "text/plain"):
        offers[name] = Offer(name, 8, utf8.data)
    with contextlib.suppress(UnicodeEncodeError):
        offers["STRING"] = Offer("STRING", 8, text.encode("latin-1"))
    return offers | {HINT: Offer(HINT, 8, b"secret")}


def to_line(selections: Mapping[str, Offers], refused: RefusedClient) -> bytes:
    """Return selections, their content and the refused program as one line of JSON."""
    plain = {name: _encoded(offers) for name, offers in selections.items()}
    return json.dumps({"selections": plain, **asdict(refused)}).encode() + b"\n"


def from_line(line: bytes) -> tuple[dict[str, Offers], RefusedClient]:
    """Return the arguments of `to_line`."""
    message = json.loads(line)
    selections = {name: _decoded(offers) for name, offers in message.pop("selections").items()}
    return selections, RefusedClient(**message)


def _encoded(offers: Offers) -> dict[str, list[object]]:
    return {name: [one.type, one.width, base64.b64encode(one.data).decode()] for name, one in offers.items()}


def _decoded(offers: Mapping[str, tuple[str, int, str]]) -> Offers:
    return {name: Offer(kind, width, base64.b64decode(data)) for name, (kind, width, data) in offers.items()}


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
            for name in _targets_to_keep(names) if HINT not in names else ():
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
        answer = self._next_event(X.SelectionNotify, deadline)
        while answer is not None and (answer.target != kind or answer.selection != source):
            answer = self._next_event(X.SelectionNotify, deadline)  # a late answer to an earlier question
        if answer is None or not answer.property:
            return None
        offer = self._read_property()
        if offer is not None and offer.type == "INCR":
            offer = self._read_increments(deadline)
        return offer if offer is not None and offer.type and len(offer.data) <= self._most_bytes else None

    def _read_increments(self, deadline: float) -> Offer | None:
        """Return content that the owner sends in parts (INCR), the last of which is empty; None if too much or late."""
        parts: list[Offer] = []
        size = 0
        while size <= self._most_bytes:
            event = self._next_event(X.PropertyNotify, deadline)
            if event is None:
                return None
            if event.state != X.PropertyNewValue or event.atom != self._property:
                continue
            part = self._read_property()
            if part is not None and part.data:
                parts.append(part)
                size += len(part.data)
                continue
            first = parts[0] if parts else part
            if first is None:
                return None
            return Offer(first.type, first.width, b"".join(each.data for each in parts))
        return None

    def _read_property(self) -> Offer | None:
        answer = self._properties.any(self._window, _PROPERTY, self._most_bytes + _UNIT)
        self._window.delete_property(self._property)
        self._connection.flush()
        return None if answer is None else Offer(self._connection.atom_name(answer.type), answer.width, answer.data)

    def _next_event(self, kind: int, deadline: float) -> rq.Event | None:
        while (left := deadline - time.monotonic()) > 0:
            if not self._display.pending_events() and not select.select([self._display], [], [], left)[0]:
                return None
            while self._display.pending_events():
                event = self._display.next_event()
                if event.type == kind:
                    return event
        return None


def _targets_to_keep(names: tuple[str, ...]) -> list[str]:
    images = [name for name in names if name.startswith("image/")]
    # An owner renders a picture for each request: the lossless one is enough.
    image = ["image/png"] if "image/png" in images else images[:1]
    text = [name for name in TEXT_TARGETS if name in names]
    rest = [name for name in names if name not in {*NO_CONTENT, *text, *images}]
    return [*text, *image, *rest][:MOST_TARGETS]


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
                yield from self._handle_event(self._display.next_event())
            # Another program's window may be gone before its reply, which does no harm.
            self._connection.forgive()

    def _handle_event(self, event: rq.Event) -> Iterator[Fetch]:
        if event.type == X.SelectionRequest:
            yield from self._serve_request(event)
        elif event.type == X.SelectionClear:
            self._owned.pop(event.atom, None)
        elif event.type == X.PropertyNotify and event.state == X.PropertyDelete:
            yield from self._send_next_part(int(event.window.id), int(event.atom), event.window)

    def _serve_request(self, event: rq.Event) -> Iterator[Fetch]:
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
        if not self._may_read(int(window.id)):
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
            self._start_transfer(window, property_atom, _Transfer(selection, name, offers[name]))
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

    def _start_transfer(self, window: Window, property_atom: int, transfer: _Transfer) -> None:
        window.change_attributes(event_mask=X.PropertyChangeMask)
        self._transfers[int(window.id), property_atom] = transfer
        offer = transfer.offer
        if len(offer.data) > CHUNK:
            window.change_property(property_atom, self.atom("INCR"), 32, [len(offer.data)])
        else:
            window.change_property(property_atom, self.atom(offer.type), offer.width, offer.data)
            transfer.ended = True

    def _send_next_part(self, window_id: int, property_atom: int, window: Window) -> Iterator[Fetch]:
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

    def _may_read(self, window_id: int) -> bool:
        return self.only is None or self._programs.is_of(window_id, *self.only)

    def _server_time(self) -> int:
        # An empty change makes the server send its time: owners are compared by it.
        self.window.change_property(Xatom.WM_NAME, Xatom.STRING, 8, b"", X.PropModeAppend)
        self._connection.flush()
        while True:
            event = self._display.next_event()
            if event.type == X.PropertyNotify and event.window == self.window:
                return int(event.time)
            tuple(self._handle_event(event))
