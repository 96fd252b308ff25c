"""What a person sees while a run goes on: lines that stay, and under them one live line with step, time and cost."""

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
    Decided,
    Noticed,
    Reasoned,
    RunFinished,
    RunStarted,
    Stamped,
    UsageReported,
)
from desktop_agent.core.geometry import Viewport
from desktop_agent.record.parse import parse_action, parse_viewport

if TYPE_CHECKING:
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

_SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_TICKS_PER_S = 8


class Progress:
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
        self._viewport: Viewport | None = None
        self._proposed: dict[tuple[str, int], str] = {}
        # Last: it draws itself at once.
        self._live: Live = Live(
            console=self._console, get_renderable=self._status, transient=True, refresh_per_second=_TICKS_PER_S,
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
        match event:
            case RunStarted():
                self._viewport = parse_viewport(event)
            case ActionProposed(call_id=call, index=index, action=action):
                self._doing = self._proposed[call, index] = self._sentence(action)
            case UsageReported(cost=float() as cost):
                self._cost = (self._cost or 0.0) + cost
            case RunFinished():
                self._live.stop()
        self._keep(stamped)

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Take the live line away while the terminal belongs to a question."""
        self._live.stop()
        try:
            yield
        finally:
            self._live.start()

    def _sentence(self, form: Mapping[str, object] | None) -> str:
        if form is None or self._viewport is None:
            return words.sentence(None)
        return words.sentence(parse_action(form, self._viewport))

    def _keep(self, stamped: Stamped) -> None:
        from rich.table import Table
        from rich.text import Text

        event = stamped.event
        proposed = self._proposed.get((event.call_id, event.index), "") if isinstance(event, Decided) else ""
        line = words.line(event, proposed)
        if line is None:
            return
        number = f"{stamped.turn:>4}  " if stamped.turn != self._numbered else "      "
        self._numbered = stamped.turn
        text = Text(line, "dim" if isinstance(event, Reasoned) else "")
        if isinstance(event, Reasoned):
            # It is long and seldom needed: one line of it; everything else is shown whole.
            text.truncate(self._console.width - len(number), overflow="ellipsis")
        grid = Table.grid()
        grid.add_column(min_width=len(number), no_wrap=True)
        grid.add_column(overflow="fold")
        grid.add_row(Text(number, "dim"), text)
        self._console.print(grid)

    def _status(self) -> Text:
        from rich.text import Text

        seconds = time.monotonic() - self._started
        mark = _SPINNER[int(seconds * _TICKS_PER_S) % len(_SPINNER)]
        cost = "" if self._cost is None else f" · ${self._cost:.4f}"
        head = f"{mark} Step {self._turn} · {seconds:.0f} s{cost} · "
        return Text(head + self._doing, "cyan", no_wrap=True, overflow="ellipsis")


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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave: there is nothing to tidy."""

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Do nothing: there is no live line."""
        yield


def watching(*, json_lines: bool) -> Progress | Quiet:
    """Return what fits: live on a terminal that can move its cursor and shows nothing else, else quiet."""
    shared = json_lines and sys.stdout.isatty()
    live = sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb" and not shared
    return Progress() if live else Quiet()


def note(text: str) -> None:
    """Say on a terminal what is going on before there is a run; nothing when nobody watches."""
    if sys.stderr.isatty():
        terminal.warn(text)
