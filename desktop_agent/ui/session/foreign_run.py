"""A run from a terminal, connected to the tray program (`runtime/protocol/tray_link.py`); for Qt's thread."""

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
from desktop_agent.runtime.protocol.messages import (
    Asking,
    Begun,
    Call,
    Pause,
    Reply,
    Sent,
    Stop,
    digest_of,
    message_from,
    pieces_of,
)
from desktop_agent.runtime.protocol.tray_link import screen_name

PRIVACY = Message("This run was started from a terminal, which shows where its screenshots are sent.")
_LOST = Message("The run in the terminal ended without an error message.")


class ForeignRun(QObject):
    """Emits the run's messages as signals; can stop and pause it, but not resume it, which only its terminal can."""

    begun = Signal(str)  # the task
    heard = Signal(object)  # Stamped
    asked = Signal(object)  # a text when a question to the person opens, None when it closes
    aside_wanted = Signal(object)  # Rect; call `stand_aside` once no ordinary window of ours is there
    ended = Signal(object)  # RunResult | DesktopAgentError

    def __init__(self, socket: QLocalSocket) -> None:
        """Use the run's connection; call `read` once the signals are connected."""
        super().__init__(socket)
        self._socket = socket
        self._has_begun = False
        self._is_here = False
        self._aside_request: Call | None = None  # the last request for that
        self._started: RunStarted | None = None
        self._finished: RunFinished | None = None
        socket.readyRead.connect(self.read)
        socket.disconnected.connect(self._end)

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
        """Pause the run."""
        self._send(Pause(by, reason))

    def resume(self, by: str = "human") -> None:
        """Do nothing: the run can only be resumed in its terminal."""

    def say(self, text: str) -> None:
        """Do nothing: messages to the model can only be sent in the terminal."""

    def _send(self, message: Stop | Pause | Reply) -> None:
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
                self._ask_aside()
            case Stamped():
                self._on_event(message)

    def _begin(self, message: Begun) -> None:
        self._is_here = message.display == screen_name(os.environ)
        if not self._has_begun:
            self._has_begun = True
            self.begun.emit(message.task)

    def _ask_aside(self) -> None:
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
