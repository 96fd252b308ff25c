"""What a person gave a task last in its form, so that the form opens with it again: on this computer, for them alone.

A text that is named like a password is never kept, and one that turns out to be a password is dropped. Of a secret, the
value is its name.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ValidationError

from desktop_agent.core.texts.message import Message
from desktop_agent.lib.files import content_of, replace_file
from desktop_agent.lib.paths import places
from desktop_agent.lib.traces import Trace, named_in
from desktop_agent.tasks.saved.source import is_never_stored
from desktop_agent.tasks.task import Task

_FOLDER: Final = "task-values"
_MOST_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class KeptValues:
    """The values of a form by the names of the variables, and whether the task was to be done on a side desk."""

    values: Mapping[str, str] = field(default_factory=dict)
    on_desk: bool | None = None


class _File(BaseModel):
    """The content of a file."""

    values: dict[str, str]
    on_desk: bool | None


class KeptForms:
    """The last values of each task, by its name; one that can't be written or read is forgotten."""

    def __init__(self, data: Path) -> None:
        """`data` is the program's folder for what only this person may read."""
        self._folder = data / _FOLDER

    def load(self, name: str) -> KeptValues:
        """Return what was given last; nothing if that is unknown."""
        content = content_of(self._file(name), _MOST_BYTES)
        try:
            read = _File.model_validate_json(content or b"")
        except ValidationError:
            return KeptValues()
        return KeptValues(read.values, read.on_desk)

    def keep(self, name: str, task: Task, values: Mapping[str, str], *, on_desk: bool | None) -> None:
        """Keep what a person gives a task, in place of what they gave before."""
        kept = {
            variable.name: values[variable.name]
            for variable in task.variables
            if variable.name in values and not is_never_stored(variable)
        }
        self._write(name, KeptValues(kept, on_desk))

    def drop(self, name: str, variables: Collection[str]) -> None:
        """Drop the values of some variables."""
        kept = self.load(name)
        if kept.values.keys() & set(variables):
            values = {variable: text for variable, text in kept.values.items() if variable not in variables}
            self._write(name, KeptValues(values, kept.on_desk))

    def delete(self, name: str) -> None:
        """Delete everything that is kept for a task."""
        with suppress(OSError):
            self._file(name).unlink(missing_ok=True)

    def rename(self, name: str, other: str) -> None:
        """Keep for another name what is kept for a task."""
        with suppress(OSError):
            self._file(name).rename(self._file(other))

    def _write(self, name: str, kept: KeptValues) -> None:
        form = json.dumps({"values": dict(kept.values), "on_desk": kept.on_desk}, ensure_ascii=False)
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(self._file(name), [form.encode()])

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.json"


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield the values that were given last in forms."""
    yield from named_in(Message("Values given in forms"), places(environment).data, _FOLDER)
