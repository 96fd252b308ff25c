"""The keyboard layout of a session, as the compositor tells it to every program, in the language of XKB."""

from __future__ import annotations

import mmap
import os

from desktop_agent.platforms.wayland.protocols import KEYBOARD, SEAT
from desktop_agent.platforms.wayland.registry import Registry

_XKB_TEXT = 1


def session_keymap(registry: Registry) -> str:
    """Return the keymap of the seat's keyboards; empty where there is none, or it has no keymap."""
    seat, told = registry.need(SEAT), list[str]()
    keyboard = seat.create("get_keyboard", KEYBOARD)
    keyboard.on(keymap=lambda kind, file, size: told.append(_text(kind, file, size)))
    registry.connection.round_trip()
    keyboard.end()
    return told[-1] if told else ""


def _text(kind: int, file: int, size: int) -> str:
    try:
        if kind != _XKB_TEXT or not size:
            return ""
        with mmap.mmap(file, size, mmap.MAP_PRIVATE, mmap.PROT_READ) as data:
            return data[:].split(b"\0", 1)[0].decode(errors="replace")
    except (OSError, ValueError):
        return ""
    finally:
        os.close(file)
