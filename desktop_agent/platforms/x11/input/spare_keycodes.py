"""Assigns spare keycodes to characters that the layout lacks: the last resort.

Every change of the mapping makes window managers grab all their keys again (measured on Debian 12: 0.8 s of openbox's
time for one change of 38 keycodes, and one round for each request). So all characters go in one request, and the
keycodes are emptied late: a program looks up a key when it reads the event, and the key must still be there.
"""

from __future__ import annotations

import time

from desktop_agent.core.errors import UntypableTextError
from desktop_agent.core.message import Message
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.xkb import KeyboardExtension

GIVE_BACK_AFTER_S = 0.3


class BorrowedCodes:
    """The spare keycodes in use on one display."""

    def __init__(self, connection: Connection, extension: KeyboardExtension) -> None:
        self._connection = connection
        self._extension = extension
        self._codes: tuple[int, ...] = ()
        self._lent_at = 0.0

    def room(self) -> int:
        """Return how many characters fit at once."""
        with self._connection.errors():
            spare = set(self._extension.keymap().spare_codes()) | set(self._codes)
        return 2 * len(spare)

    def lend(self, symbols: tuple[int, ...]) -> None:
        """Put each symbol on a spare keycode, in one change; UntypableTextError when there is no room."""
        self.give_back()
        with self._connection.errors():
            spare = self._extension.keymap().spare_codes()
            if len(symbols) > 2 * len(spare):
                raise UntypableTextError(
                    Message(
                        "The keyboard lacks {symbols} characters of the text and has room for {part}.",
                        symbols=len(symbols),
                        part=2 * len(spare),
                    ),
                    "Enter the text in smaller parts.",
                )
            pairs = [symbols[n : n + 2] for n in range(0, len(symbols), 2)]
            self._codes = spare[: len(pairs)]
            self._extension.set_symbols(dict(zip(self._codes, pairs, strict=True)))
            self._connection.sync()
        self._lent_at = time.monotonic()

    def touch(self) -> None:
        """Remember that a spare keycode has just been pressed."""
        self._lent_at = time.monotonic()

    def give_back(self) -> None:
        """Empty the keycodes again, once programs have had time to look them up."""
        if self._codes:
            time.sleep(max(0.0, self._lent_at + GIVE_BACK_AFTER_S - time.monotonic()))
            codes, self._codes = self._codes, ()
            with self._connection.errors():
                self._extension.set_symbols(dict.fromkeys(codes, ()))
                self._connection.sync()
