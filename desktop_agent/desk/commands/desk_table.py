"""Shows many runs at once: a table that is redrawn in place on a terminal, else a line for each step; or lines of JSON.

All that others have said is made visible and fits its row.
"""

from __future__ import annotations

import re
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from desktop_agent.cli import terminal
from desktop_agent.core.display_text import visible
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.record.wording import file_size, status_wording

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table

    from desktop_agent.desk.many.task import TaskProgress, TaskState

_STATES: Mapping[TaskState, str] = {
    "waiting": Message("Not begun"),
    "starting": Message("Starting"),
    "working": Message("Working"),
    "asking": Message("Asks you"),
    "ended": Message("Failed"),
}
_STYLES: Mapping[TaskState, str] = {"waiting": "dim", "asking": "yellow", "ended": "dim"}
_HEADS = (Message("Task"), Message("State"), Message("Step"), Message("Duration"), Message("Last"))
_LONGEST_NAME, _AROUND_TABLE = 40, 4  # lines above and below the rows


class TasksShown(Protocol):
    """One way to show the tasks; one that `is_redrawn` in place waits while a question is there."""

    is_redrawn: bool

    def show(self, tasks: Sequence[TaskProgress], lacking_mb: int) -> None:
        """Show how far they are."""

    def pause(self) -> None:
        """Leave the terminal to a question."""

    def close(self) -> None:
        """Leave the terminal tidy."""


class DeskTable:
    """Shows tasks in some ways at once, and nothing while a question is on the terminal; for any thread."""

    def __init__(self, shown: Sequence[TasksShown]) -> None:
        self._shown = shown
        self._drawing = threading.Lock()
        self._is_paused = False

    def show(self, tasks: Sequence[TaskProgress], lacking_mb: int) -> None:
        """Show how far they are, and how much memory the next one waits for."""
        with self._drawing:
            for one in self._shown:
                if not (self._is_paused and one.is_redrawn):
                    one.show(tasks, lacking_mb)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Leave the terminal to a question."""
        with self._drawing:
            self._is_paused = True
            for one in self._shown:
                one.pause()
        try:
            yield
        finally:
            self._is_paused = False

    def close(self) -> None:
        """Leave the terminal tidy."""
        with self._drawing:
            for one in self._shown:
                one.close()


class LiveTable:
    """The table, redrawn in place."""

    is_redrawn = True

    def __init__(self) -> None:
        from rich.console import Console
        from rich.live import Live

        self._console = Console(file=sys.stderr, highlight=False)
        self._live = Live(
            console=self._console, auto_refresh=False, transient=True, redirect_stdout=False, redirect_stderr=False
        )

    def show(self, tasks: Sequence[TaskProgress], lacking_mb: int) -> None:
        """Draw it anew."""
        if not self._live.is_started:
            self._live.start()
        self._live.update(self._drawn(tasks, lacking_mb), refresh=True)

    def pause(self) -> None:
        """Take it away."""
        self._live.stop()

    def close(self) -> None:
        """Take it away for good."""
        self._live.stop()

    def _drawn(self, tasks: Sequence[TaskProgress], lacking_mb: int) -> Group:
        from rich.console import Group
        from rich.text import Text

        room = max(1, self._console.height - _AROUND_TABLE)
        rows = _most_telling(tasks, room)
        lines = []
        if len(rows) < len(tasks):
            lines.append(Text(gettext("{part} more not shown.", part=len(tasks) - len(rows)), "dim"))
        if lacking_mb:
            lines.append(Text(tr(_for_memory(lacking_mb)), "yellow"))
        return Group(self._table(rows), *lines)

    def _table(self, rows: Sequence[TaskProgress]) -> Table:
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", expand=True)
        for head, ratio in zip(_HEADS, (3, None, None, None, 7), strict=True):
            table.add_column(tr(head), no_wrap=True, overflow="ellipsis", ratio=ratio)
        now = time.monotonic()
        for one in rows:
            table.add_row(*map(Text, _cells(one, now)), style=_STYLES.get(one.state, ""))
        return table


class PlainLines:
    """A line on stderr for each change, where nothing can be redrawn."""

    is_redrawn = False

    def __init__(self) -> None:
        self._last = dict[str, tuple[str, str]]()
        self._waits = False

    def show(self, tasks: Sequence[TaskProgress], lacking_mb: int) -> None:
        """Print what has changed."""
        for one in tasks:
            now = (state_word(one), one.words)
            if one.state != "waiting" and self._last.get(one.task.name) != now:
                self._last[one.task.name] = now
                step = Message("{step}: ", step=one.step) if one.step else ""
                words = Message(" — {step}{words}", step=step, words=one.words) if one.words and not one.outcome else ""
                terminal.warn(
                    Message(
                        "{name}: {terminal}{words}",
                        name=one.task.name,
                        terminal=terminal.spoken(now[0], sys.stderr),
                        words=words,
                    )
                )
        if lacking_mb and not self._waits:
            terminal.warn(_for_memory(lacking_mb))
        self._waits = bool(lacking_mb)

    def pause(self) -> None:
        """Go on: a question is elsewhere."""

    def close(self) -> None:
        """Leave: there is nothing to tidy."""


class JsonTasks:
    """A line of JSON on stdout for each change of state, for scripts."""

    is_redrawn = False

    def __init__(self) -> None:
        self._last = dict[str, str]()
        self._waits = False

    def show(self, tasks: Sequence[TaskProgress], lacking_mb: int) -> None:
        """Print what has changed; how a task ended is told with the results."""
        for one in tasks:
            if one.state not in {"waiting", "ended"} and self._last.get(one.task.name) != one.state:
                self._last[one.task.name] = one.state
                terminal.say_json({"event": f"task.{one.state}", "task": one.task.name, "run": one.run})
        if lacking_mb and not self._waits:
            terminal.say_json({"event": "tasks.memory", "lacking_mb": lacking_mb})
        self._waits = bool(lacking_mb)

    def pause(self) -> None:
        """Go on: a question is elsewhere."""

    def close(self) -> None:
        """Leave: there is nothing to tidy."""


def state_word(task: TaskProgress) -> str:
    """Return how far a task is, in a word or two."""
    return status_wording(task.outcome).word if task.outcome else _STATES[task.state]


def clock(seconds: float) -> str:
    """Return a time in minutes and seconds, which keeps its width while it grows."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"


def _cells(task: TaskProgress, now_s: float) -> Iterator[str]:
    yield visible(task.task.name, _LONGEST_NAME)
    yield tr(state_word(task))
    yield re.sub(r"\D+", "/", task.step)
    yield clock(task.seconds(now_s)) if task.began_s is not None else ""
    yield visible(tr(task.message) if task.state == "ended" else task.words, terminal.LONGEST_ROW)


def _most_telling(tasks: Sequence[TaskProgress], room: int) -> Sequence[TaskProgress]:
    """Return as many as there is room for, in their order: those that run before those that wait and have ended."""
    if len(tasks) <= room:
        return tasks
    rank = {"asking": 0, "working": 1, "starting": 1, "waiting": 2, "ended": 3}
    chosen = sorted(range(len(tasks)), key=lambda n: rank[tasks[n].state])[: max(1, room - 1)]
    return [tasks[n] for n in sorted(chosen)]


def _for_memory(lacking_mb: int) -> str:
    return Message(
        "The next desk is waiting for memory: it needs {file_size} more.", file_size=file_size(lacking_mb << 20)
    )
