"""Whether a sway session is locked, which sway doesn't report: inferred from its behaviour.

A locked sway gives no window the keyboard, and obeys no shortcut that is not marked for it. So where no window has the
keyboard (the workspace may be empty, or a launcher has it), a keyboard of ours presses a key that is bound to nothing
but to this question: sway then takes the key and reports it, or it is locked. The screen's lock gets that key, which no
lock writes down.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import ExitStack

from desktop_agent.core.errors import DesktopAgentError, InputError
from desktop_agent.platforms.wayland.connection import Registry, WaylandConnection, connect_wayland
from desktop_agent.platforms.wayland.input.devices import VirtualKeyboard, main_seat
from desktop_agent.platforms.wayland.sway_ipc import (
    BINDING_EVENT,
    GET_INPUTS,
    PLAIN_NAME,
    SEND_TICK,
    SUBSCRIBE,
    TICK_EVENT,
    SwayIpc,
    is_virtual_device,
)
from desktop_agent.presence.senders import Senders

_WORD = "desktop-agent-is-it-locked"
_KEY = "XF86LaunchF"
_CODE = 30
_TAKEN = f"nop {_WORD}"
_BINDING = "--no-warn --inhibited --input-device={keyboard} {key}"
_KEYMAP = (
    f'xkb_keymap {{xkb_keycodes "t" {{minimum=8;maximum=255;<K>={_CODE + 8};}};'
    'xkb_types "t" {include "complete"};xkb_compatibility "t" {include "complete"};'
    f'xkb_symbols "t" {{key <K> {{[{_KEY}]}};}};}};\n'
)
_AGAIN_S = 1.0  # as long as no window has the keyboard: after a lock it may take a while until one has
_TRIES = 2  # another process may have taken the binding away in between


class SwayLock:
    """The question, for one thread; asked again each second while no window has the keyboard."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Connect to the session; InputError where it is none of sway's."""
        self._environment = environment
        self._sway = SwayIpc(environment.get("SWAYSOCK", ""), InputError)
        self._asked_s = float("-inf")
        self._locked = False
        self._keyboard: LockKeyboard | None = None

    def poll_locked(self) -> bool:
        """Return whether the session is locked; InputError when sway does not answer."""
        if any(view.focused for view in self._sway.views()):
            self._asked_s = float("-inf")
            self._locked = False
        elif time.monotonic() - self._asked_s >= _AGAIN_S:
            self._locked = not any(self._try_shortcut() for _ in range(_TRIES))
            self._asked_s = time.monotonic()
        return self._locked

    def close(self) -> None:
        """Disconnect; never raises."""
        if self._keyboard is not None:
            self._keyboard.close()
        self._sway.close()

    def _try_shortcut(self) -> bool:
        """Press the key, and return whether sway has taken it as the shortcut that it is."""
        if self._keyboard is None:
            self._keyboard = LockKeyboard(self._environment)
        with SwayIpc(self._environment.get("SWAYSOCK", ""), InputError) as news:
            news.ask(SUBSCRIBE, '["binding","tick"]')
            keyboards = virtual_keyboards(self._sway.ask(GET_INPUTS))
            bindings = [_BINDING.format(keyboard=name, key=_KEY) for name in keyboards]
            for binding in bindings:
                self._sway.command(f"bindsym {binding} {_TAKEN}")
            self._keyboard.press()
            mark = f"{_WORD}-{os.getpid()}-{time.monotonic_ns()}"
            self._sway.ask(SEND_TICK, mark)
            is_shortcut_first = _is_shortcut_first(mark, news)
            for binding in bindings:
                self._sway.command(f"unbindsym {binding}")
        return is_shortcut_first


def virtual_keyboards(inputs: object) -> set[str]:
    """Return the identifiers of programs' keyboards, one of which is ours, from sway's answer to GET_INPUTS.

    Those that aren't a plain word are left out: they go into a command.
    """
    devices = inputs if isinstance(inputs, list) else []
    names = [device.get("identifier") for device in devices]
    virtual = {name for name in names if isinstance(name, str) and is_virtual_device(name)}
    return {name for name in virtual if PLAIN_NAME.fullmatch(name)}


class LockKeyboard:
    """A keyboard with that one key."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Plug it in; InputDeniedError where that cannot be done."""
        self._senders = Senders(environment)
        with ExitStack() as undo:
            self._connection: WaylandConnection = connect_wayland(environment)
            undo.callback(self._connection.close)
            registry = Registry(self._connection)
            self._keyboard = VirtualKeyboard(registry, main_seat(registry))
            self._keyboard.load(_KEYMAP)
            undo.pop_all()

    def press(self) -> None:
        """Press and release the key; return when the compositor has taken both."""
        with self._senders.sending():
            for down in (True, False):
                self._keyboard.key(_CODE, down=down)
            self._connection.round_trip()

    def close(self) -> None:
        """Unplug it; never raises."""
        self._connection.close()


def _is_shortcut_first(mark: str, news: SwayIpc) -> bool:
    """Return whether the shortcut was taken before the mark that was sent after it."""
    is_shortcut_seen = False
    while True:
        kind, event = news.event()
        binding = event.get("binding")
        if kind == BINDING_EVENT and isinstance(binding, dict):
            is_shortcut_seen = is_shortcut_seen or binding.get("command") == _TAKEN
        if kind == TICK_EVENT and event.get("payload") == mark:
            return is_shortcut_seen


def reports_locks(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether a lock can be known here: whether sway answers."""
    try:
        lock = SwayLock(environment)
    except DesktopAgentError:
        return False
    lock.close()
    return True
