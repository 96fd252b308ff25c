"""A run as it is read back: frozen, whole or cut off at any byte; its pictures in order, and its title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from desktop_agent.core.runs.events import (
    STEPS,
    Decided,
    ExpectationChecked,
    ExpectationTurned,
    FrameTaken,
    RunFinished,
    RunStarted,
    Stamped,
    UsageReported,
)
from desktop_agent.core.texts.message import gettext, visible, without_home
from desktop_agent.record.moments import Moment, MomentReader
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.spans import Span, spans_of
from desktop_agent.record.wording import RunStatus, Tone, program_of


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


_ASKED = frozenset({"question", "access"})


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture and what was done by it; the last picture of a run shows what came of it, and has no moments."""

    dir: Path  # of the record that has the picture
    frame: FrameTaken
    moments: tuple[Moment, ...]
    first: int  # the index of its first moment among those of the run but its ends; their number where it has none

    @property
    def tone(self) -> Tone:
        """Return “bad” where something failed or was refused in it, “warn” where something was asked, else “muted”."""
        tones = {moment.outcome.tone for moment in self.moments if moment.outcome} | {"muted"}
        if "bad" in tones:
            return "bad"
        return "warn" if "warn" in tones or any(map(_was_asked, self.moments)) else "muted"


def moments_by_picture(run: RecordedRun) -> tuple[Shot, ...]:
    """Return the pictures that a run's acts went by, and the last one; moments before the first go with the first."""
    moments = ((turn.dir, moment) for turn in run.turns for moment in turn.moments if moment.kind != "end")
    return shots_so_far(moments, run.summary.dir, run.last_frame)


def shots_so_far(moments: Iterable[tuple[Path, Moment]], folder: Path, newest: FrameTaken | None) -> tuple[Shot, ...]:
    """Return the same of a run under way: its moments, each with the folder of its record, and its newest picture."""
    shots: list[Shot] = []
    index = 0
    waiting: list[Moment] = []
    for record, moment in moments:
        waiting.append(moment)
        index += 1
        if moment.before is None or moment.before.path is None:
            continue
        last = shots[-1] if shots else None
        if last and _is_same(last, record, moment.before):
            shots[-1] = Shot(last.dir, last.frame, (*last.moments, *waiting), last.first)
        else:
            shots.append(Shot(record, moment.before, tuple(waiting), index - len(waiting)))
        waiting.clear()
    if newest and newest.path and not (shots and _is_same(shots[-1], folder, newest)):
        shots.append(Shot(folder, newest, (), index))
    return tuple(shots)


def _is_same(shot: Shot, folder: Path, frame: FrameTaken) -> bool:
    """Return whether a picture is the one of a shot: what looks as before is recorded once."""
    return (shot.dir, shot.frame.path, shot.frame.sha256) == (folder, frame.path, frame.sha256)


def shot_at(shots: Sequence[Shot], moment: int) -> int:
    """Return which picture a moment belongs to, by its index as in `Shot.first`; -1 where there is no picture."""
    return max((n for n, shot in enumerate(shots) if shot.first <= moment), default=min(0, len(shots) - 1))


def _was_asked(moment: Moment) -> bool:
    decisions = moment.proposal.decisions if moment.proposal else ()
    return moment.kind in _ASKED or any(decided.by == "human" for decided in decisions)


_LONGEST = 120
_OF_PROGRAM = re.compile(r"\*?(?:[~/].*/)?(.+) [-–—] (.+)")  # a document, perhaps by its path, and its program


def title_of(run: RecordedRun) -> str:
    """Return a title; plain steps are none, so the last document's window gives it."""
    lines = [line.strip() for line in run.summary.title.splitlines() if line.strip()]
    aims = [each.aim for each in run.proposals if each.was_done and each.aim and each.aim.window]
    if lines and not (aims and _is_in_steps(run, lines)):
        return visible(without_home(lines[0]), _LONGEST)
    if not aims:
        return run.summary.id
    named = [parts for aim in aims if (parts := _OF_PROGRAM.fullmatch(aim.window or ""))]
    window, program = named[-1].groups() if named else (aims[0].window, program_of(aims[0]))
    program = program[:1].upper() + program[1:]
    title = gettext("{program}: {window}", program=program, window=window) if program else window
    return visible(without_home(str(title)), _LONGEST)


def _is_in_steps(run: RecordedRun, lines: list[str]) -> bool:
    """Return whether a task is its own steps: those of the built-in model, or one line for each step.

    A run that plays lines has their title as its task.
    """
    if run.summary.named or (run.started is not None and run.started.provider == STEPS):
        return False
    is_built_in = run.started is not None and run.started.offline
    return is_built_in or (len(lines) > 1 and len(lines) in {run.steps, run.steps - 1})
