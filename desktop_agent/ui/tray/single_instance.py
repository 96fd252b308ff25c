"""One tray program per user and folder: the first listens on a local socket, and a second one only connects to it.

A lock file says who is first: unlike a socket's name, the system releases it however its owner dies. The socket
carries “show”, which is answered by “shown”, and “follow” with the name of a run's socket, on which the program then
watches that run (`runtime/protocol/run_socket.py`). A process of another user is neither heard nor asked.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QLockFile, Qt, QThread
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message
from desktop_agent.runtime.protocol.local_sockets import TRAY_LOCK, is_own, make_folder, socket_folder, tray_address
from desktop_agent.runtime.protocol.run_socket import FOLLOW
from desktop_agent.ui.session.foreign_run import ForeignRun, foreign_run

ANSWER_WITHIN_MS = 5_000
_LOOK_AGAIN_MS = 50
_SHOW = b"show\n"
_SHOWN = b"shown\n"


class Instance:
    """This process as the single instance: `claim`, `listen`, then `answer` once there is a window to show."""

    def __init__(self, cache: Path) -> None:
        """Use a folder specific to this user and these settings."""
        self._cache = cache
        self._address = tray_address(cache)
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

    def raise_first_instance(self) -> bool:
        """Bring the first instance to the front; return whether it answered."""
        socket = QLocalSocket()
        deadline = QDeadlineTimer(ANSWER_WITHIN_MS)
        while not _connected(socket, self._address):
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
        with suppress(OSError):
            make_folder(socket_folder(self._cache))
            QLocalServer.removeServer(self._address)  # we hold the lock: a socket of this name is a leftover
            server.listen(self._address)

    def answer(self, show: Callable[[], None], follow: Callable[[ForeignRun], None]) -> None:
        """Call `show` when another instance connects, and `follow` when a run is to be watched."""
        if self._server is not None:
            self._server.newConnection.connect(partial(self._accept_sockets, self._server, show, follow))
            self._accept_sockets(self._server, show, follow)

    def close(self) -> None:
        """Release the claim."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _accept_sockets(
        self, server: QLocalServer, show: Callable[[], None], follow: Callable[[ForeignRun], None]
    ) -> None:
        while (socket := server.nextPendingConnection()) is not None:
            if not is_own(int(socket.socketDescriptor())):
                socket.abort()
                socket.deleteLater()
                continue
            read = partial(self._read_request, server, socket, show, follow)
            socket.readyRead.connect(read, Qt.ConnectionType.SingleShotConnection)
            socket.disconnected.connect(socket.deleteLater)

    def _read_request(
        self,
        server: QLocalServer,
        socket: QLocalSocket,
        show: Callable[[], None],
        follow: Callable[[ForeignRun], None],
    ) -> None:
        line = bytes(socket.readLine().data())
        if line == _SHOW:
            show()
            socket.write(_SHOWN)
            socket.flush()
        elif line.startswith(FOLLOW):
            name = Path(os.fsdecode(line.removeprefix(FOLLOW).strip())).name
            if (run := foreign_run(socket_folder(self._cache) / name, server)) is not None:
                follow(run)


def _connected(socket: QLocalSocket, address: str) -> bool:
    socket.connectToServer(address)
    if not socket.waitForConnected(ANSWER_WITHIN_MS):
        return False
    if is_own(int(socket.socketDescriptor())):
        return True
    socket.abort()
    return False
