"""The one way to speak to a Wayland compositor: what it offers, requests at once, events to their listeners.

The compositor never answers a request by itself: it sends events, in the order of what was asked. So `round_trip` waits
until everything asked before is done, and `wait_for` until some event has made a condition true. A mistake of ours ends
the connection, by the protocol's rule; from then on every call raises that error.

A connection belongs to one thread. Numbers of new objects have to arrive in the order in which they are taken, so that
an object is made and asked for in one call (`WaylandObject.create`).
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, Self, TypeVar

from desktop_agent.core.errors import (
    DesktopAgentError,
    InputDeniedError,
    InputError,
    NoScreenError,
    ScreenError,
    display_gone,
)
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.wayland.protocols import CALLBACK, DISPLAY, ENDS, REGISTRY, Interface, MessageForm
from desktop_agent.platforms.wayland.transport import MessageSocket, connected, socket_path
from desktop_agent.platforms.wayland.wire import Argument, MalformedError, pack, unpack

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


ANSWER_WITHIN_S = 5.0
EventHandler = Callable[..., None]
E = TypeVar("E", bound=DesktopAgentError)
_AGAIN = Message("Restart the session, then start the task again.")
Backend = TypeVar("Backend")


class WaylandObject:
    """One object of the compositor's, as this connection knows it."""

    def __init__(self, connection: WaylandConnection, number: int, kind: Interface, version: int) -> None:
        self.number = number
        self.kind = kind
        self.version = version
        self.is_alive = True
        self.handlers: dict[str, EventHandler] = {}
        self._connection = connection

    def on(self, **handlers: EventHandler) -> Self:
        """Call a function with the arguments of each event of a name; numbers of objects arrive as the objects."""
        if unknown := handlers.keys() - {form.name for form in self.kind.events}:
            raise ValueError(Message("{name} has no event {unknown}.", name=self.kind.name, unknown=", ".join(unknown)))
        self.handlers |= handlers
        return self

    def request(self, name: str, *arguments: Argument | WaylandObject) -> None:
        """Ask for something; nothing happens with an object that has ended.

        Raises:
            DesktopAgentError: the connection is broken, of the type that it was opened with.
            MalformedError: the arguments do not fit, which is a mistake of ours; nothing was sent.
        """
        if self.is_alive:
            self._connection.send(self, name, arguments)

    def create(
        self, name: str, kind: Interface, *arguments: Argument | WaylandObject, version: int | None = None
    ) -> WaylandObject:
        """Ask for something that makes a new object, whose place among the arguments is left out; return it."""
        return self._connection.create(self, name, kind, arguments, self.version if version is None else version)

    def end(self) -> None:
        """End it, by its own request for that; no event is delivered any more."""
        name = next((name for name in self.kind.requests if name in ENDS), None)
        if name is not None and not self._connection.is_broken:
            with contextlib.suppress(DesktopAgentError):
                self.request(name)
        self.is_alive = False
        self.handlers.clear()


