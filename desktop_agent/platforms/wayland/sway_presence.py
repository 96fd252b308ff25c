"""Sway: the stop key and the chord that approves, by bindings for the physical keyboards alone.

No Wayland event names its device, but sway's binding for one keyboard does. What is bound is taken away from programs:
the stop key for as long as we watch, the chord only while a card asks for it. No other input of the person is reported
here.

Several of our processes may watch at once, and a chord can be bound but once: the stop key has the same word in all of
them, and the process that unbinds it notifies the others, which bind it again. The chord's word is a secret, a new one
for each press, as any program may bind any word to a keyboard of its own. What a killed process has bound stays, does
nothing, and is taken over by the next one.
"""

from __future__ import annotations

import logging
import math
import os
import secrets
import select
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop_agent.core.actions.keys import key_name
from desktop_agent.core.errors import DesktopAgentError, InputDeniedError, UnknownKeyError, display_gone
from desktop_agent.core.presence import OnLost, OnStop, OnUserInput, UserInput, ignore_loss
from desktop_agent.platforms.wayland.sway_ipc import (
    BINDING_EVENT,
    GET_INPUTS,
    INPUT_EVENT,
    MODE_EVENT,
    PLAIN_NAME,
    SEND_TICK,
    SHUTDOWN_EVENT,
    SUBSCRIBE,
    TICK_EVENT,
    WORKSPACE_EVENT,
    SwayAnswer,
    SwayIpc,
    is_virtual_device,
)
from desktop_agent.platforms.x11.keysyms import symbol_of_char, symbol_of_key
from desktop_agent.presence.choose import LACKS, NO_KEYBOARD
from desktop_agent.presence.lock import LockWatch
from desktop_agent.presence.reduced import NoPresence
from desktop_agent.presence.stop_keys import StopKeys, StopSense
from desktop_agent.presence.watchers import InputWatchers, WatcherThread, watch_with_lock

_log = logging.getLogger(__name__)

RELEASED_WITHIN_S = 1.0
_UNBOUND = "desktop-agent-stop-taken-back"
_NEWS = '["binding","input","workspace","mode","shutdown","tick"]'
_WANTED_S = 2.0  # a chord that hasn't been queried for this long is unbound
_CODE = 1  # stands for the stop key, whatever it is
# What sway would take for the end of a word or of a command is in no name that can be bound.
_MODIFIERS = {"ctrl": "Control", "shift": "Shift", "alt": "Mod1", "super": "Mod4", "altgr": "Mod5"}
# Also where a program has taken all shortcuts for itself (a virtual machine), and on a locked screen.
_FLAGS = "--no-warn --locked --inhibited"
# How far apart the repeats of a held key may be; sway's own are 40 ms apart.
_BEATS_WITHIN_S = 0.3
_NEW_PRESS_AFTER_S = 1.5  # no key waits so long for its first repeat: its release was not reported


def why_not(environment: Mapping[str, str] = os.environ) -> str:
    """Return why nothing of the person's input can be reported this way; empty when its keys can."""
    try:
        with SwayIpc(environment.get("SWAYSOCK", ""), InputDeniedError) as sway:
            if physical_keyboards(sway.ask(GET_INPUTS)):
                return ""
    except DesktopAgentError as cause:
        return str(cause)
    return NO_KEYBOARD


def create(keys: StopKeys, environment: Mapping[str, str] = os.environ, lock: LockWatch | None = None) -> SwayPresence:
    """Begin to watch; InputDeniedError when sway does not answer."""
    return SwayPresence(environment.get("SWAYSOCK", ""), keys, lock)


def physical_keyboards(inputs: object) -> tuple[str, ...]:
    """Return the identifiers of the keyboards that are devices, from sway's answer to GET_INPUTS, each once.

    A binding for one keyboard fires for that keyboard only, and virtual ones have a name that they cannot
    choose: so its event proves a press. (A program that may make devices of the kernel's, as ydotool does, makes
    physical ones.) The command does nothing; it is what the event is known by.
    """
    devices = [device for device in inputs if isinstance(device, dict)] if isinstance(inputs, list) else []
    names = [device.get("identifier") for device in devices if device.get("type") == "keyboard"]
    physical = [name for name in names if isinstance(name, str) and not is_virtual_device(name)]
    return tuple(dict.fromkeys(name for name in physical if PLAIN_NAME.fullmatch(name)))


