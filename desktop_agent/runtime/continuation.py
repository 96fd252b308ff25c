"""The continuation of a run: of an interrupted one, or by a further task; whether it is possible, and its terms.

The record of a run ends with it, and is never added to: the continuation is a run of its own, which names the earlier
one. Earlier permissions (the mode “auto”, scopes, approvals) are not carried over.

It is a run of its own, which names the earlier one. Limits start again, and no permission is carried over: neither
scope nor mode nor approvals. `terms_of` returns the terms of an earlier run, as flags for another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from desktop_agent.core.errors import DesktopAgentError, RecordError
from desktop_agent.core.runs.events import AGENT, STEPS, RunStarted
from desktop_agent.core.runs.material import EarlierAct, EarlierRun, EarlierTurn
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.model.profiles import DEFAULT, OWN, known_profiles
from desktop_agent.model.provider_settings import NEWEST_PICTURES
from desktop_agent.policy.limits import Spent, reached
from desktop_agent.policy.scope import allow_flag
from desktop_agent.record.journal import JOURNAL
from desktop_agent.record.picture_file import shown_picture
from desktop_agent.record.reader import RUN_NAME, read_run
from desktop_agent.record.recording import RecordedRun, RunSummary
from desktop_agent.record.sessions import chain_of, continued_in, earlier_run, read_chain, runs_before
from desktop_agent.record.store import RunStore, is_foreign
from desktop_agent.record.wording import RunStatus, status_wording
from desktop_agent.run.end.result import RunContinuation
from desktop_agent.runtime import slices
from desktop_agent.settings import Settings

_BROKEN_OFF: frozenset[RunStatus] = frozenset({"cut off", "stopped", "failed", "limit"})
_AGAIN = Message("To run the task again from the start, use “Run again” in History, or `desktop-agent run`.")
_WINDOW = "screen.window"
_MONITOR = "screen.monitor"
_REGION = "screen.region"
_LIMITS = {"steps": "run.max_steps", "minutes": "run.max_minutes", "cost": "run.max_cost"}


@dataclass(frozen=True, slots=True)
class Resumption:
    """A run that can be continued, with the facts for the person and the model."""

    summary: RunSummary
    started: RunStarted
    earlier: EarlierRun
    spent: Spent  # by it, and by what it continues itself
    picture: Path | None  # the last one
    on_desk: bool = False  # goes on on a side desk

    @property
    def uncertain(self) -> EarlierAct | None:
        """Return the act whose outcome is unknown."""
        return self.earlier.half_done

    @property
    def needs_answer(self) -> bool:
        """Return whether a person has to report if that act happened: a model that follows plain steps cannot judge."""
        if self.started.provider != DEFAULT or self.uncertain is None:
            return False
        offline = slices.offline_resumption
        return offline.needs_a_word(self.started.task, self.earlier)

    def answered(self, was_done: bool | None) -> Resumption:  # noqa: FBT001 - an answer
        """Return a copy with the person's answer about that act."""
        return replace(self, earlier=replace(self.earlier, was_done=was_done))

    def continued(self, continues: RunContinuation) -> RunContinuation:
        """Return the earlier run for the new one, with the last answer."""
        return replace(continues, earlier=self.earlier)

    def answer_needed_error(self) -> DesktopAgentError:
        """Return why the run needs the person's answer first."""
        words = self.uncertain.words if self.uncertain else ""
        return DesktopAgentError(
            Message("It's unclear whether this happened before the run stopped: {text}.", text=words),
            Message("Check the screen, then use --was-done or --was-not-done."),
        )

    def flags(self, settings: Settings, overrides: Mapping[str, object]) -> dict[str, object]:
        """Return the settings for the new run: the earlier terms, unless `overrides` has others."""
        overrides = {key: value for key, value in overrides.items() if value is not None}
        terms = {**terms_of(self.started, settings), **({} if self.on_desk else _screen_settings(self.started))}
        if "provider.name" in overrides:
            terms = {key: value for key, value in terms.items() if not key.startswith("provider.")}
        if any(key.startswith("screen.") for key in overrides):
            terms = {key: value for key, value in terms.items() if not key.startswith("screen.")}
        return {**terms, **overrides}

    def continuation(self, settings: Settings, overrides: Mapping[str, object]) -> RunContinuation:
        """Return the state for the new run; DesktopAgentError where a limit is reached already.

        A limit in `overrides` is for the new run alone; the earlier costs count against any other.
        """
        counts = {name: overrides.get(key) is None for name, key in _LIMITS.items()}
        carried = Spent(
            self.spent.steps if counts["steps"] else 0,
            self.spent.minutes if counts["minutes"] else 0.0,
            self.spent.cost if counts["cost"] else 0.0,
        )
        if over := reached(settings.run.limits, carried):
            raise DesktopAgentError(
                sentences(over, Message("Usage from the earlier run also counts.")),
                Message("Any limits you set now start from zero."),
            )
        return RunContinuation(self.earlier, carried, () if overrides.get("run.attach") else self.started.attached)

    def fresh_limits(self, settings: Settings) -> dict[str, object]:
        """Return the limits that the run has reached, as overrides: they start again."""
        limits = asdict(settings.run.limits)
        return {
            _LIMITS[name]: limit
            for name, limit in limits.items()
            if limit is not None and getattr(self.spent, name) >= limit
        }


