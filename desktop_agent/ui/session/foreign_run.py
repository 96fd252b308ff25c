"""A run from a terminal, as the tray program is told of it (`host/tray_link.py`); for Qt's thread."""

from __future__ import annotations

import io
import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalSocket

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.events import RunFinished, RunStarted, Stamped
from desktop_agent.core.message import Message
from desktop_agent.host.codec import UnreadableError
from desktop_agent.host.protocol import (
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
from desktop_agent.host.tray_link import screen_name
from desktop_agent.record.parse import parse_viewport
from desktop_agent.run.control import StopSource
from desktop_agent.run.result import RunResult

PRIVACY = Message("This run was started from a terminal, which shows where its screenshots are sent.")
_LOST = Message("The run in the terminal ended without an error message.")


class ForeignRun(QObject):
    """Signals what the run says; stops and pauses it, and never lets it go on: that is said where it asks."""

    begun = Signal(str)  # the task
    heard = Signal(object)  # Stamped
    asked = Signal(object)  # words where a question to the person has opened, None where it has closed
    aside_wanted = Signal(object)  # Rect; say `stand_aside` when no ordinary window of ours lies there any more
    ended = Signal(object)  # RunResult | DesktopAgentError

    def __init__(self, socket: QLocalSocket) -> None:
        """Take the run's connection, once somebody listens to the signals: `read`."""
        super().__init__(socket)
        self._socket = socket
        self._begun = self._is_here = False
        self._aside: Call | None = None  # the last one that asked for it
        self._started: RunStarted | None = None
        self._finished: RunFinished | None = None
        socket.readyRead.connect(self.read)
        socket.disconnected.connect(self._end)

    def read(self) -> None:
        """Take the lines that have come whole."""
        while self._socket.canReadLine():
            line = bytes(self._socket.readLine().data())
            with suppress(UnreadableError, EOFError):  # a newer version says it
                self._take(message_from(io.BytesIO(line)))

    def stand_aside(self) -> None:
        """Tell the run that nothing of ours lies where it works."""
        if self._aside is not None:
            self._say(Reply(self._aside.number, digest_of(self._aside), None))

    def stop(self, by: StopSource) -> None:
        """Stop it."""
        self._say(Stop(by))

    def pause(self, by: str, reason: str) -> None:
        """Make it wait."""
        self._say(Pause(by, reason))

    def resume(self, by: str = "human") -> None:
        """Do nothing: the run goes on by a word where it asks."""

    def say(self, text: str) -> None:
        """Do nothing: words for the model are said in the terminal."""

    def _say(self, message: Stop | Pause | Reply) -> None:
        self._socket.write(b"".join(pieces_of(message)))
        self._socket.flush()

    def _take(self, message: Sent) -> None:
        match message:
            case Begun():
                self._begin(message)
            case Asking(is_open):
                self.asked.emit("" if is_open else None)
            case Call(service="stand aside"):
                self._aside = message
                self._ask_aside()
            case Stamped():
                self._hear(message)

    def _begin(self, begun: Begun) -> None:
        self._is_here = begun.display == screen_name(os.environ)
        if not self._begun:
            self._begun = True
            self.begun.emit(begun.task)

    def _ask_aside(self) -> None:
        viewport = parse_viewport(self._started) if self._started is not None and self._is_here else None
        if viewport is None:
            self.stand_aside()
        else:
            self.aside_wanted.emit(viewport.screen)

    def _hear(self, stamped: Stamped) -> None:
        if isinstance(stamped.event, RunStarted):
            self._started = stamped.event
        if isinstance(stamped.event, RunFinished):
            self._finished = stamped.event
        self.heard.emit(stamped)

    def _end(self) -> None:
        self.read()
        if self._begun:
            self.ended.emit(self._result() or DesktopAgentError(_LOST, Message("Look into History.")))

    def _result(self) -> RunResult | None:
        started, over = self._started, self._finished
        if started is None or over is None:
            return None
        counts = (over.status, over.message, started.run, Path(started.dir), over.turns, over.actions)
        return RunResult(*counts, over.cost, over.seconds, over.exit_code)
