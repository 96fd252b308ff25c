"""The kind of session, as the compositor or the X server reports it: a variable may be outdated."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from functools import partial

from desktop_agent.core.errors import DesktopAgentError, NoScreenError, ScreenError
from desktop_agent.core.texts.message import Message, sentences, template, visible
from desktop_agent.doctor.finding import Check, broken, limited, works
from desktop_agent.runtime.desktop.installed_files import add_extension, extension_state
from desktop_agent.runtime.provider.keys import portal_token
from desktop_agent.runtime.registry import Finding

ELSEWHERE = Message("Use sway, another session built on wlroots, or an X11 session (often called “on Xorg”).")
_WINDOWS_UNKNOWN = Message(
    "windows can't be told apart, so rules for applications don't apply, and you're asked about keys by themselves"
)
_WINDOWS_KNOWN = Message("it reports its windows")
_ADD = Message("To have GNOME Shell list its windows to this program, run: desktop-agent setup --gnome-windows")
_ADD_HERE = Message("GNOME Shell lists its windows by this program's extension. Turn it on, then log out and in again.")
_ADDED = Message(
    "GNOME Shell's extension for this program is installed. It becomes active when you log out and in again."
)
_NOT_RUN = Message(
    "GNOME Shell doesn't run its extension for this program, made for GNOME 45 to 48. See its “Extensions” app."
)
# What makes the finding where GNOME Shell doesn't list its windows, by the state of its extension.
_EXTENSIONS: Mapping[str, Callable[[str], Finding]] = {
    "absent": partial(limited, mend=_ADD, turn_on=add_extension, in_window=_ADD_HERE),
    "from the next login": partial(limited, mend=_ADDED),
    "known": partial(limited, mend=_NOT_RUN),
}
_PASTES = Message("text that your keyboard layout lacks is pasted")
_LACKS = Message("text that your keyboard layout lacks can't be entered")
_SWAY = Message("Start the program with sway's SWAYSOCK variable, so that sway can report its windows.")
_ONLY_SWAY = Message("Of the compositors built on wlroots, only sway reports its windows.")
_SHUT = Message("this program can't see it or send input to it")
_ON_XORG = template("Log out and choose “{choice}” before you log back in, or use sway.")
_ASKS = Message("before a run, its own dialog asks you what to share")
_SHARED = Message("you've allowed it to share the screen, so it doesn't ask before a run")
ALLOWED = Message("you've allowed this in the desktop's dialog")
NOT_TRIED = Message("not tried because the desktop would ask you first")
TRY_IT = Message("Run desktop-agent screenshot, and allow sharing in the desktop's dialog.")
_LONGEST = 40
_LOCKS_BY_PROGRAMS = "ext_session_lock_manager_v1"
# Prefixes of protocols that only these compositors offer, the name of the desktop, and of its X11 session.
_DESKTOPS = (
    ("gtk_shell", "GNOME", Message("GNOME on Xorg")),
    ("org_kde_plasma_", "KDE Plasma", "Plasma (X11)"),
    ("kde_output_", "KDE Plasma", "Plasma (X11)"),
)


def checks(environment: Mapping[str, str]) -> tuple[Check, ...]:
    """Return the checks; none without a named session, and on systems with only one kind."""
    if sys.platform in {"win32", "darwin"}:
        return ()
    if name := environment.get("WAYLAND_DISPLAY", ""):
        return (Check("session", lambda: _wayland_finding(name, environment)),)
    return (Check("session", lambda: _x11_finding(environment)),) if environment.get("DISPLAY") else ()


def is_wayland(environment: Mapping[str, str]) -> bool:
    """Return whether this is a Wayland session."""
    return sys.platform not in {"win32", "darwin"} and bool(environment.get("WAYLAND_DISPLAY"))


def asks_person(environment: Mapping[str, str]) -> bool:
    """Return whether the desktop would ask the user before a capture of the screen."""
    from desktop_agent.platforms.portal.choose import why_not as why_no_portal
    from desktop_agent.screen.choose import needs_portal

    return needs_portal(environment) and not why_no_portal(environment)


def lets_programs_lock(environment: Mapping[str, str]) -> bool:
    """Return whether any program can lock this session, without a word to the login service."""
    from desktop_agent.platforms.wayland.connection import Registry, connect_wayland

    if not is_wayland(environment):
        return False
    try:
        with connect_wayland(environment) as connection:
            return _LOCKS_BY_PROGRAMS in Registry(connection).names()
    except DesktopAgentError:
        return False


def has_shared(environment: Mapping[str, str]) -> bool:
    """Return whether the user has let this program use the screen, and the desktop keeps that."""
    return bool(portal_token(environment).load())


def _x11_finding(environment: Mapping[str, str]) -> Finding:
    from desktop_agent.platforms.x11.connection import connect

    connect(environment).close()  # refuses the X side of a Wayland session
    where = environment["DISPLAY"]
    return works(Message("X11, display {where}", where=where))


def _wayland_finding(name: str, environment: Mapping[str, str]) -> Finding:
    from desktop_agent.platforms.portal.choose import why_not as why_no_portal
    from desktop_agent.platforms.wayland.connection import Registry, connect_wayland
    from desktop_agent.platforms.wayland.protocols import SCREENCOPY_MANAGER

    with connect_wayland(environment, NoScreenError, ScreenError) as connection:
        offered = Registry(connection).names()
    if SCREENCOPY_MANAGER.name not in offered:
        why = why_no_portal(environment)
        return _inaccessible_finding(name, offered, why) if why else _portal_finding(name, offered, environment)
    try:
        version = _version_of_sway(environment)
    except DesktopAgentError as cause:
        return limited(sentences(Message("Wayland, {name}, under sway.", name=name), cause.message), cause.hint)
    if not version:
        is_sway = "sway" in environment.get("XDG_CURRENT_DESKTOP", "").lower().split(":")
        return limited(
            Message("Wayland, {name}, built on wlroots; {untold}", name=name, untold=_WINDOWS_UNKNOWN),
            _SWAY if is_sway else _ONLY_SWAY,
        )
    return works(Message("Wayland, {name}: sway {version}, which reports its windows", name=name, version=version))


def _portal_finding(name: str, offered: Collection[str], environment: Mapping[str, str]) -> Finding:
    from desktop_agent.platforms.portal.choose import has_clipboard
    from desktop_agent.platforms.wayland.protocols import DATA_CONTROL_MANAGER
    from desktop_agent.screen.choose import choose_windows

    desktop = _desktop(offered)[0] or "?"
    with closing(choose_windows()) as source:
        reports_positions = source.reports_positions
    is_shared = has_shared(environment)
    found = works if reports_positions and is_shared else limited
    lacks = found if reports_positions or desktop != "GNOME" else _EXTENSIONS[extension_state(environment)]
    pastes = DATA_CONTROL_MANAGER.name in offered or has_clipboard(environment)
    return lacks(
        Message(
            "Wayland, {name}, under {desktop}; {asks}; {windows}; {text}",
            name=name,
            desktop=desktop,
            asks=_SHARED if is_shared else _ASKS,
            windows=_WINDOWS_KNOWN if reports_positions else _WINDOWS_UNKNOWN,
            text=_PASTES if pastes else _LACKS,
        )
    )


def _desktop(offered: Collection[str]) -> tuple[str, str]:
    """Return the name of the desktop, and of its X11 session, by its own protocols; both are empty for others."""
    matches = (
        (desktop, choice)
        for start, desktop, choice in _DESKTOPS
        if any(interface.startswith(start) for interface in offered)
    )
    return next(matches, ("", ""))


def _inaccessible_finding(name: str, offered: Collection[str], why: str) -> Finding:
    desktop, choice = _desktop(offered)
    if desktop:
        return broken(
            Message("Wayland, {name}, under {desktop}; {shut}", name=name, desktop=desktop, shut=_SHUT),
            sentences(why, Message(_ON_XORG, choice=choice)),
        )
    return broken(Message("Wayland, {name}; {shut}", name=name, shut=_SHUT), ELSEWHERE)


def _version_of_sway(environment: Mapping[str, str]) -> str:
    """Return sway's version, after it has reported its windows; empty without sway."""
    from desktop_agent.platforms.wayland.sway_ipc import GET_VERSION, connect_sway

    sway = connect_sway(environment, NoScreenError)
    if sway is None:
        return ""
    with sway:
        sway.views()
        reply = sway.ask(GET_VERSION)
    version = reply.get("human_readable") if isinstance(reply, dict) else None
    return visible(str(version or "?"), _LONGEST)
