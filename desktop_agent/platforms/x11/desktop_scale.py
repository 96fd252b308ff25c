"""How much larger an X11 desktop wants its windows drawn, where it tells that to GTK's programs alone.

XFCE does: it sets `Gdk/WindowScalingFactor` among the settings that it shares with programs, and leaves the number of
dots in an inch, by which Qt scales, as it was. Layout of the settings: freedesktop.org's XSETTINGS, version 0.5.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Mapping

from desktop_agent.core.errors import NoScreenError
from desktop_agent.platforms.x11.connection import connect

_FACTOR, _DOTS = "Gdk/WindowScalingFactor", "Xft/DPI"
_USUAL_DOTS = 96 * 1024  # of an inch, in 1024ths
_LARGEST = 8


def desktop_scale(environment: Mapping[str, str] = os.environ) -> int:
    """Return the factor that is left for Qt's windows; 1 where Qt knows by itself, or nobody tells."""
    try:
        connection = connect(environment)
    except NoScreenError:
        return 1
    try:
        with connection.errors():
            display = connection.display
            owner = display.get_selection_owner(connection.atom(f"_XSETTINGS_S{display.get_default_screen()}"))
            told = owner and owner.get_full_property(connection.atom("_XSETTINGS_SETTINGS"), 0)
            return scale_in(bytes(told.value)) if told else 1
    except NoScreenError:
        return 1
    finally:
        connection.close()


def scale_in(settings: bytes) -> int:
    """Return the same by the settings that programs share; 1 where they are none."""
    try:
        numbers = dict(_numbers(settings))
    except (struct.error, UnicodeDecodeError, ValueError):
        return 1
    if numbers.get(_DOTS, _USUAL_DOTS) > _USUAL_DOTS:
        return 1
    return min(max(numbers.get(_FACTOR, 1), 1), _LARGEST)


def _numbers(settings: bytes) -> Iterator[tuple[str, int]]:
    order = "<" if settings[:1] == b"\0" else ">"
    (count,) = struct.unpack_from(f"{order}I", settings, 8)
    at = 12
    for _ in range(count):
        kind, length = struct.unpack_from(f"{order}BxH", settings, at)
        name = settings[at + 4 : at + 4 + length].decode("ascii")
        at += 4 + _padded(length) + 4  # with the number of its last change
        match kind:
            case 0:  # a number
                yield name, struct.unpack_from(f"{order}i", settings, at)[0]
                at += 4
            case 1:  # a text
                at += 4 + _padded(struct.unpack_from(f"{order}I", settings, at)[0])
            case 2:  # a colour
                at += 8
            case _:
                return


def _padded(length: int) -> int:
    return length + -length % 4
