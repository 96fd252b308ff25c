"""Our devices, in a process of its own that carries out a run's orders and lets go of them after a crash.

A compositor keeps down what a device held whose program was killed (seen on sway 1.7): a key repeats for ever, and
another device cannot release it. So the devices belong to this process. It is started by `device_process.py`, which
blocks Ctrl+C and SIGTERM for it; it ends when its stdin ends, or the process that started it. When that is suspended,
everything is let go, too, and no order is carried out until the next “sync” has been answered with that.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import select
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import cast

from desktop_agent.core.errors import DesktopAgentError, InputDeniedError, InputError
from desktop_agent.core.presence import InputKind, OwnInput
from desktop_agent.core.texts.message import Message
from desktop_agent.input.backend import ReleasedWhileSuspendedError
from desktop_agent.input.ledger import BACK_S
from desktop_agent.lib.child_process import RunningProcess, await_bound_end, end_bound, pipe_fd, start_bound
from desktop_agent.lib.programs import SuspensionWatch, end_files
from desktop_agent.platforms.child import CHILD
from desktop_agent.platforms.wayland.connection import Registry, WaylandConnection, connect_wayland
from desktop_agent.platforms.wayland.input.devices import VirtualKeyboard, VirtualPointer, main_seat

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
        self._process = _start_process()
        answer = self._answer(_STARTS_WITHIN_S)
        _log.debug("the process that presses keys has started (%d); ready: %s", self._process.pid, answer == READY)
        if answer != READY:
            self.close()
            raise InputDeniedError(_error_sentence(answer), Message("Run doctor for details."))
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
                raise ReleasedWhileSuspendedError
            if not answer or "error" in json.loads(answer):
                raise InputError(_error_sentence(answer), Message("Look at the screen, then start the run again."))
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


def _start_process() -> RunningProcess:
    try:
        return start_bound(CHILD, "wayland.input.device_process", os.getpid())
    except OSError as cause:
        raise InputError(
            Message("The process that presses keys couldn't be started."), Message("Close some programs and try again.")
        ) from cause


def _error_sentence(answer: bytes) -> str:
    try:
        return str(json.loads(answer)["error"])
    except (ValueError, KeyError, TypeError):
        return Message("The process that presses keys isn't responding.")


KEYBOARDS = 2
READY = b'"ready"\n'
DONE = b'"done"\n'
RELEASED = b'"released"\n'
_PIECE = 1 << 16
Place = tuple[int, int, int, int]  # in a whole of a size


class Devices:
    """A pointer and keyboards, with a list of what they hold down."""

    def __init__(self, connection: WaylandConnection) -> None:
        registry = Registry(connection)
        seat = main_seat(registry)
        self._connection = connection
        self._pointer = VirtualPointer(registry, seat)
        self._keyboards = tuple(VirtualKeyboard(registry, seat) for _ in range(KEYBOARDS))
        self._down: list[tuple[int | None, int]] = []  # the keyboard, None for the pointer, and the code
        self._with_keymap = set[int]()  # keyboards: any other may not send modifiers
        self._at: Place | None = None
        self._pressed_at: dict[int, Place] = {}
        self._is_released = False  # and the run has not been notified
        self._orders: Mapping[str, Callable[..., None]] = {
            "keymap": self._load,
            "key": self._key,
            "modifiers": self._modifiers,
            "move": self._move,
            "button": self._button,
            "notch": self._pointer.notch,
        }

    @property
    def holds_any(self) -> bool:
        """Whether anything is down."""
        return bool(self._down)

    def carry_out(self, order: str, *arguments: object) -> None:
        """Do one thing, unless everything has been let go; KeyError for what is no order."""
        if not self._is_released:
            self._orders[order](*arguments)

    def sync(self) -> bool:
        """Return once the compositor has taken everything; report, once, whether everything has been released."""
        self._connection.round_trip()
        is_released = self._is_released
        self._is_released = False
        return is_released

    def suspend(self) -> None:
        """Let go of everything, and do nothing more before the run knows."""
        self.release_all()
        self._is_released = True

    def release_all(self) -> None:
        """Release everything, last pressed first, a button where it went down: elsewhere that would be a drop."""
        for keyboard, code in reversed(tuple(self._down)):
            if keyboard is None:
                self._return_pointer(code)
                self._button(code, down=False)
            else:
                self._key(keyboard, code, down=False)
        for number in self._with_keymap:
            self._modifiers(number, 0)
        self._connection.round_trip()

    def _return_pointer(self, code: int) -> None:
        if (place := self._pressed_at.get(code)) is None:
            return
        x, y, width, height = place
        self._move(x - 1 if x else x + 1, y, width, height)
        self._connection.round_trip()
        time.sleep(BACK_S)
        self._move(*place)

    def _move(self, x: int, y: int, width: int, height: int) -> None:
        self._at = (x, y, width, height)
        self._pointer.move(x, y, width, height)

    def _load(self, number: int, keymap: str) -> None:
        self._with_keymap.add(number)
        self._keyboards[number].load(keymap)

    def _modifiers(self, number: int, held: int) -> None:
        self._keyboards[number].modifiers(held)

    def _key(self, number: int, code: int, down: bool) -> None:  # noqa: FBT001 - an order has no names
        self._note((number, code), down=down)
        self._keyboards[number].key(code, down=down)

    def _button(self, code: int, down: bool) -> None:  # noqa: FBT001 - an order has no names
        self._note((None, code), down=down)
        if down and self._at is not None:
            self._pressed_at[code] = self._at
        self._pointer.button(code, down=down)

    def _note(self, what: tuple[int | None, int], *, down: bool) -> None:
        if what in self._down:
            self._down.remove(what)
        if down:
            self._down.append(what)


def main(parent: str) -> None:
    """Carry out orders, each a line of JSON, until `parent` has ended; “sync” is answered, and so is an error."""
    try:
        with connect_wayland() as connection:
            devices = Devices(connection)
            connection.round_trip()
            _answer(READY)
            try:
                _carry_out_orders(devices, connection, int(parent))
            finally:
                with contextlib.suppress(DesktopAgentError):
                    devices.release_all()
    except DesktopAgentError as error:
        with contextlib.suppress(OSError):
            _answer(json.dumps({"error": str(error)}).encode() + b"\n")


def _carry_out_orders(devices: Devices, connection: WaylandConnection, parent: int) -> None:
    orders = sys.stdin.fileno()
    ends = end_files(parent)
    waiting = b""
    suspension = SuspensionWatch(parent)
    while os.getppid() == parent:
        ready = select.select([orders, connection, *ends], [], [], suspension.wait_s())[0]
        if {*ends} & {*ready}:
            return
        if orders in ready:
            part = os.read(orders, _PIECE)
            if not part:
                return
            suspension.expect()
            *lines, waiting = (waiting + part).split(b"\n")
            for line in lines:
                order = cast("list[object]", json.loads(line))
                if order[0] == "sync":
                    _answer(RELEASED if devices.sync() else DONE)
                else:
                    devices.carry_out(str(order[0]), *order[1:])
        elif suspension.poll(holds=devices.holds_any):
            devices.suspend()
        connection.dispatch()


def _answer(line: bytes) -> None:
    os.write(sys.stdout.fileno(), line)
