"""Listens on a socket in the desk's folder and serves each connection on a thread of its own."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from pathlib import Path

from desktop_agent.desk.network.exchange import DeskGate, serve

_MOST_CONNECTIONS = 128
_BACKLOG = 64


def listen(path: Path) -> socket.socket:
    """Return a socket of that name, for its owner only; OSError where that cannot be.

    The system takes no more than 107 bytes for the path, which a long name of a home may pass: so the folder is named
    by its open descriptor.
    """
    path.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(f"/proc/self/fd/{folder}/{path.name}")
        path.chmod(0o600)
        listener.listen(_BACKLOG)
    except BaseException:
        listener.close()
        raise
    finally:
        os.close(folder)
    return listener


class DeskProxy:
    """The way out of one desk."""

    def __init__(self, listener: socket.socket, gate: DeskGate) -> None:
        """Begin to listen."""
        self._listener, self._gate = listener, gate
        self._room = threading.BoundedSemaphore(_MOST_CONNECTIONS)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._accept, name="desk-network", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Refuse what is held, and let nobody in any more."""
        self._ended.set()
        self._gate.asker.close()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()
        self._gate.sent.close()

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                self._ended.wait(0.1)  # no descriptors left: the program that took them all may let go
                continue
            if self._room.acquire(blocking=False):
                threading.Thread(target=self._serve, args=(connection,), name="desk-request", daemon=True).start()
            else:
                connection.close()

    def _serve(self, connection: socket.socket) -> None:
        try:
            serve(connection, self._gate)
        finally:
            self._room.release()
