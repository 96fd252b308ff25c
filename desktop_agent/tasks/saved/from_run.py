"""Makes the text of a task from words, from a past run, or from a file of steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop_agent.core.errors import RecordError, SettingsError
from desktop_agent.core.events import AGENT, STEPS, RunStarted
from desktop_agent.core.message import Message
from desktop_agent.core.passwords import HIDDEN
from desktop_agent.core.secret_text import FORM, secrets_in
from desktop_agent.host.follow import terms_of
from desktop_agent.record.reader import first_event, read_run
from desktop_agent.record.recording import RecordedRun
from desktop_agent.record.store import RunStore
from desktop_agent.settings import Settings
from desktop_agent.settings.setting import value_of
from desktop_agent.studio.steps.from_recording import steps_of
from desktop_agent.tasks.saved.text import VARIABLE_TYPES, WORDS, escaped, names_in, write_task

Head = Mapping[str, object]
Tables = Mapping[str, Mapping[str, object]]
# What the head calls a flag of `run`, where that is not its own name.
_LIMITS = {"max_minutes": "minutes", "max_steps": "steps", "max_cost": "cost"}
_CALLED = {**_LIMITS, "desk_files": "files", "desk_hosts": "hosts"}
_SETTINGS = {"provider.name": "provider", **{f"run.{name}": key for name, key in _LIMITS.items()}}
KEPT = (
    "provider", "model", "base_url", "dialect", "family", "coordinates", "instructions", "param", "mode", "allow",
    "expect", "expect_tries", "max_minutes", "max_steps", "max_cost", "desk", "desk_files", "desk_hosts", "receipt",
)  # fmt: skip


def head_of_flags(flags: Mapping[str, object]) -> dict[str, object]:
    """Return a task's head from flags of `run`; absent flags are left out."""
    options = {_CALLED.get(name, name): flags.get(name) for name in KEPT}
    plain = {name: [*map(str, value)] if isinstance(value, list | tuple) else value for name, value in options.items()}
    return {name: value for name, value in plain.items() if value not in (None, False, [])}


def of_words(words: str, head: Head, variables: Tables) -> str:
    """Return the text of a task in words; variables without a declaration are texts."""
    tables = {name: {"type": "text"} for name in names_in(words)}
    return write_task(head, {**tables, **variables}, words)


def of_run(store: RunStore, which: str, settings: Settings, head: Head) -> str:
    """Return the text of a task like a past run's, on the same terms; `head` overrides these.

    RecordError where the run had no task in words.
    """
    terms, task = task_of_run(store.find(which), settings)
    return write_task({**terms, **head}, {}, task)


def task_of_run(folder: Path, settings: Settings) -> tuple[Head, str]:
    """Return the head and the body of a task like a past run's; raises as `of_run` does."""
    run = read_run(folder)
    started = run.started
    if started is None or started.provider == AGENT:
        raise RecordError(
            Message("This run has no task text."), Message("Specify the task text: tasks save NAME “TASK”.")
        )
    if started.provider == STEPS:
        raise RecordError(
            Message("This run played steps."),
            Message("Save its steps file: tasks save NAME --from FILE.steps."),
        )
    unusual = {key: value for key, value in terms_of(started, settings).items() if value != value_of(settings, key)}
    terms = {_SETTINGS.get(key, key.partition(".")[2]): value for key, value in unusual.items()}
    terms |= {"allow": [*started.allow], "desk": bool(started.desk)}
    # Files that went along, and the steps that it had for guidance, belong to that run.
    worded = {name: value for name, value in terms.items() if value and name in WORDS}
    head = {name: [*value] if isinstance(value, tuple) else value for name, value in worded.items()}
    if isinstance(expected := head.get("expect"), list):
        head["expect"] = [escaped(str(text)) for text in expected]
    return head, _with_names_of_secrets(escaped(started.task), run)


def _with_names_of_secrets(task: str, run: RecordedRun) -> str:
    """Return a task with references to secrets where the record hides a text, named as in the run's steps."""
    names = [name for step in steps_of(run).book.file.steps for name in secrets_in(step.text)]
    first, *following = task.split(HIDDEN)
    names += [f"secret-{number}" for number in range(len(names) + 1, len(following) + 1)]
    return first + "".join(FORM.replace("NAME", name) + part for name, part in zip(names, following, strict=False))


def has_task(folder: Path) -> bool:
    """Return whether a run had a task in words."""
    first = first_event(folder)
    return first is not None and isinstance(first.event, RunStarted) and is_in_words(first.event)


def is_in_words(started: RunStarted) -> bool:
    """Return whether a run with this first event had a task in words."""
    return started.provider not in {AGENT, STEPS}


def variable_tables(declarations: Sequence[str]) -> dict[str, dict[str, object]]:
    """Return the tables of variables written as NAME, NAME=TYPE or NAME=choice:A,B; SettingsError for any other."""
    tables = dict[str, dict[str, object]]()
    for declaration in declarations:
        name, _, kind = declaration.partition("=")
        kind, _, listed = kind.partition(":")
        if not name.isidentifier() or (kind or "text") not in VARIABLE_TYPES:
            raise SettingsError(
                Message("“{written}” isn't a valid variable.", written=declaration[:80]),
                Message("Use NAME=TYPE; the types are {types}.", types=", ".join(VARIABLE_TYPES)),
            )
        choices = {"choices": [text.strip() for text in listed.split(",")]} if listed else {}
        tables[name] = {"type": kind or "text", **choices}
    return tables
