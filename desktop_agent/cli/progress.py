"""Shows a run on a terminal: a line for each thing that was done, and under them a live line with step, time and cost.

An act becomes a line once its outcome is known; until then, it's on the live line. Below that are the model's words as
they arrive, until the whole text becomes a line.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING, Self, TextIO, cast

from desktop_agent.cli import terminal
from desktop_agent.core.runs.events import (
    ActionDone,
    ActionFailed,
    Decided,
    Event,
    Noticed,
    RunFinished,
    RunStarted,
    Settled,
    Stamped,
    TouchNoticed,
    UsageReported,
)
from desktop_agent.core.runs.waiting import StreamUpdate
from desktop_agent.core.texts.message import Message, sentences, tr, visible
from desktop_agent.policy.limits import Pace
from desktop_agent.record.moments import Moment, MomentKind, MomentReader
from desktop_agent.record.status import LiveStatus
from desktop_agent.record.wording import Tone, money
from desktop_agent.ui.status.states import AppState, state_after, words_for

if TYPE_CHECKING:
    from rich.console import Console, Group
    from rich.live import Live
    from rich.text import Text

_INDENT = " " * 4
_SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_TICKS_PER_S = 8
# of words as they arrive
_LIVE_LINES = 6
_NARROWEST = 20
_SIGNS: Mapping[Tone, str] = {"ok": "✓", "warn": "!", "bad": "✗"}
_PLAIN_SIGNS: Mapping[str, str] = {"✓": "+", "✗": "x"}  # where the terminal's encoding lacks them
_STYLES: Mapping[Tone, str] = {"ok": "green", "warn": "yellow", "bad": "red"}
_WITH_TONE: frozenset[MomentKind] = frozenset({"action", "access", "notice", "expectation"})
_RESUME = Message("Paused: press Resume on the screen. To tell the model something, use “Tell the model…” next to it")
_FORECAST_AT = frozenset({5, 10, 20, 40, 80, 160, 320, 640})  # steps


class TerminalProgress:
    """A listener that shows events on a terminal; a context manager that leaves the terminal tidy."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.live import Live

        self._console: Console = Console(file=cast("IO[str]", _ForgivingStream(sys.stderr)), highlight=False)
        self._started = time.monotonic()
        self._done: int | None = None  # the act that is done, while the screen isn't settled
        self._doing: str = Message("Starting")
        self._state: AppState = "acting"
        self._reader = MomentReader()
        self._cost: float | None = None
        self._pace = Pace()
        self._limits: Mapping[str, object] = {}
        self._live_status = LiveStatus()
        self._card_question: str | None = None  # about what, by a card on the screen
        self.asks_on_screen = False  # and not here
        self.in_words = True  # what the model wants to know is asked, too
        # Last: it draws itself at once.
        self._live: Live = Live(
            console=self._console, get_renderable=self._live_lines, transient=True, refresh_per_second=_TICKS_PER_S,
            redirect_stdout=False, redirect_stderr=False,
        )  # fmt: skip

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def __call__(self, stamped: Stamped) -> None:
        """Show one event; called on the run's own thread."""
        event = stamped.event
        self._live_status = self._live_status.after_event(event)
        self._state = state_after(self._state, event)
        self._doing = words_for(self._state, self._reader.steps)
        match event:
            case RunStarted():
                self._limits = event.limits
            case UsageReported(cost=float() as cost):
                self._cost = (self._cost or 0.0) + cost
                self._pace = self._pace.after(cost)
            case RunFinished():
                self._live.stop()
        if not isinstance(event, Settled):
            self._print_pending_row()
        index = self._reader.take(stamped)
        if index is not None:
            self._show(event, index)
        if isinstance(event, UsageReported) and stamped.turn in _FORECAST_AT:
            self._print("", tr(self._forecast(stamped.turn)), "dim")

    def pass_on(self, update: StreamUpdate) -> None:
        """Show an update of an answer that is still under way; called on the run's own thread."""
        self._live_status = self._live_status.after(update, time.monotonic())

    def asks(self, sentence: str | None) -> None:
        """Show the question of a card on the screen, None when it has closed; called on the windows' thread."""
        self._card_question = sentence

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Take the live line away while the terminal belongs to a question."""
        self._live.stop()
        try:
            yield
        finally:
            self._live.start()

    def _show(self, event: Event, index: int) -> None:
        """Print the line of a moment; an act stays on the live line until its outcome is known."""
        row = self._reader.moments[index]
        is_new = index == len(self._reader.moments) - 1
        if row.proposal is not None:
            self._doing = visible(row.line, terminal.LONGEST_ROW)
        match event:
            case ActionDone():
                self._done = index
            case Settled():
                self._print_pending_row()
            case ActionFailed() | Decided(verdict="deny" | "stop"):
                self._print_row(row)
            case _ if is_new and row.proposal is None and row.kind != "end":
                self._print_row(row)
            case _:
                pass

    def _print_pending_row(self) -> None:
        index = self._done
        self._done = None
        if index is not None:
            self._print_row(self._reader.moments[index])

    def _print_row(self, row: Moment) -> None:
        text = " ".join(filter(None, (visible(row.exceptions, terminal.LONGEST_ROW), tr(row.took))))
        tone = row.sign[1] if row.kind in _WITH_TONE else "text"
        sign = "?" if row.kind == "question" else _SIGNS.get(tone, "")
        self._print(sign, text, "dim" if row.kind == "thought" else "", _STYLES.get(tone, "yellow"))

    def _forecast(self, steps: int) -> str:
        """Return the estimated cost of continuing within the run's limits; empty when that is unknown."""
        most = self._limits.get("steps")
        dear = self._limits.get("cost")
        return self._pace.forecast(
            steps_left=most - steps if isinstance(most, int) else None,
            money_left=dear - (self._cost or 0.0) if isinstance(dear, int | float) else None,
        )

    def _print(self, sign: str, line: str, style: str = "", sign_style: str = "") -> None:
        from rich.table import Table
        from rich.text import Text

        if not line:
            return
        if not self._console.encoding.lower().startswith("utf"):
            sign = _PLAIN_SIGNS.get(sign, sign)
        text = Text(line, style)
        if style:
            # It is long and seldom needed: one line of it; everything else is shown whole.
            text.truncate(self._console.width - len(_INDENT), overflow="ellipsis")
        grid = Table.grid()
        grid.add_column(min_width=len(_INDENT), no_wrap=True)
        grid.add_column(overflow="fold")
        grid.add_row(Text(f"  {sign}", sign_style), text)
        self._console.print(grid)

    def _live_lines(self) -> Group:
        from rich.console import Group

        status = self._live_status  # another thread may put a newer one there
        return Group(self._status_line(status), *self._unnoticed_lines(status), *self._answer_lines(status))

    def _unnoticed_lines(self, status: LiveStatus) -> list[Text]:
        from rich.text import Text

        line = Text(_INDENT + tr(status.unnoticed), "yellow", no_wrap=True, overflow="ellipsis")
        return [line] if status.unnoticed else []

    def _answer_lines(self, status: LiveStatus) -> list[Text]:
        from rich.text import Text

        width = max(_NARROWEST, self._console.width - len(_INDENT))
        lines = (visible(line_text, len(line_text)) for line_text in status.text.splitlines() if line_text.strip())
        words = Text("\n".join(lines), "dim italic" if status.kind == "reasoning" else "dim")
        room = max(0, min(_LIVE_LINES, self._console.height - 2 - bool(status.unnoticed)))
        newest = list(words.wrap(self._console, width, overflow="fold"))[-room:] if words and room else []
        return [Text(_INDENT).append(line) for line in newest]

    def _status_line(self, status: LiveStatus) -> Text:
        from rich.text import Text

        seconds = time.monotonic() - self._started
        mark = _SPINNER[int(seconds * _TICKS_PER_S) % len(_SPINNER)]
        cost = "" if self._cost is None else Message(" · {cost}", cost=money(self._cost))
        head = sentences(
            mark,
            Message(
                "Step {words} · {seconds:.0f} s{cost} · ",
                words=self._reader.steps.words or 0,
                seconds=seconds,
                cost=cost,
            ),
        )
        sentence = self._card_question  # another thread may take it away
        question = sentence and Message(
            "Asking you on the screen: {sentence}", sentence=visible(sentence, terminal.LONGEST_ROW)
        )
        paused = _RESUME if self.asks_on_screen and self._state == "paused" else ""
        doing = question or paused or status.waits_for(time.monotonic()) or self._doing
        return Text(tr(head) + tr(doing), "cyan", no_wrap=True, overflow="ellipsis")


