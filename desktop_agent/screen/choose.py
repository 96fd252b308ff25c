"""Which backend sees here: tables of backends, tried in order; DESKTOP_AGENT_SCREEN forces one for captures."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from desktop_agent.core.errors import SettingsError
from desktop_agent.screen.backends import atspi, mss_capture, user32_windows, x11_capture, x11_clipboard, x11_windows
from desktop_agent.screen.clipboard import ClipboardSource, NoClipboard
from desktop_agent.screen.source import CaptureSource
from desktop_agent.screen.window import ControlSource, NoControls, NoWindows, WindowSource

T_co = TypeVar("T_co", covariant=True)
FORCED_BY = "DESKTOP_AGENT_SCREEN"


@dataclass(frozen=True, slots=True)
class ScreenBackend(Generic[T_co]):
    """One way: why it cannot be used here (empty when it can), and how to start it."""

    why_not: Callable[[], str]
    create: Callable[[], T_co]


CAPTURES: Mapping[str, ScreenBackend[CaptureSource]] = {
    "x11": ScreenBackend(x11_capture.why_not, x11_capture.create),
    "mss": ScreenBackend(mss_capture.why_not, mss_capture.create),
}
WINDOWS: Mapping[str, ScreenBackend[WindowSource]] = {
    "x11": ScreenBackend(x11_windows.why_not, x11_windows.create),
    "user32": ScreenBackend(user32_windows.why_not, user32_windows.create),
}
CONTROLS: Mapping[str, ScreenBackend[ControlSource]] = {
    "atspi": ScreenBackend(atspi.why_not, atspi.create),
}

CLIPBOARDS: Mapping[str, ScreenBackend[ClipboardSource]] = {
    "x11": ScreenBackend(x11_clipboard.why_not, x11_clipboard.create),
}


def choose_capture(environment: Mapping[str, str] = os.environ) -> CaptureSource:
    """Return the first backend that works here.

    Raises:
        SettingsError: the forced backend is unknown.
        NoScreenError: none works; the message is the reason of the one that fits this system best.
    """
    forced = environment.get(FORCED_BY, "")
    if forced and forced not in CAPTURES:
        raise SettingsError(f"{FORCED_BY} names “{forced}”, which is no backend.", f"Choose {' or '.join(CAPTURES)}.")
    if forced:
        return CAPTURES[forced].create()
    for backend in CAPTURES.values():
        if not backend.why_not():
            return backend.create()
    return CAPTURES["x11"].create()


def choose_windows() -> WindowSource:
    """Return what tells about windows here; where nothing does, one that knows none."""
    usable = (backend for backend in WINDOWS.values() if not backend.why_not())
    found = next(usable, None)
    return found.create() if found else NoWindows()


def choose_controls() -> ControlSource:
    """Return what tells the names of controls here; where nothing does, one that knows none."""
    usable = (backend for backend in CONTROLS.values() if not backend.why_not())
    found = next(usable, None)
    return found.create() if found else NoControls()


def choose_clipboard() -> ClipboardSource:
    """Return what tells what a paste would put in here; where nothing does, one that cannot say."""
    usable = (backend for backend in CLIPBOARDS.values() if not backend.why_not())
    found = next(usable, None)
    return found.create() if found else NoClipboard()
