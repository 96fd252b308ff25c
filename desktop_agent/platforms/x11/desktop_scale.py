"""The scale of an X11 desktop, where the desktop reports it to GTK programs alone.

XFCE does: it sets `Gdk/WindowScalingFactor` among the settings that it shares with programs, and leaves the number of
dots in an inch, by which Qt scales, as it was. Layout of the settings: freedesktop.org's XSETTINGS, version 0.5.
"""

from __future__ import annotations

import logging
import os
import struct
from collections.abc import Mapping

from desktop_agent.core.errors import NoScreenError
from desktop_agent.platforms.x11.connection import connect
from desktop_agent.platforms.x11.properties import Properties

_log = logging.getLogger(__name__)

_FACTOR = b"Gdk/WindowScalingFactor"
_DOTS = b"Xft/DPI"
_USUAL_DOTS = 96 * 1024  # of an inch, in 1024ths
_LARGEST = 8
_LONGEST = 1 << 20  # bytes


def desktop_scale(environment: Mapping[str, str] = os.environ) -> int:
    """Return the remaining scale factor for Qt's windows; 1 where Qt knows the scale itself, or it isn't reported."""
    try:
        connection = connect(environment)
    except NoScreenError:
        return 1
    try:
        with connection.errors():
            display = connection.display
            owner = display.get_selection_owner(connection.atom(f"_XSETTINGS_S{display.get_default_screen()}"))
            scale = scale_in(Properties(connection).data(owner, "_XSETTINGS_SETTINGS", _LONGEST)) if owner else 1
            _log.debug("the desktop's scale is %d (settings are shared: %s)", scale, bool(owner))
            return scale
    except NoScreenError:
        return 1
    finally:
        connection.close()


def scale_in(settings: bytes) -> int:
    """Return the factor that settings name; 1 where they name none, or a larger number of dots in an inch."""
    try:
        if _number(settings, _DOTS, _USUAL_DOTS) > _USUAL_DOTS:
            return 1
        return min(max(_number(settings, _FACTOR, 1), 1), _LARGEST)
    except struct.error:
        return 1


def _number(settings: bytes, name: bytes, default: int) -> int:
    """Return a setting; behind its name, padded to four bytes, are the number of its last change and its value."""
    at = settings.find(name)
    order = "<" if settings[:1] == b"\0" else ">"
    after_name = at + len(name) + -len(name) % 4
    return default if at < 0 else int(struct.unpack_from(f"{order}4xi", settings, after_name)[0])
