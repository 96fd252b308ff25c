"""Finds out beforehand who gets a chord: the window with the keyboard, another program, or the display server itself.

A program that has grabbed a chord for the whole desktop (a window manager's shortcut) gets it in place of the window;
the server tells by refusing us the same grab. The server's own chords (consoles, grabs) give symbols of its own.
"""

from __future__ import annotations

from Xlib import X, error

from desktop_agent.core.errors import InputError
from desktop_agent.x11.connection import Connection
from desktop_agent.x11.keymap import Keymap, Stroke
from desktop_agent.x11.xkb import KeyboardState

# What the server acts on and no program gets (source: XF86keysym.h, "special action keys"; Terminate_Server).
_OF_THE_SERVER = {*range(0x1008FE00, 0x1008FF00), 0xFED5}
_BITS = {"shift": 0x01, "ctrl": 0x04, "alt": 0x08, "super": 0x40, "altgr": 0x80}


def who_takes(
    connection: Connection, keymap: Keymap, state: KeyboardState, keys: tuple[str, ...], stroke: Stroke
) -> str:
    """Return a sentence for the model when another program takes a chord whose last key is `stroke`; else nothing.

    InputError when the display server acts on it itself: then it must not be pressed.
    """
    held = sum(_BITS.get(name, 0) for name in set(keys)) | stroke.modifiers | state.held
    named = "+".join(keys)
    if keymap.symbol_under(stroke.code, stroke.group, held | state.locked) in _OF_THE_SERVER:
        raise InputError(
            f"The display server acts on {named} itself, and no program gets it.", "Use another chord or a menu."
        )
    if not _is_grabbed(connection, stroke.code, held | state.locked):
        return ""
    return f"Another program of this desktop has {named} for its own shortcut, so the window in front did not get it."


def _is_grabbed(connection: Connection, code: int, modifiers: int) -> bool:
    root, refused = connection.display.screen().root, error.CatchError(error.BadAccess)
    with connection.errors():
        root.grab_key(code, modifiers, 0, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
        root.ungrab_key(code, modifiers)
        connection.display.sync()
    return refused.get_error() is not None
