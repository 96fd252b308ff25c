"""The socket to a compositor: bytes and open files out, messages in."""

from __future__ import annotations

import os
import select
import socket
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path

from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.wayland.wire import MalformedError, split

_FILES_AT_ONCE = 28  # libwayland sends no more in one go
_CHUNK = 65536
RawMessage = tuple[int, int, bytes]  # target, opcode, body


def connected(path: str) -> socket.socket:
    """Connect; OSError or ValueError (a path that no socket has) when that cannot be done."""
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
    try:
        made.connect(path)
    except (OSError, ValueError):
        made.close()
        raise
    return made


class MessageSocket:
    """A connected socket that never blocks for longer than its time limit."""

    def __init__(
        self, connected: socket.socket, split: Callable[[bytearray], tuple[RawMessage, int] | None] = split
    ) -> None:
        """`split` finds the first message in what has come, as `wire.split` does."""
        self._socket = connected
        self._split = split
        self._socket.settimeout(0)
        self._received = bytearray()
        self._files = deque[int]()

    def fileno(self) -> int:
        """Return the socket's number."""
        return self._socket.fileno()

    def write(self, data: bytes, files: list[int], within_s: float) -> None:
        """Write all; TimeoutError when it isn't read in time, another OSError when the peer has gone."""
        until = time.monotonic() + within_s
        while data:
            try:
                sent = socket.send_fds(self._socket, [data], files)
            except BlockingIOError:
                if not self._is_ready(select.POLLOUT, until - time.monotonic()):
                    raise TimeoutError from None
                continue
            data = data[sent:]
            files = []

    def read(self, within_s: float) -> None:
        """Take in what has come, and wait for something up to `within_s`.

        EOFError or OSError when the peer has gone; MalformedError for more files than there is room for.
        """
        if not self._is_ready(select.POLLIN, within_s):
            return
        data, files, flags, _ = socket.recv_fds(self._socket, _CHUNK, _FILES_AT_ONCE, socket.MSG_CMSG_CLOEXEC)
        self._files.extend(files)
        if flags & socket.MSG_CTRUNC:
            raise MalformedError(Message("too many files at once"))
        if not data:
            raise EOFError
        self._received += data

    def next_message(self) -> RawMessage | None:
        """Return the first complete message; MalformedError when it is none."""
        first = self._split(self._received)
        if first is None:
            return None
        message, size = first
        del self._received[:size]
        return message

    def next_file(self) -> int:
        """Return the first file that hasn't been taken; MalformedError when there is none."""
        if not self._files:
            raise MalformedError(Message("a file is missing"))
        return self._files.popleft()

    def close(self) -> None:
        """Disconnect, and close the files that haven't been taken."""
        self._socket.close()
        while self._files:
            os.close(self._files.popleft())

    def _is_ready(self, event: int, within_s: float) -> bool:
        watch = select.poll()
        watch.register(self._socket, event)
        return bool(watch.poll(max(0.0, within_s) * 1000))


def socket_path(environment: Mapping[str, str] = os.environ) -> str:
    """Return the socket that the environment names; empty where it names none."""
    name = environment.get("WAYLAND_DISPLAY", "")
    folder = environment.get("XDG_RUNTIME_DIR", "")
    if not name or name.startswith("/"):
        return name
    return str(Path(folder) / name) if folder else ""
