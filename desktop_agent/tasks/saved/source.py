"""The task that a run carries out, as its record names it, and the way back from a run's record to that task."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.runs.events import STEPS, NamedText, RunStarted, TaskSource
from desktop_agent.core.texts.passwords import covered, is_covered, names_a_secret
from desktop_agent.lib.paths import places
from desktop_agent.record.store import RunStore, is_foreign
from desktop_agent.settings import Settings
from desktop_agent.tasks.saved.from_run import OF_MODEL, is_in_words, steps_of_run, terms_of_run
from desktop_agent.tasks.saved.store import TaskFile, TaskStore, read_task, task_of, template
from desktop_agent.tasks.saved.text import write_task
from desktop_agent.tasks.steps.variables import known_in
from desktop_agent.tasks.task import Task, TaskVariable

_AS_IN_TASK: Final = frozenset({"expect", "expect_tries", "desk"})


def source_of(file: TaskFile, values: Mapping[str, str], *, path: Path | None = None) -> TaskSource:
    """Return a task with a person's values, for the record of a run; `path` is that of a file that isn't saved here.

    Of a secret, the value is its name; a text that is named like a password is covered.
    """
    kind: Literal["task", "template", "file"] = "task" if path is None else "file"
    if file.is_template:
        kind = "template"
    texts = list[NamedText]()
    for variable in file.task.variables:
        text = values.get(variable.name)
        if text is not None:
            texts.append(NamedText(variable.name, covered(text) if is_never_stored(variable) else text))
    title = with_shown_values(file.title, file.task, values)
    return TaskSource(kind, str(path.absolute()) if path else file.name, title, tuple(texts))


def with_shown_values(title: str, task: Task, values: Mapping[str, str]) -> str:
    """Return the title of a task with the values in it, as it's shown; what is never stored is covered."""
    kept_out = {variable.name for variable in task.variables if is_never_stored(variable)}
    return known_in(title, {name: covered(text) if name in kept_out else text for name, text in values.items()})


def is_never_stored(variable: TaskVariable) -> bool:
    """Return whether a variable's value is never stored: it is a text that is named like a password."""
    spellings = (variable.ask, variable.name.replace("_", " "), variable.name.replace("_", ""))
    return variable.type != "secret" and any(map(names_a_secret, spellings))


def file_of(source: TaskSource, store: TaskStore) -> TaskFile:
    """Return the task that a run has carried out, as it is now; SettingsError where it is gone, or faulty."""
    match source.kind:
        case "template":
            return template(source.name)
        case "file":
            return read_task(Path(source.name))
        case "task":
            return store.read(source.name)


def values_of(source: TaskSource, task: Task) -> dict[str, str]:
    """Return the values of a past run for the variables that a task has now; those that were covered are left out."""
    given = {each.name: each.text for each in source.values if not is_covered(each.text)}
    return {variable.name: given[variable.name] for variable in task.variables if variable.name in given}


def local_source(started: RunStarted, folder: Path) -> TaskSource | None:
    """Return the task that a run has carried out; None for plain words, and for a run from another computer."""
    return None if is_foreign(folder, places().runs) else started.source


def with_defaults(file: TaskFile, values: Mapping[str, str]) -> TaskFile:
    """Return a task whose variables have these values as their defaults."""
    variables = tuple(
        replace(variable, default=values.get(variable.name, variable.default)) for variable in file.task.variables
    )
    task = replace(file.task, variables=variables)
    return replace(file, text=write_task(task), task=task)


@dataclass(frozen=True, slots=True)
class RepeatedTask:
    """The task of a past run, with the values that the run had; `path` is that of a file that isn't saved here.

    `is_kept`: the task is kept somewhere. Otherwise its lines are the steps that the run took.
    """

    file: TaskFile
    values: Mapping[str, str] = field(default_factory=dict)
    path: Path | None = None
    is_kept: bool = True


def repeated_task(started: RunStarted, folder: Path) -> RepeatedTask | None:
    """Return the task that a run has carried out; None for words that are kept nowhere, or no more.

    Lines that are kept nowhere are the steps that were taken; RecordError where nothing was done.
    """
    source = local_source(started, folder)
    if source is not None:
        with suppress(SettingsError):
            file = file_of(source, TaskStore(places().config))
            path = Path(source.name) if source.kind == "file" else None
            return RepeatedTask(file, values_of(source, file.task), path)
    if started.provider != STEPS:
        return None
    return RepeatedTask(task_of(steps_of_run(folder, Settings()).book, "run"), is_kept=False)


def task_to_save(started: RunStarted, folder: Path, settings: Settings) -> TaskFile | None:
    """Return the task of a past run for another file: with the run's values as defaults, and on the run's terms.

    What it expects, and what its desk sees, stay as the task has them. None as for `repeated_task`.
    """
    repeated = repeated_task(started, folder)
    if repeated is None or not repeated.is_kept:
        return None if repeated is None else repeated.file
    file = with_defaults(repeated.file, repeated.values)
    without = _AS_IN_TASK | (OF_MODEL if started.provider == STEPS else frozenset())
    terms = {name: flag for name, flag in terms_of_run(started, settings).items() if name not in without}
    task = replace(file.task, flags={**file.task.flags, **terms})
    return replace(file, text=write_task(task), task=task)


def can_repeat(started: RunStarted) -> bool:
    """Return whether a run can be done once more: another agent's session can't."""
    return started.source is not None or started.provider == STEPS or is_in_words(started)


def run_folder(started: RunStarted) -> Path:
    """Return the folder of a run that is recorded here."""
    return RunStore(places().runs).root / started.run
