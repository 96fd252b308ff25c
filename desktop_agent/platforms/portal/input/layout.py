"""Which characters the keys of a layout type, by libxkbcommon: compositors and toolkits read it so, too.

A person may have several layouts and change between them; no program is told which one is in use. So only what every
one of them types counts.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping
from functools import reduce

_LIBRARY = "libxkbcommon.so.0"
_LEVELS = 3  # plain, with Shift, with AltGr: compositors press nothing else for a symbol (mutter 43)
_KEYPAD = range(0xFF80, 0xFFBE)  # the same characters once more, but only with Num Lock
_NO_INCLUDES, _TEXT_FORM = 1, 1


def characters(keymap: str) -> Mapping[str, int]:
    """Return the symbol of each character that every layout of a keymap types; empty where nothing can be known."""
    try:
        library = _loaded()
    except (OSError, AttributeError):
        return {}
    context = library.xkb_context_new(_NO_INCLUDES)
    read = library.xkb_keymap_new_from_string(context, keymap.encode(), _TEXT_FORM, 0)
    try:
        if not read:
            return {}
        layouts = range(library.xkb_keymap_num_layouts(read))
        shared = reduce(set[int].__and__, [set(_symbols(library, read, layout)) for layout in layouts])
        typed = ((library.xkb_keysym_to_utf32(symbol), symbol) for symbol in shared if symbol not in _KEYPAD)
        return {chr(point): symbol for point, symbol in typed if point and chr(point).isprintable()}
    finally:
        if read:
            library.xkb_keymap_unref(read)
        library.xkb_context_unref(context)


def _symbols(library: ctypes.CDLL, keymap: int, layout: int) -> Iterator[int]:
    """Yield what the keys of one layout type."""
    symbols = ctypes.POINTER(ctypes.c_uint32)()
    first, last = library.xkb_keymap_min_keycode(keymap), library.xkb_keymap_max_keycode(keymap)
    for code in range(first, last + 1):
        for level in range(min(_LEVELS, library.xkb_keymap_num_levels_for_key(keymap, code, layout))):
            count = library.xkb_keymap_key_get_syms_by_level(keymap, code, layout, level, ctypes.byref(symbols))
            if count == 1:
                yield symbols[0]


def _loaded() -> ctypes.CDLL:
    library = ctypes.CDLL(_LIBRARY)
    library.xkb_context_new.restype = library.xkb_keymap_new_from_string.restype = ctypes.c_void_p
    keymap, number = ctypes.c_void_p, ctypes.c_uint32
    library.xkb_keymap_new_from_string.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_int]
    for name in ("num_layouts", "min_keycode", "max_keycode", "unref"):
        getattr(library, f"xkb_keymap_{name}").argtypes = [keymap]
    library.xkb_context_unref.argtypes = [ctypes.c_void_p]
    library.xkb_keymap_num_levels_for_key.argtypes = [keymap, number, number]
    library.xkb_keymap_key_get_syms_by_level.argtypes = [keymap, number, number, number, ctypes.c_void_p]
    library.xkb_keysym_to_utf32.argtypes = [number]
    library.xkb_keysym_to_utf32.restype = number
    return library
