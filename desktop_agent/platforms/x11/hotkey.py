"""A chord that one program hears wherever the keyboard is: the server gives it to whoever grabbed it first.

While the grab lasts no other program gets the chord, so it is let go for as long as a run may send keys of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from Xlib import X

from desktop_agent.core.errors import InputError, NoScreenError
from desktop_agent.core.message import Message
from desktop_agent.platforms.x11.connection import Connection, is_xwayland
from desktop_agent.platforms.x11.xinput2 import KeyLayout

_MODIFIERS = {"shift": X.ShiftMask, "ctrl": X.ControlMask, "alt": X.Mod1Mask, "super": X.Mod4Mask}
_DESKTOPS_OWN = Message("In the desktop keyboard settings, set a shortcut for this command: desktop-agent")
# CapsLock and NumLock may be on.
_LOCKS = (0, X.LockMask), (0, X.Mod2Mask)


class Hotkey:
    """One chord on one display, on a connection of its own; for one thread."""

    def __init__(self, keys: Sequence[str], environment: Mapping[str, str]) -> None:
        """Take the chord.

        NoScreenError without an X display, InputError when the keyboard has no such key or another program has the
        chord.
        """
        self._masks = sum(_MODIFIERS.get(key, 0) for key in keys)
        others = [key for key in keys if key not in _MODIFIERS]
        if len(others) != 1 or not self._masks & ~X.ShiftMask:
            hint = Message("Use Ctrl, Alt or Super plus one key, for example ctrl+alt+n.")
            raise InputError(Message("A shortcut must be one key plus Ctrl, Alt or Super."), hint)
        name = environment.get("DISPLAY", "")
        if not name:
            raise NoScreenError(
                Message("Programs can set a shortcut only on an X display, and there isn't one."), _DESKTOPS_OWN
            )
        self._connection = Connection(name, NoScreenError, InputError)
        if is_xwayland(self._connection.display):
            self._connection.close()
            raise InputError(Message("Wayland sessions don't let programs set a shortcut this way."), _DESKTOPS_OWN)
        layout = KeyLayout()
        layout.read(self._connection.display)
        self._codes = layout.codes(others[0])
        self._held = False
        if not self._codes:
            self.close()
            raise InputError(
                Message("This keyboard has no “{others}” key.", others=others[0]), Message("Choose another.")
            )
        try:
            self.hold()
        except BaseException:
            self.close()
            raise

    def fileno(self) -> int:
        """Return what is readable when something has come."""
        return int(self._connection.display.fileno())

    def hold(self) -> None:
        """Take the chord, if it was let go; InputError when another program has taken it."""
        if self._held:
            return
        root = self._connection.display.screen().root
        for code, mask in self._ways():
            root.grab_key(code, mask, False, X.GrabModeAsync, X.GrabModeAsync)  # noqa: FBT003 - python-xlib's own form
        self._held = True
        try:
            self._connection.sync()
        except InputError as error:
            self.let_go()
            raise InputError(
                Message("Another program is already using these keys."), Message("Choose others.")
            ) from error

    def let_go(self) -> None:
        """Leave the chord to other programs for a while."""
        root = self._connection.display.screen().root
        for code, mask in self._ways():
            root.ungrab_key(code, mask)
        self._held = False
        self._connection.flush()
        self._connection.forgive()

    def was_pressed(self) -> bool:
        """Return whether the chord was pressed since somebody asked."""
        display, pressed = self._connection.display, False
        with self._connection.errors():
            while display.pending_events():
                pressed |= display.next_event().type == X.KeyPress
        return pressed

    def close(self) -> None:
        """Let it go for good."""
        self._connection.close()

    def _ways(self) -> list[tuple[int, int]]:
        masks = [self._masks | sum(locks) for locks in product(*_LOCKS)]
        return [(code, mask) for code in self._codes for mask in masks]
