"""Tasks for many desks: each task that is named, or each for each row of a sheet, whose cells are its variables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.runs.events import ReceiptAnswer
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.commands.place import DESK_FLAGS
from desktop_agent.desk.many import DeskTask
from desktop_agent.tasks.commands.confirming import check_allowed
from desktop_agent.tasks.commands.running import repeated
from desktop_agent.tasks.saved.carry_out import Wanted, spec_of
from desktop_agent.tasks.saved.rows import Row, rows_of
from desktop_agent.tasks.saved.source import source_of
from desktop_agent.tasks.saved.store import TaskFile

MOST_TASKS = 1_000


def desk_tasks(
    files: Sequence[str], rows: Path | None, receipt: ReceiptAnswer, flags: Mapping[str, object]
) -> tuple[DeskTask, ...]:
    """Return the tasks, each for each row; `receipt` is for those that name none.

    SettingsError where one is faulty, isn't confirmed, or has a folder that doesn't exist.
    """
    given = tuple(rows_of(rows)) if rows else ({},)
    tasks = [_allowed_task(file, flags) for file in files]
    if len(tasks) * len(given) > MOST_TASKS:
        raise SettingsError(
            Message("There are {count} tasks.", count=len(tasks) * len(given)),
            Message("At most {most} are allowed.", most=MOST_TASKS),
        )
    return tuple(
        _desk_task(file, {**values, **row}, f"{file.name} {number}" if rows else file.name, receipt, flags)
        for file, values in tasks
        for number, row in enumerate(given, start=1)
    )


def _allowed_task(written: str, flags: Mapping[str, object]) -> tuple[TaskFile, Row]:
    """Return a task that may run, and of a run the values that it had."""
    again = repeated(written)
    if again is None or again.file is None:
        raise SettingsError(
            Message("There is no task named “{name}”.", name=written[:80]),
            Message("See all tasks: desktop-agent tasks list"),
        )
    # What a file says of desks counts here, whether or not it says that it runs on one.
    check_allowed(again.file, written, {**flags, "desk": True}, is_saved=again.is_saved)
    return again.file, again.values


def _desk_task(file: TaskFile, row: Row, name: str, receipt: ReceiptAnswer, flags: Mapping[str, object]) -> DeskTask:
    cells = {column.casefold(): text for column, text in row.items()}
    names = [variable.name for variable in file.task.variables]
    values = {known: cells[known.casefold()] for known in names if known.casefold() in cells}
    answer = file.task.flags.get("receipt") or receipt
    terms = {**dict.fromkeys(DESK_FLAGS), **flags, "desk": True, "receipt": answer}
    spec = spec_of(file.book, Wanted(values), terms, source=source_of(file, values))
    folders = [Path(folder).expanduser() for folder in spec.desk.folders] if spec.desk else []
    if missing := next((folder for folder in folders if not folder.is_dir()), None):
        raise SettingsError(
            Message("{place}: the folder {folder} doesn't exist.", place=file.name, folder=missing),
            Message("Specify an existing folder."),
        )
    seen = tuple(folder.resolve() for folder in folders)
    return DeskTask(name, replace(spec, desk=spec.desk and replace(spec.desk, folders=seen)))
