"""Promises to the person in this session, in sentences; windows make no other promises.

They follow from what the session reports (`choose.session_reports`): all input with its devices or without, any touch
by silence, the stop key alone, or nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from desktop_agent.core.texts.message import Message
from desktop_agent.presence.choose import SessionReports, session_reports

Needs = Literal["", "touch", "key", "corner"]  # input that the system has to report for a setting to work


@dataclass(frozen=True, slots=True)
class Promises:
    """How a person takes over a run, what they do while it works, and how their approval is proved without digits.

    `proof` is the kind of that proof, and `by_chord` whether a held chord is one as well; `lacks` are the unmet needs,
    each with a sentence about it.
    """

    proof: Literal["device", "touch", "chord", "digits"]
    takes_over: str
    meanwhile: str
    by_device: str
    lacks: Mapping[Needs, str]
    by_chord: bool = False


_NO_TOUCH = Message("It has no effect because this session doesn't report it.")
_NO_KEY = Message("It has no effect because this session doesn't report keys.")
_NO_CORNER = Message("It has no effect on Wayland, which doesn't report where the pointer is.")
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
    by_chord=True,
)
_BY_TOUCH = replace(
    _ALL,
    proof="touch",
    by_device=Message("Your own click"),
    lacks={"corner": _NO_CORNER},
    by_chord=False,
)
_BY_TOUCH_ALONE = replace(
    _BY_TOUCH,
    takes_over=Message(
        "Touch the mouse or a key to take over immediately. To stop the task, take over and press “Stop”."
    ),
    meanwhile=Message(
        "While it works, leave the mouse and keyboard alone, or you'll pause it. To stop it, touch the mouse, and "
        "then press “Stop”."
    ),
    lacks={"key": _NO_KEY, "corner": _NO_CORNER},
)
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
    lacks={"touch": _NO_TOUCH, "corner": _NO_CORNER},
    by_chord=True,
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
_SHORTCUT = replace(_KEYS, proof="digits", by_device=_NOTHING.by_device, by_chord=False)
_SHORTCUT_UNTRIED = replace(
    _SHORTCUT,
    takes_over=Message(
        "While it works, a small window has “Pause” and “Stop” buttons. At its start, the desktop may ask you to add a "
        "key that does the same."
    ),
    meanwhile=_NOTHING.meanwhile,
)
# Windows reports everything except the device, macOS neither the device nor keys.
_NO_DEVICES = replace(_ALL, proof="digits", by_device=_NOTHING.by_device, by_chord=False)
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
    return promises_of(session_reports(environment))


def promises_of(reports: SessionReports) -> Promises:
    """Return what follows from what a session reports."""
    match reports.touch, reports.key:
        case "device", _:
            return _ALL
        case "any", key:
            return _NO_DEVICES if key else _MOUSE_ALONE
        case "silence", "physical":
            return replace(_BY_TOUCH, by_chord=True)
        case "silence", "bound":
            return _BY_TOUCH
        case "silence", "untried":
            return replace(_BY_TOUCH_ALONE, lacks=_BY_TOUCH.lacks)
        case "silence", _:
            return _BY_TOUCH_ALONE
        case _, "physical":
            return _KEYS
        case _, "bound":
            return _SHORTCUT
        case _, "untried":
            return _SHORTCUT_UNTRIED
    return _NOTHING
