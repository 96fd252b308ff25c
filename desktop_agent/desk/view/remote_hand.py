"""The hand on a desk's display, held from a window or a browser: what happens there, as orders for its process.

What doesn't reach the desk is reported: a key that its keyboard hasn't, and a hand that is no longer there.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from desktop_agent.core.errors import DeskError
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.view.hand import LACKS, LET_GO, READY
from desktop_agent.lib.child_process import ChildProcess, python_command
from desktop_agent.platforms.x11.keysyms import char_of_symbol, name_of_symbol, symbol_of_char, symbol_of_key
from desktop_agent.runtime.protocol.messages import DeskOpened

_log = logging.getLogger(__name__)

_ANSWERS_WITHIN_S = 4.0
_LOST = Message("Your mouse and keyboard no longer reach the desk. Take it over again.")
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
# What a browser says of keys that are part of another one, or that it doesn't know itself.
_NO_KEYS = frozenset({"AltGraph", "Dead", "Fn", "FnLock", "Hyper", "Process", "Symbol", "SymbolLock", "Unidentified"})
_TYPED_BY_KEYS: Mapping[str, str] = {"\n": "enter", "\t": "tab"}
# Modifiers, locks and the accents that wait for a letter: each is in what comes of it.
_NOT_TAPPED = ((0xFE01, 0xFE14), (0xFE50, 0xFE94), (0xFF7E, 0xFF80), (0xFFE1, 0xFFEF))


@dataclass(frozen=True, slots=True)
class HandReport:
    """What didn't reach the desk, in words for the person, and whether nothing reaches it any more."""

    words: str
    has_ended: bool


class RemoteHand:
    """One such process, started at once; for one thread at a time. `end` releases all keys and buttons."""

    def __init__(self, desk: DeskOpened, report: Callable[[HandReport], None]) -> None:
        """Start it, and wait until nothing is held on the desk; DeskError where that fails.

        `report` is called from a thread of its own.
        """
        self._report = report
        self._ends = False
        self._released = threading.Event()
        environment = {**os.environ, "DISPLAY": desk.display, "XAUTHORITY": str(desk.xauthority)}
        try:
            command = python_command("desktop_agent.desk.view.hand")
            self._process = ChildProcess(command, requests=True, environment=environment)
            os.set_blocking(self._process.requests.fileno(), False)
        except OSError as error:
            raise _unavailable_error() from error
        line = self._process.first_line(_ANSWERS_WITHIN_S)
        if not line or json.loads(line)[0] != READY:
            self.end()
            raise _unavailable_error()
        threading.Thread(target=self._follow, name="hand-reports", daemon=True).start()
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
            symbol = symbol_of_char(name) if is_character else symbol_of_key(_NAMED.get(name, name.lower()))
            self.tap(symbol)
            if not symbol and name.isalnum() and name not in _NO_KEYS:
                self._report(_missing_key_report(name))

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
            self.tap(symbol_of_char(char) if char.isprintable() else symbol_of_key(_TYPED_BY_KEYS.get(char, "")))

    def release(self) -> None:
        """Release everything."""
        self._send("release")

    def give_back(self) -> None:
        """Release everything, and end once that is done."""
        self._ends = True
        self._send(LET_GO)
        self._released.wait(_ANSWERS_WITHIN_S)
        self.end()

    def end(self) -> None:
        """Have it release everything and end, without waiting; it is killed if it hangs."""
        self._ends = True
        with suppress(OSError):
            self._process.requests.close()
        threading.Thread(target=self._process.end, name="hand-end", daemon=True).start()

    def _send(self, *order: object) -> None:
        # Whole lines or none: if its display hangs, no one may wait for that. Where it has ended, `_follow` reports it.
        try:
            os.write(self._process.requests.fileno(), json.dumps(order).encode() + b"\n")
        except BlockingIOError:
            self._report_lost_process()
        except (OSError, ValueError):
            pass

    def _follow(self) -> None:
        """Report what its process says, until it has ended."""
        with suppress(OSError, ValueError):
            for line in self._process.output:
                name, *about = json.loads(line)
                if name == LET_GO:
                    self._released.set()
                elif name == LACKS:
                    self._report(
                        _missing_key_report(about[0] if isinstance(about[0], str) else name_of_symbol(about[0]))
                    )
        self._released.set()
        self._report_lost_process()

    def _report_lost_process(self) -> None:
        if not self._ends:
            self.end()
            self._report(HandReport(_LOST, has_ended=True))


def _unavailable_error() -> DeskError:
    return DeskError(Message("You can't work on the desk from here."), Message("You can still watch it."))


def _missing_key_report(name: str) -> HandReport:
    return HandReport(
        Message("The desk's keyboard has no “{name}” key, so it wasn't pressed.", name=name), has_ended=False
    )


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
