"""What `run` does with a saved task, a task's file or a past run in place of words: it is carried out once more."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.cli import terminal
from desktop_agent.core.errors import DesktopAgentError, SettingsError, StepFileError
from desktop_agent.core.runs.events import STEPS
from desktop_agent.core.texts.message import Message, sentences, visible
from desktop_agent.core.texts.suggestion import guess
from desktop_agent.lib.paths import go_home, places
from desktop_agent.record.journal import JOURNAL
from desktop_agent.tasks.commands.confirming import check_allowed
from desktop_agent.tasks.saved.carry_out import Wanted, carry_out
from desktop_agent.tasks.task import ENDING

if TYPE_CHECKING:
    from desktop_agent.core.runs.events import RunStarted
    from desktop_agent.run.end.result import RunResult
    from desktop_agent.tasks.saved.store import TaskFile
    from desktop_agent.tasks.steps.book import StepBook
    from desktop_agent.tasks.task import Task, TaskVariable

_FAILED = 1
_USAGE = 2
_TRIES = 3  # to type a value
_LONGEST = 200
_RUN = re.compile(r"last|\d{8}-\d{6}\S*")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Repeated:
    """What is carried out again, as it was `written`; its file if it has one, and whether that is a saved task.

    `path` is that of a file which isn't saved here. Of a run, `values` are those that it had, and `on_desk` whether it
    worked on a side desk.
    """

    book: StepBook
    written: str
    file: TaskFile | None = None
    is_saved: bool = False
    foreign: bool = False
    path: Path | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    on_desk: bool = False

    def with_desk_flags(self, flags: Mapping[str, object]) -> dict[str, object]:
        """Return the flags with those of the place: what was done on a side desk is done on one again."""
        return {**flags, "desk": flags.get("desk") or self.on_desk}


def repeated(words: str) -> Repeated | None:
    """Return the saved task, the task's file or the run of this name; None for words that name none of them.

    SettingsError or RecordError where it can't be read, and where one word is nearly the name of a task.
    """
    from desktop_agent.tasks.saved.store import TaskStore, read_task

    store = TaskStore(places().config)
    if words.endswith(ENDING) and "\n" not in words:
        path = Path(words).expanduser()
        file = read_task(path)
        return Repeated(file.book, words, file, path=path)
    names = (*store.names(), *(file.name for file in store.templates()))
    if words in names:
        file = store.read(words)
        return Repeated(file.book, words, file, is_saved=True)
    if _RUN.fullmatch(words) or _is_folder_of_run(words):
        return _task_of_run_name(words)
    if _NAME.fullmatch(words) and (near := guess(words, names)):
        raise SettingsError(Message("There is no task named “{name}”.", name=words), near)
    return None


def _is_folder_of_run(words: str) -> bool:
    with suppress(OSError, RuntimeError, ValueError):
        return (Path(words).expanduser() / JOURNAL).is_file()
    return False


def _task_of_run_name(words: str) -> Repeated:
    """Return the task whose lines a run has played, with its values; of any other run, the steps that it took."""
    from desktop_agent.record.reader import read_ends
    from desktop_agent.record.store import RunStore, is_foreign
    from desktop_agent.settings import Settings
    from desktop_agent.tasks.saved.from_run import steps_of_run

    root = places().runs
    folder = RunStore(root).find(words)
    started, _ = read_ends(folder)
    if started is not None and started.provider == STEPS and (again := recorded_task(started, folder)):
        return again
    steps = steps_of_run(folder, Settings())
    for left_out in steps.left_out:
        terminal.warn(
            Message("Warning: this can't be repeated without a model, so it will be skipped: {words}", words=left_out)
        )
    if not steps.is_finished:
        terminal.warn(Message("Warning: this run didn't finish its task; only the steps it took will be repeated."))
    return Repeated(steps.book, words, foreign=is_foreign(folder, root))


def recorded_task(started: RunStarted, folder: Path) -> Repeated | None:
    """Return the task that a run has carried out, with the run's values; None where it is kept nowhere any more."""
    from desktop_agent.tasks.saved.source import file_of, local_source, values_of
    from desktop_agent.tasks.saved.store import TaskStore

    source = local_source(started, folder)
    if source is None:
        return None
    try:
        file = file_of(source, TaskStore(places().config))
    except SettingsError as error:
        terminal.warn(
            Message("Warning: the task “{title}” can't be read any more. {why}", title=source.title, why=error.message)
        )
        return None
    path = Path(source.name) if source.kind == "file" else None
    return Repeated(
        file.book,
        str(path) if path else file.name,
        file,
        is_saved=path is None,
        path=path,
        values=values_of(source, file.task),
        on_desk=bool(started.desk),
    )


