"""What stands on a terminal while a run goes on, read from a terminal's other end."""

from __future__ import annotations

import fcntl
import os
import re
import select
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

import pytest

from desktop_agent.cli.progress import Quiet, TerminalProgress, watching
from desktop_agent.core.events import (
    Event,
    Noticed,
    RequestSent,
    Said,
    Stamped,
)
from desktop_agent.core.stream_update import Partial
from tests.fakes.waiting import PATIENCE_S

_PIECE = re.compile(r"\x1b\[\??([0-9;]*)([A-Za-z])|([\r\n])|([^\x1b\r\n]+)")
Begin = Callable[[], TerminalProgress | Quiet]
SENT = RequestSent(1, 1, 10, chained=False, previous_response_id=None)


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


@pytest.fixture
def screen() -> Iterator[TinyScreen]:
    with tiny_screen(columns=60, rows=20) as made:
        yield made


@pytest.fixture
def begin(screen: TinyScreen, monkeypatch: pytest.MonkeyPatch) -> Begin:
    def watched() -> TerminalProgress | Quiet:
        # Not earlier: between set-up and test the test's own stderr is put back.
        monkeypatch.setattr(sys, "stderr", screen.terminal)
        for name, value in (("TERM", "xterm"), ("COLUMNS", "60"), ("LINES", "20")):
            monkeypatch.setenv(name, value)
        return watching(json_lines=False)

    return watched


def tell(progress: TerminalProgress | Quiet, *events: Event, turn: int = 1) -> None:
    for event in events:
        progress(Stamped(1, "2026-11-20T10:00:00.000Z", turn, event))


def test_words_stand_under_the_live_line_until_they_are_there_as_a_whole(screen: TinyScreen, begin: Begin) -> None:
    with begin() as progress:
        tell(progress, SENT)
        for piece in ("The note ", "is \x1b[31msaved", " in the folder that was asked for, under the name it had."):
            progress.pass_on(Partial("message", "m", piece))
        growing = screen.wait_for(lambda lines: "had." in "".join(lines))
        tell(progress, Said("The note is saved."))
        whole = screen.wait_for(lambda lines: not any("had." in line for line in lines))

    assert "Step 1" in growing[0]
    assert growing[1:3] == [
        "      The note is \\u{1b}[31msaved in the folder that was",
        "      asked for, under the name it had.",
    ]
    assert "   1  The model says: The note is saved." in whole
    assert [line for line in screen.lines() if "Step" in line] == []


def test_it_says_that_a_card_or_a_window_asks(screen: TinyScreen, begin: Begin) -> None:
    with begin() as progress:
        tell(progress, SENT)
        progress.asks("Hold shift")
        screen.wait_for(lambda lines: "Asking you on the screen: Hold shift" in lines[0])
        progress.asks(None)
        screen.wait_for(lambda lines: "The model is thinking" in lines[0])


def test_nothing_passes_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with watching(json_lines=False) as quiet:
        quiet.pass_on(Partial("message", "m", "Half a"))
        tell(quiet, Noticed("info", "Read leniently."), Said("Half a word."))

    assert capsys.readouterr() == ("", "")
