"""The person's input on Windows and macOS, by pynput's listeners. Run on X11 and under Wine 8.0.

pynput reports of each event whether a program has sent it, but neither its time nor its device; so no press can be
proved here, and each yes takes four digits. On macOS only the mouse is listened to: pynput's listener for keys asks
for the keyboard's layout on its own thread, for which the system ends the program (`pynput_backend.py`).
"""

from __future__ import annotations

import ctypes
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from desktop_agent.core.presence import InputKind, OnLost, OnStop, OnUserInput, OwnInput, ignore_loss
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.platforms.libraries.library_input import pynput_name
from desktop_agent.presence.choose import BY_LIBRARY, NO_KEYS_ON_MAC
from desktop_agent.presence.classifier import InputClassifier, InputEvent, OwnInjections, PointerPlace
from desktop_agent.presence.lock import LockWatch
from desktop_agent.presence.stop_keys import StopKeys
from desktop_agent.presence.watchers import watch_with_lock

if TYPE_CHECKING:
    from pynput import keyboard, mouse

_log = logging.getLogger(__name__)

# pynput doesn't distinguish devices
_KEYBOARD = 1
_MOUSE = 2
_BUTTONS = {"left": 1, "middle": 2, "right": 3, "x1": 8, "x2": 9}  # numbered as on X11
_OTHER_BUTTON = 10
_HAS_KEYS = sys.platform != "darwin"


def why_not(_environment: Mapping[str, str] = os.environ) -> str:
    """Return why the user's input can't be observed this way; empty if it can."""
    try:
        from pynput import keyboard, mouse  # noqa: F401 - to see that they load
    except Exception as cause:
        return Message("Input on this desktop can't be monitored: {cause}.", cause=cause)
    if sys.platform == "darwin":
        import Quartz

        if not Quartz.CGPreflightListenEventAccess():
            return Message("Allow this program in System Settings > Privacy & Security > Input Monitoring.")
    return ""


def create(
    keys: StopKeys, _environment: Mapping[str, str] = os.environ, lock: LockWatch | None = None
) -> LibraryPresence:
    """Start observing."""
    return LibraryPresence(keys, lock)


