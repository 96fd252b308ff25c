"""The choice of the watcher of the person's input; if none works here, no input is reported and no press proved.

`session_reports` is the one record of what this session reports; promises, doctor and windows state only what follows.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, cast

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.presence import Presence
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.lib.platform_files import platform_module
from desktop_agent.presence.lock import LockWatch
from desktop_agent.presence.reduced import NoPresence
from desktop_agent.presence.silence import TouchSource
from desktop_agent.presence.stop_keys import StopKeys
from desktop_agent.presence.touch import TouchPresence

_log = logging.getLogger(__name__)

PRESENCES: Mapping[str, str] = {  # name -> file in platforms/
    "x11": "x11.presence",
    "sway": "wayland.sway_presence",
    "shortcuts": "portal.shortcuts",
    "library": "libraries.presence",
}
TOUCH_SOURCES = ("gnome.idle", "wayland.idle")  # files in platforms/ that report a touch, the better one first
NO_KEYBOARD = Message("Sway doesn't report a physical keyboard, so no key can stop a run or prove that you pressed it.")
LACKS = Message(
    "Sway reports only your stop key to programs, so touching the mouse or keyboard doesn't pause a run, "
    "and neither pressing Esc three times nor moving the pointer to the top-left corner stops it."
)
_NO_KEY = Message("No key stops a run on this desktop: touch the mouse or a key, and then press “Stop”.")
_LATER = Message(
    "To stop this run, touch the mouse or a key, and then press “Stop”. From the next run on, the desktop offers a key."
)
_NOTHING = Message(
    "On this desktop, no key stops a run, and touching the mouse or keyboard doesn't pause it. Press "
    "Ctrl+C in its terminal instead."
)
_SHORTCUTS = "shortcuts"
BY_PORTAL = Message(
    "This desktop doesn't report your input to programs, so touching the mouse or keyboard doesn't pause "
    "a run, and no key or screen corner stops it. Stop sharing from the desktop's sharing indicator, or "
    "press Ctrl+C in the run's terminal."
)
SHORTCUT_UNTRIED = Message("Press it once to see that it works: this desktop hasn't reported it before.")
SHORTCUT_LACKS = Message(
    "Touching the mouse or keyboard doesn't pause a run, and neither Esc nor a screen corner stops it. You can also "
    "stop sharing from the desktop's sharing indicator."
)
KEY_GONE = Message("The desktop no longer reports your stop key, so you couldn't have stopped the run.")
BY_LIBRARY = Message(
    "This system doesn't report which device made a press, so each approval requires entering four digits."
)
NO_KEYS_ON_MAC = Message(
    "On macOS, no key pauses or stops a run. Move the pointer to the top-left corner, or press Ctrl+C in its terminal."
)
_LIBRARY = "library"
BY_LIBRARY_ON = frozenset({"win32", "darwin"})


@dataclass(frozen=True, slots=True)
class SessionReports:
    """What a session reports of the person's input.

    `touch`: any touch, with its device, by silence (`silence.py`), or without the device. `key`: the stop key, among
    all keys, from physical keyboards alone, or by the desktop's own binding, which may never have been seen to work.
    `why_not`: why nothing is reported, in sentences.
    """

    touch: Literal["", "device", "silence", "any"] = ""
    key: Literal["", "all", "physical", "bound", "untried"] = ""
    corner: bool = False
    why_not: str = ""

    @property
    def proof(self) -> Literal["device", "touch", "chord", "digits"]:
        """How a person proves a yes here."""
        if self.touch == "device":
            return "device"
        if self.touch == "silence":
            return "touch"
        return "chord" if self.key == "physical" else "digits"


class KeyedPresence(Presence, Protocol):
    """A presence of the system's own."""

    @property
    def keys_say(self) -> str:
        """What keys do in a run here, in sentences; empty where there is nothing to explain."""


class PresenceBackend(Protocol):
    """A file in platforms/: why it cannot be used here, and how to begin."""

    def why_not(self, environment: Mapping[str, str], /) -> str:
        """Return why it cannot be used; empty when it can."""

    def create(self, keys: StopKeys, environment: Mapping[str, str], lock: LockWatch | None, /) -> KeyedPresence:
        """Begin to watch; `lock` reports locks of the screen, and is closed with it."""


def choose_presence(
    environment: Mapping[str, str] = os.environ,
    *,
    keys: StopKeys = StopKeys(),  # noqa: B008 - frozen
    asks: Callable[[str], None] = lambda _: None,
    is_first: bool = False,
) -> Presence:
    """Return the presence that watches the person's input on this desktop; never raises.

    `asks` is called with what the desktop asks the person about the stop key, while its dialog is shown. `is_first`:
    there has been no run yet. Where a touch is noticed, the desktop isn't asked for a key then, as one dialog is enough
    before a first run.
    """
    source = _touch_source(environment)
    # The process of the run receives locks itself.
    lock = None if keys.by_hand_only else LockWatch(environment)
    keyed = _keyed_presence(environment, keys, asks, lock, binds=source is None or not is_first)
    if source is None:
        return keyed
    return TouchPresence(source, keyed, keys, environment, lambda: keyed.keys_say)


