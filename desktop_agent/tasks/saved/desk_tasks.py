"""Tasks for many desks: each task that is named, or each for each row of a sheet, whose cells are its variables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from desktop_agent.core.errors import SettingsError, unreadable
from desktop_agent.core.events import ReceiptAnswer
from desktop_agent.core.message import Message
from desktop_agent.desk.commands.flags import DESK_FLAGS, desk_order
from desktop_agent.desk.many import DeskTask
from desktop_agent.tasks.commands.confirming import check_confirmed
from desktop_agent.tasks.commands.running import repeated
from desktop_agent.tasks.expectations.cells import BadSheetError, sheets_of
from desktop_agent.tasks.saved.carry_out import Wanted, spec_of, terms_of
from desktop_agent.tasks.saved.earlier_formats import tasks_in_list
from desktop_agent.tasks.saved.store import TaskFile, task_from

MOST_TASKS = 1_000
_MOST_BYTES = 32_000_000
_LIST = ".toml"
Row = Mapping[str, str]


def desk_tasks(
    files: Sequence[str], rows: Path | None, receipt: ReceiptAnswer, flags: Mapping[str, object]
) -> tuple[DeskTask, ...]:
    """Return the tasks, each for each row; `receipt` is for those that name none.

    SettingsError where one is faulty, isn't confirmed, or has a folder that doesn't exist.
    """
    given = tuple(rows_of(rows)) if rows else ({},)
    tasks = [task for file in files for task in _files(file, is_auto=flags.get("mode") == "auto")]
    if len(tasks) * len(given) > MOST_TASKS:
        raise SettingsError(
            Message("There are {count} tasks.", count=len(tasks) * len(given)),
            Message("At most {most} are allowed.", most=MOST_TASKS),
        )
    return tuple(
        _task(file, row, f"{file.name} {number}" if rows else file.name, receipt, flags)
        for file in tasks
        for number, row in enumerate(given, start=1)
    )


def _files(written: str, *, is_auto: bool) -> Iterator[TaskFile]:
    if written.endswith(_LIST):  # an earlier format
        for name, text in tasks_in_list(Path(written)):
            yield task_from(text, name)
        return
    again = repeated(written)
    if again is None or again.file is None:
        raise SettingsError(
            Message("There is no task named “{name}”.", name=written[:80]),
            Message("See all tasks: desktop-agent tasks list"),
        )
    if again.is_saved or not is_auto:
        check_confirmed(again.file, written)
    yield again.file


def _task(file: TaskFile, row: Row, name: str, receipt: ReceiptAnswer, flags: Mapping[str, object]) -> DeskTask:
    known = {variable.name.casefold(): variable.name for variable in file.task.variables}
    values = {known[column]: text for column, text in row.items() if column in known}
    terms = terms_of(file.task, {**dict.fromkeys(DESK_FLAGS), "receipt": None, **flags, "desk": True})
    order = desk_order({**terms, "receipt": terms["receipt"] or receipt})
    folders = [Path(folder).expanduser() for folder in order.folders] if order else []
    if missing := next((folder for folder in folders if not folder.is_dir()), None):
        raise SettingsError(
            Message("{place}: the folder {folder} doesn't exist.", place=file.name, folder=missing),
            Message("Specify an existing folder."),
        )
    order = replace(order, folders=tuple(folder.resolve() for folder in folders)) if order else None
    return DeskTask(name, spec_of(file.book, Wanted(values), flags, on_desk=order))


def rows_of(file: Path) -> Iterator[Row]:
    """Yield the rows of a sheet below its first one, which has the names of the columns, in lower case.

    Rows without any text are left out. SettingsError where it can't be read.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(_MOST_BYTES)
        table = _cells(content) if content.startswith(b"PK") else _comma_separated(content)
    except OSError as error:
        raise unreadable(file, error) from error
    except (UnicodeDecodeError, csv.Error, BadSheetError) as error:
        raise SettingsError(
            Message("{path} can't be read as a sheet.", path=file), Message("Save it as .csv (UTF-8), .xlsx or .ods.")
        ) from error
    names = [name.strip().casefold() for name in table[0]] if table else []
    for row in table[1:]:
        if any(text.strip() for text in row):
            yield {name: text for name, text in zip(names, row, strict=False) if name}


def _comma_separated(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def _cells(content: bytes) -> list[list[str]]:
    """Return the rows of the first sheet; cells without a text are empty."""
    table = dict[int, dict[int, str]]()
    for place, cell in next(filter(None, sheets_of(content).values()), {}).items():
        letters = place.rstrip("0123456789")
        column = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(letters))) - 1
        table.setdefault(int(place[len(letters) :]), {})[column] = cell.text
    width = max((max(row) + 1 for row in table.values()), default=0)
    return [[row.get(column, "") for column in range(width)] for _, row in sorted(table.items())]
