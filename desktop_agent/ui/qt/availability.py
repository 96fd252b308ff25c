"""Why no window can be shown here: asked before Qt starts, since Qt would abort the whole process."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping

from desktop_agent.x11.xcb import takes_connections

# Qt ends the whole process when its X11 plugin cannot load; these are what systems lack most often.
_NEEDED = ("libxcb-cursor.so.0", "libxcb-icccm.so.4", "libxcb-keysyms.so.1", "libxkbcommon-x11.so.0", "libEGL.so.1")
_MEND = (
    "Install them, for example: apt-get install libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libegl1"
)


def why_no_window(environment: Mapping[str, str] = os.environ) -> str:
    """Return why no window can be shown here; empty when one can. Qt itself would abort the process."""
    if sys.platform in {"win32", "darwin"} or environment.get("QT_QPA_PLATFORM") in {"offscreen", "minimal"}:
        return ""
    missing = [name for name in _NEEDED if not _loads(name)]
    if missing:
        return f"Libraries for windows are missing: {', '.join(missing)}. {_MEND}"
    name = environment.get("DISPLAY", "")
    if not name and environment.get("WAYLAND_DISPLAY"):
        return "This is a Wayland session, and the windows of this program need X11 so far."
    if not name:
        return "There is no display for windows: DISPLAY is not set. Start from an X11 desktop, or set DISPLAY."
    return "" if takes_connections(name) else f"The display {name} cannot be reached. Check DISPLAY and XAUTHORITY."


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