def may_be_resumed(run: RecordedRun) -> bool:
    """Return whether a run that has ended so may be continued: played lines are only run again."""
    plays = run.started is not None and run.started.provider == STEPS
    return run.summary.status in _BROKEN_OFF and not plays


def resumption(store: RunStore, folder: Path, *, was_done: bool | None = None, on_desk: bool = False) -> Resumption:
    """Return the continuation of a run, on a side desk or on the person's desktop.

    RecordError where that is not possible; a run on a desk can only be continued there.
    """
    run, started = own_run(store, folder, _AGAIN)
    status = run.summary.status
    if status not in _BROKEN_OFF:
        ended = status_wording(status, run.summary.message).word
        raise RecordError(
            Message("This run has already ended (“{ended}”), so there is nothing to resume.", ended=ended), _AGAIN
        )
    if (later := continued_in(store, folder)) is not None:
        raise RecordError(
            Message("This run has already been resumed by {name}.", name=later.name), Message("Resume that one.")
        )
    if started.provider == STEPS:
        raise RecordError(
            Message("This run played the lines of a task, so it can only be run again from the start."), _AGAIN
        )
    if started.desk and not on_desk:
        raise RecordError(
            Message(
                "This run was on a side desk that has since been closed, so it can't be resumed on your own desktop."
            ),
            Message("To resume it on a new desk, run: desktop-agent resume {id} --desk", id=run.summary.id),
            in_window=Message(
                "To resume it on a new desk, run in a terminal: desktop-agent resume {id} --desk", id=run.summary.id
            ),
        )
    before = [read_run(each) for each in runs_before(store, folder)]
    earlier = earlier_run((*before, run), NEWEST_PICTURES - 1, was_done=was_done)
    return Resumption(run.summary, started, earlier, _spent(run, started), _picture(run), on_desk)


def session_continued(store: RunStore, name: str, agent: str) -> RunContinuation | None:
    """Return the continuation of an agent's session over a new connection; None where there is no earlier run.

    DesktopAgentError where the person has stopped it. Its earlier costs count against the limits.
    """
    folder = store.root / name
    if not RUN_NAME.fullmatch(name) or not (folder / JOURNAL).is_file():
        return None
    run = read_chain(chain_of(folder))
    last = run.finished
    started = run.started
    if started is None or started.provider != AGENT or started.model != agent:
        return None
    if last and last.by == "human":
        raise DesktopAgentError(
            Message("The person has stopped this. No action was taken. Say so, and don't continue.")
        )
    ended = status_wording(run.summary.status, run.summary.message).text
    return RunContinuation(EarlierRun(run.summary.id, ended), _spent(run, started))


def _picture(run: RecordedRun) -> Path | None:
    """Return the file of the last picture, if it is unchanged since it was sent."""
    frame = run.last_frame
    folder = run.summary.dir
    return folder / frame.path if frame and frame.path and shown_picture(folder, frame).data else None


def _spent(run: RecordedRun, started: RunStarted) -> Spent:
    ms = sum(span.length_ms for turn in run.turns for span in turn.spans if span.spent != "person")
    before = started.carried or {}
    return Spent(
        run.summary.turns + int(_number(before.get("steps"))),
        ms / 60_000 + _number(before.get("minutes")),
        (run.summary.cost or 0.0) + _number(before.get("cost")),
    )


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _screen_settings(started: RunStarted) -> dict[str, object]:
    """Return the settings of the part of the desktop that a run worked on."""
    if started.window:
        return {_WINDOW: started.window}
    flags: dict[str, object] = {}
    number = started.monitor.get("n")
    if isinstance(number, int):
        flags[_MONITOR] = str(number)
    if started.region and all(isinstance(started.region.get(key), int) for key in ("x", "y", "width", "height")):
        flags[_REGION] = ",".join(str(started.region[key]) for key in ("x", "y", "width", "height"))
    return flags


_MOST_BEFORE = 20
_AS_SEPARATE_RUN = Message("To start it as a separate run, omit --after.")
_FROM_ELSEWHERE = Message("This run came from elsewhere, so it can't be continued here.")
_NO_SERVERS = frozenset({STEPS, AGENT})
_LIMIT_TYPES = {"steps": int, "minutes": int | float, "cost": int | float}


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
    run, started = own_run(store, folder, _AS_SEPARATE_RUN)
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
    while len(runs) < _MOST_BEFORE and (before := _run_before(store, runs[0])) is not None:
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


def _run_before(store: RunStore, run: RecordedRun) -> RecordedRun | None:
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
    for name, kind in _LIMIT_TYPES.items():
        limit = started.limits.get(name)
        if isinstance(limit, kind):
            flags[f"run.max_{name}"] = limit
    return flags
