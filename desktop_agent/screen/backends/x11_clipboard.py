"""The selections of an X11 display: read as any program would that pastes, within a short time."""

from __future__ import annotations

import os
import select
import time
from typing import TYPE_CHECKING

from desktop_agent.core.decision import Pasted
from desktop_agent.core.errors import NoScreenError
from desktop_agent.screen.backends.x11_capture import connect, disconnect, why_not_by
from desktop_agent.screen.backends.x11_windows import X11Windows
from desktop_agent.screen.clipboard import Selection

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.protocol import rq

WITHIN_S = 0.15
MOST_BYTES = 1024 * 1024
OURS = "desktop-agent"
_ATOMS: dict[Selection, str] = {"clipboard": "CLIPBOARD", "primary": "PRIMARY"}
_CODES = {"STRING": "latin-1", "TEXT": "latin-1"}
_TEXTS = ("UTF8_STRING", "text/plain;charset=utf-8", "STRING", "TEXT")
_NOT_TO_BE_KEPT = "x-kde-passwordManagerHint"  # password managers set it
_PLACE = "DESKTOP_AGENT_PASTED"
_OUR_KEEPER = " -m desktop_agent."  # the process that gives back what was copied before we typed by way of a selection


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    return why_not_by(create)


def create() -> X11Clipboard:
    """Return the backend for the display in the environment; NoScreenError when there is none."""
    return X11Clipboard(connect())


class X11Clipboard:
    """The selections of one display, on a connection of its own; for one thread at a time."""

    def __init__(self, display: Display) -> None:
        from Xlib import X

        self._display = display
        display.set_error_handler(_ignore)
        self._windows = X11Windows(display)
        self._window = display.screen().root.create_window(-1, -1, 1, 1, 0, X.CopyFromParent)
        self._window.change_attributes(event_mask=X.PropertyChangeMask)
        self._place = display.intern_atom(_PLACE)

    def offered(self, selection: Selection) -> Pasted | None:
        """Return what a selection offers, and the program of the window that owns it."""
        from Xlib import error

        try:
            atom = self._display.intern_atom(_ATOMS[selection])
            owner = self._display.get_selection_owner(atom)
            if isinstance(owner, int):
                return Pasted("")
            text = self._text_of(atom)
            return None if text is None else Pasted(text, self._program_of(owner.id))
        except error.XError:
            return None
        except (error.ConnectionClosedError, OSError) as failure:
            raise NoScreenError("The display has gone away.", "Start the display again.") from failure

    def close(self) -> None:
        """Let the display go."""
        disconnect(self._display)

    def _program_of(self, owner: int) -> str:
        window = self._windows.describe(owner)
        ours = window.pid == os.getpid() or _OUR_KEEPER in window.program
        return OURS if ours else window.program or window.app

    def _text_of(self, selection: int) -> str | None:
        deadline = time.monotonic() + WITHIN_S
        listed = self._converted(selection, "TARGETS", deadline) or b""
        atoms = memoryview(listed)[: len(listed) // 4 * 4].cast("I")
        # An owner that lists nothing is asked for text all the same: old programs do not answer TARGETS.
        names = tuple(self._display.get_atom_name(atom) for atom in atoms if atom) or _TEXTS[:1]
        if _NOT_TO_BE_KEPT in names:
            return None
        wanted = next((name for name in _TEXTS if name in names), "")
        told = self._converted(selection, wanted, deadline) if wanted else b""
        return None if told is None else told.decode(_CODES.get(wanted, "utf-8"), errors="replace").rstrip("\0")

    def _converted(self, selection: int, target: str, deadline: float) -> bytes | None:
        """Return the bytes that the owner gives; None when it gives none in time, or too many."""
        from Xlib import X

        wanted = self._display.intern_atom(target)
        self._window.delete_property(self._place)
        self._window.convert_selection(selection, wanted, self._place, X.CurrentTime)
        told = self._next(X.SelectionNotify, deadline)
        while told is not None and (told.target != wanted or told.selection != selection):
            told = self._next(X.SelectionNotify, deadline)  # a late answer to an earlier question
        if told is None or not told.property:
            return None
        kind, part = self._take()
        return self._increments(deadline) if kind == self._display.intern_atom("INCR") else part

    def _increments(self, deadline: float) -> bytes | None:
        from Xlib import X

        whole = b""
        while len(whole) <= MOST_BYTES:
            event = self._next(X.PropertyNotify, deadline)
            if event is None:
                break
            if event.state == X.PropertyNewValue and event.atom == self._place:
                _, part = self._take()
                if not part:
                    return whole
                whole += part
        return None

    def _take(self) -> tuple[int, bytes]:
        from Xlib import X

        told = self._window.get_full_property(self._place, X.AnyPropertyType)
        self._window.delete_property(self._place)
        self._display.flush()
        if told is None:
            return 0, b""
        value = told.value
        return int(told.property_type), value.encode("latin-1") if isinstance(value, str) else bytes(value)

    def _next(self, kind: int, deadline: float) -> rq.Event | None:
        self._display.flush()
        while (left := deadline - time.monotonic()) > 0:
            if not self._display.pending_events() and not select.select([self._display], [], [], left)[0]:
                return None
            while self._display.pending_events():
                event = self._display.next_event()
                if event.type == kind:
                    return event
        return None


def _ignore(_error: object, _request: object) -> None:
    pass
