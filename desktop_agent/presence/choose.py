"""The choice of the watcher of the person's input; if none works here, no input is reported and no press proved."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Mapping
from typing import Literal, Protocol, cast

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message, sentences, template
from desktop_agent.core.presence import Presence
from desktop_agent.lib.platform_files import platform_module
from desktop_agent.presence.lock import LockWatch
from desktop_agent.presence.stand_ins import NoPresence
from desktop_agent.presence.stop_keys import StopKeys

_log = logging.getLogger(__name__)

PRESENCES: Mapping[str, str] = {  # name -> file in platforms/
    "x11": "x11.presence",
    "evdev": "wayland.evdev_presence",
    "sway": "wayland.sway_presence",
    "shortcuts": "portal.shortcuts",
    "library": "libraries.presence",
}
NO_KEYBOARD = Message("Sway doesn't report a physical keyboard, so no key can stop a run or prove that you pressed it.")
LACKS = Message(
    "Sway reports only your stop key to programs, so touching the mouse or keyboard doesn't pause a run, "
    "and neither pressing Esc three times nor moving the pointer to the top-left corner stops it."
)
HELPER_GONE = Message(
    "The helper that reads your mouse and keyboard has exited, or now serves another user, so you couldn't have "
    "stopped the run."
)
NO_CORNER = Message(
    "Moving the pointer to the top-left corner doesn't stop a run here because this desktop doesn't "
    "report where the pointer is."
)
NO_STOP_KEY = template(
    "{key} doesn't stop a run on this desktop because the helper doesn't report keys that type "
    "characters. Choose another stop key."
)
BY_DIGITS = Message("On this desktop, approving at a terminal requires entering four digits.")
_NOTHING = Message(
    "On this desktop, no key stops a run, and touching the mouse or keyboard doesn't pause it. Press "
    "Ctrl+C in its terminal instead."
)
_HELPER = "evdev"
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


class _PortalChoice(Protocol):
    def why_not(self, environment: Mapping[str, str], /) -> str: ...


class _Shortcuts(Protocol):
    def create(self, keys: StopKeys, environment: Mapping[str, str], asks: Callable[[str], None], /) -> Presence: ...

    def has_fired(self, environment: Mapping[str, str], /) -> bool: ...


class PresenceBackend(Protocol):
    """A file in platforms/: why it cannot be used here, and how to begin."""

    def why_not(self, environment: Mapping[str, str], /) -> str:
        """Return why it cannot be used; empty when it can."""

    def create(self, keys: StopKeys, environment: Mapping[str, str], /) -> Presence:
        """Begin to watch."""


def choose_presence(
    environment: Mapping[str, str] = os.environ,
    *,
    keys: StopKeys = StopKeys(),  # noqa: B008 - frozen
    asks: Callable[[str], None] = lambda _: None,
) -> Presence:
    """Return the presence that watches the person's input on this desktop; never raises.

    `asks` is called with what the desktop asks the person about the stop key, while its dialog is shown.
    """
    reason = ""
    for name in _backend_names(environment):
        if name == _SHORTCUTS and keys.by_hand_only:
            continue  # which device has pressed a shortcut is not told
        reason = _why_not(name, environment)
        if reason:
            _log.info("the person's input: not %s: %s", PRESENCES[name], reason)
            continue
        try:
            presence = _created(name, environment, keys, asks)
        except DesktopAgentError as error:  # the service may have ended after the check
            _log.info("the person's input: %s was chosen, and failed: %s", PRESENCES[name], error)
            continue
        _log.info("the person's input: %s was chosen", PRESENCES[name])
        return presence
    _log.info("the person's input: nothing reports it")
    sentence = BY_PORTAL if _is_portal(environment) else sentences(reason, _NOTHING)
    return NoPresence(sentence, None if keys.by_hand_only else LockWatch(environment))


def _created(name: str, environment: Mapping[str, str], keys: StopKeys, asks: Callable[[str], None]) -> Presence:
    if name == _SHORTCUTS:
        return cast("_Shortcuts", _backend(name)).create(keys, environment, asks)
    return _backend(name).create(keys, environment)


def why_not(environment: Mapping[str, str] = os.environ) -> str:
    """Return why the person's input cannot be watched here, for `doctor`; empty when it can."""
    if is_helped(environment):
        return ""
    return BY_PORTAL if _is_portal(environment) else _why_not(_backend_names(environment)[-1], environment)


def shortcut_state(environment: Mapping[str, str] = os.environ) -> Literal["none", "untried", "works"]:
    """Return whether the desktop can bind the stop key for a run, and whether it is known to report it."""
    if _SHORTCUTS not in _backend_names(environment) or is_helped(environment) or _why_not(_SHORTCUTS, environment):
        return "none"
    shortcuts = cast("_Shortcuts", _backend(_SHORTCUTS))
    return "works" if shortcuts.has_fired(environment) else "untried"


def is_helped(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether the helper that reads the kernel's devices watches here."""
    return _HELPER in _backend_names(environment) and not why_no_helper(environment)


def why_no_helper(environment: Mapping[str, str] = os.environ) -> str:
    """Return why the helper doesn't watch here although it could; empty if it does, or isn't needed."""
    return _why_not(_HELPER, environment) if _HELPER in _backend_names(environment) else ""


def lacks(environment: Mapping[str, str] = os.environ) -> str:
    """Return the sentence on guarantees that are missing although input can be watched, for `doctor`; may be empty."""
    if sys.platform in BY_LIBRARY_ON:
        return sentences(NO_KEYS_ON_MAC if sys.platform == "darwin" else "", BY_LIBRARY)
    return LACKS if _backend_names(environment)[-1] == "sway" and not is_helped(environment) else ""


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
    if not environment.get("WAYLAND_DISPLAY"):
        return ("x11",)
    return (_HELPER, "sway") if environment.get("SWAYSOCK") else (_HELPER, _SHORTCUTS, "x11")


def _is_portal(environment: Mapping[str, str]) -> bool:
    """Return whether this is a Wayland session shared by a portal, where nothing reports input."""
    if sys.platform in BY_LIBRARY_ON or environment.get("SWAYSOCK") or not environment.get("WAYLAND_DISPLAY"):
        return False
    portal = cast("_PortalChoice", platform_module("portal.choose"))
    return not portal.why_not(environment)
