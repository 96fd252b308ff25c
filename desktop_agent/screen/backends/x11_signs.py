"""Signs of work on an X11 display: busy pointers, programs that are being started, windows that do not answer.

Each question is to the X server alone: a program that hangs keeps nobody waiting. Windows are asked as window managers
ask them (_NET_WM_PING); those that take no such question, and servers without XFixes, show one sign less.
"""

from __future__ import annotations

import re
import time
from collections.abc import Set as AbstractSet

from Xlib import X
from Xlib.error import XError
from Xlib.protocol import event, rq

from desktop_agent.core.errors import InputError
from desktop_agent.screen.signs import Sign
from desktop_agent.x11.connection import Connection, connect, why_not_by

_BUSY_POINTERS = frozenset({"watch", "left_ptr_watch", "wait", "progress", "half-busy"})
_POINTER_EVERY_S = 0.05
_SILENT_S = 0.05
_STARTS_WITHIN_S = 15.0
_STARTING = re.compile(r'(new|remove):.*?\bID="?([^"\s]+)')


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    return why_not_by(create)


def create() -> X11Signs:
    """Return the backend for the display in the environment; NoScreenError when there is none."""
    return X11Signs(connect())


class X11Signs:
    """The signs on one display, on a connection of its own; for one thread."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self._display = connection, connection.display
        self._root = self._display.screen().root
        self._root.change_attributes(event_mask=X.SubstructureNotifyMask | X.PropertyChangeMask)
        self._pings = _Pings(connection)
        self._starting = dict[str, float]()
        self._messages = dict[int, str]()
        self._has_pointer = self._display.has_extension("XFIXES")
        if self._has_pointer:
            self._display.xfixes_query_version()
        self._pointer, self._pointer_at = "", 0.0

    def now(self) -> AbstractSet[Sign]:
        """Return the signs that there are now."""
        try:
            with self._connection.errors():
                now = time.monotonic()
                self._read_events(now)
                silent = self._pings.is_silent(now)
                busy = self._pointer_name(now) in _BUSY_POINTERS
        except InputError:
            return frozenset()
        finally:
            self._connection.forgive()
        starting = any(now - began < _STARTS_WITHIN_S for began in self._starting.values())
        seen: dict[Sign, bool] = {"pointer": busy, "starting": starting, "silent": silent}
        return frozenset(sign for sign, there in seen.items() if there)

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()

    def _read_events(self, now: float) -> None:
        for _ in range(self._display.pending_events()):
            told = self._display.next_event()
            if told.type == X.ClientMessage:
                self._pings.hear(told)
                self._hear_starting(told, now)

    def _hear_starting(self, told: event.ClientMessage, now: float) -> None:
        """Put a startup message together, which comes in pieces of 20 bytes up to a zero."""
        begins = told.client_type == self._connection.atom("_NET_STARTUP_INFO_BEGIN")
        if not begins and told.client_type != self._connection.atom("_NET_STARTUP_INFO"):
            return
        text = ("" if begins else self._messages.get(told.window.id, "")) + bytes(told.data[1]).decode("latin-1")
        self._messages[told.window.id] = text
        if "\0" not in text:
            return
        del self._messages[told.window.id]
        found = _STARTING.match(text.split("\0")[0])
        if found and found[1] == "new":
            self._starting[found[2]] = now
        elif found:
            self._starting.pop(found[2], None)

    def _pointer_name(self, now: float) -> str:
        if self._has_pointer and now - self._pointer_at >= _POINTER_EVERY_S:
            self._pointer_at = now
            major = self._display.display.get_extension_major("XFIXES")
            atom = _GetCursorImageAndName(display=self._display.display, opcode=major).cursor_atom
            self._pointer = str(self._display.get_atom_name(atom)) if atom else ""
        return self._pointer


class _Pings:
    """Asks the active window again and again whether it still answers."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self._display = connection, connection.display
        self._root = self._display.screen().root
        self._protocols, self._ping = connection.atom("WM_PROTOCOLS"), connection.atom("_NET_WM_PING")
        self._active = connection.atom("_NET_ACTIVE_WINDOW")
        self._takes = dict[int, bool]()
        self._window, self._sent_at, self._is_open = 0, 0.0, False

    def is_silent(self, now: float) -> bool:
        """Tell whether the active window owes an answer; asks anew when it does not."""
        window = self._active_window()
        if window != self._window:
            self._window, self._is_open = window, False
        if not window or not self._takes_pings(window):
            return False
        if not self._is_open:
            self._send(window, now)
        return now - self._sent_at >= _SILENT_S

    def hear(self, told: event.ClientMessage) -> None:
        """Take note of an answer."""
        if told.client_type == self._protocols and told.data[1][0] == self._ping and told.data[1][2] == self._window:
            self._is_open = False

    def _active_window(self) -> int:
        answer = self._root.get_full_property(self._active, X.AnyPropertyType)
        return int(answer.value[0]) if answer is not None and len(answer.value) else 0

    def _takes_pings(self, window: int) -> bool:
        if window not in self._takes:
            try:
                taken = self._display.create_resource_object("window", window).get_wm_protocols()
            except XError:
                return False
            self._takes[window] = self._ping in taken
        return self._takes[window]

    def _send(self, window: int, now: float) -> None:
        words = [self._ping, int(now * 1000) & 0x7FFFFFFF, window, 0, 0]
        question = event.ClientMessage(window=window, client_type=self._protocols, data=(32, words))
        self._display.create_resource_object("window", window).send_event(question)
        self._display.flush()
        self._sent_at, self._is_open = now, True


class _GetCursorImageAndName(rq.ReplyRequest):  # type: ignore[misc]  # python-xlib has no types
    """The pointer's picture, which is left unread here, and the name that its program gave it."""

    _request = rq.Struct(rq.Card8("opcode"), rq.Opcode(25), rq.RequestLength())
    _reply = rq.Struct(
        rq.ReplyCode(),
        rq.Pad(1),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.Int16("x"),
        rq.Int16("y"),
        rq.Card16("width"),
        rq.Card16("height"),
        rq.Card16("x_hot"),
        rq.Card16("y_hot"),
        rq.Card32("serial"),
        rq.Card32("cursor_atom"),
        rq.Card16("name_length"),
        rq.Pad(2),
    )