class LibraryPresence:
    """The input of one desktop; implements `core.presence.Presence`."""

    reports_source = False
    keys_say = ""
    reports_touch = False
    unnoticed = ""
    reports_chords = False

    def __init__(self, keys: StopKeys, lock: LockWatch | None = None) -> None:
        from pynput import keyboard, mouse

        own = OwnInjections()
        self.own: OwnInput = own
        unknown = keys.key if _HAS_KEYS and not all(map(codes_of, keys.names())) else ""
        no_key = (
            Message("{key} doesn't stop a run on this system. Choose another stop key.", key=unknown) if unknown else ""
        )
        self.lacks = sentences("" if _HAS_KEYS else NO_KEYS_ON_MAC, no_key, BY_LIBRARY)
        classifier = InputClassifier(keys, codes_of, own)
        self._classifier = classifier
        self.quiet_for = classifier.quiet_for
        self.key_presses = classifier.key_presses
        self._lock = lock
        self._taking = threading.RLock()  # each listener has a thread of its own
        self._corner = _corner()
        x, y = mouse.Controller().position or self._corner
        self._pointer = (int(x), int(y))
        self._virtual: PointerPlace = (0.0, 0.0)  # where physical motion alone would have brought the pointer
        self._listeners: list[keyboard.Listener | mouse.Listener] = [
            mouse.Listener(on_move=self._on_move, on_click=self._on_click, on_scroll=self._on_scroll)
        ]
        if _HAS_KEYS:
            self._listeners.append(keyboard.Listener(on_press=self._on_press, on_release=self._on_release))
        for one in self._listeners:
            one.start()
            one.wait()
        _log.info("pynput reports input, of keys too: %s", _HAS_KEYS)

    def watch(self, on_user_input: OnUserInput, on_stop: OnStop, on_lost: OnLost = ignore_loss) -> Callable[[], None]:
        """Call back from the observing threads; a lock of the screen is reported, too, where it is observed."""
        self._corner = _corner()  # monitors may have changed since
        return watch_with_lock(self._classifier.watchers, self._lock, on_user_input, on_stop, on_lost)

    def was_physical(self, button: int, server_ms: int) -> bool:
        """Return False: events have no times, so nothing is proved."""
        return False

    def expects_press(self) -> None:
        """Do nothing."""

    def held_for(self, keys: Sequence[str]) -> float:
        """Return 0.0: what is held may be held by a program."""
        return 0.0

    def close(self) -> None:
        """End the listeners; never raises."""
        if self._lock is not None:
            self._lock.close()
        for one in self._listeners:
            one.stop()

    def _on_move(self, x: float, y: float, injected: bool) -> None:  # noqa: FBT001 - as pynput calls it
        with self._taking:
            (from_x, from_y) = self._virtual
            (old_x, old_y) = self._pointer
            self._pointer = (int(x), int(y))
            to = (from_x + self._pointer[0] - old_x, from_y + self._pointer[1] - old_y)
            event = InputEvent("motion", 0, True, _MOUSE, not injected, _now_ms(), self._virtual, to)  # noqa: FBT003 - down
            if not injected:
                self._virtual = to
            theirs = self._classifier.take(event)
            # A hook reports where the pointer would go, even beyond the edge; the desktop may begin below zero.
            left, top = self._corner
            self._classifier.pointer_is(
                (max(0, self._pointer[0] - left), max(0, self._pointer[1] - top)), theirs=theirs
            )

    def _on_click(self, _x: float, _y: float, button: mouse.Button, down: bool, injected: bool) -> None:  # noqa: FBT001 - as above
        self._classify("button", _BUTTONS.get(button.name, _OTHER_BUTTON), down=down, injected=injected)

    def _on_scroll(self, _x: float, _y: float, right: float, up: float, injected: bool) -> None:  # noqa: FBT001 - as above
        if up or not right:
            code = 4 if up > 0 else 5
        elif right > 0:
            code = 7
        else:
            code = 6
        self._classify("button", code, down=True, injected=injected)

    def _on_press(self, key: keyboard.Key | keyboard.KeyCode | None, injected: bool) -> None:  # noqa: FBT001 - as above
        self._classify("key", _code(key), down=True, injected=injected)

    def _on_release(self, key: keyboard.Key | keyboard.KeyCode | None, injected: bool) -> None:  # noqa: FBT001 - as above
        self._classify("key", _code(key), down=False, injected=injected)

    def _classify(self, kind: InputKind, code: int, *, down: bool, injected: bool) -> None:
        device = _KEYBOARD if kind == "key" else _MOUSE
        with self._taking:
            self._classifier.take(InputEvent(kind, code, down, device, not injected, _now_ms()))


@cache
def codes_of(name: str) -> frozenset[int]:
    """Return the virtual keys that a key is; none for one that pynput has no name for."""
    from pynput import keyboard

    if len(name) == 1:
        return frozenset({_code_of_char(name)})
    spelled = pynput_name(name)
    keys = (getattr(keyboard.Key, one, None) for one in (spelled, f"{spelled}_l", f"{spelled}_r"))
    return frozenset(key.value.vk for key in keys if key is not None)


def _code_of_char(char: str) -> int:
    if sys.platform == "win32":
        return int(vars(ctypes)["windll"].user32.VkKeyScanW(ord(char))) & 0xFF
    return ord(char)


def _code(key: keyboard.Key | keyboard.KeyCode | None) -> int:
    code = getattr(key, "value", key)  # a named key holds its code as the value of an enum
    return getattr(code, "vk", None) or ord((getattr(code, "char", None) or "\0")[0])


def _corner() -> tuple[int, int]:
    """Return the top left corner of all monitors together; (0, 0) if they are unknown."""
    import mss
    from mss.exception import ScreenShotError

    try:
        with mss.MSS() as screen:
            all_monitors = screen.monitors[0]
    except (ScreenShotError, OSError):
        return (0, 0)
    return (all_monitors["left"], all_monitors["top"])


def _now_ms() -> int:
    return int(time.monotonic() * 1000)
