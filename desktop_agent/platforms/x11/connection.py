"""The one way to open a display: errors become ours, and failed requests are collected instead of printed."""

from __future__ import annotations

import ipaddress
import logging
import os
import socket
import struct
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Protocol, TypeVar

from Xlib import error
from Xlib.display import Display
from Xlib.support import unix_connect

from desktop_agent.core.errors import DesktopAgentError, InputDeniedError, InputError, NoScreenError, display_gone
from desktop_agent.core.texts.foreign_text import text_from
from desktop_agent.core.texts.message import Message

_log = logging.getLogger(__name__)


_COOKIE = b"MIT-MAGIC-COOKIE-1"
_INTERNET = 0
_INTERNET_6 = 6
_LOCAL = 256
_WILD = 0xFFFF
_PARTS = 4  # of an entry: address, number of the display, name of the method, data
_Entry = tuple[int, bytes, bytes, bytes, bytes]  # the family, and these


def cookie_for(
    connection: socket.socket, _display: str, _protocol: str | None, _host: str, number: int
) -> tuple[bytes, bytes]:
    """Return the method's name and the cookie for the display at the other end of a socket; both empty without one."""
    family, address = _peer_address(connection)
    for its_family, its_address, its_number, name, data in _authority_entries(_authority_file(os.environ)):
        is_match = its_family == _WILD or (its_family == family and its_address == address)
        if is_match and name == _COOKIE and its_number in {b"", str(number).encode()}:
            return name, data
    return b"", b""


def _peer_address(connection: socket.socket) -> tuple[int, bytes]:
    """Return the family and the address of a socket's peer."""
    if connection.family in {socket.AF_INET, socket.AF_INET6}:
        peer = ipaddress.ip_address(connection.getpeername()[0].partition("%")[0])
        peer = getattr(peer, "ipv4_mapped", None) or peer
        if not peer.is_loopback:
            return _INTERNET if peer.version == 4 else _INTERNET_6, peer.packed  # noqa: PLR2004 - of IP
    return _LOCAL, socket.gethostname().encode()


def _authority_file(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("XAUTHORITY") or Path(environment.get("HOME") or "/", ".Xauthority"))


def _authority_entries(file: Path) -> Iterator[_Entry]:
    """Yield the entries of an authority file, up to the first incomplete one."""
    try:
        data = file.read_bytes()
    except (OSError, ValueError):
        return
    at = 0
    while at < len(data):
        try:
            (family,) = struct.unpack_from(">H", data, at)
            at += 2
            parts = list[bytes]()
            for _ in range(_PARTS):
                (length,) = struct.unpack_from(">H", data, at)
                parts.append(data[at + 2 : at + 2 + length])
                at += 2 + length
        except struct.error:
            return
        if at > len(data):
            return
        yield family, parts[0], parts[1], parts[2], parts[3]


_RANDR_MONITORS = (1, 5)
_GO_THERE = Message(
    "On sway, start the program with WAYLAND_DISPLAY and XDG_RUNTIME_DIR set to sway's values. On other "
    "desktops, log in to an X11 session (often labeled “on Xorg”)."
)
# The only code in python-xlib that reads a cookie.
unix_connect.get_auth = cookie_for
E = TypeVar("E", bound=DesktopAgentError)


class Closable(Protocol):
    """A backend that is opened only to check whether that works."""

    def close(self) -> None:
        """Disconnect."""


class SharedDisplay(Protocol):
    """The state of requests in python-xlib's display, as far as waiting for a reply depends on it."""

    @property
    def send_recv_lock(self) -> Lock:
        """The lock that is held by who calls `send_and_recv`, and that this releases."""

    @property
    def request_queue(self) -> Sequence[tuple[Request, bool]] | None:
        """The requests that aren't sent yet; None once the connection is closed."""

    @property
    def sent_requests(self) -> Sequence[Request] | None:
        """Those whose answers haven't come; None once the connection is closed."""


class Request(Protocol):
    """A request, by its number."""

    @property
    def _serial(self) -> int: ...


def serialized_send_and_recv(display: SharedDisplay, send_and_recv: Callable[..., None]) -> Callable[..., None]:
    """Return `send_and_recv` for one thread at a time, and without its wait for an answer that has been read.

    The waiting thread checks for the reply before it takes the lock, so another thread may read the reply in between.
    Then no reply comes any more, and the wait would never end.
    """
    turn = Lock()

    def waited(
        flush: int | None = None, event: int | None = None, request: int | None = None, recv: int | None = None
    ) -> None:
        if event is not None:  # which may take any time
            send_and_recv(flush=flush, event=event, request=request, recv=recv)
            return
        display.send_recv_lock.release()
        with turn:
            display.send_recv_lock.acquire()
            if request is not None and display.request_queue is not None and display.sent_requests is not None:
                waiting = [*(each for each, _ in display.request_queue), *display.sent_requests]
                if all(each._serial != request for each in waiting):  # noqa: SLF001
                    display.send_recv_lock.release()  # as the wait itself does
                    return
            send_and_recv(flush=flush, event=event, request=request, recv=recv)

    return waited


