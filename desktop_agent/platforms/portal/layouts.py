"""What the layouts of a keymap type, and by which keys, as libxkbcommon reads it; and which layout is in use.

The protocol has an event for it, which neither mutter 48 nor KWin 6.3 sends (seen). KWin answers a call. GNOME doesn't
report it, but its settings list the user's layouts: one alone is the keymap's first, before a US one for shortcuts.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial, reduce

from desktop_agent.core.errors import InputError
from desktop_agent.lib.dbus import Target, call_of
from desktop_agent.platforms.portal.bus import PortalBus
from desktop_agent.platforms.portal.errors import layout_unknown
from desktop_agent.platforms.portal.wire import PORTAL, PORTAL_PATH
from desktop_agent.platforms.wayland.input.key_codes import MODIFIER_BITS, NAMED

_LIBRARY = "libxkbcommon.so.0"
_LEVELS = 3  # plain, with Shift, with AltGr: compositors press nothing else for a symbol (mutter 43)
_KEYPAD = range(0xFF80, 0xFFBE)  # the same characters once more, but only with Num Lock
_NO_INCLUDES = 1
_TEXT_FORM = 1
_XKB_OFFSET = 8  # from the kernel's codes to XKB's
_LEVEL_3 = 0xFE03  # the symbol of AltGr
_MOST_MASKS = 8  # of modifiers, for one level of a key
_KeyLevel = tuple[int, int, int]  # XKB's code, level, symbol


def characters(keymap: str, layout: int | None = None) -> Mapping[str, int]:
    """Return the symbol of each character that a layout of a keymap types; empty where nothing can be known.

    A person may have several layouts and change between them at any time. So without a `layout`, only what every one
    of them types counts.
    """
    with _opened_keymap(keymap) as read:
        if read is None:
            return {}
        layouts = read.layouts() if layout is None else (layout,)
        shared = reduce(set[int].__and__, [{one for *_, one in read.levels(number)} for number in layouts])
        typed = ((read.library.xkb_keysym_to_utf32(symbol), symbol) for symbol in shared)
        return {chr(point): symbol for point, symbol in typed if point and chr(point).isprintable()}


def has_several_layouts(keymap: str) -> bool:
    """Return whether a keymap has layouts that differ."""
    with _opened_keymap(keymap) as read:
        if read is None:
            return False
        first, *others = ([*read.levels(layout)] for layout in read.layouts())
        return any(other != first for other in others)


def presses(keymap: str, layout: int) -> Mapping[int, tuple[int, ...]]:
    """Return the keys that type each symbol of one layout, by the kernel's codes: what is held comes first."""
    with _opened_keymap(keymap) as read:
        levels = [] if read is None else [(*one, read.masks(one[0], layout, one[1])) for one in read.levels(layout)]
        level_3 = next((code - _XKB_OFFSET for code, level, symbol, _ in levels if symbol == _LEVEL_3 and not level), 0)
        held = {0: (), MODIFIER_BITS["shift"]: (NAMED["shift"],)}
        if level_3:
            held |= {mask | MODIFIER_BITS["altgr"]: (*keys, level_3) for mask, keys in held.items()}
        found = dict[int, tuple[int, ...]]()
        for code, _, symbol, masks in levels:
            mask = next((mask for mask in masks if mask in held), None)
            if mask is not None:
                found.setdefault(symbol, (*held[mask], code - _XKB_OFFSET))
        return found


class _Keymap:
    """A keymap that libxkbcommon has read."""

    def __init__(self, library: ctypes.CDLL, number: int) -> None:
        self.library = library
        self._number = number

    def layouts(self) -> range:
        """Return the numbers of the layouts."""
        return range(self.library.xkb_keymap_num_layouts(self._number))

    def levels(self, layout: int) -> Iterator[_KeyLevel]:
        """Yield what the keys of one layout type, but for the keypad's."""
        symbols = ctypes.POINTER(ctypes.c_uint32)()
        first = self.library.xkb_keymap_min_keycode(self._number)
        for code in range(first, self.library.xkb_keymap_max_keycode(self._number) + 1):
            for level in range(min(_LEVELS, self.library.xkb_keymap_num_levels_for_key(self._number, code, layout))):
                at = (self._number, code, layout, level)
                count = self.library.xkb_keymap_key_get_syms_by_level(*at, ctypes.byref(symbols))
                if count == 1 and symbols[0] not in _KEYPAD:
                    yield code, level, symbols[0]

    def masks(self, code: int, layout: int, level: int) -> list[int]:
        """Return the sets of modifiers that lead to a level of a key."""
        masks = (ctypes.c_uint32 * _MOST_MASKS)()
        at = (self._number, code, layout, level)
        return masks[: self.library.xkb_keymap_key_get_mods_for_level(*at, masks, _MOST_MASKS)]


@contextmanager
def _opened_keymap(keymap: str) -> Iterator[_Keymap | None]:
    """Give a keymap while it is read; None where it cannot be."""
    try:
        library = _load_xkbcommon() if keymap else None
    except (OSError, AttributeError):
        library = None
    if library is None:
        yield None
        return
    context = library.xkb_context_new(_NO_INCLUDES)
    number = library.xkb_keymap_new_from_string(context, keymap.encode(), _TEXT_FORM, 0)
    try:
        yield _Keymap(library, number) if number else None
    finally:
        if number:
            library.xkb_keymap_unref(number)
        library.xkb_context_unref(context)


def _load_xkbcommon() -> ctypes.CDLL:
    library = ctypes.CDLL(_LIBRARY)
    library.xkb_context_new.restype = ctypes.c_void_p
    library.xkb_keymap_new_from_string.restype = ctypes.c_void_p
    keymap = ctypes.c_void_p
    number = ctypes.c_uint32
    library.xkb_keymap_new_from_string.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_int]
    for name in ("num_layouts", "min_keycode", "max_keycode", "unref"):
        getattr(library, f"xkb_keymap_{name}").argtypes = [keymap]
    library.xkb_context_unref.argtypes = [ctypes.c_void_p]
    library.xkb_keymap_num_levels_for_key.argtypes = [keymap, number, number]
    by_level = (keymap, number, number, number, ctypes.c_void_p)
    library.xkb_keymap_key_get_syms_by_level.argtypes = by_level
    library.xkb_keymap_key_get_mods_for_level.argtypes = (*by_level, ctypes.c_size_t)
    library.xkb_keymap_key_get_mods_for_level.restype = ctypes.c_size_t
    library.xkb_keysym_to_utf32.argtypes = [number]
    library.xkb_keysym_to_utf32.restype = number
    return library


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
        ask = partial(_unknown_layout, bus)
    try:
        if has_several_layouts(keymap):
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


def _unknown_layout(_bus: PortalBus) -> int:
    raise layout_unknown()
