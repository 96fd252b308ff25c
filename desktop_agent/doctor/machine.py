"""What a run needs of this machine: a screen, input, fonts, and a model with its key."""

from __future__ import annotations

import os
import platform
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from desktop_agent.core.errors import Advice, DeskError, DesktopAgentError, InputDeniedError, InputError, for_system
from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.core.texts.message import Message, join
from desktop_agent.core.version import __version__
from desktop_agent.doctor import session
from desktop_agent.doctor.finding import Check, broken, limited, works
from desktop_agent.input.backend import InputBackend
from desktop_agent.installation import hint_for, this_installation
from desktop_agent.lib.child_process import finish
from desktop_agent.lib.dbus import session_address
from desktop_agent.runtime.desktop import desktop_services
from desktop_agent.runtime.provider.keys import portal_token
from desktop_agent.runtime.registry import Finding
from desktop_agent.settings import Settings

WITHIN_S = 5.0
_MEND_INPUT: Advice = {
    "linux": Message("Use an X11 session with XTEST, the extension for sending keys and clicks, and set DISPLAY."),
    "win32": Message("Unlock the screen, and close programs and dialogs that run with administrator rights."),
    "darwin": Message(
        "In System Settings > Privacy & Security > Accessibility, turn on access for the terminal or this app."
    ),
}
_MEND_NAMES: Advice = {"linux": Message("Install at-spi2-core so that questions can name the button.")}
_MEND_BUS: Advice = {
    "linux": Message(
        "Start the desktop in a D-Bus session, for example with dbus-run-session, so that questions can "
        "name the button."
    )
}
_UNTRIED: Advice = {
    "linux": "",
    "win32": Message(
        "So far, it has been run only on Linux with X11 and under Wine 8.0. Please tell us how it works for you."
    ),
    "": Message("So far, we've run it only on Linux with X11. Please tell us how it works for you."),
}
_WAYS = {"xtest": Message("XTEST, the X server's extension for sending keys and clicks")}
_VIRTUAL = Message(
    "a virtual pointer and keyboard are connected, but there's no way to confirm that input arrives; "
    "short text is sent as key presses, and long text through the clipboard"
)
_NAMED = Message("programs report the names of their buttons and fields")
_UNNAMED = Message(
    "accessibility is turned off on this desktop, so many programs don't report the names of their "
    "buttons and fields, and you're asked more often"
)
_GTK_2 = Message("GTK 2 programs don't, so you're asked more often when a run uses them")
_IN_SETTINGS = Message("Enter the key or choose another model in Settings.")
_PORTS = {"http": 80, "https": 443}
# Fontconfig's names of the scripts that a picture must show, and their packages on Debian.
_SCRIPTS = {
    "el": (Message("Greek"), "fonts-dejavu-core"),
    "ja": (Message("Japanese"), "fonts-wqy-microhei"),
    "und-zsye": ("emoji", "fonts-noto-color-emoji"),
}


def checks(settings: Settings, environment: Mapping[str, str]) -> tuple[Check, ...]:
    """Return the checks of this machine."""
    return (
        Check("program", _program_finding),
        *(
            (Check("update", lambda: _update_finding(settings.update.address), waits=True),)
            if settings.update.address
            else ()
        ),
        *session.checks(environment),
        *_screen_and_input_checks(settings, environment),
        Check("names", _names_finding, waits=True),
        Check("fonts", _fonts_finding, waits=True),
        *((Check("desk", lambda: _desk_finding(environment), waits=True),) if sys.platform == "linux" else ()),
        Check("key", lambda: _key_finding(settings, environment), waits=True, in_window=_IN_SETTINGS),
        Check("provider", lambda: _provider_finding(settings, environment), waits=True, in_window=_IN_SETTINGS),
    )


def _screen_and_input_checks(settings: Settings, environment: Mapping[str, str]) -> tuple[Check, ...]:
    """Return the checks of screen, pointer and keyboard; untried if the desktop would ask the user for permission.

    It doesn't ask for a picture whose permission is stored.
    """
    if session.asks_person(environment):
        untried = _allowed if session.has_shared(environment) else _not_tried
        has_pictures = portal_token(environment, pictures_only=True).load()
        capture = Check("capture", (lambda: _capture_finding(settings, environment)) if has_pictures else untried)
        return capture, Check("input", untried)
    return (
        Check("display", lambda: _display_finding(environment)),
        Check("capture", lambda: _capture_finding(settings, environment)),
        Check("input", lambda: _input_finding(settings, environment)),
    )


