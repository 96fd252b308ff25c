"""`tasks`: tasks that are saved under a name, and run with different values each time."""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.arguments import AsJson
from desktop_agent.cli.flags import FLAGS, takes
from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.core.message import Message, sentences
from desktop_agent.desk.commands.flags import DESK_FLAGS
from desktop_agent.lib.child_process import finish_in_terminal
from desktop_agent.lib.files import replace_file
from desktop_agent.lib.paths import go_home, places
from desktop_agent.tasks.commands.confirming import check_confirmed, confirms, say_text

if TYPE_CHECKING:
    from desktop_agent.run.result import RunResult
    from desktop_agent.tasks.saved.store import TaskFile, TaskStore
    from desktop_agent.tasks.saved.text import TaskVariable

_NOT_CONFIRMED = _FAILED = 1
_USAGE = 2
_TRIES = 3  # to type a value

group = typer.Typer()
Name = Annotated[str, typer.Argument(metavar="NAME", help=Message("The task name."))]


@group.command("save", short_help=Message("Save a task from text, a run or a steps file."))
@takes(*(name for name in FLAGS if name not in {"json_lines", "debug"}))
@takes(*DESK_FLAGS, of=DESK_FLAGS)
def _save(
    name: Name,
    words: Annotated[
        str | None,
        typer.Argument(metavar="TASK", help=Message("The task text; {example} marks a variable.", example="{amount}")),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="RUN", help=Message("A run, “last”, or a steps file, instead of the task text.")
        ),
    ] = None,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help=Message("The name shown in lists."))] = "",
    variables: Annotated[
        list[str] | None,
        typer.Option(
            "--var",
            metavar="NAME=TYPE",
            help=Message("A variable: text, date, number, file, secret or choice:A,B; repeat for more."),
        ),
    ] = None,
    **flags: object,
) -> int:
    """Save a task under a name, from text, a past run or a steps file.

    It's saved with its scope, expectations, limits and desk. You review the task and confirm it before it can run.
    """
    from desktop_agent.cli.flags import settings_from
    from desktop_agent.record.store import RunStore
    from desktop_agent.studio.steps.book import read_book
    from desktop_agent.studio.steps.text import write_steps
    from desktop_agent.tasks.saved import from_run
    from desktop_agent.tasks.saved.store import task_from
    from desktop_agent.tasks.saved.text import write_task

    if (words is None) == (source is None):
        raise SettingsError(
            Message("Specify what to save."),
            Message("Specify either the task text, or --from with a run or a steps file."),
        )
    settings_from(flags)  # names the flag that is wrong
    head = {"title": title, **from_run.head_of_flags(flags)}
    tables = from_run.variable_tables(variables or ())
    if words is not None:
        file = task_from(from_run.of_words(words, head, tables), name)
    elif source and source.endswith(".steps"):
        book = read_book(Path(source))
        file = task_from(write_task({**head, "body": "steps"}, tables, write_steps(book.file)), name, book.png)
    else:
        store = RunStore(places().runs)
        file = task_from(from_run.of_run(store, source or "", settings_from({}), head), name)
    saved = _store().keep(name, file)
    terminal.warn(Message("Saved: {path}", path=_store().path(name)))
    return _confirmed_or_later(saved)


@group.command("list", help=Message("List the saved tasks."))
def _list(as_json: AsJson = False) -> None:
    store = _store()
    files = [(name, _read_or_why(store, name)) for name in store.names()]
    if as_json:
        terminal.say_json([_facts(store, name, file) for name, file in files])
    elif not files:
        terminal.say(Message("No tasks are saved. To save one, use “desktop-agent tasks save”."))
    else:
        rows = [(name, *_cells(store, file)) for name, file in files]
        terminal.say_table((Message("Name"), Message("Task"), Message("Variables"), Message("State")), rows)


@group.command("show", help=Message("Show a task as stored in its file."))
def _show(name: Name, as_json: AsJson = False) -> None:
    store = _store()
    file = store.read(name)
    if as_json:
        terminal.say_json({**_facts(store, name, file), "text": file.text})
        return
    say_text(file)
    terminal.warn(Message("{path}: {state}", path=store.path(name), state=_state(store, file)))


