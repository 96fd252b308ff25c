"""A run from a terminal, watched over its socket (`runtime/protocol/run_socket.py`); for Qt's thread."""

from __future__ import annotations

import io
import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalSocket

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.runs.events import RunFinished, RunStarted, Stamped
from desktop_agent.core.texts.message import Message
from desktop_agent.record.parse import parse_viewport
from desktop_agent.run.control import StopSource
from desktop_agent.run.end.result import RunResult
from desktop_agent.runtime.protocol.codec import UnreadableError
from desktop_agent.runtime.protocol.local_sockets import is_own, screen_name
from desktop_agent.runtime.protocol.messages import (
    Asking,
    Begun,
    Call,
    FromWatcher,
    HasWindows,
    Pause,
    Reply,
    Sent,
    Stop,
    digest_of,
    message_from,
    pieces_of,
)

PRIVACY = Message("This run was started from a terminal, which shows where its screenshots are sent.")
PAUSED = Message("You selected Pause in the tray or opened a Desktop Agent window.")
_CONNECTED_WITHIN_MS = 500
_LOST = Message("The run in the terminal ended without an error message.")


class ForeignRun(QObject):
    """Emits the run's messages as signals; can stop and pause it, but not resume it, which only its terminal can."""

    begun = Signal(str)  # the task
    heard = Signal(object)  # Stamped
    asked = Signal(object)  # a text when a question to the person opens, None when it closes
    aside_wanted = Signal(object)  # Rect; call `stand_aside` once no ordinary window of ours is there
    ended = Signal(object)  # RunResult | DesktopAgentError

    def __init__(self, socket: QLocalSocket) -> None:
        """Use a connection to the run; call `read` once the signals are connected."""
        super().__init__(socket)
        self._socket = socket
        self._has_begun = False
        self._is_here = False
        self._aside_request: Call | None = None  # the last request for that
        self._started: RunStarted | None = None
        self._finished: RunFinished | None = None
        socket.readyRead.connect(self.read)
        socket.disconnected.connect(self._end)
        socket.disconnected.connect(socket.deleteLater)
        self._send(HasWindows())

    def read(self) -> None:
        """Process the complete lines received so far."""
        while self._socket.canReadLine():
            line = bytes(self._socket.readLine().data())
            with suppress(UnreadableError, EOFError):  # a newer version's message
                self._receive(message_from(io.BytesIO(line)))

    def stand_aside(self) -> None:
        """Inform the run that none of our windows is on its part of the desktop."""
        if self._aside_request is not None:
            self._send(Reply(self._aside_request.number, digest_of(self._aside_request), None))

    def stop(self, by: StopSource) -> None:
        """Stop the run."""
        self._send(Stop(by))

    def pause(self, by: str, reason: str) -> None:
        """Pause the run; its terminal says where that was done."""
        del reason
        self._send(Pause(by, PAUSED))

    def resume(self, by: str = "human") -> None:
        """Do nothing: the run can only be resumed in its terminal."""

    def say(self, text: str) -> None:
        """Do nothing: messages to the model can only be sent in the terminal."""

    def _send(self, message: FromWatcher) -> None:
        self._socket.write(b"".join(pieces_of(message)))
        self._socket.flush()

    def _receive(self, message: Sent) -> None:
        match message:
            case Begun():
                self._begin(message)
            case Asking(is_open):
                self.asked.emit("" if is_open else None)
            case Call(service="stand aside"):
                self._aside_request = message
                self._request_hiding()
            case Stamped():
                self._on_event(message)

    def _begin(self, message: Begun) -> None:
        self._is_here = message.display == screen_name(os.environ)
        if not self._has_begun:
            self._has_begun = True
            self.begun.emit(message.task)

    def _request_hiding(self) -> None:
        viewport = parse_viewport(self._started) if self._started is not None and self._is_here else None
        if viewport is None:
            self.stand_aside()
        else:
            self.aside_wanted.emit(viewport.screen)

    def _on_event(self, stamped: Stamped) -> None:
        if isinstance(stamped.event, RunStarted):
            self._started = stamped.event
        if isinstance(stamped.event, RunFinished):
            self._finished = stamped.event
        self.heard.emit(stamped)

    def _end(self) -> None:
        self.read()
        if self._has_begun:
            self.ended.emit(self._result() or DesktopAgentError(_LOST, Message("Look into History.")))

    def _result(self) -> RunResult | None:
        started = self._started
        over = self._finished
        if started is None or over is None:
            return None
        counts = (over.status, over.message, started.run, Path(started.dir), over.turns, over.actions)
        return RunResult(*counts, over.cost, over.seconds, over.exit_code, over.outcome, over.files)


def foreign_run(path: Path, owner: QObject) -> ForeignRun | None:
    """Return the run that listens there, until that or `owner` ends; None where it is over, or another user's."""
    socket = QLocalSocket(owner)
    socket.connectToServer(str(path))
    if socket.waitForConnected(_CONNECTED_WITHIN_MS) and is_own(int(socket.socketDescriptor())):
        return ForeignRun(socket)
    socket.deleteLater()
    return None
