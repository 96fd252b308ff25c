"""Why no window can be shown here: asked before Qt starts, since Qt would abort the whole process."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.lib.platform_files import platform_module

# Qt ends the whole process when its X11 plugin cannot load; these are what systems lack most often.
_NEEDED = ("libxcb-cursor.so.0", "libxcb-icccm.so.4", "libxcb-keysyms.so.1", "libxkbcommon-x11.so.0", "libEGL.so.1")
_WAYLAND_NEEDS = ("libwayland-client.so.0", "libwayland-cursor.so.0", "libxkbcommon.so.0", "libEGL.so.1")
_MEND_WAYLAND = Message(
    "Install them with a command such as: apt-get install libwayland-client0 libwayland-cursor0 libxkbcommon0 libegl1"
)
_MEND = Message(
    "Install them with a command such as: apt-get install libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 "
    "libxkbcommon-x11-0 libegl1"
)


def qt_platform(environment: Mapping[str, str] = os.environ) -> str:
    """Return the name of Qt's plugin for this session; empty where Qt knows best.

    A Wayland session's own windows are meant where its compositor offers layers. Where it lets no program place a
    window (GNOME), X11's are, by Xwayland: there they lie where they are put, above all others.
    """
    if sys.platform in {"win32", "darwin"} or environment.get("QT_QPA_PLATFORM"):
        return ""
    if not environment.get("WAYLAND_DISPLAY"):
        return "xcb"
    return "xcb" if not _has_layers(environment) and _takes_connections(environment) else "wayland"


def is_through_xwayland(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether our windows are X11's in a Wayland session.

    What the X server reports then of the pointer, of devices and of other programs' windows proves nothing.
    """
    chosen = qt_platform(environment) or environment.get("QT_QPA_PLATFORM", "")
    return chosen == "xcb" and bool(environment.get("WAYLAND_DISPLAY"))


def why_no_card(environment: Mapping[str, str] = os.environ) -> str:
    """Return why no window can lie over the person's, at a place of our choice; empty when one can."""
    if why := why_no_window(environment):
        return why
    if qt_platform(environment) != "wayland" or _has_layers(environment):
        return ""
    return Message("This desktop lets programs place their windows only through Xwayland, which isn't running.")


def why_no_window(environment: Mapping[str, str] = os.environ) -> str:
    """Return why no window can be shown here; empty when one can. Qt itself would abort the process."""
    chosen = qt_platform(environment) or environment.get("QT_QPA_PLATFORM", "")
    if sys.platform in {"win32", "darwin"} or chosen in {"offscreen", "minimal"}:
        return ""
    is_wayland = chosen.partition(";")[0].startswith("wayland")
    missing = [name for name in (_WAYLAND_NEEDS if is_wayland else _NEEDED) if not _can_load(name)]
    if missing:
        return sentences(
            Message("Libraries needed to show windows are missing: {missing}.", missing=", ".join(missing)),
            _MEND_WAYLAND if is_wayland else _MEND,
        )
    if is_wayland:
        return _why_no_wayland(environment)
    name = environment.get("DISPLAY", "")
    if not name:
        return Message("Windows can't be displayed because DISPLAY isn't set. Start from a desktop, or set DISPLAY.")
    if _takes_connections(environment):
        return ""
    return Message("The display {name} can't be reached. Check DISPLAY and XAUTHORITY.", name=name)


def _why_no_wayland(environment: Mapping[str, str]) -> str:
    try:
        platform_module("wayland.connection").connect_wayland(environment).close()
    except DesktopAgentError as cause:
        return Message("{message} {hint}", message=cause.message, hint=cause.hint)
    return ""


def _has_layers(environment: Mapping[str, str]) -> bool:
    """Return whether the compositor shows layers; True where it can't be asked, which Qt's start shows."""
    kind = platform_module("wayland.protocols").LAYER_SHELL.name
    try:
        with platform_module("wayland.connection").connect_wayland(environment) as connection:
            return kind in platform_module("wayland.connection").Registry(connection).names()
    except DesktopAgentError:
        return True


def _takes_connections(environment: Mapping[str, str]) -> bool:
    name = environment.get("DISPLAY", "")
    return bool(name) and platform_module("x11.stacking").takes_connections(name)


def _can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
