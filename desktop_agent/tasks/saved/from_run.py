"""Makes a task from flags and words, or from a past run: of the words of its task, or of the steps that were taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from desktop_agent.core.errors import RecordError, SettingsError
from desktop_agent.core.runs.events import AGENT, STEPS, RunStarted
from desktop_agent.core.texts.message import Message
from desktop_agent.core.texts.passwords import HIDDEN
from desktop_agent.core.texts.secret_text import FORM, secrets_in
from desktop_agent.lib.setting import value_of
from desktop_agent.record.reader import first_event, read_run
from desktop_agent.record.recording import RecordedRun
from desktop_agent.runtime.continuation import terms_of
from desktop_agent.settings import Settings
from desktop_agent.tasks.saved.text import WORDS
from desktop_agent.tasks.steps.variables import escaped, names_in
from desktop_agent.tasks.steps.writer import RecordedSteps, steps_of
from desktop_agent.tasks.task import VARIABLE_TYPES, Task, TaskVariable

OF_MODEL: Final = frozenset(
    {"provider", "model", "base_url", "dialect", "family", "coordinates", "instructions", "param"}
)


def terms_of_flags(flags: Mapping[str, object]) -> dict[str, object]:
    """Return a task's terms from flags of `run`; those that are absent or can't be saved are left out."""
    plain = {name: [*map(str, flag)] if isinstance(flag, list | tuple) else flag for name, flag in flags.items()}
    return {name: flag for name, flag in plain.items() if name in WORDS and flag not in (None, False, [])}


def with_declared_variables(task: Task, declared: Sequence[TaskVariable]) -> Task:
    """Return a task with its variables as declared; those in its words that aren't are texts."""
    variables = {variable.name: variable for variable in task.variables}
    for name in names_in(task.words):
        variables.setdefault(name, TaskVariable(name))
    for variable in declared:
        before = variables.get(variable.name, variable)
        variables[variable.name] = replace(variable, ask=before.ask, default=before.default)
    return replace(task, variables=tuple(variables.values()))


def task_of_run(folder: Path, settings: Settings) -> Task:
    """Return the task that a run had, in words and on its terms; RecordError where it had none in words."""
    run = read_run(folder)
    if run.started is None or not is_in_words(run.started):
        raise RecordError(
            Message("This run has no task text."), Message("Save the steps that were taken: omit --words.")
        )
    return Task((), _with_names_of_secrets(escaped(run.started.task), run), flags=terms_of_run(run.started, settings))


def steps_of_run(folder: Path, settings: Settings) -> RecordedSteps:
    """Return the steps that were taken in a run, on its terms; they need no model. RecordError where it took none."""
    run = read_run(folder)
    steps = steps_of(run)
    if not steps.book.task.steps:
        raise RecordError(
            Message("Nothing was done in this run."), Message("Choose another one from “desktop-agent runs list”.")
        )
    terms = terms_of_run(run.started, settings) if run.started else {}
    flags = {name: flag for name, flag in terms.items() if name not in OF_MODEL}
    return replace(steps, book=replace(steps.book, task=replace(steps.book.task, flags=flags)))


def terms_of_run(started: RunStarted, settings: Settings) -> dict[str, object]:
    """Return a run's terms that differ from the settings, as those of a task."""
    unusual = {key: value for key, value in terms_of(started, settings).items() if value != value_of(settings, key)}
    terms = {key.partition(".")[2]: value for key, value in unusual.items() if key != "provider.name"}
    terms |= {"provider": unusual.get("provider.name"), "allow": started.allow, "desk": bool(started.desk)}
    expected = terms.get("expect")
    if isinstance(expected, list | tuple):
        terms["expect"] = [escaped(str(text)) for text in expected]
    return terms_of_flags(terms)


def _with_names_of_secrets(task: str, run: RecordedRun) -> str:
    """Return a task with references to secrets where the record hides a text, named as in the run's steps."""
    names = [name for step in steps_of(run).book.task.steps for name in secrets_in(step.text)]
    first, *following = task.split(HIDDEN)
    names += [f"secret-{number}" for number in range(len(names) + 1, len(following) + 1)]
    return first + "".join(FORM.replace("NAME", name) + part for name, part in zip(names, following, strict=False))


def run_started_in(folder: Path) -> RunStarted | None:
    """Return the first event of a run; None where it can't be read."""
    first = first_event(folder)
    return first.event if first is not None and isinstance(first.event, RunStarted) else None


def is_in_words(started: RunStarted) -> bool:
    """Return whether a run with this first event had a task in words."""
    return started.provider not in {AGENT, STEPS}


def declared_variables(declarations: Sequence[str]) -> tuple[TaskVariable, ...]:
    """Return variables written as NAME, NAME=TYPE or NAME=choice:A,B; SettingsError for any other."""
    variables = list[TaskVariable]()
    for declaration in declarations:
        name, _, kind = declaration.partition("=")
        kind, _, listed = kind.partition(":")
        known = next((each for each in VARIABLE_TYPES if each == (kind or "text")), None)
        if not name.isidentifier() or known is None:
            raise SettingsError(
                Message("“{written}” isn't a valid variable.", written=declaration[:80]),
                Message("Use NAME=TYPE; the types are {types}.", types=", ".join(VARIABLE_TYPES)),
            )
        choices = tuple(text.strip() for text in listed.split(",")) if listed else ()
        variables.append(TaskVariable(name, known, choices=choices))
    return tuple(variables)
