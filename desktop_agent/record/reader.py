"""Reads a run back from its folder, complete or cut off at any byte."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, TypeVar

from desktop_agent.core.errors import NotARecordingError, RecordError
from desktop_agent.core.runs.events import (
    ActionDone,
    Event,
    RunFinished,
    RunStarted,
    Stamped,
    UsageReported,
    follows_lines,
    steps_in,
)
from desktop_agent.core.texts.message import Message
from desktop_agent.record.journal import JOURNAL
from desktop_agent.record.lock import is_locked
from desktop_agent.record.parse import Lines, parse_lines
from desktop_agent.record.recording import RecordedRun, RunSummary, last_frame, turns_of
from desktop_agent.record.spans import spans_of

RUN_NAME = re.compile(r"\d{8}-\d{6}-[a-z0-9-]{1,64}-[0-9a-f]{6}")
LIST_RUNS = Message("See `desktop-agent runs list`.")
_TAIL_BYTES = 64 * 1024
_Kind = TypeVar("_Kind", bound=Event)


def read_run(folder: Path) -> RecordedRun:
    """Return a whole recording; NotARecordingError, NewerFormatError or RecordError when that cannot be done."""
    with _open(folder) as journal:
        running = is_locked(journal.fileno())
        lines = _read_lines(folder, journal)
    return RecordedRun(
        summary=_summarise(folder, lines.events, running=running),
        started=_first(lines.events, RunStarted),
        finished=_first(lines.events, RunFinished),
        turns=turns_of(lines.events, folder),
        last_frame=last_frame(lines.events),
        unreadable_lines=lines.damaged,
    )


def read_events(folder: Path) -> tuple[Stamped, ...]:
    """Return all events so far; errors as `read_run`."""
    with _open(folder) as journal:
        return tuple(_read_lines(folder, journal).events)


def read_summary(folder: Path) -> RunSummary:
    """Return what the list of runs shows, from the first and last line where they hold all of it."""
    with _open(folder) as journal:
        running = is_locked(journal.fileno())
        ends = parse_lines(_ends_of(journal))
        started = _first(ends.events, RunStarted)
        finished = _first(ends.events, RunFinished)
        if started and finished and (finished.steps is not None or not follows_lines(started)):
            return _summarise(folder, ends.events, running=running)
        journal.seek(0)
        return _summarise(folder, _read_lines(folder, journal).events, running=running)


def read_ends(folder: Path) -> tuple[RunStarted | None, RunFinished | None]:
    """Return the first and the last event of a run, without what its end has found to be passwords; errors as above."""
    with _open(folder) as journal:
        lines = parse_lines(_ends_of(journal))
    return _first(lines.events, RunStarted), _first(lines.events, RunFinished)


def first_event(folder: Path) -> Stamped | None:
    """Return the first event of a run; None where its first line cannot be read."""
    try:
        with _open(folder) as journal:
            events = parse_lines([journal.readline()]).events
    except RecordError:
        return None
    return events[0] if events else None


def first_time(folder: Path) -> str:
    """Return when a run started, to the millisecond; empty when its first line does not say."""
    first = first_event(folder)
    return first.at if first else ""


def unreadable_summary(folder: Path, error: RecordError) -> RunSummary:
    """Return a summary with the reason why a run cannot be read, so that no run is hidden."""
    return RunSummary(folder.name, folder, "", _time_in(folder.name), "unreadable", 0, 0, 0.0, None, str(error))


def _open(folder: Path) -> BinaryIO:
    with reading(folder):
        return (folder / JOURNAL).open("rb")


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Raise RecordError where a run's folder cannot be read, NotARecordingError where nothing is there."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise no_recording(folder) from error
    except OSError as error:
        raise RecordError(
            Message("The recording in {folder} can't be read: {strerror}.", folder=folder, strerror=error.strerror)
        ) from error


def no_recording(folder: object) -> NotARecordingError:
    """Return the error for a folder without a run."""
    return NotARecordingError(
        Message("The folder {folder} doesn't contain a recording of a run.", folder=folder), LIST_RUNS
    )


def _ends_of(journal: BinaryIO) -> list[bytes]:
    """Return the first and the last line."""
    head = journal.readline()
    length = journal.seek(0, os.SEEK_END)
    read_bytes = _TAIL_BYTES
    while True:
        start = journal.seek(max(len(head), length - read_bytes))
        tail = journal.read()
        before = tail.rstrip(b"\n").rfind(b"\n")
        if before >= 0 or start == len(head):
            last = tail[before + 1 :]
            return [head, last] if last else [head]
        read_bytes *= 8  # the line is longer, as that of a long message is


def _read_lines(folder: Path, journal: BinaryIO) -> Lines:
    with reading(folder):
        data = journal.read()
    lines = parse_lines(BytesIO(data))
    if not _first(lines.events, RunStarted) and not RUN_NAME.fullmatch(folder.resolve().name):
        raise NotARecordingError(Message("{part} doesn't look like a recording.", part=folder / JOURNAL), LIST_RUNS)
    return lines


def _summarise(folder: Path, events: Sequence[Stamped], *, running: bool) -> RunSummary:
    started = _first(events, RunStarted)
    finished = _first(events, RunFinished)
    name = folder.resolve().name
    head = RunSummary(
        id=name if started is None or RUN_NAME.fullmatch(name) else started.run,
        dir=folder,
        task=started.task if started else "",
        started=events[0].at if started else _time_in(name),
        status="running" if running else "cut off",
        turns=max((stamped.turn for stamped in events), default=0),
        actions=sum(isinstance(stamped.event, ActionDone) for stamped in events),
        seconds=sum(span.length_ms for span in spans_of(events)) / 1000,
        cost=_cost(events),
        message="",
        resumes=started.resumes if started else "",
        steps=steps_in(events),
        named=_name_of_task(started),
    )
    if finished is None:
        return head
    return replace(
        head,
        status=finished.status,
        turns=finished.turns,
        actions=finished.actions,
        seconds=finished.seconds,
        cost=finished.cost,
        message=finished.message,
        files=finished.files,
    )


def _name_of_task(started: RunStarted | None) -> str:
    """Return what people call the task of a run; empty where it is kept under no name."""
    return "" if started is None or started.source is None else started.title


def _cost(events: Sequence[Stamped]) -> float | None:
    usage = [stamped.event for stamped in events if isinstance(stamped.event, UsageReported)]
    costs = [report.cost for report in usage if report.cost is not None]
    return sum(costs) if costs else None


def _first(events: Sequence[Stamped], kind: type[_Kind]) -> _Kind | None:
    return next((stamped.event for stamped in events if isinstance(stamped.event, kind)), None)


def time_in(name: str) -> datetime | None:
    """Return when a run began, in UTC, by the name of its folder; None where that is no run's."""
    try:
        return datetime.strptime(name[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _time_in(name: str) -> str:
    time = time_in(name)
    return "" if time is None else f"{time:%Y-%m-%dT%H:%M:%S}.000Z"
