"""What the user needs of this machine: windows, a tray, distinguishable input devices, a lock, a keyring."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping

from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.texts.message import Message, join, sentences, template, visible
from desktop_agent.doctor import session
from desktop_agent.doctor.finding import Check, broken, limited, works
from desktop_agent.lib.paths import places
from desktop_agent.platforms.wayland.sway_lock import reports_locks
from desktop_agent.presence.lock import system_lock_query
from desktop_agent.runtime.desktop.desktop_services import ask_bus, names_on, shows_icons
from desktop_agent.runtime.provider.keys import keyring_trouble
from desktop_agent.runtime.registry import Finding
from desktop_agent.screen.choose import why_no_controls
from desktop_agent.settings import Settings

_LOCKS = tuple(f"org.{name}.ScreenSaver" for name in ("freedesktop", "gnome", "mate", "cinnamon"))
_SESSIONS = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
_NOTICES = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications", "org.freedesktop.Notifications")
_WITHIN_S = 1.0
_LONGEST = 60
_DIGITS = Message(
    "To approve, you type four digits shown only in the question. Pressing Ctrl+C in a run's terminal "
    "also stops the run."
)
_CHORD = Message(
    "To approve, you hold down keys on your own keyboard. Pressing Ctrl+C in a run's terminal also stops the run."
)
_BOUND = template("a run can be stopped with: {by_key}")
_NOT_SEEN = template("a run is to be stopped with: {by_key}; this desktop hasn't yet been seen to report it")
_BY_TOUCH = Message("touching the mouse or keyboard pauses a run, and your own click approves")
_BY_TOUCH_OR_KEY = template(
    "touching the mouse or keyboard pauses a run, your own click approves, and a run can be stopped with: {by_key}"
)
_BY_TOUCH_NOT_SEEN = template(
    "touching the mouse or keyboard pauses a run, your own click approves, and a run is to be stopped with: {by_key}; "
    "this desktop hasn't yet been seen to report it"
)
_LOCKED_UNSEEN = Message(
    "a run pauses when the login service reports a lock, as after loginctl lock-session, but a program such as "
    "swaylock doesn't tell it"
)
_START_PANEL = Message("Start a panel, such as trayer. On GNOME, add the AppIndicator extension.")
_START_BAR = Message("Start a panel that accepts icons, such as waybar. On GNOME, add the AppIndicator extension.")


def checks(
    settings: Settings, environment: Mapping[str, str], why_no_window: Callable[[], str] | None
) -> tuple[Check, ...]:
    """Return the checks for the user; a run in a terminal needs none of them."""
    windows = () if why_no_window is None else (Check("windows", lambda: _windows_finding(why_no_window())),)
    return (
        *windows,
        Check("tray", lambda: _tray_finding(environment)),
        Check("notifications", _notifications_finding, waits=True),
        Check("hand", lambda: _user_input_finding(settings, environment)),
        Check("lock", _screen_lock_finding, waits=True),
        Check("permissions", lambda: permissions(environment)),
        Check("keyring", _keyring_finding, waits=True),
        Check("privacy", lambda: _privacy_finding(settings)),
        *([Check("away", lambda: _channels_finding(settings, environment))] if settings.notify.any_channel else []),
    )


def _windows_finding(why_not: str) -> Finding:
    if why_not:
        mend = Message("In the meantime, use --approver terminal.")
        return limited(Message("the approval card can't be shown: {why_not}", why_not=why_not), mend)
    return works(Message("the approval card and the other windows can be shown"))


def _tray_finding(environment: Mapping[str, str]) -> Finding:
    """Check for a tray without Qt, which would start a complete program for one question."""
    if sys.platform in {"win32", "darwin"}:
        return works(Message("this system always has one"))
    is_visible = shows_icons()
    wayland = session.is_wayland(environment)
    if is_visible or (is_visible is None and not wayland and _x11_tray()):
        return works(Message("a panel shows the tray icon"))
    mend = _START_BAR if wayland else _START_PANEL
    if is_visible is False:
        return limited(
            Message("a service accepts icons, but no panel shows them, so a small window replaces the tray icon"), mend
        )
    return limited(Message("no panel shows icons, so a small window replaces the tray icon"), mend)


def _x11_tray() -> bool:
    from desktop_agent.platforms.x11.connection import connect

    try:
        connection = connect()
    except NoScreenError:
        return False
    try:
        selection = f"_NET_SYSTEM_TRAY_S{connection.display.get_default_screen()}"
        return bool(connection.display.get_selection_owner(connection.atom(selection)))
    finally:
        connection.close()


def _user_input_finding(settings: Settings, environment: Mapping[str, str]) -> Finding:
    from desktop_agent.presence.choose import BY_LIBRARY, LACKS, NO_KEYS_ON_MAC, SHORTCUT_LACKS, session_reports

    noticed = session_reports(environment)
    person = settings.person
    twice = Message(" pressed twice") if person.stop_key_first == "pause" else ""
    by_key = Message("the {stop_key} key{twice}", stop_key=person.stop_key.capitalize(), twice=twice)
    is_seen = noticed.key != "untried"
    if noticed.touch == "silence":
        by_either = _BY_TOUCH_OR_KEY if is_seen else _BY_TOUCH_NOT_SEEN
        return works(Message(by_either, by_key=by_key) if noticed.key else _BY_TOUCH)
    if noticed.touch:
        ways = [by_key, Message("Esc pressed three times")] if noticed.key else []
        ways.append(Message("the pointer thrown into the top-left corner"))
        stop_ways = Message(
            "touching {devices} pauses a run, and these stop it: {ways}",
            devices=Message("the mouse or keyboard") if noticed.key else Message("the mouse"),
            ways=join(", ", ways),
        )
        less = ""
        if noticed.touch == "any":
            less = sentences("" if noticed.key else NO_KEYS_ON_MAC, BY_LIBRARY)
        return (limited if less else works)(stop_ways, less)
    if noticed.key == "physical":
        return limited(Message(_BOUND, by_key=by_key), sentences(LACKS, _CHORD))
    if noticed.key:
        by_binding = _BOUND if is_seen else _NOT_SEEN
        return limited(Message(by_binding, by_key=by_key), sentences(SHORTCUT_LACKS, _DIGITS))
    return limited(
        Message("your input can't be distinguished from the model's: {reason}", reason=noticed.why_not), _DIGITS
    )


def _notifications_finding() -> Finding:
    if sys.platform in {"win32", "darwin"}:
        return works(Message("this system shows them"))
    server = ask_bus("session", _NOTICES, "GetServerInformation", within_s=_WITHIN_S).value
    if isinstance(server, str):
        return works(Message("{server} shows them", server=visible(server, _LONGEST)))
    mend = Message("Start a program that shows them, such as dunst.")
    return limited(
        Message("this desktop has no program that shows them, so questions appear only in this program's own windows"),
        mend,
    )


def _screen_lock_finding() -> Finding:
    """Ask each service that reports locks for the current state; one that does not answer now will not report later."""
    if sys.platform != "linux":
        return _system_lock_finding()
    if reports_locks():
        return works(Message("a run pauses when sway reports that the screen is locked"))
    from desktop_agent.platforms.x11 import screen_lock  # it loads Xlib, which only Linux has

    if not screen_lock.why_not():
        return works(Message("a run pauses when the X11 session is locked, no matter which program locks it"))
    silent = ""
    bus_names = names_on("session")
    for name in (lock_name for lock_name in _LOCKS if lock_name in bus_names):
        path = f"/{name.replace('.', '/')}"
        answer = ask_bus("session", (name, path, name), "GetActive", within_s=_WITHIN_S)
        if isinstance(answer.value, bool):
            return works(
                Message("a run pauses when the screen saver ({name}) reports that the screen is locked", name=name)
            )
        silent = silent or Message(
            "{name} doesn't report whether the screen is locked ({part})",
            name=name,
            part=answer.error or Message("no answer"),
        )
    if _has_session():
        if session.lets_programs_lock(os.environ):
            return limited(_LOCKED_UNSEEN, Message("Pause the run before you lock the screen with such a program."))
        return works(Message("a run pauses when the login service reports that the screen is locked"))
    mend = Message("Don't lock the screen during a run, or use a screen saver that reports its lock state over D-Bus.")
    return limited(silent or Message("there's no way to tell whether the screen is locked"), mend)


def _system_lock_finding() -> Finding:
    """Ask in the same way as a run."""
    asks = system_lock_query()
    try:
        locked = asks is None or asks()
    except (ImportError, OSError, AttributeError, KeyError) as error:
        mend = Message("Don't lock the screen during a run.")
        return limited(
            Message(
                "nothing on this system reports whether the screen is locked ({visible})",
                visible=visible(str(error), _LONGEST),
            ),
            mend,
        )
    if locked:
        problem = Message("another desktop is receiving input, as happens when the screen is locked")
        return limited(problem, Message("Unlock the screen, or respond to the prompt."))
    return works(Message("a run pauses when the system reports that the screen is locked"))


def _has_session() -> bool:
    """Return whether the login service knows this program's session, as the watch in a run asks it."""
    session = os.environ.get("XDG_SESSION_ID", "")
    member, signature, who = ("GetSession", "s", session) if session else ("GetSessionByPID", "u", os.getpid())
    return isinstance(ask_bus("system", _SESSIONS, member, signature, (who,), within_s=_WITHIN_S).value, str)