def run(
    again: Repeated,
    values: Sequence[str],
    leave_out: Sequence[int],
    start: int,
    flags: Mapping[str, object],
    *,
    as_list: bool,
    scheduled: bool,
) -> int:
    """Carry a task out once more, or list its lines; return the exit code of `run`."""
    from desktop_agent.cli import run_client
    from desktop_agent.runtime.retention import clear_out_runs
    from desktop_agent.tasks.saved.source import with_defaults

    if as_list:
        print_lines(with_defaults(again.file, again.values).task if again.file else again.book.task)
        return 0
    name = again.file.name if again.file else ""
    given = {**again.values, **parse_values(values)}
    with _record_ending(name) if scheduled else nullcontext() as record_ending:
        result = _carry_out_task(again, Wanted(given, tuple(leave_out), start), flags, scheduled=scheduled)
        code = run_client.print_ending(result, json_lines=bool(flags["json_lines"]))
        if record_ending is not None:
            record_ending(
                code, run_client.ending(result)[0] if result.status != "failed" else result.message, str(result.dir)
            )
    if notice := clear_out_runs():
        terminal.warn(notice)
    return code


def _carry_out_task(again: Repeated, wanted: Wanted, flags: Mapping[str, object], *, scheduled: bool) -> RunResult:
    from desktop_agent.tasks.saved.source import source_of
    from desktop_agent.tasks.saved.variables import missing

    flags = again.with_desk_flags(flags)
    stored = again.file if again.is_saved else None
    if again.file is not None:
        check_allowed(again.file, again.written, flags, is_saved=again.is_saved)
    if scheduled:
        go_home()
        source = source_of(again.file, wanted.values, path=again.path) if again.file else None
        flags = {**flags, "approver": "none"}
        return carry_out(again.book, wanted, flags, stored=stored, at_set_time=True, source=source)
    lacking = missing(again.book.task, wanted.values) if sys.stdin.isatty() else ()
    values = {**wanted.values, **{variable.name: _ask_value(variable) for variable in lacking}}
    wanted = Wanted(values, wanted.leave_out, wanted.start)
    source = source_of(again.file, wanted.values, path=again.path) if again.file else None
    return carry_out(again.book, wanted, flags, stored=stored, foreign=again.foreign, source=source)


@contextmanager
def _record_ending(name: str) -> Iterator[Callable[[int, str, str], None]]:
    """Record how a scheduled run ends; if it never begins, notify the person as well."""
    from desktop_agent.runtime.run_offers import notify_not_started
    from desktop_agent.settings.confirmed import confirmed_settings
    from desktop_agent.tasks.schedule import store_ending

    def keep(code: int | None, message: str, run: str = "") -> None:
        with suppress(OSError):
            store_ending(places().data, name, code, message, run)

    keep(None, Message("It started, but its outcome is unknown."))
    try:
        yield keep
    except DesktopAgentError as error:
        keep(_USAGE if isinstance(error, SettingsError) else _FAILED, sentences(error.message, error.hint))
        with suppress(SettingsError):
            notify_not_started(confirmed_settings(os.environ), os.environ)
        raise


def _ask_value(variable: TaskVariable) -> str:
    """Ask the person at the terminal for the value of a variable."""
    from desktop_agent.tasks.saved.variables import check_value, missing_value_error

    question = Message(
        "{ask} ({kind}):",
        ask=visible(variable.ask or variable.name, terminal.LONGEST_ROW),
        kind=", ".join(variable.choices) or variable.type,
    )
    for _ in range(_TRIES):
        text = terminal.typed_answer(question)
        try:
            check_value(variable, text)
        except SettingsError as error:
            terminal.warn(str(error))
        else:
            return text
    raise missing_value_error(variable.name)


def parse_values(values: Sequence[str]) -> dict[str, str]:
    """Return the texts of --set by name; SettingsError where one has no “=”, or a name is repeated."""
    pairs = [value.partition("=") for value in values]
    if bad := next((name for name, equals, _ in pairs if not equals or not name), None):
        raise SettingsError(
            Message("--set {name} has no text.", name=bad),
            Message('Write it like this: --set {name}="new text".', name=bad),
        )
    names = [name for name, _, _ in pairs]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise SettingsError(Message("--set {name} is specified twice.", name=twice), Message("Omit one of them."))
    return {name: text for name, _, text in pairs}


def print_lines(task: Task) -> None:
    """Print the numbered lines of a task, and its variables; StepFileError for a task in words."""
    if not task.steps:
        raise StepFileError(Message("This task has no lines."), Message("It's a task in words: tasks show NAME."))
    for number, step in enumerate(task.steps, start=1):
        where = (
            Message("  in “{title}”", title=visible(step.window.title, _LONGEST))
            if step.window and step.window.title
            else ""
        )
        each = Message("  (each {unit} of {name})", unit=step.loop.unit, name=step.loop.variable) if step.loop else ""
        mark = ""
        if step.skip:
            mark = Message("  (skipped)")
        elif step.is_wish:
            mark = Message("  (needs a model)")
        terminal.say(f"{number:>4}. {visible(step.text, _LONGEST)}{where}{each}{mark}", hang=6)
    if task.variables:
        terminal.say("")
        terminal.say(Message("Text that --set can change:"))
        for variable in task.variables:
            value = Message("(required)") if variable.default is None else f"= “{visible(variable.default, _LONGEST)}”"
            terminal.say(f"  {variable.name} {value}", hang=4)
