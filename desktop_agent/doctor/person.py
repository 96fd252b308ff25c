"""What a person in charge needs of this machine: windows, a tray, a watched hand, a lock that is told, a keyring."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping

from desktop_agent.core.errors import NoScreenError, SettingsError
from desktop_agent.doctor.buses import names_on
from desktop_agent.doctor.finding import Finding, tried
from desktop_agent.doctor.permissions import permissions
from desktop_agent.settings import Settings

_TRAYS = ("org.kde.StatusNotifierWatcher", "org.freedesktop.StatusNotifierWatcher")
_LOCKS = tuple(f"org.{name}.ScreenSaver" for name in ("freedesktop", "gnome", "mate", "cinnamon"))
_SESSIONS = "org.freedesktop.login1"


def findings(
    settings: Settings, environment: Mapping[str, str], why_no_window: Callable[[], str] | None
) -> Iterator[Finding]:
    """Try one thing after the other; nothing here is needed for a run with a terminal."""
    if why_no_window is not None:
        yield _windows(why_no_window())
    yield _tray()
    yield tried("hand", lambda: _hand(settings, environment))
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
    found = next((name for name in _TRAYS if name in names_on("session")), "") or _tray_of_x11()
    if found:
        return Finding("tray", "works", f"icons dock by {found}")
    return Finding(
        "tray",
        "limited",
        "none: a small window stands in for the icon",
        "Start one, for example trayer; on GNOME add the AppIndicator extension.",
    )


def _tray_of_x11() -> str:
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


def _hand(settings: Settings, environment: Mapping[str, str]) -> Finding:
    from desktop_agent.presence.choose import why_not

    wrong = why_not(environment)
    if not wrong:
        return Finding("hand", "works", f"a touch pauses a run; {_stops(settings)}")
    challenge = settings.person.approve_with == "challenge"
    mend = "" if challenge else "Approve at a terminal, or set person.approve_with to “challenge”."
    return Finding("hand", "limited", f"nothing tells your hand from the model's: {wrong}", mend)


def _stops(settings: Settings) -> str:
    person = settings.person
    ways = [f"the key {person.stop_key}"]
    ways += ["Esc three times"] if person.escape_thrice else []
    ways += ["the top left corner"] if person.corner else []
    return f"{', '.join(ways)} {'stops' if len(ways) == 1 else 'stop'} it"


def _lock() -> Finding:
    if sys.platform != "linux":
        return Finding("lock", "works", "a locked screen is told by the system")
    found = next((name for name in _LOCKS if name in names_on("session")), "")
    if not found and _SESSIONS in names_on("system") and os.environ.get("XDG_SESSION_ID"):
        found = _SESSIONS
    if found:
        return Finding("lock", "works", f"{found} tells when the screen is locked, and a run then pauses")
    return Finding(
        "lock",
        "limited",
        "nothing tells here when the screen is locked",
        "Do not lock the screen during a run, or use a screen saver that D-Bus knows.",
    )


def _keyring() -> Finding:
    from desktop_agent.settings.api_keys import vault_name

    try:
        return Finding("keyring", "works", f"keys can be kept in {vault_name()}")
    except SettingsError as error:
        return Finding("keyring", "limited", error.message, error.hint)
