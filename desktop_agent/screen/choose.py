"""Chooses the backends that see: tables tried in order; DESKTOP_AGENT_SCREEN forces one for captures."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Generic, TypeVar

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message, join
from desktop_agent.lib.platform_files import platform_module
from desktop_agent.screen.captures.source import CaptureSource, Monitor
from desktop_agent.screen.clipboard import ClipboardSource, NoClipboard
from desktop_agent.screen.controls.window import ControlSource, NoControls, NoWindows, WindowSource
from desktop_agent.screen.rest.signs import NoSigns, WorkSigns

if TYPE_CHECKING:
    from desktop_agent.core.remote_session import RemoteSession
    from desktop_agent.screen.captures.private_parts import PasswordSource

_log = logging.getLogger(__name__)

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
FORCED_BY = "DESKTOP_AGENT_SCREEN"


@dataclass(frozen=True, slots=True)
class ScreenBackend(Generic[T_co]):
    """One way, by the name of its file in platforms/; loaded when it is asked for."""

    file: str

    def why_not(self) -> str:
        """Return why it cannot be used here; empty when it can."""
        try:
            why_not: Callable[[], str] = self.module().why_not
            return why_not()
        except ImportError as error:
            return Message("A library failed to load: {error}.", error=error)

    def create(self) -> T_co:
        """Start it."""
        create: Callable[[], T_co] = self.module().create
        return create()

    def module(self) -> ModuleType:
        """Return its file, loaded."""
        return platform_module(self.file)


CAPTURES: Mapping[str, ScreenBackend[CaptureSource]] = {
    "wayland": ScreenBackend("wayland.capture"),
    "x11": ScreenBackend("x11.capture"),
    "mss": ScreenBackend("libraries.mss_capture"),
}
WINDOWS: Mapping[str, ScreenBackend[WindowSource]] = {
    "sway": ScreenBackend("wayland.sway_windows"),
    "kwin": ScreenBackend("kwin.windows"),
    "gnome": ScreenBackend("gnome.windows"),
    "x11": ScreenBackend("x11.windows"),
    "user32": ScreenBackend("windows.user32_windows"),
    "quartz": ScreenBackend("libraries.quartz_windows"),
}
CONTROLS: Mapping[str, ScreenBackend[ControlSource]] = {"atspi": ScreenBackend("atspi.controls")}
SIGNS: Mapping[str, ScreenBackend[WorkSigns]] = {"x11": ScreenBackend("x11.signs")}
CLIPBOARDS: Mapping[str, ScreenBackend[ClipboardSource]] = {
    "wayland": ScreenBackend("wayland.clipboard"),
    "x11": ScreenBackend("x11.clipboard"),
}


def needs_portal(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether this desktop shows its screen, and takes input, only once its person has agreed (GNOME, KDE)."""
    if sys.platform in {"win32", "darwin"} or environment.get(FORCED_BY) or not environment.get("WAYLAND_DISPLAY"):
        return False
    is_needed: bool = platform_module("portal.choose").is_needed(environment)
    _log.debug("the screen is shared by the desktop's portal only: %s", is_needed)
    return is_needed


def choose_capture(environment: Mapping[str, str] = os.environ, remote: RemoteSession | None = None) -> CaptureSource:
    """Return the first backend that works here, or the one for a remote session where there is one.

    Raises:
        SettingsError: the forced backend is unknown.
        NoScreenError: none works; the message is the reason of the one that fits this system best.
    """
    if remote is not None:
        _log.info("pictures: portal.capture was chosen, as the desktop has opened a session for this run")
        source: CaptureSource = platform_module("portal.capture").create(remote, environment)
        return source
    forced = environment.get(FORCED_BY, "")
    if forced and forced not in CAPTURES:
        raise SettingsError(
            Message(
                "{forced_by} is set to “{forced}”, which isn't a valid backend.", forced_by=FORCED_BY, forced=forced
            ),
            Message("Choose {captures}.", captures=join(Message(" or "), CAPTURES)),
        )
    if forced:
        _log.info("pictures: %s was chosen by %s", CAPTURES[forced].file, FORCED_BY)
        return CAPTURES[forced].create()
    return (
        _first_usable(CAPTURES, "pictures")
        or CAPTURES["wayland" if environment.get("WAYLAND_DISPLAY") else "x11"].create()
    )


def monitors_here(environment: Mapping[str, str] = os.environ) -> tuple[Monitor, ...]:
    """Return the monitors as they are now, in OS input units, without asking the person anything; never empty.

    Raises:
        ScreenError: there is no screen.
    """
    if needs_portal(environment):
        known: tuple[Monitor, ...] = platform_module("wayland.outputs").monitors(environment)
        return known
    with closing(choose_capture(environment)) as source:
        return source.monitors()


def choose_windows(*, to_hide: bool = False) -> WindowSource:
    """Return the source of windows here; an empty one where there is none.

    SettingsError when some are `to_hide`, and their places are unknown: then every picture would show them.
    """
    windows = _first_usable(WINDOWS, "windows") or NoWindows()
    if to_hide and not windows.reports_positions:
        _log.info("windows: some are to be hidden, and their places aren't known")
        windows.close()
        raise SettingsError(
            Message(
                "Your settings hide windows from screenshots (privacy.windows), but this session doesn't "
                "provide window information."
            ),
            Message(
                "Use sway, Plasma 6 or an X11 session, add the extension on GNOME (desktop-agent setup "
                "--gnome-windows), or hide parts of the screen instead (privacy.regions)."
            ),
        )
    return windows


def choose_controls() -> ControlSource:
    """Return the source of controls' names here; an empty one where there is none."""
    return _first_usable(CONTROLS, "names of controls") or NoControls()


def why_no_controls() -> str:
    """Return why neither names of controls nor fields for passwords can be found here; empty where they can."""
    return CONTROLS["atspi"].why_not()


def choose_passwords() -> PasswordSource | None:
    """Return the finder of password fields here; None where there is none."""
    if reason := why_no_controls():
        _log.info("password fields can't be found: %s", reason)
        return None
    finder: PasswordSource = platform_module("atspi.controls").password_fields()
    return finder


def choose_clipboard(remote: RemoteSession | None = None) -> ClipboardSource:
    """Return the source of the clipboard here; an empty one where there is none."""
    if remote is not None and remote.clipboard is not None:
        _log.info("clipboard: portal.clipboard was chosen, as the session shares it")
        source: ClipboardSource = platform_module("portal.clipboard").create(remote.clipboard)
        return source
    return _first_usable(CLIPBOARDS, "clipboard") or NoClipboard()


def choose_signs() -> WorkSigns:
    """Return the source of work signs here; an empty one where there is none."""
    return _first_usable(SIGNS, "signs of work") or NoSigns()


def _first_usable(table: Mapping[str, ScreenBackend[T]], purpose: str) -> T | None:
    for backend in table.values():
        reason = backend.why_not()
        if not reason:
            _log.info("%s: %s was chosen", purpose, backend.file)
            return backend.create()
        _log.info("%s: not %s: %s", purpose, backend.file, reason)
    return None
