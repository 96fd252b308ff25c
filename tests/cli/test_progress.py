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
    Answered,
    Asked,
    Event,
    Noticed,
    Paused,
    RequestSent,
    Resumed,
    Said,
    Stamped,
    UsageReported,
)
from desktop_agent.core.stream_update import Discarded, Partial, Waiting
from desktop_agent.core.translation import speak
from tests.fakes.languages import spoken
from tests.fakes.recorded import run_started
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


def test_the_live_line_is_in_the_persons_language(screen: TinyScreen, begin: Begin) -> None:
    speak(spoken("de"))
    try:
        with begin() as progress:
            tell(progress, SENT)
            screen.wait_for(lambda lines: "Schritt 1" in lines[0] and "Das Modell denkt nach" in lines[0])
    finally:
        speak(None)


def test_no_more_than_a_few_lines_of_them_are_shown(screen: TinyScreen, begin: Begin) -> None:
    with begin() as progress:
        for number in range(200):
            progress.pass_on(Partial("reasoning", "r", f"Thought number {number}.\n"))
        lines = screen.wait_for(lambda lines: "number 199" in "".join(lines))

    assert [line.strip() for line in lines[1:]] == [f"Thought number {number}." for number in range(194, 200)]


def test_words_of_an_answer_that_broke_off_are_taken_back(screen: TinyScreen, begin: Begin) -> None:
    with begin() as progress:
        progress.pass_on(Partial("message", "m", "Half a"))
        screen.wait_for(lambda lines: "Half a" in "".join(lines))
        progress.pass_on(Discarded())
        screen.wait_for(lambda lines: "Half a" not in "".join(lines))


def test_a_wait_for_the_server_is_counted_down_on_the_live_line(screen: TinyScreen, begin: Begin) -> None:
    with begin() as progress:
        tell(progress, SENT)
        progress.pass_on(Waiting("The server said 429.", 12.0))
        screen.wait_for(lambda lines: "Trying the server again in 12 s" in lines[0])
        screen.wait_for(lambda lines: "Trying the server again in 11 s" in lines[0])
        progress.pass_on(Waiting("The server said 429.", 0.0))
        screen.wait_for(lambda lines: "The model is thinking" in lines[0])


def test_a_network_that_is_gone_is_said_until_it_is_back(screen: TinyScreen, begin: Begin) -> None:
    with begin() as progress:
        tell(progress, SENT, Paused("network", "The server can't be reached."), SENT)
        screen.wait_for(lambda lines: any("Server unreachable; retrying automatically" in line for line in lines))
        tell(progress, Resumed("network"), SENT)
        screen.wait_for(lambda lines: any("The model is thinking" in line for line in lines))


def test_it_says_where_a_pause_ends_if_not_here(screen: TinyScreen, begin: Begin) -> None:
    with begin() as progress:
        progress.asks_on_screen = True
        tell(progress, SENT, Paused("takeover", "You pressed a key."))
        screen.wait_for(lambda lines: any("press Resume on the screen" in line for line in lines))
        tell(progress, Resumed("human"), SENT)
        screen.wait_for(lambda lines: any("The model is thinking" in line for line in lines))


def test_it_says_that_a_card_or_a_window_asks(screen: TinyScreen, begin: Begin) -> None:
    with begin() as progress:
        tell(progress, SENT)
        progress.asks("Hold shift")
        screen.wait_for(lambda lines: "Asking you on the screen: Hold shift" in lines[0])
        progress.asks(None)
        screen.wait_for(lambda lines: "The model is thinking" in lines[0])


def test_what_going_on_would_cost_is_said_now_and_then(screen: TinyScreen, begin: Begin) -> None:
    with begin() as progress:
        tell(progress, run_started("r", "/r"), turn=0)
        for turn in range(1, 12):
            tell(progress, UsageReported(1, 1, 2, 0.00775), turn=turn)
        lines = screen.wait_for(lambda lines: "$0.0853" in "".join(lines))

    assert [line.strip() for line in lines if "At this pace" in line] == [
        "5  At this pace, 40 more steps will cost 0.31 USD.",
        "10  At this pace, 40 more steps will cost 0.31 USD.",
    ]


def test_a_question_that_was_just_said_is_not_said_again(screen: TinyScreen, begin: Begin) -> None:
    with begin() as progress:
        tell(progress, Said("Which folder?"), UsageReported(1, 1, 2, None), Asked("Which folder?"), Answered("This."))
        lines = screen.wait_for(lambda lines: any("You answered" in line for line in lines))

    assert [line.strip() for line in lines[:2]] == ["1  The model says: Which folder?", "You answered: This."]


def test_the_same_notice_is_not_printed_twice_in_a_row(screen: TinyScreen, begin: Begin) -> None:
    gone = Noticed("info", "The server is gone. Trying again.")
    with begin() as progress:
        tell(progress, gone, SENT, gone, Said("Saved."), gone)
        screen.wait_for(lambda lines: "Saved." in "".join(lines))
        lines = screen.wait_for(lambda lines: len([line for line in lines if "again." in line]) > 1)

    assert [line[6:] for line in lines[:3]] == [
        "Note: The server is gone. Trying again.",
        "The model says: Saved.",
        "Note: The server is gone. Trying again.",
    ]


def test_nothing_passes_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with watching(json_lines=False) as quiet:
        quiet.pass_on(Partial("message", "m", "Half a"))
        tell(quiet, Noticed("info", "Read leniently."), Said("Half a word."))

    assert capsys.readouterr() == ("", "")
