"""One tray program per user and folder: the first listens on a local socket, and a second one only connects to it.

A lock file says who is first: unlike a socket's name, the system releases it however its owner dies. The socket
carries one word and one answer, “show” and “shown”, “stop” and “stopped” or “idle”; or what a run from a terminal says
(`runtime/protocol/tray_link.py`). A process of another user is neither heard nor asked
(`runtime/protocol/tray_link.py`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QLockFile, Qt, QThread
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message
from desktop_agent.runtime.protocol.tray_link import IDLE, STOP, STOPPED, TRAY_LOCK, is_own, socket_name, socket_paths
from desktop_agent.ui.session.foreign_run import ForeignRun

ANSWER_WITHIN_MS = 5_000
_LOOK_AGAIN_MS = 50
_SHOW = b"show\n"
_SHOWN = b"shown\n"


class Instance:
    """This process as the single instance: `claim`, `listen`, then `answer` once there is a window to show."""

    def __init__(self, cache: Path, environment: Mapping[str, str] = os.environ) -> None:
        """Use a folder specific to this user and these settings."""
        self._cache = cache
        self._environment = environment
        self._lock = QLockFile(str(cache / TRAY_LOCK))
        self._lock.setStaleLockTime(0)  # a living process's lock never expires; a dead one's is taken over
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Become the first instance; return whether it did. DesktopAgentError when the folder isn't writable."""
        try:
            self._cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            message = Message("{cache} can't be written to: {strerror}.", cache=self._cache, strerror=error.strerror)
            raise DesktopAgentError(
                message, Message("Make yourself the owner of that folder, or set DESKTOP_AGENT_HOME.")
            ) from error
        if self._lock.tryLock(0):
            return True
        if self._lock.error() == QLockFile.LockError.LockFailedError:
            return False
        message = Message("The lock {lock} can't be created.", lock=self._lock.fileName())
        raise DesktopAgentError(message, Message("Check that you own its folder and that it has free space."))

    def knock(self) -> bool:
        """Bring the first instance to the front; return whether it answered."""
        socket = QLocalSocket()
        deadline = QDeadlineTimer(ANSWER_WITHIN_MS)
        while not any(_connected(socket, name) for name in self._names()):
            if deadline.hasExpired():
                return False
            QThread.msleep(_LOOK_AGAIN_MS)  # the first instance has the lock, but doesn't listen yet
        socket.write(_SHOW)
        socket.flush()
        answered = socket.waitForReadyRead(ANSWER_WITHIN_MS)
        return answered and bytes(socket.readAll().data()) == _SHOWN

    def listen(self) -> None:
        """Accept connections, which wait for `answer`; without a listener, a run would not wait."""
        server = QLocalServer()
        self._server = server
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        for name in self._names(make=True):
            QLocalServer.removeServer(name)  # we hold the lock: a socket of this name is a leftover
            if server.listen(name):
                break

    def answer(
        self, show: Callable[[], None], run: Callable[[ForeignRun], None], stop: Callable[[], bool] = lambda: False
    ) -> None:
        """Call `show` when another instance connects, and `run` when a run from a terminal does.

        `stop` is called when a run is to be stopped, and returns whether one is under way.
        """
        if self._server is not None:
            self._server.newConnection.connect(partial(_answer, self._server, show, run, stop))
            _answer(self._server, show, run, stop)

    def close(self) -> None:
        """Release the claim."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _names(self, *, make: bool = False) -> Iterator[str]:
        if hasattr(os, "geteuid"):
            yield from map(str, socket_paths(self._cache, self._environment, make=make))
        else:
            yield socket_name(self._cache)


def _connected(socket: QLocalSocket, name: str) -> bool:
    socket.connectToServer(name)
    if not socket.waitForConnected(ANSWER_WITHIN_MS):
        return False
    if is_own(int(socket.socketDescriptor())):
        return True
    socket.abort()
    return False


def _answer(
    server: QLocalServer, show: Callable[[], None], run: Callable[[ForeignRun], None], stop: Callable[[], bool]
) -> None:
    while (socket := server.nextPendingConnection()) is not None:
        if not is_own(int(socket.socketDescriptor())):
            socket.abort()
            socket.deleteLater()
            continue
        greet = partial(_greet, socket, show, run, stop)
        socket.readyRead.connect(greet, Qt.ConnectionType.SingleShotConnection)
        socket.disconnected.connect(socket.deleteLater)


def _greet(
    socket: QLocalSocket, show: Callable[[], None], run: Callable[[ForeignRun], None], stop: Callable[[], bool]
) -> None:
    if bytes(socket.peek(len(_SHOW)).data()) == _SHOW:
        socket.readAll()
        show()
        socket.write(_SHOWN)
        socket.flush()
    elif bytes(socket.peek(len(STOP)).data()) == STOP:
        socket.readAll()
        socket.write(STOPPED if stop() else IDLE)
        socket.flush()
    else:
        run(ForeignRun(socket))
