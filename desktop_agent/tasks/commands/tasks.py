"""`tasks`: tasks that are saved under a name; `run` carries them out."""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import FLAGS, AsJson, takes
from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.core.texts.message import Message, tr, visible
from desktop_agent.desk.commands.place import DESK_FLAGS
from desktop_agent.lib.child_process import finish_in_terminal
from desktop_agent.lib.files import replace_file
from desktop_agent.lib.paths import places
from desktop_agent.runtime import slices
from desktop_agent.tasks.commands.confirming import ask_to_confirm, print_task
from desktop_agent.tasks.task import ENDING, model_need

if TYPE_CHECKING:
    from desktop_agent.tasks.saved.store import TaskFile, TaskStore
    from desktop_agent.tasks.steps.book import StepBook
    from desktop_agent.tasks.task import Task

_NOT_CONFIRMED = 1
_DISCARDED = 3  # as a run that was stopped

group = typer.Typer()
Name = Annotated[str, typer.Argument(metavar="NAME", help=Message("The task name."))]


@group.command("add", short_help=Message("Save a task from words, a file, a run or a demonstration."))
@takes(*(name for name in FLAGS if name not in {"json_lines", "debug", "watch"}))
@takes(*DESK_FLAGS, of=DESK_FLAGS)
def _add(
    name: Name,
    words: Annotated[
        str | None,
        typer.Argument(
            metavar="TASK|FILE",
            help=Message("The task text, in which {example} marks a variable, or a task file.", example="{amount}"),
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="RUN|TEMPLATE", help=Message("The steps that were taken in a run, or “last”; a template.")
        ),
    ] = None,
    in_words: Annotated[
        bool, typer.Option("--words", help=Message("With --from: the words of the run's task instead of its steps."))
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help=Message("Do the task yourself once, while the program watches."))
    ] = False,
    discard_key: Annotated[
        str, typer.Option("--discard-key", metavar="KEY", help=Message("The key that discards the demonstration."))
    ] = "f8",
    look_over: Annotated[
        bool, typer.Option("--look-over", help=Message("With --watch: review the steps in a window."))
    ] = False,
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
    """Save a task under a name, from words, a task file, a past run, a template or a demonstration.

    It's saved with its scope, expectations, limits and desk. You review the task and confirm it before it can run.

    With --watch, a red frame surrounds the screen while the program watches you; --window limits it to one program.
    Press the stop key (Pause) to pause, or press it twice to finish. Press F8 to discard the demonstration. Passwords
    are never recorded; the step uses one of your stored secrets instead.
    """
    from desktop_agent.cli.flags import settings_from
    from desktop_agent.record.store import RunStore
    from desktop_agent.tasks.saved import from_run
    from desktop_agent.tasks.saved.store import read_task, task_of
    from desktop_agent.tasks.steps.book import StepBook
    from desktop_agent.tasks.task import Task

    if sum((words is not None, source is not None, watch)) != 1:
        raise SettingsError(
            Message("Specify what to save."),
            Message("Specify the task text or a file, or --from with a run, or --watch."),
        )
    settings_from(flags)  # names the flag that is wrong
    store = _store()
    store.check_free(name)
    if watch:
        offer = slices.demonstrated
        shown = offer.demonstrated(title or name, str(flags["window"] or ""), discard_key, look_over=look_over)
        if shown is None:
            terminal.warn(Message("Discarded. Nothing was saved."))
            return _DISCARDED
        book = shown
    elif template := next((file for file in store.templates() if file.name == source), None):
        book = template.book
    elif source is not None:
        book = _book_of_run(RunStore(places().runs).find(source), in_words=in_words)
    elif words is not None and words.endswith(ENDING):
        book = read_task(Path(words)).book
    else:
        book = StepBook(Task(words=words or ""), lambda _: None)
    terms = {**book.task.flags, **from_run.terms_of_flags(flags)}
    task = replace(book.task, title=book.task.title if watch else title or book.task.title, flags=terms)
    task = from_run.with_declared_variables(task, from_run.declared_variables(variables or ()))
    saved = store.keep(name, task_of(replace(book, task=task), name))
    terminal.warn(Message("Saved: {path}", path=store.path(name)))
    _warn_of_places(task)
    return _confirm_if_possible(saved)