@group.command("edit", help=Message("Edit a task in your editor; if the new version has errors, the old one is kept."))
def _edit(name: Name) -> int:
    from desktop_agent.tasks.saved.store import ENDING, picture_in_folder, task_from

    store = _store()
    path = store.path(name)
    before = store.text(name)
    with tempfile.TemporaryDirectory(prefix="desktop-agent-") as folder:
        draft = Path(folder) / f"{name}{ENDING}"
        draft.write_text(before, encoding="utf-8")
        _open_editor(draft)
        after = draft.read_text(encoding="utf-8", errors="replace")
    if after == before:
        terminal.warn(Message("Nothing was changed."))
        return 0
    try:
        file = task_from(after, name, picture_in_folder(path.parent))
    except SettingsError as error:
        replace_file(store.draft(name), [after.encode()])
        terminal.warn(Message("The task is unchanged. Your edits are in {draft}.", draft=store.draft(name)))
        raise error from None
    changed = store.keep(name, file, replaces=True)
    store.draft(name).unlink(missing_ok=True)
    return _confirmed_or_later(changed)


@group.command("run", short_help=Message("Run a saved task."))
@takes(*FLAGS)
@takes(*DESK_FLAGS, of=DESK_FLAGS)
def _run(
    name: Name,
    values: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help=Message("The value of a variable; repeat for more.")),
    ] = None,
    scheduled: Annotated[
        bool,
        typer.Option(
            "--scheduled",
            help=Message("Run as if started by a timer: ask no questions, and do nothing while the screen is locked."),
        ),
    ] = False,
    **flags: object,
) -> int:
    """Run a saved task, as “run” does, with its saved options.

    The terminal asks for any values you don't provide. A task that you haven't confirmed, or that has changed since
    then, is shown to you first. Flags override the task.

    The exit codes are the same as for “run”.
    """
    from desktop_agent.cli import run_client
    from desktop_agent.host.tidy import clear_out_runs

    _store().path(name)  # raises for an invalid name
    with _recorded_ending(name) if scheduled else nullcontext() as record_ending:
        result = _carried_out(name, values or (), flags, scheduled=scheduled)
        code = run_client.say_ending(result, json_lines=bool(flags["json_lines"]))
        if record_ending is not None:
            record_ending(
                code, run_client.ending(result)[0] if result.status != "failed" else result.message, str(result.dir)
            )
    if notice := clear_out_runs():
        terminal.warn(notice)
    return code


def _carried_out(name: str, values: Sequence[str], flags: Mapping[str, object], *, scheduled: bool) -> RunResult:
    from desktop_agent.studio.commands.playing import parse_values
    from desktop_agent.tasks.saved.carry_out import carry_out
    from desktop_agent.tasks.saved.variables import missing

    store = _store()
    file = store.read(name)
    check_confirmed(store, file)
    own_values = parse_values(values)
    if scheduled:
        go_home()
        return carry_out(file, own_values, {**flags, "approver": "none"}, at_set_time=True)
    lacking = missing(file.task, own_values) if sys.stdin.isatty() else ()
    return carry_out(file, {**own_values, **{variable.name: _typed_value(variable) for variable in lacking}}, flags)


@contextmanager
def _recorded_ending(name: str) -> Iterator[Callable[[int, str, str], None]]:
    """Record how a scheduled run ends; if it never begins, notify the person as well."""
    from desktop_agent.host.run_offers import notify_not_started
    from desktop_agent.settings.confirmed import confirmed_settings
    from desktop_agent.tasks.schedule.ending import keep_ending

    def keep(code: int | None, message: str, run: str = "") -> None:
        with suppress(OSError):
            keep_ending(places().data, name, code, message, run)

    keep(None, Message("It started, but its outcome is unknown."))
    try:
        yield keep
    except DesktopAgentError as error:
        keep(_USAGE if isinstance(error, SettingsError) else _FAILED, sentences(error.message, error.hint))
        with suppress(SettingsError):
            notify_not_started(confirmed_settings(os.environ), os.environ)
        raise


