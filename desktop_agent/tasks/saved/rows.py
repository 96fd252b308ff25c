"""The rows of a sheet and the files of a folder, and the lines of a task that are repeated for each of them."""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, groupby
from pathlib import Path

from desktop_agent.core.errors import SettingsError, unreadable
from desktop_agent.core.texts.message import Message, plural, visible
from desktop_agent.tasks.expectations.cells import BadSheetError, sheets_of
from desktop_agent.tasks.saved.variables import check_plain, check_value
from desktop_agent.tasks.steps.lines import MOST_STEPS
from desktop_agent.tasks.steps.variables import names_in, renamed
from desktop_agent.tasks.task import Step, StepLoop, Task, TaskVariable

_MOST_BYTES = 32_000_000
_LONGEST_COLUMN = 40
_LONGEST_COLUMNS = 300
_DIGITS = re.compile(r"(\d+)")
Row = Mapping[str, str]


def repeated_lines(task: Task, values: Mapping[str, str]) -> tuple[Task, dict[str, str]]:
    """Return a task with each repetition of its lines written out, and the values with those of the repetitions.

    Expectations that name a value of a repetition are repeated, too. SettingsError where a sheet can't be read, or has
    no rows, or more than a run has steps for.
    """
    room = MOST_STEPS - sum(step.loop is None for step in task.steps)
    steps = list[Step]()
    known = dict(values)
    turns = list[Mapping[str, str]]()
    for name, block in groupby(task.steps, lambda step: step.loop.variable if step.loop else ""):
        lines = [(line, line.loop) for line in block]
        all_rows = _turns(lines[0][1], values.get(name, ""))
        counts = [_turn_steps(lines, rows) for rows in all_rows]
        _check_turn_count(lines[0][1], counts, room, values.get(name, ""))
        room -= sum(counts) if name else 0
        for number, rows in enumerate(all_rows, start=1):
            turn = dict[str, str]()
            for line, loop in lines:
                if loop is None:
                    steps.append(line)
                    continue
                for place, row in enumerate(rows if loop.unit == "cell" else rows[:1]):
                    free = [column for column in loop.names if column not in values]
                    names = {column: f"{name}_{number}_{place}_{column}" for column in free}
                    turn = names | turn
                    known |= {names[column]: row[column] for column in free}
                    steps.append(replace(line, loop=None, text=renamed(line.text, names)))
            turns.append(turn)
    added = tuple(TaskVariable(name) for name in known if name not in values)
    flags = {key: _expectations_by_turn(flag, turns) if key == "expect" else flag for key, flag in task.flags.items()}
    return replace(task, steps=tuple(steps), variables=(*task.variables, *added), flags=flags), known


def _turn_steps(lines: Sequence[tuple[Step, StepLoop | None]], rows: Sequence[Row]) -> int:
    return sum(len(rows) if loop is not None and loop.unit == "cell" else 1 for _, loop in lines)


def _check_turn_count(loop: StepLoop | None, counts: Sequence[int], room: int, path: str) -> None:
    """Raise SettingsError where all turns of a loop, each of so many steps, are more than a run has room for."""
    fit = bisect_right(list(accumulate(counts)), room)
    if loop is None or fit == len(counts):
        return
    there = len(counts)
    steps = sum(counts)
    if loop.unit == "file":
        raise SettingsError(
            Message(
                "The {there:,} files in {path} make {steps:,} steps, and a run has at most {most:,}.",
                there=there,
                path=path,
                steps=steps,
                most=MOST_STEPS,
            ),
            Message("Choose a folder with at most {fit:,} files.", fit=fit) if fit else "",
        )
    raise SettingsError(
        Message(
            "The {there:,} rows of {path} make {steps:,} steps, and a run has at most {most:,}.",
            there=there,
            path=path,
            steps=steps,
            most=MOST_STEPS,
        ),
        Message("Divide the sheet: its first {fit:,} rows fit.", fit=fit) if fit else "",
    )


def _expectations_by_turn(expected: object, turns: Sequence[Mapping[str, str]]) -> list[str]:
    """Return expectations, each once for each turn that it names something of."""
    texts = expected if isinstance(expected, list) else []
    return [
        text
        for written in texts
        for text in [renamed(written, turn) for turn in turns if turn.keys() & names_in(written)] or [written]
    ]


