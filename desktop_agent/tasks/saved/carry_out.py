"""Carries out a task on its own terms, with a person's values; a saved one runs once at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop_agent.core.errors import BusyError, DesktopAgentError, SettingsError, unwritable
from desktop_agent.core.texts.message import Message, plural, sentences
from desktop_agent.desk.commands.place import DESK_FLAGS
from desktop_agent.desk.network.hosts import UnreachableHostError
from desktop_agent.lib.paths import places
from desktop_agent.lib.traces import Trace, named_in
from desktop_agent.record.lock import lock_file
from desktop_agent.tasks.saved.rows import repeated_lines
from desktop_agent.tasks.saved.source import with_shown_values
from desktop_agent.tasks.saved.text import write_task
from desktop_agent.tasks.saved.variables import (
    filled_lines,
    here_and_today,
    values_for,
    with_values,
    words_of,
)
from desktop_agent.tasks.steps.lines import problem_of

if TYPE_CHECKING:
    from desktop_agent.core.runs.events import TaskSource
    from desktop_agent.run.end.result import RunResult
    from desktop_agent.runtime.spec import RunSpec
    from desktop_agent.settings import Settings
    from desktop_agent.tasks.saved.store import TaskFile
    from desktop_agent.tasks.steps.book import StepBook
    from desktop_agent.tasks.steps.playing import PlayedStep
    from desktop_agent.tasks.task import Task

_LOCKS = "task-locks"
_NO_DESK = Message("To work on your own screen, omit --desk.")
_NO_DESK_IN_FORM = Message("To work on your own screen, uncheck “Try it on a side desk first”.")
_NO_DESK_IN_TASK = Message("To work on your own screen, delete the line “desk = true” from the task.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants of a task: values, and which of its lines are played."""

    values: Mapping[str, str] = field(default_factory=dict)
    leave_out: tuple[int, ...] = ()
    start: int = 1


def spec_of(
    book: StepBook,
    wanted: Wanted,
    flags: Mapping[str, object],
    *,
    foreign: bool = False,
    source: TaskSource | None = None,
    settings_of: Callable[[Mapping[str, object]], Settings] | None = None,
) -> RunSpec:
    """Return the order of a run that does a task; `flags` override its terms, and `source` is what the record names.

    `settings_of` makes settings of the terms, by default as the command does. SettingsError for an invalid value, for a
    host that its desk can't reach, or where a line needs a model and there is none.
    """
    from desktop_agent.cli.flags import effective_from
    from desktop_agent.runtime import slices
    from desktop_agent.runtime.provider.resolve import provider_of
    from desktop_agent.runtime.spec import RunSpec, TaskLines

    task, values, terms = filled_task(book.task, wanted.values, flags)
    desk = slices.side_desk.desk_order(terms)
    settings_of = settings_of or effective_from
    settings = settings_of(terms)
    if not task.steps:
        words = words_of(task, values, as_steps=provider_of(settings, os.environ).embedded)
        return RunSpec(words, settings, desk=desk, source=source)
    from desktop_agent.tasks.steps.playing import played

    steps = played(book, filled_lines(task, values), wanted.leave_out, wanted.start)
    wishes = [step for step in steps.steps if step.step.is_wish]
    wants_model = bool(wishes) or terms.get("provider") is not None
    falls_back = wants_model and not provider_of(settings, os.environ).embedded
    if wishes and not falls_back:
        raise _model_needed_error(wishes, len(steps.steps))
    if not falls_back:
        settings = settings_of({**terms, "provider": "local"})
    names = [step.picture for step in task.steps if step.picture]
    pictures = {name: data for name in names if (data := book.png(name))}
    lines = TaskLines(write_task(task), values, pictures, wanted.leave_out, wanted.start, falls_back, foreign)
    title = task.title or (source.title if source else steps.title)
    return RunSpec(title, settings, desk=desk, lines=lines, source=source)


def filled_task(
    task: Task, given_values: Mapping[str, str], flags: Mapping[str, object]
) -> tuple[Task, dict[str, str], dict[str, object]]:
    """Return a task with its repetitions written out, all values, and the flags of its run with the values in them.

    SettingsError for an invalid value, and for a host that its desk can't reach.
    """
    task, values = repeated_lines(task, values_for(task, given_values, here_and_today()))
    task = replace(task, title=with_shown_values(task.title, task, values))
    try:
        return task, values, with_values(terms_of(task, flags), values)
    except UnreachableHostError as error:
        if task.flags.get("desk"):
            raise UnreachableHostError(error.message, _NO_DESK_IN_TASK) from error
        raise UnreachableHostError(error.message, _NO_DESK, in_window=_NO_DESK_IN_FORM) from error


def terms_of(task: Task, flags: Mapping[str, object]) -> dict[str, object]:
    """Return the flags of a task's run: its own terms, and those of the command line, which override them.

    What it says of a desk holds on a desk alone.
    """
    given = {name: flag for name, flag in flags.items() if flag is not None and flag is not False and flag != []}
    on_desk = task.flags.get("desk") or given.get("desk")
    own = {name: flag for name, flag in task.flags.items() if on_desk or name not in DESK_FLAGS}
    return {**flags, **own, **given}


def carry_out(
    book: StepBook,
    wanted: Wanted,
    flags: Mapping[str, object],
    *,
    stored: TaskFile | None = None,
    foreign: bool = False,
    at_set_time: bool = False,
    source: TaskSource | None = None,
) -> RunResult:
    """Do a task and return its result; `flags` of the command line override its terms.

    `stored` is its file among the saved tasks: such a task runs once at a time. SettingsError as for `spec_of`;
    DesktopAgentError where the task is already in progress, or, at a set time, where its screen is locked.
    """
    from desktop_agent.cli.run_place import carry_out_at

    spec = spec_of(book, wanted, flags, foreign=foreign, source=source)
    if at_set_time and stored and spec.desk is None:
        _check_unlocked(stored.name)
    with alone(stored.name) if stored else nullcontext():
        return carry_out_at(spec, json_lines=bool(flags.get("json_lines")))


def _model_needed_error(wishes: Sequence[PlayedStep], of: int) -> SettingsError:
    step = wishes[0]
    return SettingsError(
        plural(
            "{count} of {of} lines needs a model: {number}, “{text}”.",
            "{count} of {of} lines need a model, such as {number}: “{text}”.",
            count=len(wishes),
            of=of,
            number=step.number,
            text=step.step.text,
        ),
        sentences(problem_of(step.step.text), Message("To let a model do it, add --provider.")),
        in_window=sentences(
            problem_of(step.step.text), Message("To let a model do it, choose one in Settings that sees the screen.")
        ),
    )


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Hold the lock of a saved task; BusyError where another run of it does."""
    folder = places().data / _LOCKS
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        if not lock_file(fd):
            raise BusyError(
                Message("The “{name}” task is already running.", name=name),
                Message("Wait for it to finish, or stop it: desktop-agent stop"),
            )
        yield
    finally:
        os.close(fd)


def _check_unlocked(name: str) -> None:
    from desktop_agent.presence.lock import LockWatch

    watch = LockWatch(os.environ)
    watch.start(lambda: None)
    try:
        locked = watch.is_locked()
    finally:
        watch.close()
    if locked:
        raise DesktopAgentError(
            Message("The screen is locked, so the “{name}” task did nothing.", name=name),
            Message("It will run at its next scheduled time. On a desk, tasks can run even when the screen is locked."),
        )


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield the locks of saved tasks."""
    yield from named_in(Message("Locks of saved tasks"), places(environment).data, _LOCKS)
