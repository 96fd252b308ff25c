"""Keymaps in the language of XKB: that of the session, as the compositor sends it, and those of keyboards of ours."""

from __future__ import annotations

import mmap
import os
from collections.abc import Mapping

from desktop_agent.core.errors import InputError
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.wayland.connection import Registry, WaylandObject, connect_wayland
from desktop_agent.platforms.wayland.protocols import KEYBOARD, SEAT

_KEYBOARDS = 2  # of a seat's capabilities
_XKB_TEXT = 1  # the only format of keymaps there is


def session_keymap(environment: Mapping[str, str]) -> str:
    """Return the keymap of the seat's keyboards; empty where there is none, or it has no keymap.

    InputDeniedError or InputError where the session cannot be reached.
    """
    with connect_wayland(environment) as connection:
        seat = Registry(connection).need(SEAT)
        keymaps = list[str]()
        has = list[int]()
        seat.on(capabilities=has.append)
        connection.round_trip()
        if not has or not has[-1] & _KEYBOARDS:  # to ask for one all the same is an error, and mutter 48 dies of it
            return ""
        keyboard = seat.create("get_keyboard", KEYBOARD)
        keyboard.on(keymap=lambda kind, file, size: keymaps.append(keymap_text(kind, file, size)))
        connection.round_trip()
        return keymaps[-1] if keymaps else ""


def give_keymap(keyboard: WaylandObject, keymap: str) -> None:
    """Give a virtual keyboard its keymap; InputError where there is no memory for it."""
    data = keymap.encode() + b"\0"
    try:
        file = os.memfd_create("desktop-agent-keymap", os.MFD_CLOEXEC)
        try:
            os.write(file, data)
            keyboard.request("keymap", _XKB_TEXT, file, len(data))
        finally:
            os.close(file)
    except OSError as cause:
        raise InputError(
            Message("There isn't enough memory to set up a keyboard."), Message("Close some programs and try again.")
        ) from cause


def keymap_text(kind: int, file: int, size: int) -> str:
    """Return the keymap in a file that a compositor has given, and close the file; empty where it cannot be read."""
    try:
        if kind != _XKB_TEXT or not size:
            return ""
        with mmap.mmap(file, size, mmap.MAP_PRIVATE, mmap.PROT_READ) as data:
            return data[:].split(b"\0", 1)[0].decode(errors="replace")
    except (OSError, ValueError):
        return ""
    finally:
        os.close(file)