def _warn_of_places(task: Task) -> None:
    """Say which steps find their place by less than a name: a cell by its address, and others by their looks."""
    from desktop_agent.tasks.steps.comparison import place_warning

    for number, step in enumerate(task.steps, start=1):
        warning = place_warning(number, step.target) if step.place is not None else None
        if warning is not None:
            terminal.warn(warning)


def _book_of_run(folder: Path, *, in_words: bool) -> StepBook:
    """Return the task that a run has carried out, with its values as defaults, or else the steps that it took.

    `in_words`: the words of its task. The person gives the task its name, so what was taken has no title.
    """
    from desktop_agent.cli.flags import settings_from
    from desktop_agent.core.runs.events import STEPS
    from desktop_agent.record.reader import read_ends
    from desktop_agent.tasks.commands.running import recorded_task
    from desktop_agent.tasks.saved import from_run
    from desktop_agent.tasks.saved.source import task_to_save
    from desktop_agent.tasks.steps.book import StepBook

    started, _ = read_ends(folder)
    is_played = started is not None and started.provider == STEPS
    if started is not None and is_played != in_words and recorded_task(started, folder) is not None:
        saved = task_to_save(started, folder, settings_from({}))
        if saved is not None:
            return saved.book
    if in_words:
        return StepBook(from_run.task_of_run(folder, settings_from({})), lambda _: None)
    book = from_run.steps_of_run(folder, settings_from({})).book
    return replace(book, task=replace(book.task, title=""))


@group.command("list", help=Message("List the saved tasks, and the templates for tasks of your own."))
def _list(as_json: AsJson = False) -> None:
    store = _store()
    files = [(name, _task_or_error(store, name)) for name in store.names()]
    if as_json:
        listed = [*files, *((file.name, file) for file in store.templates())]
        terminal.say_json([_facts(store, name, file) for name, file in listed])
        return
    if not files:
        terminal.say(Message("No tasks are saved. To save one, use “desktop-agent tasks add”."))
    else:
        rows = [(name, *_cells(store, file)) for name, file in files]
        terminal.say_table((Message("Name"), Message("Task"), Message("Variables"), Message("State")), rows)
    rows = [(file.name, *_cells(store, file)) for file in store.templates()]
    terminal.say("")
    terminal.say_table((Message("Template"), Message("Task"), Message("Variables"), Message("Model")), rows)


@group.command("show", help=Message("Show a task as stored in its file."))
def _show(name: Name, as_json: AsJson = False) -> None:
    store = _store()
    file = store.read(name)
    if as_json:
        terminal.say_json({**_facts(store, name, file), "text": file.text})
        return
    print_task(file)
    if not file.is_template:
        terminal.warn(Message("{path}: {state}", path=store.path(name), state=_state_text(store, file)))


@group.command("guide", short_help=Message("Let a task lead you: you do each step yourself."))
def _guide(
    name: Annotated[str, typer.Argument(metavar="NAME|FILE|RUN", help=Message("A task, a task file, or a run."))],
    values: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=TEXT", help=Message("Set the text of a variable; repeat for more.")),
    ] = None,
    start: Annotated[int, typer.Option("--from", metavar="N", help=Message("Start at step N."))] = 1,
) -> int:
    """Lead you through a task on your own screen; you do each step yourself.

    A ring marks the place of the next step, and a bar says what to do and what you should see. It goes on when you have
    done it; the program itself never clicks or types. Press the stop key (Pause) to end it.
    """
    from desktop_agent.tasks.commands.running import parse_values, repeated
    from desktop_agent.tasks.saved.rows import repeated_lines
    from desktop_agent.tasks.saved.variables import filled_lines, here_and_today, values_for
    from desktop_agent.tasks.steps.playing import played

    again = repeated(name)
    if again is None or not again.book.task.steps:
        raise SettingsError(
            Message("“{name}” has no steps to follow.", name=visible(name, terminal.LONGEST_ROW)),
            Message("Name a task with numbered steps, a task file, or a run."),
        )
    task = again.book.task
    given = {**again.values, **parse_values(values or ())}
    task, known = repeated_lines(task, values_for(task, given, here_and_today()))
    lines = filled_lines(task, known)
    offer = slices.guided
    return 0 if offer.guided(played(again.book, lines, start=start)) else _DISCARDED


