"""The switch of a desktop's accessibility: while it is off, most programs do not name their buttons and fields.

Programs look at the property `IsEnabled` of the bus `org.a11y.Bus`. What that says is forgotten when the person logs
out, unless the desktop's own settings (GSettings) say the same.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from desktop_agent.core.decisions.question_words import NAMES_ARE_ON, NAMES_ARE_ON_FOR_NOW, NAMES_STAY_OFF
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.lib.child_process import finish
from desktop_agent.runtime.desktop.desktop_services import property_of, set_property

_BUS = ("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Status", "IsEnabled")
_SETTING = ("org.gnome.desktop.interface", "toolkit-accessibility")
_WITHIN_S = 5.0
_GTK2_LACKS = Message("GTK 2 programs need an additional package to report names.")
GTK2_MEND = Message("On Debian, run sudo apt-get install libatk-adaptor, then log in again.")
_GTK2_LIBRARY = "libgtk-x11-2.0.so.0"
_GTK2_MODULE = "gtk-2.0/modules/libatk-bridge.so"


def accessibility_is_on() -> bool | None:
    """Return whether the desktop's accessibility is on; None where no service answers."""
    value = property_of("session", *_BUS)
    return value if isinstance(value, bool) else None


def turn_accessibility_on() -> Message:
    """Turn accessibility on, for later sessions too where the desktop stores settings.

    Return for how long, with a note on programs that need more; DesktopAgentError if it stays off.
    """
    set_property("session", *_BUS, value=True)
    if accessibility_is_on() is not True:
        raise DesktopAgentError(NAMES_STAY_OFF)
    if gsettings("get", *_SETTING) == "false":  # the bus has not written it there by itself
        gsettings("set", *_SETTING, "true")
    # Asked again: where nothing is kept on disk, that has changed nothing.
    names_are_on = NAMES_ARE_ON if gsettings("get", *_SETTING) == "true" else NAMES_ARE_ON_FOR_NOW
    return sentences(names_are_on, *((_GTK2_LACKS, GTK2_MEND) if gtk2_is_silent() else ()))


def command_for_accessibility() -> str:
    """Return the command that turns accessibility on, with an installed program."""
    service, path, interface, name = _BUS
    if shutil.which("busctl"):
        return Message(
            "busctl --user set-property {service} {path} {interface} {name} b true",
            service=service,
            path=path,
            interface=interface,
            name=name,
        )
    words = f"string:{interface} string:{name} variant:boolean:true"
    setter = "org.freedesktop.DBus.Properties.Set"
    return f"dbus-send --session --print-reply --dest={service} {path} {setter} {words}"


def gsettings(*words: str) -> str:
    """Return the answer of the desktop's settings; empty where there are none, or not this one."""
    program = shutil.which("gsettings")
    if program is None:
        return ""
    try:
        done = finish((program, *words), within_s=_WITHIN_S)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""


def gtk2_is_silent(root: Path = Path("/usr")) -> bool:
    """Return whether GTK 2 is installed without the module by which its programs name their controls."""
    return _has(root, _GTK2_LIBRARY) and not _has(root, _GTK2_MODULE)


def _has(root: Path, name: str) -> bool:
    return any(path for pattern in (f"lib*/{name}", f"lib/*/{name}") for path in root.glob(pattern))
