"""The terms of a task in a file: flags of `run`, for lists of tasks and for saved tasks."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from desktop_agent.core.decisions.mode import Mode
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.endpoint import without_login
from desktop_agent.model.families import FAMILY_NAMES
from desktop_agent.model.space import Coordinates
from desktop_agent.policy.scope import read_entry
from desktop_agent.settings.file_tables import Table, one_of
from desktop_agent.settings.rules import Several


def plain_text(value: str) -> str:
    """Return a text without blanks around it; ValueError for an empty one, or one with control characters."""
    if not value.strip() or any(ord(char) < ord(" ") and char not in "\n\t\r" for char in value):
        raise ValueError(Message("it must be plain text and can't be empty"))
    return value.strip()


PlainText = Annotated[str, AfterValidator(plain_text)]


def _checked_scope(entries: tuple[str, ...]) -> tuple[str, ...]:
    for entry in entries:
        try:
            read_entry(entry)
        except SettingsError as error:
            raise ValueError(error.message) from error
    return entries


class RunTerms(Table):
    """The terms of a task in a file: flags of `run`, by their names."""

    max_minutes: Annotated[float | None, Field(gt=0)] = None
    max_steps: Annotated[int | None, Field(gt=0)] = None
    max_cost: Annotated[float | None, Field(gt=0)] = None
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
        """Return the terms by the names of the flags of `run`."""
        flags = {key: getattr(self, key) for key in RunTerms.model_fields}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in flags.items()
            if value is not None and value != ()
        }