@group.command("edit", help=Message("Edit a task in your editor; if the new version has errors, the old one is kept."))
def _edit(name: Name) -> int:
    from desktop_agent.tasks.saved.store import picture_in_folder, task_from

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
    return _confirm_if_possible(changed)


@group.command("rename", help=Message("Give a task another name. Its confirmation stays."))
def _rename(name: Name, other: Annotated[str, typer.Argument(metavar="OTHER", help=Message("The new name."))]) -> None:
    from desktop_agent.tasks.saved.kept_values import KeptForms

    store = _store()
    _check_unscheduled(name)
    store.rename(name, other)
    KeptForms(places().data).rename(name, other)
    terminal.say(Message("The “{name}” task is now called “{other}”.", name=name, other=other))


@group.command("delete", help=Message("Delete a saved task."))
def _delete(
    name: Name, yes: Annotated[bool, typer.Option("--yes", help=Message("Delete without asking."))] = False
) -> int:
    from desktop_agent.tasks.saved.kept_values import KeptForms

    store = _store()
    store.check_exists(name)
    _check_unscheduled(name)
    if not yes and not terminal.ask_yes_no(Message("Delete the “{name}” task?", name=name)):
        return _NOT_CONFIRMED
    store.delete(name)
    KeptForms(places().data).delete(name)
    terminal.say(Message("The “{name}” task was deleted.", name=name))
    return 0


@group.command("export", help=Message("Export a task to a file for another computer or person."))
def _export(
    name: Name,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help=Message("The file to export the task to."))
    ],
) -> None:
    from desktop_agent.lib.files import file_in
    from desktop_agent.tasks.saved.store import write_task_file
    from desktop_agent.tasks.task import ENDING

    file = _store().read(name)
    output = file_in(output, f"{name}{ENDING}")
    if output.exists():
        raise SettingsError(
            Message("{path} already exists.", path=output), Message("Choose another file with -o, or delete this one.")
        )
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
    return _confirm_if_possible(saved)


def _store() -> TaskStore:
    from desktop_agent.tasks.saved.store import TaskStore

    return TaskStore(places().config)


def _check_unscheduled(name: str) -> None:
    from desktop_agent.tasks.schedule import SystemdTimers

    if SystemdTimers().is_there(name):
        raise SettingsError(
            Message("The “{name}” task is scheduled.", name=name),
            Message("Remove its schedule first: desktop-agent schedule remove {name}", name=name),
        )


def _confirm_if_possible(file: TaskFile) -> int:
    """Ask for the confirmation of a task that was just saved, if a person can be asked; return the exit code."""
    if ask_to_confirm(file):
        return 0
    if not sys.stdin.isatty():
        terminal.warn(
            Message("It can run after you confirm it in a terminal: desktop-agent run {name}", name=file.name)
        )
        return 0
    terminal.warn(Message("Not confirmed: it won't run until you confirm it."))
    return _NOT_CONFIRMED


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


def _task_or_error(store: TaskStore, name: str) -> TaskFile | SettingsError:
    try:
        return store.read(name)
    except SettingsError as error:
        return error


def _state_text(store: TaskStore, file: TaskFile) -> str:
    if file.is_template:
        return model_need(file.task)
    return Message("confirmed") if store.is_confirmed(file) else Message("not confirmed")


def _cells(store: TaskStore, file: TaskFile | SettingsError) -> tuple[str, ...]:
    if isinstance(file, SettingsError):
        return "", "", tr(file.message)
    task = file.task
    names = ", ".join(variable.name for variable in task.variables)
    return visible(task.summary, terminal.LONGEST_ROW), names, tr(_state_text(store, file))


def _facts(store: TaskStore, name: str, file: TaskFile | SettingsError) -> Mapping[str, object]:
    if isinstance(file, SettingsError):
        return {"name": name, "error": str(file)}
    task = file.task
    return {
        "name": name,
        "title": task.summary,
        "kind": "steps" if task.steps else "words",
        "variables": [asdict(variable) for variable in task.variables],
        "desk": bool(task.flags.get("desk")),
        "template": file.is_template,
        "confirmed": store.is_confirmed(file),
    }