def _keyed_presence(
    environment: Mapping[str, str],
    keys: StopKeys,
    asks: Callable[[str], None],
    lock: LockWatch | None,
    *,
    binds: bool,
) -> KeyedPresence:
    """Return the presence of the system's own, which in a Wayland session reports keys alone."""
    reason = ""
    for name in _backend_names(environment):
        if name == _SHORTCUTS and keys.by_hand_only:
            continue  # the device that pressed a shortcut is unknown
        reason = _why_not(name, environment)
        if reason:
            _log.info("the person's input: not %s: %s", PRESENCES[name], reason)
            continue
        if name == _SHORTCUTS and not binds:
            _log.info("the person's input: the desktop is asked for a key from the next run on")
            return NoPresence(_NOTHING, lock, _LATER)
        try:
            presence = _create_presence(name, environment, keys, asks, lock)
        except DesktopAgentError as error:  # the service may have ended after the check
            _log.info("the person's input: %s was chosen, and failed: %s", PRESENCES[name], error)
            continue
        _log.info("the person's input: %s was chosen", PRESENCES[name])
        return presence
    _log.info("the person's input: nothing reports keys")
    sentence = BY_PORTAL if _is_portal(environment) else sentences(reason, _NOTHING)
    return NoPresence(sentence, lock, _NO_KEY)


def _touch_source(environment: Mapping[str, str]) -> TouchSource | None:
    """Return what reports a touch in this Wayland session; None where nothing does."""
    for file in TOUCH_SOURCES if _is_wayland(environment) else ():
        try:
            source: TouchSource = platform_module(file).create(environment)
        except (DesktopAgentError, ImportError) as error:
            _log.info("touches: not %s: %s", file, error)
            continue
        _log.info("touches: %s was chosen", file)
        return source
    return None


def _create_presence(
    name: str,
    environment: Mapping[str, str],
    keys: StopKeys,
    asks: Callable[[str], None],
    lock: LockWatch | None,
) -> KeyedPresence:
    if name == _SHORTCUTS:
        bound: KeyedPresence = platform_module(PRESENCES[name]).create(keys, environment, lock, asks)
        return bound
    return _backend(name).create(keys, environment, lock)


def session_reports(environment: Mapping[str, str] = os.environ) -> SessionReports:
    """Return what this session reports of the person's input; each call queries it again."""
    if sys.platform in BY_LIBRARY_ON:
        why = _why_not(_LIBRARY, environment)
        key: Literal["", "all"] = "" if sys.platform == "darwin" else "all"
        return SessionReports(why_not=why) if why else SessionReports("any", key, corner=True)
    if not _is_wayland(environment):
        why = _why_not("x11", environment)
        return SessionReports(why_not=why) if why else SessionReports("device", "all", corner=True)
    source = _touch_source(environment)
    if source is not None:
        source.close()
    touch: Literal["", "silence"] = "silence" if source is not None else ""
    if environment.get("SWAYSOCK"):
        why = _why_not("sway", environment)
        return SessionReports(touch, "" if why else "physical", why_not=why)
    if not _why_not(_SHORTCUTS, environment):
        has_fired: bool = platform_module(PRESENCES[_SHORTCUTS]).has_fired(environment)
        return SessionReports(touch, "bound" if has_fired else "untried")
    return SessionReports(touch, why_not=BY_PORTAL if _is_portal(environment) else _why_not("x11", environment))


def why_not(environment: Mapping[str, str] = os.environ) -> str:
    """Return why nothing of the person's input is reported here; empty when something is."""
    reports = session_reports(environment)
    return "" if reports.touch or reports.key else reports.why_not


def _why_not(name: str, environment: Mapping[str, str]) -> str:
    try:
        return _backend(name).why_not(environment)
    except ImportError as cause:
        return Message("Input on this desktop can't be monitored: {cause}.", cause=cause)


def _backend(name: str) -> PresenceBackend:
    return cast("PresenceBackend", platform_module(PRESENCES[name]))


def _backend_names(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the backends to try, the best one first."""
    if sys.platform in BY_LIBRARY_ON:
        return (_LIBRARY,)
    if not _is_wayland(environment):
        return ("x11",)
    return ("sway",) if environment.get("SWAYSOCK") else (_SHORTCUTS, "x11")


def _is_wayland(environment: Mapping[str, str]) -> bool:
    return sys.platform not in BY_LIBRARY_ON and bool(environment.get("WAYLAND_DISPLAY"))


def _is_portal(environment: Mapping[str, str]) -> bool:
    """Return whether this is a Wayland session shared by a portal, whose input nothing else reports."""
    if environment.get("SWAYSOCK") or not _is_wayland(environment):
        return False
    reason: str = platform_module("portal.choose").why_not(environment)
    return not reason
