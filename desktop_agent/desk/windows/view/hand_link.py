"""The Qt side of the hand on a desk's display: a process that runs while the person has the desk, without blocking Qt.

The process reads a display that may be hostile, so its answers are limited in length and treated as plain text.
"""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import (
    QObject,
    QProcess,  # noqa: TID251 - in START_FOLDER
    QProcessEnvironment,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent

from desktop_agent.core.texts.message import Message
from desktop_agent.desk.view.hand_words import FAILED, LET_GO, MOST_BYTES, PUT, READY, TAKE
from desktop_agent.lib.child_process import START_FOLDER, python_command
from desktop_agent.platforms.x11.keysyms import char_of_symbol, symbol_of_char

_ANSWERS_WITHIN_MS = 4_000
_ENDS_AT_ONCE_MS = 200
_ENDS_WITHIN_MS = 1_000
_LONGEST_ANSWER = 8 * MOST_BYTES
HandOrder = tuple[object, ...]
_HELD = {
    Qt.Key.Key_Control: "ctrl",
    Qt.Key.Key_Shift: "shift",
    Qt.Key.Key_Alt: "alt",
    Qt.Key.Key_Meta: "super",
    Qt.Key.Key_Super_L: "super",
    Qt.Key.Key_Super_R: "super",
}
_CHORD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
# Modifiers, locks and the accents that wait for a letter: each is in what comes of it.
_NOT_TAPPED = ((0xFE01, 0xFE14), (0xFE50, 0xFE94), (0xFF7E, 0xFF80), (0xFFE1, 0xFFEF))


class HandLink(QObject):
    """One such process, started by `begin`; emits `failed` once if it doesn't start, or has ended."""

    ready = Signal()
    let_go = Signal()  # nothing is down on the desk any longer
    put = Signal()  # the desk's clipboard has the text
    taken = Signal(object)  # str | None: the desk's clipboard; None where nobody gives it
    failed = Signal(str)

    def __init__(self, display: str, xauthority: Path, parent: QObject | None = None) -> None:
        """Prepare the process for a display; `xauthority` is the file with its cookie."""
        super().__init__(parent)
        self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("DISPLAY", display)
        environment.insert("XAUTHORITY", str(xauthority))
        self._process.setProcessEnvironment(environment)
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(lambda *_: self._fail(""))
        self._process.errorOccurred.connect(lambda *_: self._fail(""))
        self._unread = b""
        self._ended = False
        self._timeout = QTimer(self, singleShot=True, interval=_ANSWERS_WITHIN_MS)
        self._timeout.timeout.connect(lambda: self._fail(Message("It isn't responding.")))

    def begin(self) -> None:
        """Start the process; it releases all keys and buttons on the desk, then reports `ready`."""
        program, *arguments = python_command("desktop_agent.desk.view.hand")
        self._process.setWorkingDirectory(START_FOLDER)
        self._process.start(program, arguments)
        self._timeout.start()

    def tell(self, *orders: HandOrder) -> None:
        """Send orders without waiting."""
        if not self._ended and orders:
            self._process.write(b"".join(json.dumps(order).encode() + b"\n" for order in orders))

    def ask(self, order: HandOrder) -> None:
        """Send an order that is answered, and start the timeout."""
        self.tell(order)
        self._timeout.start()

    def end(self) -> None:
        """Have the process release everything and end; kill it if it hangs."""
        if self._ended:
            return
        self._ended = True
        self._timeout.stop()
        process = self._process
        process.closeWriteChannel()
        if process.waitForFinished(_ENDS_AT_ONCE_MS):
            return
        process.finished.connect(process.deleteLater)
        process.setParent(None)  # it outlives this for a moment
        QTimer.singleShot(_ENDS_WITHIN_MS, process, process.kill)

    def _read(self) -> None:
        self._unread += bytes(self._process.readAllStandardOutput().data())
        if len(self._unread) > _LONGEST_ANSWER:
            self._fail(Message("It sent too much data."))
            return
        *lines, self._unread = self._unread.split(b"\n")
        for line in lines:
            self._on_answer(json.loads(line))

    def _on_answer(self, answer: list[object]) -> None:
        self._timeout.stop()
        match answer:
            case [str(name), *_] if name == READY:
                self.ready.emit()
            case [str(name), *_] if name == LET_GO:
                self.let_go.emit()
            case [str(name), *_] if name == PUT:
                self.put.emit()
            case [str(name), text] if name == TAKE:
                self.taken.emit(text if isinstance(text, str) else None)
            case [str(name), str(why)] if name == FAILED:
                self._fail(why)

    def _fail(self, why: str) -> None:
        if self._ended:
            return
        self.end()
        self.failed.emit(why)


def orders_for(event: QKeyEvent, *, down: bool) -> list[HandOrder]:
    """Return the orders for a pressed or released key."""
    number = _HELD.get(Qt.Key(event.key())) if event.key() in _HELD_NUMBERS else None
    if number:
        return [] if event.isAutoRepeat() else [("hold", number, down)]
    symbol = _symbol(event) if down else 0
    return [("tap", symbol)] if symbol else []


def orders_for_text(text: str) -> list[HandOrder]:
    """Return the orders for a text of an input method."""
    return [("tap", symbol_of_char(char)) for char in text if char.isprintable()]


def _symbol(event: QKeyEvent) -> int:
    symbol = event.nativeVirtualKey()
    key = event.key()
    text = event.text()
    if any(first <= symbol < end for first, end in _NOT_TAPPED):
        return 0
    if not symbol:
        return symbol_of_char(text) if len(text) == 1 and text.isprintable() else 0
    typed = char_of_symbol(symbol)
    if event.modifiers() & _CHORD and typed and not typed.isascii() and Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
        # A shortcut on a keyboard of another script: Qt says which Latin letter it has.
        return key + (0 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else ord("a") - ord("A"))
    return symbol


_HELD_NUMBERS = frozenset(int(key) for key in _HELD)
