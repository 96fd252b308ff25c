"""The pictures of a run in order, each with the moments that belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.runs.events import FrameTaken
from desktop_agent.record.moments import Moment
from desktop_agent.record.recording import RecordedRun
from desktop_agent.record.wording import Tone

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


def shots_of(run: RecordedRun) -> tuple[Shot, ...]:
    """Return the pictures that a run's acts went by, and the last one; moments before the first go with the first."""
    shots: list[Shot] = []
    index = 0
    waiting: list[Moment] = []
    for turn in run.turns:
        for moment in turn.moments:
            if moment.kind == "end":
                continue
            waiting.append(moment)
            index += 1
            if moment.before is None or moment.before.path is None:
                continue
            last = shots[-1] if shots else None
            if last and _is_same(last, turn.dir, moment.before):
                shots[-1] = Shot(last.dir, last.frame, (*last.moments, *waiting), last.first)
            else:
                shots.append(Shot(turn.dir, moment.before, tuple(waiting), index - len(waiting)))
            waiting.clear()
    end = run.last_frame
    if end and end.path and not (shots and _is_same(shots[-1], run.summary.dir, end)):
        shots.append(Shot(run.summary.dir, end, (), index))
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