class Connection:
    """A display, and the first refused request since the last check."""

    def __init__(
        self,
        name: str,
        denied: type[DesktopAgentError] = InputDeniedError,
        failed: type[DesktopAgentError] = InputError,
    ) -> None:
        """Connect to the display called `name` (":0").

        Raises `denied` when that cannot be done, and later when the connection breaks; `failed` for a refused request.
        """
        try:
            self.display = Display(name)
        except Exception as cause:
            # A number that is no port, a broken cookie file: python-xlib has an error of its own for few of them.
            _log.info("no connection to the display: %s", cause)
            raise unreachable(denied, name) from cause
        inner = self.display.display
        setattr(inner, "send_and_recv", serialized_send_and_recv(inner, inner.send_and_recv))  # noqa: B010 - it is a method there
        self.display.display.error_classes = _error_classes(self.display.display.error_classes)
        self.display.set_error_handler(self._note_error)
        self._denied = denied
        self._failed = failed
        self._refused = ""
        server = self.display.display.info
        _log.debug("connected to an X server: %s %d", server.vendor, server.release_number)

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn python-xlib's errors inside of the block into ours."""
        try:
            yield
        except (error.ConnectionClosedError, ConnectionError) as cause:
            _log.info("the X server has closed the connection: %s", cause)
            raise display_gone(self._denied) from cause
        except Exception as cause:
            # Once it has dropped a connection's data, python-xlib raises what it likes.
            if self.is_broken:
                raise display_gone(self._denied) from cause
            if not isinstance(cause, error.XError | OSError):
                raise
            _log.debug("the X server refused a request: %s", cause)
            raise self._failed(
                Message("The X server refused a request ({name}).", name=type(cause).__name__)
            ) from cause

    @property
    def is_broken(self) -> bool:
        """Return whether the server has closed the connection."""
        return self.display.display.socket_error is not None

    def atom(self, name: str) -> int:
        """Return the number of a name on this display; asked once."""
        return int(self.display.get_atom(name))

    def atom_name(self, atom: int) -> str:
        """Return the name of an atom; empty for a number that is none, as any program may send."""
        try:
            return text_from(str(self.display.get_atom_name(atom))) if atom else ""
        except error.XError:
            return ""

    def flush(self) -> None:
        """Send what is waiting."""
        with self.errors():
            self.display.flush()

    def sync(self) -> None:
        """Wait until the server has done everything; an error when it refused something."""
        with self.errors():
            self.display.sync()
        if self._refused:
            refused = self._refused
            self._refused = ""
            _log.debug("the X server refused a request: %s", refused)
            raise self._failed(
                Message("The X server refused a request ({refused}).", refused=refused),
                Message("Look at the screen and try again."),
            )

    def drop_events(self) -> None:
        """Discard events that the server sends to every client, such as changes of the keyboard's layout."""
        with self.errors():
            while self.display.pending_events():
                self.display.next_event()

    def forgive(self) -> None:
        """Forget errors about other programs' windows, which may be gone at any time."""
        self._refused = ""

    def close(self) -> None:
        """Disconnect; never raises."""
        try:
            self.display.close()
        except (error.ConnectionClosedError, error.XError, OSError):
            # The connection is lost. python-xlib leaves the socket open then, and there is no public way to it.
            self.display.display.socket.close()

    def _note_error(self, failed: error.XError, _request: object) -> None:
        self._refused = self._refused or type(failed).__name__


def _error_classes(known: Mapping[int, type[Exception]]) -> dict[int, type[Exception]]:
    """Return python-xlib's classes of errors by their codes, without those at which it raises another error.

    It takes RandR's, which are none of its own, for two of the core protocol's: code 2 is BadValue.
    """
    errors = {code: kind for code, kind in known.items() if issubclass(kind, error.XError)}
    errors.update(error.xerror_class)
    return errors


def connect(environment: Mapping[str, str] = os.environ) -> Connection:
    """Connect to the display in the environment.

    Raises NoScreenError when there is none, or when it is only the X side of a Wayland session, which shows black.
    """
    name = environment.get("DISPLAY", "")
    if not name and environment.get("WAYLAND_DISPLAY"):
        raise NoScreenError(Message("This is a Wayland session without X."), _GO_THERE)
    if not name:
        raise NoScreenError(
            Message("There is no display: DISPLAY isn't set."),
            Message(
                "Start the program from a desktop, set DISPLAY (for example, to :0), or use a "
                "private display: desktop-agent demo"
            ),
        )
    connection = Connection(name, NoScreenError, NoScreenError)
    if is_xwayland(connection.display):
        _log.info("the X server is the X side of a Wayland session")
        connection.close()
        raise NoScreenError(Message("This is a Wayland session, where X shows only a black screen."), _GO_THERE)
    return connection


def why_not_by(create: Callable[[], Closable]) -> str:
    """Return why a backend for X11 can't be made here, by making it; empty if it can."""
    if sys.platform in {"win32", "darwin"}:
        return Message("X11 isn't available on this system.")
    try:
        create().close()
    except NoScreenError as cause:
        return str(cause)
    except Exception as cause:
        return Message("A library failed to load: {cause}.", cause=cause)
    return ""


def is_xwayland(display: Display) -> bool:
    """Return whether this is the X side of a Wayland session; older versions of it announce no extension."""
    if display.query_extension("XWAYLAND"):
        return True
    if not lists_monitors(display):
        return False
    monitors = display.screen().root.xrandr_get_monitors().monitors
    return bool(monitors) and all(str(display.get_atom_name(one.name)).startswith("XWAYLAND") for one in monitors)


def lists_monitors(display: Display) -> bool:
    """Return whether the server knows monitors (RandR 1.5)."""
    if not display.has_extension("RANDR"):
        return False
    version = display.xrandr_query_version()
    return bool((version.major_version, version.minor_version) >= _RANDR_MONITORS)


def unreachable(kind: type[E], name: str) -> E:
    """Return the error for a display that cannot be connected to."""
    return kind(
        Message("Display {part} can't be reached.", part=name or "(none)"),
        Message("Check DISPLAY and XAUTHORITY."),
    )