def _allowed() -> Finding:
    return works(session.ALLOWED)


def _not_tried() -> Finding:
    return limited(session.NOT_TRIED, session.TRY_IT)


def _program_finding() -> Finding:
    system = Message(
        "{platform} {platform2}, Python {platform3}",
        platform=platform.system(),
        platform2=platform.machine(),
        platform3=platform.python_version(),
    )
    untried = for_system(_UNTRIED, sys.platform)
    return (limited if untried else works)(
        Message("desktop-agent {version} on {system}", version=__version__, system=system), untried
    )


def _update_finding(address: str) -> Finding:
    from desktop_agent.runtime.releases import latest_release

    try:
        release = latest_release(address)
    except DesktopAgentError as error:  # the program works without an answer
        return limited(error.message, error.hint)
    if release.is_newer:
        return works(release.sentence, this_installation().update())
    return works(Message("{version} is the latest version.", version=__version__))


def _display_finding(environment: Mapping[str, str]) -> Finding:
    from desktop_agent.screen.choose import monitors_here

    monitors = monitors_here(environment)
    return works(
        join(
            ", ",
            (
                Message("monitor {n}: {width}x{height}", n=monitor.n, width=monitor.width, height=monitor.height)
                for monitor in monitors
            ),
        )
    )


def _capture_finding(settings: Settings, environment: Mapping[str, str]) -> Finding:
    from desktop_agent.runtime.desktop.screen_access import screenshot

    began = time.monotonic()
    frame = screenshot(settings, environment)
    took_ms = (time.monotonic() - began) * 1000
    size = frame.viewport.image
    what = Message(
        "a {width}x{height} screenshot, {part} KiB, in {took_ms:.0f} ms",
        width=size.width,
        height=size.height,
        part=len(frame.data) // 1024,
        took_ms=took_ms,
    )
    if any(frame.pixels.bgrx[channel::4].strip(b"\0") for channel in range(3)):
        return works(what)
    mend = Message("Unlock or wake the screen, or start a program on it.")
    return limited(Message("{what}, but it's completely black", what=what), mend)


def _input_finding(settings: Settings, environment: Mapping[str, str]) -> Finding:
    from desktop_agent.input.choose import FORCED_BY, choose

    mend = session.ELSEWHERE if session.is_wayland(environment) else for_system(_MEND_INPUT, sys.platform)
    try:
        backend = choose(environment, sys.platform, named=settings.run.input)
    except InputDeniedError as error:
        is_asked_for = settings.run.input or environment.get(FORCED_BY)
        return broken(error.message, error.hint if is_asked_for else mend)
    try:
        why_not = why_input_fails(backend)
    finally:
        backend.close()
    if why_not:
        return broken(why_not, mend)
    if backend.name == "wlroots":
        return works(_VIRTUAL)
    way = _WAYS.get(backend.name, backend.name)
    return works(Message("a key press and a pointer movement sent via {way} arrived intact", way=way))


def _names_finding() -> Finding:
    from desktop_agent.screen.choose import why_no_controls

    why = why_no_controls()
    is_asked = sys.platform == "linux" and not why
    is_on = desktop_services.accessibility_is_on() if is_asked else not why
    if is_on and desktop_services.gtk2_is_silent():
        return limited(Message("{named}; {gtk_2}", named=_NAMED, gtk_2=_GTK_2), desktop_services.GTK2_MEND)
    if is_on:
        return works(_NAMED)
    if is_on is False and not why:
        mend = Message(
            "Turn it on, then restart open programs: {accessibility}",
            accessibility=desktop_services.command_for_accessibility(),
        )
        switch = desktop_services.turn_accessibility_on
        return limited(_UNNAMED, mend, switch, Message("Turn it on, then restart open programs."))
    why = why or Message("nothing responds on this desktop's accessibility bus")
    mends = _MEND_NAMES if session_address(os.environ) else _MEND_BUS
    return limited(why, for_system(mends, sys.platform))


