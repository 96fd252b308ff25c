"""A further task after the end of a run: the model gets the words and acts of the earlier run.

It is a run of its own, which names the earlier one. Limits start again, and no permission is carried over: neither
scope nor mode nor approvals. `terms_of` returns the terms of an earlier run, as flags for another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_agent.core.errors import RecordError
from desktop_agent.core.runs.events import AGENT, STEPS, RunStarted
from desktop_agent.core.runs.material import EarlierRun, EarlierTurn
from desktop_agent.core.texts.message import Message
from desktop_agent.model.known_profiles import known_profiles
from desktop_agent.model.profiles import DEFAULT, OWN
from desktop_agent.model.provider_settings import NEWEST_PICTURES
from desktop_agent.policy.scope import allow_flag
from desktop_agent.record.reader import RUN_NAME, read_run
from desktop_agent.record.recording import RecordedRun, RunSummary
from desktop_agent.record.sessions import earlier_run
from desktop_agent.record.store import RunStore, is_foreign
from desktop_agent.run.end.result import RunContinuation
from desktop_agent.settings import Settings

_MOST_BEFORE = 20
_AGAIN = Message("To start it as a separate run, omit --after.")
_FROM_ELSEWHERE = Message("This run came from elsewhere, so it can't be continued here.")
_NO_SERVERS = frozenset({STEPS, AGENT})
_LIMITS = {"steps": int, "minutes": int | float, "cost": int | float}


@dataclass(frozen=True, slots=True)
class Follow:
    """A run that another task may follow."""

    summary: RunSummary
    started: RunStarted
    earlier: EarlierRun

    def flags(self, settings: Settings, overrides: Mapping[str, object]) -> dict[str, object]:
        """Return the settings for the next run: the same model, unless `overrides` has one, and these overrides."""
        overrides = {key: value for key, value in overrides.items() if value is not None}
        if "provider.name" in overrides:
            return overrides
        terms = terms_of(self.started, settings)
        return {**{key: value for key, value in terms.items() if key.startswith("provider.")}, **overrides}

    def continuation(self) -> RunContinuation:
        """Return the earlier run for the next one; its costs do not count."""
        return RunContinuation(self.earlier)


def follow(store: RunStore, folder: Path) -> Follow:
    """Return the run to follow; RecordError where that is not possible."""
    run, started = own_run(store, folder, _AGAIN)
    return Follow(run.summary, started, _earlier_run(store, run, started))


def own_run(store: RunStore, folder: Path, hint: str) -> tuple[RecordedRun, RunStarted]:
    """Return a run that was begun here by a person, and has ended; RecordError for any other."""
    if is_foreign(folder, store.root):
        raise RecordError(_FROM_ELSEWHERE, hint)
    run = read_run(folder)
    started = run.started
    if run.summary.status == "running":
        raise RecordError(
            Message("This run is still in progress."), Message("Stop it first, or wait for it to finish.")
        )
    if started is None:
        raise RecordError(Message("This run's record doesn't include its task."), hint)
    if started.run != folder.name:
        raise RecordError(_FROM_ELSEWHERE, hint)
    if started.provider == AGENT:
        raise RecordError(
            Message("This was another agent's session, so it can't be continued here."),
            Message("Ask that agent to continue."),
        )
    return run, started


def permissions_note(started: RunStarted, settings: Settings, command: str = "") -> str:
    """Return a note on the earlier run's permissions; empty if the next run has some of its own."""
    if not started.allow or settings.run.allow:
        return ""
    flags = " ".join(filter(None, (command, *map(allow_flag, started.allow))))
    return Message("That run's permissions aren't carried over. To grant them again, use: {flags}", flags=flags)


def _earlier_run(store: RunStore, run: RecordedRun, started: RunStarted) -> EarlierRun:
    """Return the model's context: the task and acts of each earlier run, and the newest pictures of the last."""
    runs = [run]
    while len(runs) < _MOST_BEFORE and (before := _before(store, runs[0])) is not None:
        runs.insert(0, before)
    last = earlier_run([run], NEWEST_PICTURES - 1)
    turns: tuple[EarlierTurn, ...] = ()
    task = runs[0].started.task if runs[0].started else started.task
    for number, recorded in enumerate(runs):
        if turns and recorded.started is not None and recorded.started.task != task:
            turns = (*turns[:-1], replace(turns[-1], heard=(*turns[-1].heard, recorded.started.task)))
        turns += last.turns if number == len(runs) - 1 else earlier_run([recorded], 0).turns
    files = dict.fromkeys(file.name for recorded in runs if recorded.started for file in recorded.started.attached)
    return EarlierRun(last.run, last.ended, turns, task=task, attached=tuple(files))


def _before(store: RunStore, run: RecordedRun) -> RecordedRun | None:
    name = (run.started.after or run.started.resumes) if run.started else ""
    folder = store.root / name
    if not RUN_NAME.fullmatch(name) or not folder.is_dir() or folder.is_symlink():
        return None
    return read_run(folder)


def terms_of(started: RunStarted, settings: Settings) -> dict[str, object]:
    """Return the model, mode, limits and expectations of a run as flags; default values are left out.

    The mode “auto” is never carried over: it has to be requested each time.
    """
    flags: dict[str, object] = {} if started.provider in _NO_SERVERS else {"provider.name": started.provider}
    profile = known_profiles(settings.providers).get(started.provider)
    is_unnamed = started.provider == DEFAULT or profile is None or profile.base_url != started.base_url
    if started.provider in {OWN, DEFAULT} and started.base_url and is_unnamed and not started.offline:
        flags = {f"provider.{name}": getattr(started, name) for name in ("model", "dialect", "base_url")}
    elif profile is not None:
        usual = {"model": profile.model, "dialect": profile.dialect, "base_url": profile.base_url}
        flags |= {f"provider.{name}": was for name, now in usual.items() if (was := getattr(started, name)) != now}
    if started.expect:
        flags["run.expect"] = started.expect
    if started.attached:
        flags["run.attach"] = tuple(file.path for file in started.attached)
    if started.like:
        flags["run.like"] = started.like
    if started.mode != "auto":
        flags["run.mode"] = started.mode
    for name, kind in _LIMITS.items():
        limit = started.limits.get(name)
        if isinstance(limit, kind):
            flags[f"run.max_{name}"] = limit
    return flags
