"""Promises to the person in this session, in sentences; windows make no other promises.

They follow from the input that the system reports: all of it, all of it without the devices, only the stop key and a
held chord, or nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from desktop_agent.core.message import Message
from desktop_agent.presence.choose import BY_LIBRARY_ON, is_helped, lacks, shortcut_state, why_no_helper, why_not

Needs = Literal["", "touch", "key", "corner"]  # input that the system has to report for a setting to work


@dataclass(frozen=True, slots=True)
class Promises:
    """How a person takes over a run, what they do while it works, and how a device proves their approval.

    `proof` is the kind of that proof; `lacks` are the unmet needs, each with a sentence about it.
    """

    proof: Literal["device", "chord", "digits"]
    takes_over: str
    meanwhile: str
    by_device: str
    lacks: Mapping[Needs, str]


_NO_TOUCH = Message("It has no effect because this session doesn't report it.")
_NO_KEY = Message("It has no effect because this session doesn't report keys.")
_NO_CORNER = Message("It has no effect on Wayland, which doesn't report where the pointer is.")
_NEEDS_HELPER = Message("It has no effect in this session until you turn on the helper (desktop-agent guide wayland).")
_ALL = Promises(
    proof="device",
    takes_over=Message(
        "Touch the mouse or a key to take over immediately. The Pause key pauses the task; press it twice to stop."
    ),
    meanwhile=Message(
        "While it works, leave the mouse and keyboard alone, or you'll pause it. To stop it, press the Pause key twice."
    ),
    by_device=Message("A real mouse or keyboard"),
    lacks={},
)
_HELPED = replace(_ALL, lacks={"corner": _NO_CORNER})
_KEYS = Promises(
    proof="chord",
    takes_over=Message(
        "The Pause key pauses the task; press it twice to stop. Touching the mouse or keyboard doesn't "
        "pause it in this session."
    ),
    meanwhile=Message(
        "While it works, leave the mouse and keyboard alone. The Pause key pauses it; press it twice to stop."
    ),
    by_device=Message("Keys held on a real keyboard"),
    lacks={"touch": _NEEDS_HELPER, "corner": _NO_CORNER},
)
_NOTHING = Promises(
    proof="digits",
    takes_over=Message(
        "While it works, a small window has “Pause” and “Stop” buttons. In this session, you can't pause "
        "or stop it with a key."
    ),
    meanwhile=Message(
        "While it works, leave the mouse and keyboard alone. A small window has “Pause” and “Stop” buttons."
    ),
    by_device=Message("Four digits, because this session doesn't report devices"),
    lacks={"touch": _NO_TOUCH, "key": _NO_KEY, "corner": _NO_TOUCH},
)
# The key is bound by the desktop's portal, and known to be reported; which device has pressed it is not.
_SHORTCUT = replace(_KEYS, proof="digits", by_device=_NOTHING.by_device)
_SHORTCUT_UNTRIED = replace(
    _SHORTCUT,
    takes_over=Message(
        "While it works, a small window has “Pause” and “Stop” buttons. At its start, the desktop may ask you to add a "
        "key that does the same."
    ),
    meanwhile=_NOTHING.meanwhile,
)
_NOTHING_YET = replace(_NOTHING, lacks={"touch": _NEEDS_HELPER, "key": _NEEDS_HELPER, "corner": _NO_CORNER})
# Windows reports everything except the device, macOS neither the device nor keys.
_NO_DEVICES = replace(_ALL, proof="digits", by_device=_NOTHING.by_device)
_MOUSE_ALONE = replace(
    _NO_DEVICES,
    takes_over=Message(
        "Move the mouse to take over immediately. Moving the pointer to the top-left corner stops the task."
    ),
    meanwhile=Message(
        "While it works, leave the mouse alone, or you'll pause it. To stop it, move the pointer to the "
        "top-left corner."
    ),
    lacks={"key": _NO_KEY},
)


def promises(environment: Mapping[str, str] = os.environ) -> Promises:
    """Return the promises that hold in this session."""
    if is_helped(environment):
        return _HELPED
    if (state := shortcut_state(environment)) != "none":
        return _SHORTCUT if state == "works" else _SHORTCUT_UNTRIED
    if why_not(environment):
        return _NOTHING_YET if why_no_helper(environment) else _NOTHING
    if sys.platform in BY_LIBRARY_ON:
        return _MOUSE_ALONE if sys.platform == "darwin" else _NO_DEVICES
    return _KEYS if lacks(environment) else _ALL