def _turns(loop: StepLoop | None, path: str) -> Sequence[Sequence[Row]]:
    """Return the names with their values for each turn of a loop: one set for each filled cell, or for a file."""
    if loop is None:
        return [[]]
    if loop.unit == "file":
        turns = [[{"file": file.name, "ending": file.suffix}] for file in files_of(Path(path))]
    else:
        rows = [
            [{"column": column, "cell": cell} for column, cell in row.items() if cell] for row in rows_of(Path(path))
        ]
        turns = [row for row in rows if row]
        for cell in (each for row in turns for each in row):
            check_plain(cell["column"], cell["cell"])
    if not turns:
        raise SettingsError(
            Message("There is nothing in {path} to repeat the steps for.", path=path),
            Message("Choose a folder with files, or a sheet with a row below the names of its columns."),
        )
    width = len(str(len(turns)))
    return [[{**row, "number": f"{number:0{width}d}"} for row in turn] for number, turn in enumerate(turns, start=1)]


def files_of(folder: Path) -> Sequence[Path]:
    """Return the files in a folder in the order of their names, “2” before “10”.

    Hidden ones, and those whose names can't be typed as they are, such as with a line break, are left out.

    SettingsError where it can't be read.
    """
    try:
        files = [path for path in folder.iterdir() if path.is_file() and _is_plain(path.name)]
    except OSError as error:
        raise unreadable(folder, error) from error
    return sorted(files, key=lambda path: [_sort_key(part) for part in _DIGITS.split(path.name.casefold())])


def _sort_key(part: str) -> str:
    return part.zfill(20) if part.isdecimal() else part


def _is_plain(name: str) -> bool:
    return name.isprintable() and not name.startswith(".")


def rows_of(file: Path) -> Iterator[Row]:
    """Yield the rows of a sheet below its first one, which has the names of the columns.

    Rows without any text are left out. SettingsError where it can't be read.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(_MOST_BYTES)
        table = _first_sheet_rows(content) if content.startswith(b"PK") else _comma_separated(content)
    except OSError as error:
        raise unreadable(file, error) from error
    except (UnicodeDecodeError, csv.Error, BadSheetError) as error:
        raise SettingsError(
            Message("{path} can't be read as a sheet.", path=file), Message("Save it as .csv (UTF-8), .xlsx or .ods.")
        ) from error
    names = [name.strip() for name in table[0]] if table else []
    for row in table[1:]:
        if any(text.strip() for text in row):
            yield {name: text for name, text in zip(names, row, strict=False) if name}


def contents_text(variable: TaskVariable, text: str) -> str:
    """Return what a task finds in a sheet or a folder of this name, in words; SettingsError as `check_value`."""
    check_value(variable, text)
    path = Path(text).expanduser()
    if variable.type == "folder":
        files = files_of(path)
        return plural("{count:,} file in it.", "{count:,} files in it.", count=len(files))
    rows = list(rows_of(path))
    if not rows:
        raise SettingsError(
            Message("There are no rows in {path}.", path=path),
            Message("Choose a sheet with a row below the names of its columns."),
        )
    columns = ", ".join(visible(name, _LONGEST_COLUMN) for name in rows[0])
    return plural(
        "{count:,} row, with these columns: {columns}.",
        "{count:,} rows, with these columns: {columns}.",
        count=len(rows),
        columns=visible(columns, _LONGEST_COLUMNS),
    )


def _comma_separated(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def _first_sheet_rows(content: bytes) -> list[list[str]]:
    """Return the rows of the first sheet; cells without a text are empty."""
    table = dict[int, dict[int, str]]()
    for place, cell in next(filter(None, sheets_of(content).values()), {}).items():
        letters = place.rstrip("0123456789")
        column = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(letters))) - 1
        table.setdefault(int(place[len(letters) :]), {})[column] = cell.text
    width = max((max(row) + 1 for row in table.values()), default=0)
    return [[row.get(column, "") for column in range(width)] for _, row in sorted(table.items())]
