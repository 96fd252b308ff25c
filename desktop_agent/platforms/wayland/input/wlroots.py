"""Pointer, keys and text of a Wayland session of the wlroots family, by its virtual devices.

Which window a press lands on, and whether a program has read its keys, is known where sway lists its windows.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from desktop_agent.core.actions.action import Button
from desktop_agent.core.actions.keys import DesktopChords
from desktop_agent.core.errors import (
    DesktopAgentError,
    InputDeniedError,
    InputError,
    OffScreenError,
    UnknownKeyError,
)
from desktop_agent.core.pictures import LAYER, ScreenPoint
from desktop_agent.core.presence import NoOwnInput, OwnInput
from desktop_agent.core.runs.waiting import Stopped, StopToken
from desktop_agent.core.texts.message import Message
from desktop_agent.input.backend import Route
from desktop_agent.lib.programs import is_stopped
from desktop_agent.platforms.pasting import may_paste_primary
from desktop_agent.platforms.wayland.clipboard import DataControl
from desktop_agent.platforms.wayland.connection import Registry, WaylandConnection, connect_wayland
from desktop_agent.platforms.wayland.input.device_process import DeviceProcess
from desktop_agent.platforms.wayland.input.devices import main_seat
from desktop_agent.platforms.wayland.input.key_codes import (
    BUTTONS,
    MODIFIER_BITS,
    US_KEYMAP,
    assigned,
    has_keys,
    key_code,
    keymap_for,
    slices,
)
from desktop_agent.platforms.wayland.input.paste_route import SHIFT_INSERT, PasteRoute, clipboard_keeper
from desktop_agent.platforms.wayland.input.sway_bindings import session_chords
from desktop_agent.platforms.wayland.outputs import Outputs
from desktop_agent.platforms.wayland.protocols import (
    DATA_CONTROL_MANAGER,
    VIRTUAL_KEYBOARD_MANAGER,
    VIRTUAL_POINTER_MANAGER,
)
from desktop_agent.platforms.wayland.sway_ipc import SwayIpc, SwayView, connect_sway, view_at
from desktop_agent.platforms.wayland.transport import socket_path
from desktop_agent.platforms.wayland.unread_bytes import (
    BLIND_S,
    MOST_UNREAD,
    POLL_S,
    READS_WITHIN_S,
    not_reading,
    unread_bytes,
)

_log = logging.getLogger(__name__)

_NOTCH = 15.0  # what a notch of a usual wheel is, in logical units
_ANY_LENGTH = 1_000_000
_AFTER_CLICK_S = 0.002
_CLICK_POLLS = 100
LONGEST = 160  # characters; pasting takes a few ms for any length
_LOOK_EVERY = 16  # characters
_KEYBOARD = 1  # of ours, the one that is made for each text
_CORRECTED = frozenset("\"'")  # word processors make these curly as they are typed, not as they are pasted
_SHIFT = MODIFIER_BITS["shift"]
_NAMED_KEYBOARD = 0  # of ours, the one with names


def why_not() -> str:
    """Return why this way cannot be used here; empty when it can."""
    try:
        with connect_wayland() as connection:
            registry = Registry(connection)
            for kind in (VIRTUAL_POINTER_MANAGER, VIRTUAL_KEYBOARD_MANAGER, DATA_CONTROL_MANAGER):
                registry.need(kind, denied=InputDeniedError)
    except DesktopAgentError as cause:
        return str(cause)
    return ""


def create(_ledgers: Path | None = None, own: OwnInput | None = None) -> Wlroots:
    """Connect to the session and plug the devices in; InputDeniedError when that cannot be done.

    There is no ledger of what is held: a process of its own holds it, and lets go when this one ends, in whatever way.
    """
    with ExitStack() as opened:
        connection = opened.enter_context(connect_wayland())
        sway = connect_sway()
        if sway is not None:
            opened.enter_context(sway)
        devices = DeviceProcess(own or NoOwnInput())
        opened.callback(devices.close)
        _log.info("input by virtual devices; sway answers: %s", sway is not None)
        made = Wlroots(connection, sway, devices)
        opened.pop_all()
    return made


class Wlroots:
    """One Wayland session."""

    name = "wlroots"
    reports_modifiers = False

    def __init__(self, connection: WaylandConnection, sway: SwayIpc | None, devices: DeviceProcess) -> None:
        self._connection = connection
        self._sway = sway
        self._devices = devices
        self._path = socket_path(os.environ)
        registry = Registry(connection)
        self._outputs = Outputs(registry)
        self._keys = NamedKeys(devices)
        program = ReadingProgram(self._unread)
        self._typing = TypingRoute(devices, program)
        control = DataControl(registry, main_seat(registry))
        self._keeper = clipboard_keeper()
        self._pasting = PasteRoute(
            control, self._keeper, self._keys.key, SHIFT_INSERT,
            to_primary=lambda: may_paste_primary(self._focused_app()),
        )  # fmt: skip
        self._slow_typing = TypingRoute(devices, program, _ANY_LENGTH, frozenset())
        self._terminal_typing = TypingRoute(devices, program, corrected=frozenset())
        self.check = self._keys.check
        self.key = self._keys.key
        self._at = self._first_output_middle()
        self._keys_for: int | None = None  # a process

    def await_watchdog(self) -> None:
        """Wait for nothing: what has our devices runs already, and nothing can be pressed without it."""

    def move(self, at: ScreenPoint) -> None:
        """Move the pointer: to a part of the desktop as large as it is now."""
        boxes = [output.box for output in self._outputs.refreshed()]
        if not any(box.contains(at) for box in boxes):
            raise OffScreenError(
                Message("Point ({x}, {y}) isn't on the desktop.", x=at.x, y=at.y), Message("Take a new screenshot.")
            )
        left = min(box.x for box in boxes)
        top = min(box.y for box in boxes)
        width = max(box.right for box in boxes) - left
        height = max(box.bottom for box in boxes) - top
        self._devices.move(at.x - left, at.y - top, width, height)
        self._at = at

    def move_back(self, at: ScreenPoint) -> None:
        """Move the pointer to where it was before."""
        self.move(at)

    def pointer(self) -> ScreenPoint:
        """Return where we have moved the pointer to: the compositor doesn't report its position."""
        return self._at

    def button(self, button: Button, *, down: bool) -> None:
        """Press or release one button."""
        self._devices.button(BUTTONS[button], down=down)

    def press_on(self, window: int | None, button: Button) -> bool:
        """Press one button, unless another window than this one is under the pointer."""
        self._check_window_under_pointer(window)
        self.button(button, down=True)
        return True

    def notch_on(self, window: int | None, right: int, down: int) -> bool:
        """Turn the wheel by one notch in the same way."""
        self._check_window_under_pointer(window)
        self.notch(right, down)
        return True

    def notch(self, right: int, down: int) -> None:
        """Turn the wheel by one notch."""
        self._devices.notch(1 if right else 0, right or down, _NOTCH)

    def taker_of(self, keys: tuple[str, ...]) -> str:
        """Return a sentence when the compositor takes this chord, or when that is unknown."""
        chords = self.desktop_chords()
        chord = "+".join(keys)
        if chords.takes(keys):
            return Message(
                "This desktop uses {chord} as a shortcut, so the window in front didn't receive it.",
                chord=chord,
            )
        if chords.may_start(keys):
            return Message(
                "This desktop doesn't report whether it uses {chord} as a shortcut, so check the result.",
                chord=chord,
            )
        return ""

    def desktop_chords(self) -> DesktopChords:
        """Return what sway reports of its bindings; elsewhere any chord with Super may be the compositor's."""
        return session_chords()

    def modifiers_down(self) -> tuple[str, ...]:
        """Return none: what is held on another keyboard does not change what ours means."""
        return ()

    def restrict_keys(self, window: int | None) -> None:
        """Let named keys go only to the program of this window, where sway lists its windows."""
        views = self._sway.views() if self._sway is not None and window is not None else ()
        self._keys_for = next((view.pid for view in views if view.id == window), None)

    def keys_arrive(self) -> bool:
        """Return whether that program has the keyboard."""
        if self._keys_for is None:
            return True
        view = self._focused()
        return view is not None and view.pid == self._keys_for

    def in_dialog(self) -> bool:
        """Return whether the window with the keyboard floats above others, as dialogs do."""
        view = self._focused()
        return view is not None and view.floating

    def is_stopped(self) -> bool:
        """Return whether the program with the keyboard is stopped."""
        view = self._focused()
        return view is not None and is_stopped(view.pid)

    def buttons_down(self) -> tuple[Button, ...]:
        """Return none: nothing is reported."""
        return ()

    def await_click(self, _button: Button, pause: Callable[[float], None]) -> None:
        """Return when the program that was clicked has read of it."""
        self.sync()
        for _ in range(_CLICK_POLLS):
            pause(_AFTER_CLICK_S)
            if not self._unread():
                return

    def sync(self) -> None:
        """Return when the compositor has taken all events."""
        self._devices.sync()

    def routes(self, *, to_terminal: bool = False) -> tuple[Route, ...]:
        """Return keys for short texts, then the clipboard, and keys for any text last."""
        return (self._terminal_typing if to_terminal else self._typing, self._pasting, self._slow_typing)

    def close(self) -> None:
        """Leave the clipboard to its keeper, and unplug the devices; never raises."""
        self._keeper.close()
        self._devices.close()
        self._connection.close()
        if self._sway is not None:
            self._sway.close()

    def _first_output_middle(self) -> ScreenPoint:
        box = self._outputs.now()[0].box
        return ScreenPoint(box.x + box.width // 2, box.y + box.height // 2)

    def _check_window_under_pointer(self, window: int | None) -> None:
        if self._sway is None:
            return
        self.sync()  # the pointer's motion comes first
        tree = self._sway.tree()
        view = view_at(tree.views, self._at.x, self._at.y)
        if tree.under_layer:
            under = LAYER
        elif view is None:
            under = None
        else:
            under = view.id
        if under != window:
            raise InputError(
                Message("Another window is now under the pointer, so nothing was pressed."), Message("Look again.")
            )

    def _focused(self) -> SwayView | None:
        views = self._sway.views() if self._sway is not None else ()
        return next((view for view in views if view.focused), None)

    def _focused_app(self) -> str:
        view = self._focused()
        return view.app if view is not None else ""

    def _unread(self) -> int | None:
        self.sync()
        view = self._focused()
        return unread_bytes(view.pid, self._path) if view is not None else None


class TypingRoute:
    """Text as keys."""

    name = "keys"
    private = True
    pastes = False

    def __init__(
        self,
        devices: DeviceProcess,
        program: ReadingProgram,
        longest: int = LONGEST,
        corrected: frozenset[str] = _CORRECTED,
    ) -> None:
        self._devices = devices
        self._program = program
        self._longest = longest
        self._corrected = corrected

    def takes(self, text: str) -> bool:
        """Return whether it is short, and every program takes its characters as keys."""
        return 0 < len(text) <= self._longest and has_keys(text) and not self._corrected & {*text}

    def enter(self, text: str, stop: StopToken, stands: Callable[[], bool]) -> None:
        """Press and release a key for each character."""
        for piece in slices(text):
            self._program.await_all(stop)  # what is under way was meant for the keyboard before this one
            codes = assigned(piece)
            self._devices.load(_KEYBOARD, keymap_for(codes))
            self._devices.modifiers(_KEYBOARD, 0)
            for count, char in enumerate(piece):
                if count % _LOOK_EVERY == 0:
                    self._program.await_room(stop)
                wait_or_raise_stopped(stop)
                self._devices.key(_KEYBOARD, codes[char], down=True)
                self._devices.key(_KEYBOARD, codes[char], down=False)
        self._program.await_all(stop)

    def finish(self) -> None:
        """Nothing was borrowed."""


class NamedKeys:
    """The keys that are held on our keyboard, with the modifiers that they make: no compositor adds these up."""

    def __init__(self, devices: DeviceProcess) -> None:
        self._devices = devices
        devices.load(_NAMED_KEYBOARD, US_KEYMAP)
        devices.modifiers(_NAMED_KEYBOARD, 0)
        self._held = dict[str, int]()  # names, with what each adds to the modifiers

    def check(self, keys: tuple[str, ...]) -> None:
        """Raise UnknownKeyError for the first key that this keyboard does not have."""
        for name in keys:
            if key_code(name) is None:
                raise UnknownKeyError(
                    Message("There is no “{name}” key on Wayland.", name=name),
                    Message("Type it as text, or use a menu."),
                )

    def key(self, name: str, *, down: bool) -> None:
        """Press or release one key."""
        self.check((name,))
        code, shifted = key_code(name) or (0, False)
        if down:
            self._held[name] = MODIFIER_BITS.get(name, _SHIFT if shifted else 0)
        if name not in MODIFIER_BITS and down:
            self._devices.modifiers(_NAMED_KEYBOARD, self._modifier_mask())
        self._devices.key(_NAMED_KEYBOARD, code, down=down)
        if not down:
            self._held.pop(name, None)
        if name in MODIFIER_BITS or not down:
            self._devices.modifiers(_NAMED_KEYBOARD, self._modifier_mask())

    def _modifier_mask(self) -> int:
        held = 0
        for bits in self._held.values():
            held |= bits
        return held


class ReadingProgram:
    """The program with the keyboard, as far as what waits for it is known."""

    def __init__(self, unread: Callable[[], int | None]) -> None:
        """`unread` returns how many bytes wait; None where that is not known."""
        self._unread = unread

    def await_room(self, stop: StopToken) -> None:
        """Return when a further key would not be one too many; InputError when the program reads nothing."""
        self._await_unread_at_most(MOST_UNREAD, stop)

    def await_all(self, stop: StopToken) -> None:
        """Return when everything has been read; InputError as above."""
        self._await_unread_at_most(0, stop)

    def _await_unread_at_most(self, most: int, stop: StopToken) -> None:
        until = time.monotonic() + READS_WITHIN_S
        waiting = self._unread()
        if waiting is None:
            wait_or_raise_stopped(stop, BLIND_S)
            return
        while waiting is not None and waiting > most:
            if time.monotonic() > until:
                raise not_reading()
            wait_or_raise_stopped(stop, POLL_S)
            waiting = self._unread()


def wait_or_raise_stopped(stop: StopToken, seconds: float = 0.0) -> None:
    """Wait; Stopped when a stop has come."""
    if stop.wait(seconds) if seconds else stop.is_set():
        raise Stopped