class _ForgivingStream:
    """A terminal that may be closed during a run, without harm to the run and its record."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.encoding = stream.encoding

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            self._stream.flush()

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()


class Quiet:
    """A listener for an unobserved run: warnings and errors alone, on stderr."""

    def __init__(self) -> None:
        self.asks_on_screen = False
        self.in_words = True

    def __call__(self, stamped: Stamped) -> None:
        """Print an event when a person must know it even afterwards."""
        if isinstance(stamped.event, Noticed) and stamped.event.level != "info":
            terminal.warn(Message("{level}: {text}", level=stamped.event.level.capitalize(), text=stamped.event.text))
        elif isinstance(stamped.event, TouchNoticed):
            terminal.warn(stamped.event.text)

    def pass_on(self, _: StreamUpdate) -> None:
        """Show nothing."""

    def asks(self, _: str | None) -> None:
        """Show nothing: the card is on the screen."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing: there is nothing to tidy."""

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Do nothing: there is no live line."""
        yield


def watching(*, json_lines: bool) -> TerminalProgress | Quiet:
    """Return the live listener on a terminal that can move its cursor and shows no JSON, else the quiet one."""
    shared = json_lines and sys.stdout.isatty()
    live = sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb" and not shared
    watcher = TerminalProgress() if live else Quiet()
    watcher.in_words = not json_lines  # a program that reads the events has no one to ask
    return watcher


def note(text: str) -> None:
    """Print a note before the run starts; only on a terminal."""
    if sys.stderr.isatty():
        terminal.warn(text)
