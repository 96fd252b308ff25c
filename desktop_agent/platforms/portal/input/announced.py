"""The input of a remote session, each event announced before it is sent, with a rest where one is due."""

from __future__ import annotations

from collections.abc import Callable

from desktop_agent.core.presence import InputKind, OwnInput
from desktop_agent.core.remote_session import RemoteSession, SharedMonitor

_SHIFT = 42  # by the kernel's code


class AnnouncedInput:
    """Sends by a session, which it does not close. A rest comes after a release or a motion, never within a press."""

    def __init__(self, session: RemoteSession, own: OwnInput) -> None:
        self._session = session
        self._own = own
        self._rested_late_s = 0.0  # how late the latest was, of what a rest has waited for since the last `sync`

    def plug_in(self) -> None:
        """Make programs notice a pointer and a keyboard, by a tap of Shift and a motion."""
        self._own.expect("motion", 0)
        self._own.expect("key", _SHIFT)
        self._own.let_go("key", _SHIFT)
        self._session.plug_in()

    def move(self, monitor: SharedMonitor, x: float, y: float) -> None:
        """Move the pointer, and return once the desktop has."""
        self._own.expect("motion", 0)
        self._session.move(monitor, x, y)
        self._rest()

    def button(self, code: int, *, down: bool) -> None:
        """Press or release a button."""
        self._send("button", code, lambda: self._session.button(code, down=down), down=down)

    def notch(self, axis: int, steps: int) -> None:
        """Turn the wheel by one notch."""
        self._own.expect("button", 0)
        self._session.notch(axis, steps)
        self._rest()

    def key(self, code: int, *, down: bool) -> None:
        """Press or release a key."""
        self._send("key", code, lambda: self._session.key(code, down=down), down=down)

    def keysym(self, symbol: int, *, down: bool) -> None:
        """Press or release the key of a symbol, whose code isn't known."""
        self._send("key", 0, lambda: self._session.keysym(symbol, down=down), down=down)

    def sync(self) -> float:
        """Return when the desktop has taken everything, and how late the latest was."""
        late_s = max(self._arrive(), self._rested_late_s)
        self._rested_late_s = 0.0
        return late_s

    def _arrive(self) -> float:
        late_s = self._session.sync()
        self._own.arrived()
        return late_s

    def _send(self, kind: InputKind, code: int, send: Callable[[], None], *, down: bool) -> None:
        if down:
            self._own.expect(kind, code)
        else:
            self._own.let_go(kind, code)
        try:
            send()
        except BaseException:
            if down:
                self._own.retract(kind, code)
            raise
        if not down:
            self._rest()

    def _rest(self) -> None:
        if self._own.is_rest_due():
            self._rested_late_s = max(self._rested_late_s, self._arrive())
            self._own.rest()
