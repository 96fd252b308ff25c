"""Requests to a private display by the process that keeps it: painting, the window manager's state, closing windows.

They are written to the socket here, since loading Xlib takes longer than the server takes to start, and the process
would hold it in memory as long as the display exists. The server is not trusted, as a program may have broken it: a
reply that is late or too long counts as none. Layouts: X Window System Protocol, version 11.
"""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

COOKIE_NAME = b"MIT-MAGIC-COOKIE-1"
_ANSWER_WITHIN_S = 2.0
_POLL_EVERY_S = 0.2
_QUESTION_STANDS_S = 0.7  # after that it is none that goes by itself, such as “Saving…”
_LONGEST_TITLE = 300  # bytes
_LONGEST_ANSWER = 1 << 20
_FROM_A_PAGER = 2
# Requests.
_CHANGE_ATTRIBUTES = 2
_INTERN_ATOM = 16
_GET_PROPERTY = 20
_SEND_EVENT = 25
_CLEAR_AREA = 61
# Masks of attributes and of events, and what an answer begins with.
_BACKGROUND = 1 << 1
_EVENTS = 1 << 11
# what a property is made of, in bits each
_BYTES = 8
_NUMBERS = 32
_SUBSTRUCTURE = 3 << 19
_PROPERTY_CHANGES = 1 << 22
_ERROR = 0
_REPLY = 1
_CLIENT_MESSAGE = 33
_LONG_EVENT = 35


