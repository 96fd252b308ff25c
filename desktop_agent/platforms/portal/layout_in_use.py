"""The layout of a keymap that is in use, if the desktop reports it: the input socket takes keys, and no symbols.

The protocol has an event for it, which neither mutter 48 nor KWin 6.3 sends (seen). KWin answers a call. GNOME doesn't
report it, but its settings list the user's layouts: one alone is the keymap's first, before a US one for shortcuts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from desktop_agent.core.errors import InputError
from desktop_agent.lib.dbus import Target, call_of
from desktop_agent.platforms.portal.bus import PortalBus
from desktop_agent.platforms.portal.errors import layout_unknown
from desktop_agent.platforms.portal.input.layouts import has_several
from desktop_agent.platforms.portal.wire import PORTAL, PORTAL_PATH

_KDE: Target = ("org.kde.keyboard", "/Layouts", "org.kde.KeyboardLayouts")
_SETTINGS: Target = (PORTAL, PORTAL_PATH, "org.freedesktop.portal.Settings")
_SOURCES = ("org.gnome.desktop.input-sources", "sources")


@dataclass(frozen=True, slots=True)
class LayoutInUse:
    """`ask` returns the number of the layout in use; InputError if the desktop doesn't report it."""

    ask: Callable[[], int]
    is_only: bool  # no other comes into use


def layout_in_use(bus: PortalBus, environment: Mapping[str, str], keymap: str) -> LayoutInUse | None:
    """Return the query for a keymap's layout in use; None if it has several, and the one in use isn't reported."""
    desktops = desktop_names(environment)
    if "KDE" in desktops:
        ask = partial(_kde_layout, bus)
    elif "GNOME" in desktops:
        ask = partial(_only_gnome_layout, bus)
    else:
        ask = partial(_no_layout, bus)
    try:
        if has_several(keymap):
            ask()
    except InputError:
        return None
    return LayoutInUse(ask, is_only="KDE" not in desktops)


def desktop_names(environment: Mapping[str, str]) -> frozenset[str]:
    """Return the names of the session's desktop."""
    return frozenset(environment.get("XDG_CURRENT_DESKTOP", "").split(":"))


def _kde_layout(bus: PortalBus) -> int:
    return int(bus.call(call_of(_KDE, "getLayout")).body[0])


def _only_gnome_layout(bus: PortalBus) -> int:
    sources = bus.call(call_of(_SETTINGS, "ReadOne", "ss", _SOURCES)).body[0].value
    if len(sources) != 1:
        raise layout_unknown()
    return 0


def _no_layout(_bus: PortalBus) -> int:
    raise layout_unknown()
