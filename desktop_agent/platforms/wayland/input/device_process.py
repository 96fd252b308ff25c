"""Our devices as the run sees them: orders to the process that owns them, which lets go of them after a crash."""

from __future__ import annotations

import json
import logging
import os
import select
import threading

from desktop_agent.core.errors import InputDeniedError, InputError
from desktop_agent.core.presence import InputKind, OwnInput
from desktop_agent.core.texts.message import Message
from desktop_agent.input.backend import LetGoError
from desktop_agent.lib.child_process import RunningProcess, await_bound_end, end_bound, pipe_fd, start_bound
from desktop_agent.platforms.child import CHILD
from desktop_agent.platforms.wayland.input.device_orders import READY, RELEASED

_log = logging.getLogger(__name__)

_STARTS_WITHIN_S = 20.0
_ANSWERS_WITHIN_S = 6.0
_ENDS_WITHIN_S = 3.0
_LINE = 1 << 16


class DeviceProcess:
    """Orders may come from any thread; each is announced, and leaves at once.

    A keymap and modifiers are announced as a motion is: no key is down by them, but they may be taken for input.
    """

    def __init__(self, own: OwnInput) -> None:
        """Start it, and wait until the devices are plugged in; InputDeniedError when they cannot be."""
        self._own = own
        self._sending = threading.Lock()
        self._unread = b""
        self._process = _started()
        answer = self._answer(_STARTS_WITHIN_S)
        _log.debug("the process that presses keys has started (%d); ready: %s", self._process.pid, answer == READY)
        if answer != READY:
            self.close()
            raise InputDeniedError(_reason(answer), Message("Run doctor for details."))
        threading.Thread(target=await_bound_end, args=(self._process,), daemon=True).start()  # never suspended

    def load(self, keyboard: int, keymap: str) -> None:
        """Give a keyboard this keymap, unless it has it."""
        self._own.expect("motion", 0)
        self._order("keymap", keyboard, keymap)

    def key(self, keyboard: int, code: int, *, down: bool) -> None:
        """Press or release a key."""
        self._press("key", code, ("key", keyboard, code, down), down=down)

    def modifiers(self, keyboard: int, held: int) -> None:
        """Report which modifiers are held from here on."""
        self._own.expect("motion", 0)
        self._order("modifiers", keyboard, held)

    def move(self, x: int, y: int, width: int, height: int) -> None:
        """Move to a place in a whole of a size, which stands for all of the desktop."""
        self._own.expect("motion", 0)
        self._order("move", x, y, width, height)
        self._rest()

    def button(self, code: int, *, down: bool) -> None:
        """Press or release a button."""
        self._press("button", code, ("button", code, down), down=down)

    def notch(self, axis: int, turn: int, length: float) -> None:
        """Turn the wheel by one notch: axis 0 is down, 1 is right; `length` is how far programs scroll by it."""
        self._own.expect("button", 0)
        self._order("notch", axis, turn, length)
        self._rest()

    def sync(self) -> None:
        """Return when the compositor has taken everything; InputError when it does not answer, LetGoError."""
        with self._sending:
            self._send("sync")
            answer = self._answer(_ANSWERS_WITHIN_S)
            if answer == RELEASED:
                raise LetGoError
            if not answer or "error" in json.loads(answer):
                raise InputError(_reason(answer), Message("Look at the screen, then start the run again."))
        self._own.arrived()

    def close(self) -> None:
        """End it, with everything released; never raises."""
        end_bound(self._process, _ENDS_WITHIN_S)
        _log.debug("the process that presses keys has ended: %s", self._process.returncode)

    def _press(self, kind: InputKind, code: int, order: tuple[object, ...], *, down: bool) -> None:
        if down:
            self._own.expect(kind, code)
        else:
            self._own.let_go(kind, code)
        try:
            self._order(*order)
        except BaseException:
            if down:
                self._own.retract(kind, code)
            raise
        self._rest(down=down)

    def _rest(self, *, down: bool = False) -> None:
        """Send nothing for a moment where that is due, so that the person can be noticed; never within a press."""
        if not down and self._own.is_rest_due():
            self.sync()
            self._own.rest()

    def _order(self, *order: object) -> None:
        with self._sending:
            self._send(*order)

    def _send(self, *order: object) -> None:
        try:
            data = json.dumps(order).encode() + b"\n"
            while data:
                data = data[os.write(pipe_fd(self._process.stdin), data) :]
        except (OSError, ValueError) as cause:
            raise InputError(
                Message("The process that presses keys has exited."), Message("Start the run again.")
            ) from cause

    def _answer(self, within_s: float) -> bytes:
        """Return the next line of its output; nothing when it has ended or writes nothing."""
        try:
            if not self._unread:
                output = pipe_fd(self._process.stdout)
                self._unread = os.read(output, _LINE) if select.select([output], [], [], within_s)[0] else b""
        except (OSError, ValueError):
            return b""
        line, end, self._unread = self._unread.partition(b"\n")
        return line + end


def _started() -> RunningProcess:
    try:
        return start_bound(CHILD, "wayland.input.device_orders", os.getpid())
    except OSError as cause:
        raise InputError(
            Message("The process that presses keys couldn't be started."), Message("Close some programs and try again.")
        ) from cause


def _reason(answer: bytes) -> str:
    try:
        return str(json.loads(answer)["error"])
    except (ValueError, KeyError, TypeError):
        return Message("The process that presses keys isn't responding.")