def _fonts_finding() -> Finding:
    if sys.platform != "linux":
        return works(Message("this system has fonts for all scripts"))
    missing = [(name, package) for lang, (name, package) in _SCRIPTS.items() if not _has_font(lang)]
    if not missing:
        return works(Message("{part} can be shown", part=join(", ", (name for name, _ in _SCRIPTS.values()))))
    names, packages = zip(*missing, strict=True)
    return limited(
        Message("no font for {names}", names=join(", ", names)),
        Message("On Debian: sudo apt-get install {packages}", packages=" ".join(packages)),
    )


def _desk_finding(environment: Mapping[str, str]) -> Finding:
    """Try the layers and walls of a side desk; without them everything else works."""
    from desktop_agent.desk.runs.desks import how_desks_work

    try:
        by = how_desks_work(environment)
    except DeskError as error:
        return limited(error.message, error.hint)
    if by == "overlayfs":
        return works(Message("side desks keep changes separate using {by}", by=by))
    return works(
        Message("side desks keep changes separate using {by}, which is slower than the kernel's own method", by=by)
    )


def _has_font(lang: str) -> bool:
    try:
        fonts = finish(("fc-list", f":lang={lang}"), within_s=WITHIN_S)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return bool(fonts.stdout.strip())


def _key_finding(settings: Settings, environment: Mapping[str, str]) -> Finding:
    from desktop_agent.model.endpoint import checked_key
    from desktop_agent.runtime.provider.resolve import provider_of

    provider = provider_of(settings, environment)
    if checked_key(provider.key.value) is not None:
        return works(Message("from {source}", source=provider.key.source))
    return works(Message("none needed for “{name}”", name=provider.profile.name))


def _provider_finding(settings: Settings, environment: Mapping[str, str]) -> Finding:
    from desktop_agent.runtime.provider.resolve import provider_of
    from desktop_agent.screen.ocr.reader import why_not

    provider = provider_of(settings, environment)
    if not provider.embedded:
        return _server_finding(provider.base_url)
    if reason := why_not():
        return broken(reason, hint_for("offline"))
    return works(Message("the built-in model, which follows plain steps, can read the screen"))


def _server_finding(url: str) -> Finding:
    """Connect, with TLS for https, and send nothing."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or _PORTS[parts.scheme]
    try:
        with socket.create_connection((host, port), WITHIN_S) as plain:
            if parts.scheme == "https":
                with ssl.create_default_context().wrap_socket(plain, server_hostname=host):
                    pass
    except ssl.SSLError as error:
        return broken(
            Message("The identity of {host} can't be verified: {reason}.", host=host, reason=error.reason),
            Message("Check the base URL."),
        )
    except OSError as error:
        why = Message(
            "{host}:{port} can't be reached: {part}.", host=host, port=port, part=error.strerror or type(error).__name__
        )
        return broken(why, Message("Check the network and the URL."))
    return works(Message("{host}:{port} is responding; nothing was sent", host=host, port=port))


def why_input_fails(backend: InputBackend) -> str:
    """Return why pointer or keyboard fail; empty if both work. The pointer is moved back."""
    try:
        return _why_pointer_fails(backend) or _why_keyboard_fails(backend)
    except InputError as cause:
        return str(cause)


def _why_pointer_fails(backend: InputBackend) -> str:
    before = backend.pointer()
    aside = ScreenPoint(before.x - 1 if before.x > 0 else before.x + 1, before.y)
    backend.move(aside)
    backend.sync()
    position = backend.pointer()
    backend.move(before)
    backend.sync()
    return (
        ""
        if position == aside
        else Message(
            "The pointer was moved to ({x}, {y}) but is at ({x2}, {y2}).",
            x=aside.x,
            y=aside.y,
            x2=position.x,
            y2=position.y,
        )
    )


def _why_keyboard_fails(backend: InputBackend) -> str:
    if not backend.reports_modifiers or backend.modifiers_down():
        return ""  # nothing to read back, or the user is holding a key
    backend.key("shift", down=True)
    try:
        backend.sync()
        modifiers = backend.modifiers_down()
    finally:
        backend.key("shift", down=False)
        backend.sync()
    return "" if modifiers == ("shift",) else Message("The Shift key was pressed, but the system didn't register it.")
