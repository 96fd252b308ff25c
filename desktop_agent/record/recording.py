"""A run as it is read back: frozen, and whole or cut off at any byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from desktop_agent.core.runs.events import (
    Decided,
    ExpectationChecked,
    ExpectationTurned,
    FrameTaken,
    RunFinished,
    RunStarted,
    Stamped,
    UsageReported,
)
from desktop_agent.record.moments import Moment, MomentReader
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.spans import Span, spans_of
from desktop_agent.record.wording import RunStatus


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One line of the list of runs; unknown is None, money is USD."""

    id: str
    dir: Path
    task: str
    started: str  # RFC 3339, UTC; empty when the recording does not say
    status: RunStatus
    turns: int
    actions: int
    seconds: float
    cost: float | None
    message: str
    resumes: str = ""  # the id of the run that it continues
    steps: int = 0  # lines of the task for the built-in model and played steps, else answers of the model
    earlier: tuple[Path, ...] = ()  # sessions of an agent that it goes on with, oldest first, and that are counted in
    named: str = ""  # what people call the task, where it is kept under a name
    files: tuple[Mapping[str, str], ...] | None = None  # that it has changed, as in `run.finished`; None: unknown

    @property
    def title(self) -> str:
        """Return what a list calls the run: what its task is called, else its words."""
        return self.named or self.task


@dataclass(frozen=True, slots=True)
class RecordedTurn:
    """One turn: the picture that the model saw, the events that followed, and the time; turn 0 is the start."""

    turn: int
    seen: FrameTaken | None
    events: tuple[Stamped, ...]
    moments: tuple[Moment, ...]
    usage: UsageReported | None
    spans: tuple[Span, ...]
    dir: Path  # that its pictures are in: a chain of sessions has several

    @property
    def step(self) -> int:
        """Return the step that it was at, as people count."""
        return self.moments[-1].step if self.moments else self.turn

    @property
    def proposals(self) -> tuple[RecordedProposal, ...]:
        """Return the model's proposals, in order."""
        return tuple(moment.proposal for moment in self.moments if moment.proposal)


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """A whole recording."""

    summary: RunSummary
    started: RunStarted | None  # None only when the run was cut off within its first line
    finished: RunFinished | None
    turns: tuple[RecordedTurn, ...]
    last_frame: FrameTaken | None
    unreadable_lines: int

    @property
    def moments(self) -> tuple[Moment, ...]:
        """Return the moments of all turns, in order."""
        return tuple(moment for turn in self.turns for moment in turn.moments)

    @property
    def proposals(self) -> tuple[RecordedProposal, ...]:
        """Return the model's proposals in all turns, in order."""
        return tuple(moment.proposal for moment in self.moments if moment.proposal)

    @property
    def steps(self) -> int:
        """Return the number of steps."""
        return self.summary.steps

    @property
    def decisions(self) -> tuple[Decided, ...]:
        """Return the decisions, in order."""
        events = (stamped.event for turn in self.turns for stamped in turn.events)
        return tuple(event for event in events if isinstance(event, Decided))

    @property
    def expectations(self) -> tuple[ExpectationChecked, ...]:
        """Return what was expected of the end, each as it was found the last time."""
        events = (stamped.event for turn in self.turns for stamped in turn.events)
        return tuple({event.what: event for event in events if isinstance(event, ExpectationChecked)}.values())

    @property
    def turned(self) -> tuple[ExpectationTurned, ...]:
        """Return when expectations became true or false, in order."""
        events = (stamped.event for turn in self.turns for stamped in turn.events)
        return tuple(event for event in events if isinstance(event, ExpectationTurned))


def turns_of(events: Sequence[Stamped], folder: Path) -> tuple[RecordedTurn, ...]:
    """Return the turns of a journal's events, in order; `folder` is where its pictures are."""
    reader = MomentReader()
    for stamped in events:
        reader.take(stamped)
    reader.close()
    moments = {turn: tuple(group) for turn, group in groupby(reader.moments, key=lambda moment: moment.turn)}
    turns: list[RecordedTurn] = []
    frame: FrameTaken | None = None
    before: tuple[Stamped, ...] = ()  # the last event of the turn before
    now = 0
    for turn, group in groupby(events, key=lambda stamped: stamped.turn):
        part = tuple(group)
        usage = next((stamped.event for stamped in reversed(part) if isinstance(stamped.event, UsageReported)), None)
        spans = spans_of((*before, *part), now)
        turns.append(RecordedTurn(turn, frame, part, moments.pop(turn, ()), usage, spans, folder))
        frame = last_frame(part) or frame
        before = part[-1:]
        now += sum(span.length_ms for span in spans)
    return tuple(turns)


def last_frame(events: Sequence[Stamped]) -> FrameTaken | None:
    """Return the newest picture among events of all that a run goes by."""
    frames = (stamped.event for stamped in reversed(events) if isinstance(stamped.event, FrameTaken))
    return next((frame for frame in frames if not frame.is_extra), None)
