"""The hand on a desk's display, held from a window or a browser: what happens there, as orders for its process."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Mapping
from contextlib import suppress

from desktop_agent.core.errors import DeskError
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.view.hand_words import LET_GO, READY
from desktop_agent.lib.child_process import ChildProcess, python_command
from desktop_agent.platforms.x11.keysyms import char_of_symbol, symbol_of_char, symbol_of_key
from desktop_agent.runtime.protocol.messages import DeskOpened

_log = logging.getLogger(__name__)

_ANSWERS_WITHIN_S = 4.0
_HELD: Mapping[str, str] = {"Control": "ctrl", "Shift": "shift", "Alt": "alt", "Meta": "super", "OS": "super"}
# Names of keys in a browser (UI Events KeyboardEvent key Values) that aren't ours in lower case.
_NAMED: Mapping[str, str] = {
    "Escape": "esc",
    "ArrowUp": "up",
    "ArrowDown": "down",
    "ArrowLeft": "left",
    "ArrowRight": "right",
    "ContextMenu": "menu",
}
# Modifiers, locks and the accents that wait for a letter: each is in what comes of it.
_NOT_TAPPED = ((0xFE01, 0xFE14), (0xFE50, 0xFE94), (0xFF7E, 0xFF80), (0xFFE1, 0xFFEF))


class RemoteHand:
    """One such process, started at once; for one thread at a time. `end` releases all keys and buttons."""

    def __init__(self, desk: DeskOpened) -> None:
        """Start it, and wait until nothing is held on the desk; DeskError where that fails."""
        environment = {**os.environ, "DISPLAY": desk.display, "XAUTHORITY": str(desk.xauthority)}
        try:
            command = python_command("desktop_agent.desk.view.hand")
            self._process = ChildProcess(command, requests=True, environment=environment)
            os.set_blocking(self._process.requests.fileno(), False)
        except OSError as error:
            raise _not_there() from error
        self._await(READY)
        _log.debug("the hand on a desk has started as process %d", self._process.pid)

    def move(self, x: int, y: int) -> None:
        """Move the pointer to a pixel of the desk."""
        self._send("move", x, y)

    def button(self, number: int, *, down: bool) -> None:
        """Press or release a button."""
        self._send("button", number, down)

    def turn(self, right: int, down: int) -> None:
        """Turn the wheel by so many notches."""
        self._send("turn", right, down)

    def key(self, name: str, *, down: bool) -> None:
        """Press or release a key by its name in a browser; names that mean no key here do nothing."""
        if name in _HELD:
            self.hold(_HELD[name], down=down)
        elif down:
            is_character = len(name) == 1 and name.isprintable()
            self.tap(symbol_of_char(name) if is_character else symbol_of_key(_NAMED.get(name, name.lower())))

    def hold(self, modifier: str, *, down: bool) -> None:
        """Hold or release a modifier: ctrl, shift, alt or super."""
        self._send("hold", modifier, down)

    def tap(self, symbol: int) -> None:
        """Press and release the key of an X key symbol; 0 does nothing."""
        if symbol:
            self._send("tap", symbol)

    def type(self, text: str) -> None:
        """Type the characters of a text."""
        for char in text:
            self.tap(symbol_of_char(char) if char.isprintable() else 0)

    @property
    def has_ended(self) -> bool:
        """Return whether its process has ended, as it does with the desk."""
        return self._process.has_ended

    def release(self) -> None:
        """Release everything."""
        self._send("release")

    def give_back(self) -> None:
        """Release everything, and end once that is done."""
        self._send(LET_GO)
        with suppress(DeskError):
            self._await(LET_GO)
        self.end()

    def end(self) -> None:
        """Have it release everything and end, without waiting; it is killed if it hangs."""
        with suppress(OSError):
            self._process.requests.close()
        threading.Thread(target=self._process.end, name="hand-end", daemon=True).start()

    def _send(self, *order: object) -> None:
        # Whole lines or none: it has ended, with the desk, or its display hangs, and nobody may wait for that.
        with suppress(OSError, ValueError):
            os.write(self._process.requests.fileno(), json.dumps(order).encode() + b"\n")

    def _await(self, name: str) -> None:
        line = self._process.first_line(_ANSWERS_WITHIN_S)
        if not line or json.loads(line)[0] != name:
            self.end()
            raise _not_there()


def _not_there() -> DeskError:
    return DeskError(Message("You can't work on the desk from here."), Message("You can still watch it."))


def symbol_of_press(symbol: int, text: str, shortcut: str) -> int:
    """Return the X key symbol to tap for a key that was pressed here; 0 for one that is part of another.

    `symbol` is its own, 0 where that is unknown, and `text` is what it types. `shortcut` is the Latin letter of its key
    while a modifier is held: a keyboard of another script has the same shortcuts.
    """
    if any(first <= symbol < end for first, end in _NOT_TAPPED):
        return 0
    if not symbol:
        return symbol_of_char(text) if len(text) == 1 and text.isprintable() else 0
    typed = char_of_symbol(symbol)
    return symbol_of_char(shortcut) if shortcut and typed and not typed.isascii() else symbol