@dataclass(frozen=True, slots=True)
class ChordBinding:
    """A chord (names as in `core.actions.keys`) and the word that its events are known by."""

    names: tuple[str, ...]
    word: str

    @property
    def pressed(self) -> str:
        """The command that the event of a press names."""
        return f"nop {self.word}"

    @property
    def released(self) -> str:
        """The command that the event of a release names."""
        return f"nop {self.word}-released"

    def bind(self, keyboard: str) -> Iterator[str]:
        """Yield sway's commands that bind it, the release first: no press is to be reported alone."""
        if keys := _keys(self.names):
            yield f"bindsym --input-device={keyboard} {_FLAGS} --release {keys} {self.released}"
            yield f"bindsym --input-device={keyboard} {_FLAGS} {keys} {self.pressed}"

    def unbind(self, keyboard: str) -> Iterator[str]:
        """Yield sway's commands that unbind it."""
        if keys := _keys(self.names):
            yield f"unbindsym --input-device={keyboard} {_FLAGS} {keys}"
            yield f"unbindsym --input-device={keyboard} {_FLAGS} --release {keys}"


def stop_binding(names: tuple[str, ...]) -> ChordBinding:
    """Return the stop key's binding: the same in each of our processes that has the same stop key."""
    return ChordBinding(names, f"desktop-agent-stop-{_keys(names)}")


class HeldChord:
    """Since when a chord is held, by the events of its presses, which repeat, and of its release."""

    def __init__(self) -> None:
        self._first_s = -math.inf
        self._last_s = self._first_s
        self.down = False

    def take_press(self, at_s: float) -> bool:
        """Take a press; return whether it is one, and no repeat."""
        is_new = not self.down or at_s - self._last_s > _NEW_PRESS_AFTER_S
        self.down = True
        self._last_s = at_s
        if is_new:
            self._first_s = at_s
        return is_new

    def released(self) -> None:
        """Take its release."""
        self.down = False

    def held_for(self, now_s: float) -> float:
        """Return for how long it has been held; 0.0 unless its repeats show that it still is.

        A release is not reported when another bound key has come between.
        """
        beats = self.down and self._last_s > self._first_s and now_s - self._last_s < _BEATS_WITHIN_S
        return now_s - self._first_s if beats else 0.0


def _keys(names: Sequence[str]) -> str:
    """Return a chord as sway writes it; empty where a key has no symbol."""
    words = [_MODIFIERS.get(name) or _symbol(name) for name in names]
    return "+".join(words) if all(words) else ""


def _symbol(name: str) -> str:
    symbol = symbol_of_key(name) or (symbol_of_char(name) if len(name) == 1 else 0)
    return f"0x{symbol:x}" if symbol else ""