class RootClient:
    """A client of a display for its root window; a context manager. Every method may raise OSError."""

    def __init__(self, path: str, cookie: bytes, until: float) -> None:
        """Connect to the socket of a display; nothing is waited for longer than `until`, by `time.monotonic`."""
        self._until = until
        self._socket = socket.socket(socket.AF_UNIX)
        try:
            self._check_time()
            self._socket.connect(path)
            self._root = self._set_up(cookie)
        except BaseException:
            self._socket.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def paint(self, colour: int) -> None:
        """Fill the root window with a colour (0xRRGGBB), and wait until that is done."""
        self._send(_CHANGE_ATTRIBUTES, 0, struct.pack("<3I", self._root, _BACKGROUND, colour))
        self._send(_CLEAR_AREA, 0, struct.pack("<I4H", self._root, 0, 0, 0, 0))
        self._atom("WM_NAME")

    def is_managed(self) -> bool:
        """Return whether a window manager has announced itself."""
        return bool(self._numbers("_NET_SUPPORTING_WM_CHECK"))

    def windows(self) -> list[int]:
        """Return the client windows that the window manager lists."""
        return self._numbers("_NET_CLIENT_LIST")

    def program(self, window: int) -> int:
        """Return the part of a window's id that is the same for all windows of one connection."""
        return window & ~self._id_mask

    def title(self, window: int) -> str:
        """Return a window's title; empty if it has none."""
        for name, encoding in (("_NET_WM_NAME", "utf-8"), ("WM_NAME", "latin-1")):
            unit, count, answer = self._property(window, name, _LONGEST_TITLE // 4)
            if unit == _BYTES and count:
                return answer[32 : 32 + count].decode(encoding, "replace")
        return ""

    def ask_to_close(self, window: int) -> None:
        """Ask the window manager to close a window, as its close button does."""
        kind = self._atom("_NET_CLOSE_WINDOW")
        event = struct.pack("<BBHII5I", _CLIENT_MESSAGE, 32, 0, window, kind, 0, _FROM_A_PAGER, 0, 0, 0)
        self._send(_SEND_EVENT, 0, struct.pack("<II", self._root, _SUBSTRUCTURE) + event)

    def select_changes(self) -> None:
        """Select events for changes of the root window's properties."""
        self._send(_CHANGE_ATTRIBUTES, 0, struct.pack("<3I", self._root, _EVENTS, _PROPERTY_CHANGES))

    def await_change(self, within_s: float, *more: int) -> None:
        """Wait until an event arrives, or one of `more` can be read."""
        wait = max(0.0, min(within_s, self._until - time.monotonic()))
        descriptor = self._socket.fileno()
        if descriptor in select.select([descriptor, *more], [], [], wait)[0] and not self._socket.recv(65536):
            raise ConnectionError

    def _set_up(self, cookie: bytes) -> int:
        """Set the connection up; return the root window."""
        name = _padded(COOKIE_NAME)
        secret = _padded(cookie)
        head = struct.pack("<BxHHHHxx", ord("l"), 11, 0, len(COOKIE_NAME), len(cookie))
        self._socket.sendall(head + name + secret)
        accepted, _, _, _, length = struct.unpack("<BBHHH", self._read_bytes(8))
        if accepted != 1:
            raise ConnectionRefusedError
        setup = self._read_bytes(length * 4)
        self._id_mask = int(struct.unpack_from("<I", setup, 8)[0])
        vendor = struct.unpack_from("<H", setup, 16)[0]
        formats = setup[21]
        return int(struct.unpack_from("<I", setup, 32 + _up_to_four(vendor) + 8 * formats)[0])

    def _atom(self, name: str) -> int:
        text = name.encode()
        answer = self._answer_to(_INTERN_ATOM, struct.pack("<Hxx", len(text)) + _padded(text))
        return int(struct.unpack_from("<I", answer, 8)[0])

    def _numbers(self, name: str) -> list[int]:
        """Return a property of the root window that is a list of numbers; empty where it has none."""
        unit, count, answer = self._property(self._root, name, _LONGEST_ANSWER // 8)
        return list(struct.unpack_from(f"<{count if unit == _NUMBERS else 0}I", answer, 32))

    def _property(self, window: int, name: str, most: int) -> tuple[int, int, bytes]:
        """Return a property of a window: the bits of its units, their number, and the complete reply."""
        answer = self._answer_to(_GET_PROPERTY, struct.pack("<5I", window, self._atom(name), 0, 0, most))
        return answer[1], struct.unpack_from("<I", answer, 16)[0], answer

    def _send(self, request: int, detail: int, body: bytes) -> None:
        self._check_time()
        self._socket.sendall(struct.pack("<BBH", request, detail, 1 + len(body) // 4) + body)

    def _answer_to(self, request: int, body: bytes) -> bytes:
        """Return the reply to a request; events before it are dropped, as the reply holds after them."""
        self._send(request, 0, body)
        while True:
            answer = self._read_bytes(32)
            kind = answer[0] & 0x7F
            if kind == _ERROR:
                raise OSError("the server has refused a request")
            if kind in {_REPLY, _LONG_EVENT}:
                answer += self._read_bytes(struct.unpack_from("<I", answer, 4)[0] * 4)
            if kind == _REPLY:
                return answer

    def _read_bytes(self, size: int) -> bytes:
        if size > _LONGEST_ANSWER:
            raise OSError("the server's answer is too long")
        data = b""
        while len(data) < size:
            self._check_time()
            more = self._socket.recv(size - len(data))
            if not more:
                raise ConnectionError
            data += more
        return data

    def _check_time(self) -> None:
        self._socket.settimeout(max(0.001, self._until - time.monotonic()))


def paint(path: str, cookie: bytes, colour: int) -> None:
    """Fill a display's background; if that fails, it keeps the old one."""
    with _suppress_connection_errors(), RootClient(path, cookie, time.monotonic() + _ANSWER_WITHIN_S) as client:
        client.paint(colour)


def await_window_manager(path: str, cookie: bytes, within_s: float, has_ended: Callable[[], bool]) -> bool:
    """Return True once a window manager has announced itself; False if none does in time, or `has_ended` is true."""
    deadline = time.monotonic() + within_s
    with _suppress_connection_errors(), RootClient(path, cookie, deadline) as client:
        client.select_changes()
        while time.monotonic() < deadline and not has_ended():
            if client.is_managed():
                return True
            client.await_change(_POLL_EVERY_S)
    return False


def close_windows(path: str, cookie: bytes, within_s: float, ended: int) -> list[str]:
    """Ask the window manager to close every window; return the titles of those that did not close.

    A window that a program opens when it is asked to close is a question that only a person can answer: it is left
    open, and once every remaining program asks one, the wait ends. `ended` is a descriptor that becomes readable when
    the wait is to end.
    """
    deadline = time.monotonic() + within_s
    closing = dict[int, str]()  # the windows that were asked, with their titles
    windows: list[int] = []
    with _suppress_connection_errors(), RootClient(path, cookie, deadline) as client:
        client.select_changes()
        before = windows
        windows = client.windows()
        asking_since = deadline
        while windows and time.monotonic() < min(deadline, asking_since + _QUESTION_STANDS_S):
            _ask_windows_to_close(client, before, windows, closing)
            asking = {client.program(window) for window in windows if window not in closing}
            is_asked = all(client.program(window) in asking for window in windows)
            asking_since = min(asking_since, time.monotonic()) if is_asked else deadline
            client.await_change(_QUESTION_STANDS_S if is_asked else within_s, ended)
            if select.select([ended], [], [], 0)[0]:
                return []
            before = windows
            windows = client.windows()
    return [closing[window] for window in windows if window in closing]


def _ask_windows_to_close(client: RootClient, before: list[int], windows: list[int], closing: dict[int, str]) -> None:
    """Ask each window to close, once; again if another window of its program has gone, which may have blocked it."""
    closing_programs = {client.program(window) for window in windows if window in closing}
    asking = {client.program(window) for window in windows if window not in closing} & closing_programs
    freed = {client.program(window) for window in before if window not in windows} - asking
    for window in windows:
        program = client.program(window)
        if (window in closing and program in freed) or (window not in closing and program not in closing_programs):
            closing[window] = closing.get(window) or client.title(window)
            client.ask_to_close(window)


def _suppress_connection_errors() -> contextlib.suppress:
    return contextlib.suppress(OSError, struct.error, IndexError)


def _padded(data: bytes) -> bytes:
    return data.ljust(_up_to_four(len(data)), b"\0")


def _up_to_four(size: int) -> int:
    return (size + 3) // 4 * 4