class WaylandConnection:
    """A connection to a compositor; a context manager.

    `gone` is the type of the errors for a connection that breaks, `failed` for requests that are refused.
    """

    def __init__(
        self,
        path: str,
        gone: type[DesktopAgentError] = InputDeniedError,
        failed: type[DesktopAgentError] = InputError,
    ) -> None:
        """Connect to the socket at `path`; raises `gone` when that cannot be done."""
        self._gone = gone
        self._failed = failed
        try:
            self._socket = MessageSocket(connected(path))
        except (OSError, ValueError) as cause:  # a path may also be too long, or hold a zero
            _log.info("no connection to the compositor: %s", cause)
            raise unreachable_compositor(gone, path) from cause
        self._broken: DesktopAgentError | None = None
        self._free = list[int]()
        self._next = 2
        self.display = WaylandObject(self, 1, DISPLAY, 1).on(error=self._note_error, delete_id=self._free_number)
        self._objects = {1: self.display}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_broken(self) -> bool:
        """Whether the connection is of no use any more."""
        return self._broken is not None

    def fileno(self) -> int:
        """Return the socket, to wait for it with others; `dispatch` when there is something to read."""
        return self._socket.fileno()

    def dispatch(self, within_s: float = 0.0) -> bool:
        """Handle what has come, and wait up to `within_s` for something; return whether there was anything.

        Raises the errors of `gone` and `failed`, and whatever a handler raises.
        """
        self._check()
        some = self._handle_one()
        if not some:
            self._read(within_s)
        while self._handle_one():
            some = True
        return some

    def wait_for(self, condition: Callable[[], bool], within_s: float = ANSWER_WITHIN_S) -> bool:
        """Handle events until a condition is true; return whether it has become so in time."""
        until = time.monotonic() + within_s
        while not condition():
            left = until - time.monotonic()
            if left <= 0:
                return False
            self.dispatch(left)
        return True

    def round_trip(self, within_s: float = ANSWER_WITHIN_S) -> None:
        """Wait until the compositor has done all that was asked, and its events are handled."""
        done: list[int] = []
        self.display.create("sync", CALLBACK).on(done=done.append)
        if not self.wait_for(lambda: bool(done), within_s):
            _log.info("the compositor hasn't answered within %g s", within_s)
            raise compositor_silent(self._failed)

    def send(self, target: WaylandObject, name: str, arguments: tuple[Argument | WaylandObject, ...]) -> None:
        """Send a request now; see `WaylandObject.request`."""
        self._check()
        form = target.kind.requests[name]
        data, files = pack(target.number, form.opcode, form.signature, [_wire_argument(one) for one in arguments])
        try:
            self._socket.write(data, files, ANSWER_WITHIN_S)
        except TimeoutError as cause:
            raise self._mark_broken(compositor_silent(self._failed)) from cause
        except OSError as cause:
            raise self._disconnect_reason() from cause

    def create(
        self,
        target: WaylandObject,
        name: str,
        kind: Interface,
        arguments: tuple[Argument | WaylandObject, ...],
        version: int,
    ) -> WaylandObject:
        """Send a request that makes an object; see `WaylandObject.create`."""
        if not target.is_alive:
            raise MalformedError(Message("{name} has ended", name=target.kind.name))
        number = self._free[-1] if self._free else self._next
        at = target.kind.requests[name].signature.index("n")
        self.send(target, name, (*arguments[:at], number, *arguments[at:]))
        if self._free:
            self._free.pop()
        else:
            self._next += 1
        made = WaylandObject(self, number, kind, version)
        self._objects[number] = made
        return made

    def close(self) -> None:
        """Disconnect; never raises."""
        self._broken = self._broken or display_gone(self._gone)
        self._socket.close()

    def _check(self) -> None:
        if self._broken is not None:
            raise self._broken

    def _mark_broken(self, error: DesktopAgentError) -> DesktopAgentError:
        """Note why the connection is of no use, unless that is known, and return the reason."""
        if self._broken is None:
            _log.info("the connection to the compositor has ended: %s", error)
        self._broken = self._broken or error
        return self._broken

    def _disconnect_reason(self) -> DesktopAgentError:
        """Return why the compositor has closed the connection: it sends the reason before it does."""
        with contextlib.suppress(DesktopAgentError):
            while self.dispatch():
                pass
        return self._mark_broken(display_gone(self._gone))

    def _read(self, within_s: float) -> None:
        try:
            self._socket.read(within_s)
        except MalformedError as cause:
            raise self._mark_broken(unreadable(self._failed, str(cause))) from cause
        except (EOFError, OSError) as cause:
            raise self._mark_broken(display_gone(self._gone)) from cause

    def _handle_one(self) -> bool:
        """Handle the first complete event; return whether there was one."""
        try:
            message = self._socket.next_message()
            if message is None:
                return False
            number, opcode, body = message
            target, form = self._event_form(number, opcode)
            values = unpack(form.signature, body, self._socket.next_file)
        except MalformedError as cause:
            raise self._mark_broken(unreadable(self._failed, str(cause))) from cause
        known = self._resolve_objects(target, form.name, form.signature, values)
        handler = target.handlers.get(form.name)
        if handler is not None:
            handler(*known)
            return True
        for letter, value in zip(form.signature, values, strict=True):
            if letter == "h":
                os.close(int(value))
        return True

    def _event_form(self, number: int, opcode: int) -> tuple[WaylandObject, MessageForm]:
        target = self._objects.get(number)
        if target is None or opcode >= len(target.kind.events):
            raise MalformedError(Message("event {opcode} of object {number}", opcode=opcode, number=number))
        return target, target.kind.events[opcode]

    def _resolve_objects(
        self, target: WaylandObject, event: str, signature: str, values: list[int | float | str | bytes]
    ) -> list[object]:
        known: list[object] = []
        for letter, value in zip(signature, values, strict=True):
            if letter == "n":
                made = WaylandObject(self, int(value), target.kind.makes[event], target.version)
                self._objects[made.number] = made
                known.append(made)
            else:
                known.append(self._objects.get(int(value)) if letter == "o" else value)
        return known

    def _note_error(self, target: WaylandObject | None, code: int, message: str) -> None:
        what = f"{target.kind.name if target else 'object'} {code}"
        _log.info("the compositor calls a request a mistake: %s", what)
        raise self._mark_broken(compositor_refused(self._failed, what, message))

    def _free_number(self, number: int) -> None:
        """Reuse the number of an object that has ended on both sides."""
        if gone := self._objects.pop(number, None):
            gone.is_alive = False
            self._free.append(number)


