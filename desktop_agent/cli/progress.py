"""What a person sees while a run goes on: lines that stay, and under them a live one with step, time and cost.

Under that one stand the model's words as they come, until they are there as a whole and stay.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING, Self, TextIO, cast

from desktop_agent.cli import terminal, words
from desktop_agent.core.events import (
    ActionProposed,
    Asked,
    Decided,
    Noticed,
    Reasoned,
    RunFinished,
    RunStarted,
    Said,
    Stamped,
    UsageReported,
)
from desktop_agent.core.geometry import Viewport
from desktop_agent.core.stream_update import StreamUpdate
from desktop_agent.policy.limits import Pace
from desktop_agent.record.live_status import LiveStatus
from desktop_agent.record.parse import parse_viewport
from desktop_agent.record.versions import Versions, versions_of

if TYPE_CHECKING:
    from rich.console import Console, Group
    from rich.live import Live
    from rich.text import Text

_INDENT = " " * 6
_SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_TICKS_PER_S = 8
_LIVE_LINES, _NARROWEST = 6, 20  # of words as they come
_FORECAST_AT = frozenset({5, 10, 20, 40, 80, 160, 320, 640})  # steps


class TerminalProgress:
    """A listener that shows events on a terminal; a context manager that leaves the terminal tidy."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.live import Live

        self._console: Console = Console(file=cast("IO[str]", _Forgiving(sys.stderr)), highlight=False)
        self._started = time.monotonic()
        self._turn = 0
        self._numbered = 0  # the turn whose number was printed last
        self._doing = "Starting"
        self._cost: float | None = None
        self._pace = Pace()
        self._limits: Mapping[str, object] = {}
        self._meanwhile = LiveStatus()
        self._asked: str | None = None  # about what, by a card on the screen
        self._said = ""  # what the model said last
        self._line = ""  # that was printed last
        self._viewport: Viewport | None = None
        self._proposed: dict[tuple[str, int], Versions] = {}
        # Last: it draws itself at once.
        self._live: Live = Live(
            console=self._console, get_renderable=self._live_part, transient=True, refresh_per_second=_TICKS_PER_S,
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
        self._turn = stamped.turn
        self._doing = words.doing(event) or self._doing
        self._meanwhile = self._meanwhile.heard(event)
        match event:
            case RunStarted():
                self._viewport, self._limits = parse_viewport(event), event.limits
            case ActionProposed(call_id=call, index=index):
                self._proposed[call, index] = versions_of(event, self._viewport)
                self._doing = self._sentence(event)
            case Decided(call_id=call, index=index) if (call, index) in self._proposed:
                self._proposed[call, index] = self._proposed[call, index].after(event, self._viewport)
                self._doing = self._sentence(event)
            case UsageReported(cost=float() as cost):
                self._cost, self._pace = (self._cost or 0.0) + cost, self._pace.after(cost)
            case RunFinished():
                self._live.stop()
        self._keep(stamped)
        if isinstance(event, UsageReported) and stamped.turn in _FORECAST_AT:
            self._print(stamped.turn, words.forecast(self._pace, self._limits, stamped.turn, self._cost), "dim")

    def pass_on(self, passing: StreamUpdate) -> None:
        """Show what passes while the model is waited for; called on the run's own thread."""
        self._meanwhile = self._meanwhile.after(passing, time.monotonic())

    def asks(self, sentence: str | None) -> None:
        """Show what a card on the screen asks about, None when it is gone; called on the windows' thread."""
        self._asked = sentence

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Take the live line away while the terminal belongs to a question."""
        self._live.stop()
        try:
            yield
        finally:
            self._live.start()

    def _sentence(self, event: ActionProposed | Decided) -> str:
        versions = self._proposed.get((event.call_id, event.index))
        return "" if versions is None else versions.sentence()

    def _keep(self, stamped: Stamped) -> None:
        event = stamped.event
        proposed = self._sentence(event) if isinstance(event, Decided) else ""
        line = None if isinstance(event, Asked) and event.text == self._said else words.line(event, proposed)
        self._said = event.text if isinstance(event, Said) else self._said
        again = isinstance(event, Noticed) and line == self._line
        if line is not None and not again:
            self._line = line
            self._print(stamped.turn, line, "dim" if isinstance(event, Reasoned) else "")

    def _print(self, turn: int, line: str, style: str) -> None:
        from rich.table import Table
        from rich.text import Text

        if not line:
            return
        number = f"{turn:>4}  " if turn != self._numbered else "      "
        self._numbered = turn
        text = Text(line, style)
        if style:
            # It is long and seldom needed: one line of it; everything else is shown whole.
            text.truncate(self._console.width - len(number), overflow="ellipsis")
        grid = Table.grid()
        grid.add_column(min_width=len(number), no_wrap=True)
        grid.add_column(overflow="fold")
        grid.add_row(Text(number, "dim"), text)
        self._console.print(grid)

    def _live_part(self) -> Group:
        from rich.console import Group

        meanwhile = self._meanwhile  # another thread may put a newer one there
        return Group(self._status(meanwhile), *self._words_so_far(meanwhile))

    def _words_so_far(self, meanwhile: LiveStatus) -> list[Text]:
        from rich.text import Text

        width = max(_NARROWEST, self._console.width - len(_INDENT))
        shown = Text(
            "\n".join(words.shown_lines(meanwhile.text)), "dim italic" if meanwhile.kind == "reasoning" else "dim"
        )
        room = max(0, min(_LIVE_LINES, self._console.height - 2))
        newest = list(shown.wrap(self._console, width, overflow="fold"))[-room:] if shown and room else []
        return [Text(_INDENT).append(line) for line in newest]

    def _status(self, meanwhile: LiveStatus) -> Text:
        from rich.text import Text

        seconds = time.monotonic() - self._started
        mark = _SPINNER[int(seconds * _TICKS_PER_S) % len(_SPINNER)]
        cost = "" if self._cost is None else f" · ${self._cost:.4f}"
        head = f"{mark} Step {self._turn} · {seconds:.0f} s{cost} · "
        asked = self._asked
        doing = f"Asking you on the screen: {words.short(asked)}" if asked else meanwhile.waits_for(time.monotonic())
        doing = doing or self._doing
        return Text(head + doing, "cyan", no_wrap=True, overflow="ellipsis")


class _Forgiving:
    """A terminal that may be closed while a run comes to its end; the run and its record must not suffer."""

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
    """A listener for when nobody watches: warnings and errors alone, on stderr."""

    def __call__(self, stamped: Stamped) -> None:
        """Print an event when a person must know it even afterwards."""
        if isinstance(stamped.event, Noticed) and stamped.event.level != "info":
            terminal.warn(words.line(stamped.event, "") or "")

    def pass_on(self, _: StreamUpdate) -> None:
        """Say nothing: what passes is for who watches."""

    def asks(self, _: str | None) -> None:
        """Say nothing: the card is on the screen."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave: there is nothing to tidy."""

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Do nothing: there is no live line."""
        yield


def watching(*, json_lines: bool) -> TerminalProgress | Quiet:
    """Return what fits: live on a terminal that can move its cursor and shows nothing else, else quiet."""
    shared = json_lines and sys.stdout.isatty()
    live = sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb" and not shared
    return TerminalProgress() if live else Quiet()


def note(text: str) -> None:
    """Say on a terminal what is going on before there is a run; nothing when nobody watches."""
    if sys.stderr.isatty():
        terminal.warn(text)