class SwayPresence:
    """The keys of one sway session; implements `core.presence.Presence`.

    `keyboards` chooses from sway's answer about its devices those that are trusted.
    """

    def __init__(
        self,
        path: str,
        keys: StopKeys,
        lock: LockWatch | None = None,
        keyboards: Callable[[object], Sequence[str]] = physical_keyboards,
    ) -> None:
        nothing = NoPresence(LACKS)  # is known of keys and clicks in general
        self.own = nothing.own
        self.lacks = nothing.lacks
        self.keys_say = nothing.keys_say
        self.reports_source = nothing.reports_source
        self.reports_touch = nothing.reports_touch
        self.unnoticed = ""
        self.was_physical = nothing.was_physical
        self.expects_press = nothing.expects_press
        self.key_presses = nothing.key_presses
        self._lock = lock
        self._trusted = keyboards
        self._sense = StopSense(keys, lambda name: frozenset({_CODE} if name in self._stop.names else ()))
        self._stop = stop_binding(keys.names())
        self._chord: ChordBinding | None = None
        self._wanted: tuple[str, ...] = ()
        self._wanted_s = float("-inf")
        self._touched_s = self._wanted_s
        self._held = {"stop": HeldChord(), "chord": HeldChord()}
        self._bound: set[str] = set()
        self._watchers = InputWatchers()
        self._guard = threading.Lock()
        self._news = SwayIpc(path, InputDeniedError)
        self._sway = SwayIpc(path, InputDeniedError)
        self._news.ask(SUBSCRIBE, _NEWS)
        self._bind_new_keyboards()
        self._thread = WatcherThread(self._run)
        self._thread.start()

    @property
    def reports_chords(self) -> bool:
        """Return whether a held chord can be proved: as long as sway answers and has a keyboard to trust."""
        return self._thread.is_alive and bool(self._bound)

    def watch(self, on_user_input: OnUserInput, on_stop: OnStop, on_lost: OnLost = ignore_loss) -> Callable[[], None]:
        """Call back from the watcher's thread; a lock of the screen is reported too where it is watched."""
        return watch_with_lock(self._watchers, self._lock, on_user_input, on_stop, on_lost)

    def quiet_for(self) -> float:
        """Return for how many seconds the stop key has not been touched; other input is unknown."""
        return time.monotonic() - self._touched_s

    def held_for(self, keys: Sequence[str]) -> float:
        """Return for how long a physical keyboard has held this chord; from the first question on it is bound."""
        try:
            names = tuple(key_name(key) for key in keys)
        except UnknownKeyError:
            return 0.0
        with self._guard:
            self._wanted_s = time.monotonic()
            is_new = names != self._wanted
            self._wanted = names
            bound = self._chord is not None and self._chord.names == names
            held_s = self._held["chord"].held_for(self._wanted_s) if bound else 0.0
        if is_new:
            self._thread.wake()
        return held_s

    def close(self) -> None:
        """Remove the bindings and end the watcher; never raises."""
        if self._lock is not None:
            self._lock.close()
        self._thread.close()

    def _run(self) -> None:
        try:
            while not self._thread.is_closing():
                self._await_events(_WANTED_S if self._chord else None)
                self._update_chord_binding()
            self._unbind_all()
        except DesktopAgentError as error:
            if not self._thread.is_closing():
                self._watchers.report_loss(str(error))
        finally:
            self._news.close()
            self._sway.close()

    def _await_events(self, within_s: float | None) -> None:
        ready, _, _ = select.select([self._news.fileno(), self._thread.fileno()], [], [], within_s)
        if self._thread.fileno() in ready:
            self._thread.clear_wake()
        if self._news.fileno() in ready:
            self._handle_event(*self._news.event())

    def _handle_event(self, kind: int, news: SwayAnswer) -> None:
        is_reload = kind == WORKSPACE_EVENT and news.get("change") == "reload"
        if kind == SHUTDOWN_EVENT:
            raise display_gone(InputDeniedError)
        if kind == BINDING_EVENT:
            self._on_binding(news.get("binding"))
        elif is_reload or kind == MODE_EVENT or (kind == TICK_EVENT and news.get("payload") == _UNBOUND):
            self._bound.clear()  # each mode has its own bindings, and a reload forgets them all
            self._bind_new_keyboards()
        elif kind == INPUT_EVENT:
            self._bind_new_keyboards()

    def _bind_new_keyboards(self) -> None:
        """Bind on the keyboards that have come, and forget those that have gone."""
        keyboards = set(self._trusted(self._sway.ask(GET_INPUTS)))
        _log.info(
            "sway reports %d physical keyboards, of which %d are new", len(keyboards), len(keyboards - self._bound)
        )
        for keyboard in keyboards - self._bound:
            for binding in (self._stop, self._chord):
                self._send_commands(() if binding is None else binding.bind(keyboard))
        self._bound = keyboards

    def _on_binding(self, binding: object) -> None:
        command = binding.get("command") if isinstance(binding, dict) else None
        now = time.monotonic()
        with self._guard:
            stop = self._held["stop"]
            chord = self._held["chord"]
            if command == self._stop.released:
                stop.released()
            elif self._chord is not None and command == self._chord.pressed:
                chord.take_press(now)
            elif self._chord is not None and command == self._chord.released:
                chord.released()
            pressed = command == self._stop.pressed and stop.take_press(now)
        if pressed:
            self._touched_s = now
            event = self._sense.pressed(_CODE, frozenset({_CODE}), now)
            self._watchers.report(event, UserInput("pause") if self._sense.pauses else UserInput("key"))
        if self._chord is not None and command == self._chord.released:
            self._bind_chord(self._chord.names)  # its word has been sent to all listeners

    def _update_chord_binding(self) -> None:
        """Bind the chord that is asked for; unbind it when it isn't queried any more. Never while it is held."""
        with self._guard:
            stale = time.monotonic() - self._wanted_s > _WANTED_S
            requested = () if stale else self._wanted
            self._wanted = requested
        if self._held["chord"].down or requested == (self._chord.names if self._chord else ()):
            return
        self._unbind(self._chord)
        self._bind_chord(requested)

    def _bind_chord(self, names: tuple[str, ...]) -> None:
        chord = ChordBinding(names, f"desktop-agent-{secrets.token_hex(8)}") if names else None
        for keyboard in self._bound if chord else ():
            self._send_commands(chord.bind(keyboard) if chord else ())
        with self._guard:  # only now can it be pressed; what has been pressed meanwhile is taken after this
            self._chord = chord
            self._held["chord"] = HeldChord()

    def _unbind(self, binding: ChordBinding | None) -> None:
        for keyboard in self._bound if binding else ():
            self._send_commands(binding.unbind(keyboard) if binding else ())

    def _unbind_all(self) -> None:
        """Remove the bindings once the keys are up: sway may still hold on to a binding whose key is down."""
        ends = time.monotonic() + RELEASED_WITHIN_S
        while any(chord.down for chord in self._held.values()) and (left := ends - time.monotonic()) > 0:
            self._await_events(left)
        for name, binding in (("stop", self._stop), ("chord", self._chord)):
            if not self._held[name].down:
                self._unbind(binding)
        self._sway.ask(SEND_TICK, _UNBOUND)

    def _send_commands(self, commands: Iterable[str]) -> None:
        for command in commands:
            self._sway.command(command)
