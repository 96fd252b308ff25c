"""What is told of tasks that were played: figures of each program and of all, as JSON, and two beside each other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from desktop_agent.bench.one_task import PASSES, Result, as_result
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.lib.files import replace_file

FORMAT = 1
_READ_APART = frozenset({"results", "skipped", "settings"})


@dataclass(frozen=True, slots=True)
class Skipped:
    """A task that cannot be played here, and why."""

    task: str
    domain: str
    reason: str


@dataclass(frozen=True, slots=True)
class BenchRun:
    """All that was played by one command, and on what."""

    set_name: str
    commit: str  # of the set; empty for one's own
    version: str  # of this program
    began: str  # RFC 3339, UTC
    player: str
    model: str
    tries: int
    at_once: int
    results: tuple[Result, ...]
    skipped: tuple[Skipped, ...]
    settings: Mapping[str, object] = field(default_factory=dict)  # the flags of a run that were given

    @property
    def player_in_words(self) -> str:
        """Return who played, with what was set for that."""
        return " ".join(
            (self.player, self.model, *(f"{name}={value}" for name, value in self.settings.items()))
        ).strip()


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted over tasks: each counts once, by its first try unless the name says otherwise."""

    tasks: int
    judged: int
    passed_first: int
    passed_ever: int
    score: float  # the mean over judged tasks
    false_success: int  # exit code 0 where the judge does not say 1
    false_failure: int  # another exit code where it does
    acts: int
    refused: int
    questions: int
    tokens: int
    cost: float
    seconds: float  # the median of a task, in all
    model_seconds: float
    memory_mb: int  # the most of any


def figures(results: Sequence[Result]) -> Figures:
    """Count results."""
    first = [one for one in results if one.attempt == 1]
    judged = [one for one in first if one.score is not None]
    return Figures(
        tasks=len(first),
        judged=len(judged),
        passed_first=sum(one.score >= PASSES for one in judged if one.score is not None),
        passed_ever=len({one.task for one in results if one.score is not None and one.score >= PASSES}),
        score=sum(one.score or 0.0 for one in judged) / len(judged) if judged else 0.0,
        false_success=sum(one.agrees is False and one.played.exit_code == 0 for one in judged),
        false_failure=sum(one.agrees is False and one.played.exit_code != 0 for one in judged),
        acts=sum(one.played.acts for one in first),
        refused=sum(len(one.played.refused) for one in first),
        questions=sum(len(one.played.questions) for one in first),
        tokens=sum((one.played.input_tokens or 0) + (one.played.output_tokens or 0) for one in first),
        cost=sum(one.played.cost or 0.0 for one in first),
        seconds=median(one.seconds for one in first) if first else 0.0,
        model_seconds=median(one.played.model_seconds for one in first) if first else 0.0,
        memory_mb=max((one.memory_mb for one in first), default=0),
    )


def by_domain(run: BenchRun) -> Iterator[tuple[str, Figures]]:
    """Yield the figures of each program, in the order of their names."""
    for domain in sorted({one.domain for one in run.results}):
        yield domain, figures([one for one in run.results if one.domain == domain])


def as_json(run: BenchRun) -> dict[str, Any]:
    """Return all of it as it is written; pictures are in the page alone."""
    tasks = [{name: value for name, value in asdict(one).items() if name != "picture"} for one in run.results]
    told = {name: value for name, value in asdict(run).items() if name != "results"}
    return {
        "format": FORMAT,
        **told,
        "figures": asdict(figures(run.results)),
        "domains": {domain: asdict(one) for domain, one in by_domain(run)},
        "results": tasks,
    }


def write(run: BenchRun, file: Path) -> None:
    """Write the JSON document; OSError where that cannot be done."""
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, [json.dumps(as_json(run), ensure_ascii=False, indent=1).encode()])


def read(file: Path) -> BenchRun:
    """Return what a JSON document tells; SettingsError where it is none of ours."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        results = tuple(as_result(one) for one in told["results"])
        skipped = tuple(Skipped(**one) for one in told["skipped"])
        kept = {name: told[name] for name in BenchRun.__dataclass_fields__ if name not in _READ_APART}
        return BenchRun(**kept, results=results, skipped=skipped, settings=told.get("settings", {}))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(
            Message("{file} has no results: {error}.", file=file, error=error),
            Message("Specify the results.json file from a bench."),
        ) from error


@dataclass(frozen=True, slots=True)
class Difference:
    """A task that ended otherwise in another run."""

    task: str
    before: float | None
    after: float | None


def differences(before: BenchRun, after: BenchRun) -> tuple[Difference, ...]:
    """Return the tasks of both, by their first tries, whose scores differ."""
    scores = [_first_scores(one) for one in (before, after)]
    both = sorted(scores[0].keys() & scores[1].keys())
    return tuple(
        Difference(task, scores[0][task], scores[1][task]) for task in both if scores[0][task] != scores[1][task]
    )


def _first_scores(run: BenchRun) -> Mapping[str, float | None]:
    return {one.task: one.score for one in run.results if one.attempt == 1}
