"""A terminal of our own: a pty, and what would stand on its screen after what was written to it."""

from __future__ import annotations

import fcntl
import os
import re
import select
import struct
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from tests.fakes.waiting import PATIENCE_S

_PIECE = re.compile(r"\x1b\[\??([0-9;]*)([A-Za-z])|([\r\n])|([^\x1b\r\n]+)")


class TinyScreen:
    """The screen behind a pty; it knows the few sequences that live lines are drawn with, and never scrolls."""

    def __init__(self, master: int, terminal: TextIO) -> None:
        self.terminal = terminal  # what the program writes to
        self._master = master
        self._written = ""

    def lines(self) -> list[str]:
        """Return what stands on the screen now."""
        while select.select([self._master], [], [], 0)[0]:
            self._written += os.read(self._master, 65536).decode("utf-8", "replace")
        return _drawn(self._written)

    def wait_for(self, what: Callable[[list[str]], bool]) -> list[str]:
        """Return the screen once it is as wanted; AssertionError when it never is."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            select.select([self._master], [], [], 0.05)
            lines = self.lines()
            if what(lines):
                return lines
        raise AssertionError("\n".join(self.lines()))


@contextmanager
def tiny_screen(columns: int, rows: int) -> Iterator[TinyScreen]:
    """Give a screen of a size."""
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    with os.fdopen(slave, "w", encoding="utf-8") as terminal:
        try:
            yield TinyScreen(master, terminal)
        finally:
            os.close(master)


def _drawn(written: str) -> list[str]:
    lines, row, column = [""], 0, 0
    for numbers, letter, control, text in _PIECE.findall(written):
        count = int(numbers) if numbers.isdigit() else 1
        if control == "\r":
            column = 0
        elif control == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif letter == "A":
            row = max(0, row - count)
        elif letter == "K":
            lines[row] = ""
        elif text:
            lines[row] = (lines[row].ljust(column)[:column] + text + lines[row][column + len(text) :]).rstrip("\x00")
            column += len(text)
    return [line.rstrip() for line in lines]