def _wire_argument(argument: Argument | WaylandObject) -> Argument:
    if not isinstance(argument, WaylandObject):
        return argument
    if not argument.is_alive:
        raise MalformedError(Message("{name} has ended", name=argument.kind.name))
    return argument.number


def connect_wayland(
    environment: Mapping[str, str] = os.environ,
    gone: type[DesktopAgentError] = InputDeniedError,
    failed: type[DesktopAgentError] = InputError,
) -> WaylandConnection:
    """Connect to the session in the environment; raises `gone` when there is none, or it cannot be reached."""
    path = socket_path(environment)
    if not path:
        _log.debug("the environment names no Wayland session")
        raise no_session(gone, "XDG_RUNTIME_DIR" if environment.get("WAYLAND_DISPLAY") else "WAYLAND_DISPLAY")
    return WaylandConnection(path, gone, failed)


def no_session(kind: type[E], missing: str) -> E:
    """Return the error for an environment that names no Wayland session, for want of a variable."""
    return kind(
        Message("There is no Wayland session: {missing} isn't set.", missing=missing),
        Message(
            "Start the program from a Wayland desktop, or set WAYLAND_DISPLAY and XDG_RUNTIME_DIR to "
            "that desktop's values."
        ),
    )


def unreachable_compositor(kind: type[E], name: str) -> E:
    """Return the error for a socket that cannot be connected to."""
    return kind(
        Message("The Wayland session {name} can't be reached.", name=name),
        Message("Check WAYLAND_DISPLAY and XDG_RUNTIME_DIR."),
    )


def compositor_silent(kind: type[E]) -> E:
    """Return the error for a compositor that does not answer."""
    return kind(
        Message("The Wayland session isn't responding."),
        Message("Check that the desktop is still responding, then try again."),
    )


def compositor_refused(kind: type[E], what: str, why: str) -> E:
    """Return the error for a request that the compositor has called a mistake, which ends the connection."""
    reason = " ".join(why.split()).rstrip(".") or Message("it gave no reason")
    return kind(
        Message("The compositor refused a request ({what}: {reason}).", what=what, reason=reason),
        Message("Try again. If the problem persists, report it."),
    )


def unreadable(kind: type[E], why: str) -> E:
    """Return the error for bytes that are no Wayland messages."""
    return kind(Message("The Wayland session sent an unreadable message ({why}).", why=why), _AGAIN)


def no_protocol(kind: type[E], name: str) -> E:
    """Return the error for a protocol that this compositor does not have."""
    return kind(
        Message("This compositor doesn't support the {name} protocol.", name=name),
        Message(
            "Use a session that supports it (sway or another compositor based on wlroots) or an X11 (Xorg) session."
        ),
    )


class Disconnectable(Protocol):
    """What holds a connection."""

    def close(self) -> None:
        """Give it up."""


def create_on_session(make: Callable[[WaylandConnection], Backend]) -> Backend:
    """Return what is made on a new connection; NoScreenError when there is none, or what `make` raises."""
    connection = connect_wayland(gone=NoScreenError, failed=ScreenError)
    try:
        return make(connection)
    except BaseException:
        connection.close()
        raise


def why_not_by(create: Callable[[], Disconnectable]) -> str:
    """Return why what needs a session cannot be made here, by making it; empty when it can."""
    if sys.platform in {"win32", "darwin"}:
        return Message("Wayland isn't available on this system.")
    try:
        create().close()
    except ScreenError as cause:
        return str(cause)
    return ""