@group.command("delete", help=Message("Delete a saved task."))
def _delete(
    name: Name, yes: Annotated[bool, typer.Option("--yes", help=Message("Delete without asking."))] = False
) -> int:
    from desktop_agent.tasks.schedule.systemd import SystemdTimers

    store = _store()
    store.check_there(name)
    if SystemdTimers().is_there(name):
        raise SettingsError(
            Message("The “{name}” task is scheduled.", name=name),
            Message("Remove its schedule first: desktop-agent schedule remove {name}", name=name),
        )
    if not yes and not terminal.agrees(Message("Delete the “{name}” task?", name=name)):
        return _NOT_CONFIRMED
    store.delete(name)
    terminal.say(Message("The “{name}” task was deleted.", name=name))
    return 0


@group.command("export", help=Message("Export a task to a file for another computer or person."))
def _export(
    name: Name,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help=Message("The file to export the task to."))
    ],
) -> None:
    from desktop_agent.studio.steps.book import check_free
    from desktop_agent.tasks.saved.store import write_task_file

    file = _store().read(name)
    check_free(output)
    exported = write_task_file(file, output)
    terminal.say(str(output))
    if exported.pictures:
        terminal.warn(Message("The screenshots for its steps are in the folder next to it."))


@group.command("import", help=Message("Import a task from a file. It can't run until you confirm it."))
def _import(
    source: Annotated[Path, typer.Argument(metavar="FILE", help=Message("A task file."))],
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help=Message("The task name.  [same as the file]"))
    ] = "",
) -> int:
    from desktop_agent.record.store import slug
    from desktop_agent.tasks.saved.store import read_task

    saved = _store().keep(name or slug(source.stem), read_task(source))
    terminal.warn(Message("Imported as “{name}”.", name=saved.name))
    return _confirmed_or_later(saved)


def _store() -> TaskStore:
    from desktop_agent.tasks.saved.store import TaskStore

    return TaskStore(places().config)


def _confirmed_or_later(file: TaskFile) -> int:
    """Ask for the confirmation of a task that was just saved, if a person can be asked; return the exit code."""
    store = _store()
    if store.is_confirmed(file):
        return 0
    if not sys.stdin.isatty():
        terminal.warn(
            Message("It can run after you confirm it in a terminal: desktop-agent tasks run {name}", name=file.name)
        )
        return 0
    if confirms(store, file):
        return 0
    terminal.warn(Message("Not confirmed: it won't run until you confirm it."))
    return _NOT_CONFIRMED


def _typed_value(variable: TaskVariable) -> str:
    """Ask the person at the terminal for the value of a variable."""
    from desktop_agent.tasks.saved.variables import check_value, no_value

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
    raise no_value(variable.name)


def _open_editor(path: Path) -> None:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        code = finish_in_terminal([*shlex.split(editor), str(path.absolute())])
    except (OSError, ValueError) as error:
        raise DesktopAgentError(
            Message("The {editor} editor can't be started.", editor=editor[:80]),
            Message("Use a different editor: EDITOR=nano desktop-agent tasks edit NAME"),
        ) from error
    if code:
        raise DesktopAgentError(
            Message("The editor exited with code {code}, so the task wasn't changed.", code=code),
            Message("Try again."),
        )


def _read_or_why(store: TaskStore, name: str) -> TaskFile | SettingsError:
    try:
        return store.read(name)
    except SettingsError as error:
        return error


def _state(store: TaskStore, file: TaskFile) -> str:
    return Message("confirmed") if store.is_confirmed(file) else Message("not confirmed")


def _cells(store: TaskStore, file: TaskFile | SettingsError) -> tuple[str, ...]:
    if isinstance(file, SettingsError):
        return "", "", terminal.spoken(file.message)
    task = file.task
    names = ", ".join(variable.name for variable in task.variables)
    return visible(task.summary, terminal.LONGEST_ROW), names, terminal.spoken(_state(store, file))


def _facts(store: TaskStore, name: str, file: TaskFile | SettingsError) -> Mapping[str, object]:
    if isinstance(file, SettingsError):
        return {"name": name, "error": str(file)}
    task = file.task
    variables = [
        {
            "name": variable.name,
            "type": variable.type,
            "ask": variable.ask or None,
            "default": variable.default,
            "choices": [*variable.choices] or None,
        }
        for variable in task.variables
    ]
    return {
        "name": name,
        "title": task.summary,
        "kind": "steps" if task.steps else "words",
        "variables": variables,
        "desk": bool(task.flags.get("desk")),
        "confirmed": store.is_confirmed(file),
    }
