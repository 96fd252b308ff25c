"""Reads a list of tasks, each for a desk of its own: `[[task]]` tables; an error names the line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.events import ReceiptAnswer
from desktop_agent.core.message import Message
from desktop_agent.core.mode import Mode
from desktop_agent.desk.many.task import DeskTask
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.families import FAMILY_NAMES
from desktop_agent.model.space import Coordinates
from desktop_agent.policy.scope import read_entry
from desktop_agent.settings.complaint import suggestion, without_login
from desktop_agent.settings.file_tables import Listed, Table, one_of
from desktop_agent.settings.load import line_in_list, text_of
from desktop_agent.settings.rules import Several

MOST_TASKS = 1_000
_KEY = "task"
_LEAST_MB, _MOST_MB = 100, 1_000_000
_LIMITS = {"minutes": "max_minutes", "steps": "max_steps", "cost": "max_cost"}


def plain_text(value: str) -> str:
    """Return a text without blanks around it; ValueError for an empty one, or one with control characters."""
    if not value.strip() or any(ord(char) < ord(" ") and char not in "\n\t\r" for char in value):
        raise ValueError(Message("it must be plain text and can't be empty"))
    return value.strip()


PlainText = Annotated[str, AfterValidator(plain_text)]


def _checked_scope(entries: tuple[str, ...]) -> tuple[str, ...]:
    for one in entries:
        try:
            read_entry(one)
        except SettingsError as error:
            raise ValueError(error.message) from error
    return entries


class RunTerms(Table):
    """What a file may say about how a task is carried out: flags of `run`, by shorter names for the limits."""

    minutes: Annotated[float | None, Field(gt=0)] = None
    steps: Annotated[int | None, Field(gt=0)] = None
    cost: Annotated[float | None, Field(gt=0)] = None
    mode: Mode | None = None
    provider: PlainText | None = None
    model: PlainText | None = None
    base_url: Annotated[str, AfterValidator(without_login)] | None = None
    dialect: Annotated[str, one_of(DIALECT_NAMES)] | None = None
    family: Annotated[str, one_of(FAMILY_NAMES)] | None = None
    coordinates: Coordinates | None = None
    instructions: PlainText | None = None
    param: Several = ()
    allow: Annotated[Several, AfterValidator(_checked_scope)] = ()

    def flags(self) -> dict[str, object]:
        """Return them as flags of `run`, by their names there."""
        given = {_LIMITS.get(key, key): getattr(self, key) for key in RunTerms.model_fields}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in given.items()
            if value is not None and value != ()
        }


class _TaskFields(RunTerms):
    """One `[[task]]` table as written in the file."""

    task: PlainText
    name: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$")] = ""
    files: Several = ()
    hosts: Several = ()
    receipt: ReceiptAnswer | None = None
    memory: Annotated[int | None, Field(ge=_LEAST_MB, le=_MOST_MB)] = None  # MB


WORDS = tuple(_TaskFields.model_fields)


def read_tasks(file: Path, receipt: ReceiptAnswer = "keep") -> tuple[DeskTask, ...]:
    """Return the tasks in a file, in order; `receipt` is for those that do not say what becomes of theirs.

    A folder is taken from where the file is. SettingsError names the line of what is wrong, and the nearest valid key.
    """
    if not file.is_file():
        raise SettingsError(
            Message("The file {file} doesn't exist.", file=file),
            Message("Specify a task file. See: desktop-agent guide desk-many"),
        )
    text = text_of(file)
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            Message("{file} isn't valid TOML: {error}.", file=file, error=error), Message("Fix that line.")
        ) from error
    for key in tree:
        if key != _KEY:
            message = Message(
                "{file}, line {text}: “{key}” isn't allowed in a task list.",
                file=file,
                text=line_in_list(text, key, 0, ""),
                key=key,
            )
            raise SettingsError(message, suggestion(key, (_KEY,)))
    if not tree.get(_KEY):
        raise SettingsError(
            Message("There are no tasks in {file}.", file=file), Message("Add each task as a [[task]] table.")
        )

    def where(number: int, key: str) -> str:
        return Message("{file}, line {text}", file=file, text=line_in_list(text, _KEY, number, key))

    def made(table: object, number: int) -> DeskTask:
        return _task(_TaskFields.model_validate(table), number, receipt)

    tasks = Listed("task", MOST_TASKS, WORDS, made, "task", _KEY).read(tree[_KEY], where)
    return tuple(_with_folders(task, file.absolute().parent, where(n, "files")) for n, task in enumerate(tasks))


def _task(fields: _TaskFields, number: int, receipt: ReceiptAnswer) -> DeskTask:
    return DeskTask(
        name=fields.name or str(number + 1),
        task=fields.task,
        files=fields.files,
        hosts=fields.hosts,
        receipt=fields.receipt or receipt,
        memory_mb=fields.memory,
        flags=fields.flags(),
    )


def _with_folders(task: DeskTask, base: Path, place: str) -> DeskTask:
    from dataclasses import replace

    folders = [base / Path(one).expanduser() for one in task.files]
    for folder in folders:
        if not folder.is_dir():
            raise SettingsError(
                Message("{place}: the folder {folder} doesn't exist.", place=place, folder=folder),
                Message("Specify an existing folder."),
            )
    return replace(task, files=tuple(str(folder.resolve()) for folder in folders))
