"""Why no window can be shown here: asked before Qt starts, since Qt would abort the whole process."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message, sentences
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


def platform_here(environment: Mapping[str, str] = os.environ) -> str:
    """Return the name of Qt's plugin for this session; empty where Qt knows best.

    A Wayland session's own windows are meant where there is one: those of X11, shown by Xwayland, lie elsewhere than
    what the program sees and does there.
    """
    if sys.platform in {"win32", "darwin"} or environment.get("QT_QPA_PLATFORM"):
        return ""
    return "wayland" if environment.get("WAYLAND_DISPLAY") else "xcb"


def why_no_window(environment: Mapping[str, str] = os.environ) -> str:
    """Return why no window can be shown here; empty when one can. Qt itself would abort the process."""
    chosen = platform_here(environment) or environment.get("QT_QPA_PLATFORM", "")
    if sys.platform in {"win32", "darwin"} or chosen in {"offscreen", "minimal"}:
        return ""
    is_wayland = chosen.partition(";")[0].startswith("wayland")
    missing = [name for name in (_WAYLAND_NEEDS if is_wayland else _NEEDED) if not _loads(name)]
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
    return (
        ""
        if platform_module("x11.xcb").takes_connections(name)
        else Message("The display {name} can't be reached. Check DISPLAY and XAUTHORITY.", name=name)
    )


def _why_no_wayland(environment: Mapping[str, str]) -> str:
    try:
        platform_module("wayland.connection").connect_wayland(environment).close()
    except DesktopAgentError as cause:
        return Message("{message} {hint}", message=cause.message, hint=cause.hint)
    return ""


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