def permissions(environment: Mapping[str, str]) -> Finding:
    """Return a finding about the first missing permission."""
    runs = places(environment).runs
    nearest = next(folder for folder in (runs, *runs.parents) if folder.exists())
    if not (nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)):
        mend = Message("Take ownership of that folder, or set DESKTOP_AGENT_HOME.")
        return broken(Message("runs can't be recorded in {runs}", runs=runs), mend)
    if sys.platform == "darwin":
        return limited(
            Message("runs can be recorded in {runs}", runs=runs),
            Message(
                "In System Settings > Privacy & Security, turn on Screen Recording, Accessibility and Input Monitoring "
                "for the terminal or this app, then restart it."
            ),
        )
    if sys.platform == "win32":
        # User Interface Privilege Isolation keeps a program from them.
        return limited(Message("windows of programs that run with administrator rights can't be controlled"))
    return works(Message("runs can be recorded in {runs}; no other permissions are needed on this system", runs=runs))


def _privacy_finding(settings: Settings) -> Finding:
    """Return a finding about what is hidden from pictures."""
    windows = settings.privacy.windows
    regions = settings.privacy.regions
    quoted = [Message("“{name}”", name=visible(title, _LONGEST)) for title in windows]
    hidden_titles = join(", ", quoted) if windows else Message("none")
    places = "; ".join(f"{region.x},{region.y},{region.width},{region.height}" for region in regions) or Message("none")
    what = Message(
        "hidden from screenshots: windows ({named}); parts of the screen ({places}); the lock screen",
        named=hidden_titles,
        places=places,
    )
    if not (why := why_no_controls()):
        return works(Message("{what}; password fields, if programs report them", what=what))
    return limited(
        Message("{what}. Password fields can't be recognized: {why}", what=what, why=why),
        Message("Most of them show only dots."),
    )


def _channels_finding(settings: Settings, environment: Mapping[str, str]) -> Finding:
    """Check the channels that notify an absent user; nothing is sent."""
    from desktop_agent.notify.deliver import WORDS, DeliveryError, channels, confirmed_command

    try:
        if settings.notify.command:
            confirmed_command(settings.notify.command, environment)
    except DeliveryError as error:
        why = Message("{channel}: {why}", channel=WORDS["command"], why=error.message)
        return limited(why, Message("To try it, run: desktop-agent notify test"))
    channel_names = join(", ", [WORDS[name] for name in channels(settings.notify, environment)])
    return works(Message("when you're away, you're notified through: {named}", named=channel_names))


def _keyring_finding() -> Finding:
    trouble = keyring_trouble()
    if not trouble:
        return works(Message("the system keyring can store keys"))
    mend = Message(
        "To store a key in a file that only you can read, run: desktop-agent providers add NAME --key --in-file"
    )
    in_window = Message("In Settings, you can store a key for this session or in a file that only you can read.")
    return limited(trouble, mend, in_window=in_window)
