"""Listens on a socket in the desk's folder, and serves each connection on its own thread."""

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
    """Return a listening socket at a path, accessible to its owner only; OSError if that fails.

    A socket path is limited to 107 bytes, which a long home may exceed, so the folder is named by its open descriptor.
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
    """The proxy of one desk."""

    def __init__(self, listener: socket.socket, gate: DeskGate) -> None:
        """Start to accept connections."""
        self._listener = listener
        self._gate = gate
        self._room = threading.BoundedSemaphore(_MOST_CONNECTIONS)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._accept, name="desk-network", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Refuse held requests, and accept no more connections."""
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
                self._ended.wait(0.1)  # no descriptors left: wait until a program closes some
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
