"""What a person in charge needs of this machine: windows, a tray, devices that can be told apart, a lock, a keyring."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterator, Mapping

from desktop_agent.app.paths import places
from desktop_agent.core.errors import NoScreenError, SettingsError
from desktop_agent.doctor.dbus import names_on
from desktop_agent.doctor.finding import Finding, tried
from desktop_agent.settings import Settings

_TRAYS = ("org.kde.StatusNotifierWatcher", "org.freedesktop.StatusNotifierWatcher")
_LOCKS = tuple(f"org.{name}.ScreenSaver" for name in ("freedesktop", "gnome", "mate", "cinnamon"))
_SESSIONS = "org.freedesktop.login1"
_MAC_FRAMEWORKS = "/System/Library/Frameworks/{0}.framework/{0}"
# What macOS grants to a program, and the function that tells without a dialog, as Apple documents it.
_MAC_PERMISSIONS = (
    ("Screen Recording", "CoreGraphics", "CGPreflightScreenCaptureAccess"),
    ("Accessibility", "ApplicationServices", "AXIsProcessTrusted"),
)


def findings(
    settings: Settings, environment: Mapping[str, str], why_no_window: Callable[[], str] | None
) -> Iterator[Finding]:
    """Try one thing after the other; a run with a terminal needs none of them."""
    if why_no_window is not None:
        yield _windows(why_no_window())
    yield _tray()
    yield tried("hand", lambda: _devices(settings, environment))
    yield _lock()
    yield permissions(environment)
    yield _keyring()


def _windows(why_not: str) -> Finding:
    if why_not:
        mend = "Until then use --approver terminal."
        return Finding("windows", "limited", f"no approval card and no tray: {why_not}", mend)
    return Finding("windows", "works", "the approval card and the other windows can be shown")


def _tray() -> Finding:
    """Look for what tray icons dock in, without Qt: it would start a whole program to ask one question."""
    if sys.platform in {"win32", "darwin"}:
        return Finding("tray", "works", "this system always has one")
    tray = next((name for name in _TRAYS if name in names_on("session")), "") or _x11_tray()
    if tray:
        return Finding("tray", "works", f"icons dock by {tray}")
    mend = "Start one, for example trayer; on GNOME add the AppIndicator extension."
    return Finding("tray", "limited", "there is none: a small window replaces the icon", mend)


def _x11_tray() -> str:
    from desktop_agent.x11.connection import connect

    try:
        connection = connect()
    except NoScreenError:
        return ""
    try:
        selection = f"_NET_SYSTEM_TRAY_S{connection.display.get_default_screen()}"
        return selection if connection.display.get_selection_owner(connection.atom(selection)) else ""
    finally:
        connection.close()


def _devices(settings: Settings, environment: Mapping[str, str]) -> Finding:
    from desktop_agent.presence.choose import why_not

    reason, person = why_not(environment), settings.person
    if not reason:
        ways = [f"the key {person.stop_key}{' twice' if person.stop_key_first == 'pause' else ''}"]
        ways += ["Esc three times"] if person.escape_thrice else []
        ways += ["the top-left corner"] if person.corner else []
        verb = "stops" if len(ways) == 1 else "stop"
        return Finding("hand", "works", f"touching mouse or keyboard pauses a run; {', '.join(ways)} {verb} it")
    challenge = person.approve_with == "challenge"
    mend = "" if challenge else "Approve at a terminal, or set person.approve_with to “challenge”."
    return Finding("hand", "limited", f"your input cannot be told from the model's: {reason}", mend)


def _lock() -> Finding:
    if sys.platform != "linux":
        return Finding("lock", "works", "the system tells when the screen is locked")
    service = next((name for name in _LOCKS if name in names_on("session")), "")
    if not service and _SESSIONS in names_on("system") and os.environ.get("XDG_SESSION_ID"):
        service = _SESSIONS
    if service:
        return Finding("lock", "works", f"{service} tells when the screen is locked, and a run then pauses")
    mend = "Do not lock the screen during a run, or use a screen saver that D-Bus knows."
    return Finding("lock", "limited", "nothing tells when the screen is locked", mend)


def permissions(environment: Mapping[str, str]) -> Finding:
    """Tell the first thing that the system does not permit."""
    runs = places(environment).runs
    nearest = next(folder for folder in (runs, *runs.parents) if folder.exists())
    if not (nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)):
        mend = "Make that folder yours, or set DESKTOP_AGENT_HOME."
        return Finding("permissions", "broken", f"nothing can be recorded in {runs}", mend)
    if sys.platform == "darwin":
        missing = [name for name, framework, question in _MAC_PERMISSIONS if not _is_granted(framework, question)]
        if not missing:
            return Finding("permissions", "works", "Screen Recording and Accessibility are granted")
        mend = "System Settings, Privacy & Security: switch them on for the terminal or this app, and start it again."
        return Finding("permissions", "broken", f"not granted: {', '.join(missing)}", mend)
    if sys.platform == "win32":
        # User Interface Privilege Isolation keeps a program from the windows of elevated ones.
        if ctypes.windll.shell32.IsUserAnAdmin():
            return Finding("permissions", "works", "elevated: all windows can be controlled")
        return Finding("permissions", "limited", "windows of elevated programs cannot be controlled")
    return Finding("permissions", "works", f"runs can be recorded in {runs}; X11 needs no permission")


def _is_granted(framework: str, question: str) -> bool:
    try:
        function = getattr(ctypes.CDLL(_MAC_FRAMEWORKS.format(framework)), question)
    except (OSError, AttributeError):
        return False
    function.restype = ctypes.c_bool
    return bool(function())


def _keyring() -> Finding:
    from desktop_agent.settings.api_keys import vault_name

    try:
        return Finding("keyring", "works", f"keys can be kept in {vault_name()}")
    except SettingsError as error:
        return Finding("keyring", "limited", error.message, error.hint)
