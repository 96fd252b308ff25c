"""`run`: one task from the terminal: in words, or one that is saved, in a file, or a past run that is repeated."""

from __future__ import annotations

import re
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import FLAGS, effective_from, following, takes
from desktop_agent.cli.help_pages import AGAIN, TASK
from desktop_agent.cli.run_place import carry_out_at
from desktop_agent.core.errors import SettingsError, unreadable
from desktop_agent.core.texts.message import Message, visible
from desktop_agent.runtime import slices

if TYPE_CHECKING:
    from desktop_agent.run.end.result import RunContinuation
    from desktop_agent.settings import Settings

_MOST_BYTES = 1_000_000
_TASK_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_ALLOWED_CONTROLS = "\n\t\r"


@takes(*FLAGS)
@takes(*slices.side_desk.DESK_FLAGS, of=slices.side_desk.DESK_FLAGS)
def command(
    task: Annotated[
        str | None,
        typer.Argument(
            metavar="TASK",
            help=Message("What to do; “-” reads it from stdin. Or a saved task, a task file, or a run to repeat."),
            rich_help_panel=TASK,
        ),
    ] = None,
    task_file: Annotated[
        Path | None,
        typer.Option("--task-file", metavar="FILE", help=Message("Read the task from a file."), rich_help_panel=TASK),
    ] = None,
    after: Annotated[
        str | None,
        typer.Option(
            "--after",
            metavar="RUN",
            help=Message("Continue after a run that has ended: its id, an id prefix, or “last”."),
            rich_help_panel=TASK,
        ),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=TEXT",
            help=Message("The text for a variable (see --list); repeat for more."),
            rich_help_panel=AGAIN,
        ),
    ] = None,
    start: Annotated[
        int, typer.Option("--from", metavar="N", help=Message("Start at line N."), rich_help_panel=AGAIN)
    ] = 1,
    leave_out: Annotated[
        list[int] | None,
        typer.Option("--leave-out", metavar="N", help=Message("Skip line N; repeat for more."), rich_help_panel=AGAIN),
    ] = None,
    as_list: Annotated[
        bool,
        typer.Option("--list", help=Message("Show the lines and the variables, then exit."), rich_help_panel=AGAIN),
    ] = False,
    scheduled: Annotated[
        bool,
        typer.Option(
            "--scheduled",
            help=Message("Run as if started by a timer: ask no questions, and do nothing while the screen is locked."),
            rich_help_panel=AGAIN,
        ),
    ] = False,
    **flags: object,
) -> int:
    """Carry out one task on this computer's screen.

    The model sees the screen and uses the mouse and keyboard. You're asked first when a rule or the model's server
    requires it. Ctrl+C stops it at once. Without --provider, the one chosen in Settings is used, at first the built-in
    model. It needs no network and follows only plain steps, such as: click "File", type "Hello" into "Name", press
    ctrl+s.

    In place of words, TASK can be the name of a saved task, a task file, or a past run (its id, its folder or “last”).
    Each step's target is then looked for where it was, where its window has moved, or by name. If it can't be found,
    the run stops, or the model of --provider does that step.

    Exit codes: 0 completed, answered, proven or rehearsed, 1 failed, 2 usage error, 3 stopped, 4 limit reached, 5
    blocked or partly done because of refusals or what --receipt accept left behind, 6 unproven, 130 Ctrl+C.
    """
    from desktop_agent.cli import run_client
    from desktop_agent.runtime.retention import clear_out_runs
    from desktop_agent.runtime.spec import RunSpec

    again = slices.repetition.repeated(task) if task and task_file is None and after is None else None
    if again is not None:
        return slices.repetition.run(
            again, values or (), leave_out or (), start, flags, as_list=as_list, scheduled=scheduled
        )
    if values or leave_out or start != 1 or as_list or scheduled:
        if task and _TASK_NAME.fullmatch(task):
            raise SettingsError(
                Message("There is no task named “{name}”.", name=task),
                Message("See your tasks: desktop-agent tasks list"),
            )
        raise SettingsError(
            Message("--set, --from, --leave-out and --list are for saved tasks, task files and runs."),
            Message("See your tasks: desktop-agent tasks list"),
        )
    words = _task_from(task, task_file)
    json_lines = bool(flags["json_lines"])
    settings, continues = (effective_from(flags), None) if after is None else _follow_up(after, flags)
    spec = RunSpec(words, settings, continues=continues, desk=slices.side_desk.desk_order(flags))
    result = carry_out_at(spec, json_lines=json_lines)
    code = run_client.print_ending(result, json_lines=json_lines)
    if notice := clear_out_runs():
        terminal.warn(notice)
    return code


def _follow_up(after: str, flags: Mapping[str, object]) -> tuple[Settings, RunContinuation]:
    """Return the settings and the continuation for a task that follows a run; print which run it is."""
    from desktop_agent.lib import paths
    from desktop_agent.record.store import RunStore
    from desktop_agent.runtime.continuation import follow, permissions_note

    store = RunStore(paths.places().runs)
    followed = follow(store, store.find(after))
    settings = following(flags, followed)
    ended = visible(followed.earlier.ended, terminal.LONGEST_LINE)
    terminal.warn(Message("Continues after {id}: {ended}", id=followed.summary.id, ended=ended))
    if note := permissions_note(followed.started, settings):
        terminal.warn(visible(note, terminal.LONGEST_LINE))
    return settings, followed.continuation()


def _task_from(argument: str | None, file: Path | None) -> str:
    """Return the task; `-` reads stdin.

    Raises SettingsError when there is no task or two, or when it is too long or not text.
    """
    if argument is not None and file is not None:
        raise SettingsError(
            Message("The task was specified twice."), Message("Specify either TASK or --task-file, not both.")
        )
    if file is not None:
        return _decoded_task(_read_file(file), str(file))
    if argument is None:
        raise SettingsError(
            Message("No task was specified."), Message("Describe the task in quotes: desktop-agent run 'click “OK”'.")
        )
    if argument == "-":
        return _decoded_task(_read_stdin(), "stdin")
    return _decoded_task(argument.encode("utf-8", "surrogateescape"), Message("the command line"))


def _read_file(file: Path) -> bytes:
    try:
        # A pipe is fine (a shell's <(…)); a device such as /dev/zero would never end.
        if stat.S_ISCHR(file.stat().st_mode) or stat.S_ISBLK(file.stat().st_mode):
            raise SettingsError(Message("{file} is a device.", file=file), Message("Specify a text file."))
        with file.open("rb") as stream:
            return stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise unreadable(file, error) from error


def _read_stdin() -> bytes:
    try:
        return sys.stdin.buffer.read(_MOST_BYTES + 1)
    except (OSError, AttributeError) as error:
        raise SettingsError(
            Message("Standard input can't be read."), Message("Pipe the task in, or use --task-file.")
        ) from error


def _decoded_task(raw: bytes, source: str) -> str:
    if len(raw) > _MOST_BYTES:
        raise SettingsError(
            Message("The task from {source} is longer than 1 MB.", source=source), Message("Shorten it.")
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(
            Message("The task from {source} isn't UTF-8 text.", source=source),
            Message("Save it as UTF-8 plain text."),
        ) from error
    odd = next((char for char in text if ord(char) < ord(" ") and char not in _ALLOWED_CONTROLS), "")
    if odd:
        message = Message(
            "The task from {source} contains the control character U+{odd:04X}.", source=source, odd=ord(odd)
        )
        raise SettingsError(message, Message("Remove it; tasks must be plain text."))
    if not text.strip():
        raise SettingsError(Message("The task from {source} is empty.", source=source), Message("Describe what to do."))
    return text.strip()
