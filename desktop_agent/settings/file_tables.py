"""Checks the tables of the file, lists such as `[[rules]]`, and their values, by the declaration of their setting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from desktop_agent.core.errors import BadSettingError
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.setting import Setting
from desktop_agent.policy.own_rules import Rule
from desktop_agent.settings.complaint import suggestion, validation_reason

EntryPlace = Callable[[int, str], str]  # file and line of a key of the table with this number, counted from 0


class Table(BaseModel):
    """A table of the file: no unknown keys, and strict types."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        arbitrary_types_allowed=True,
        hide_input_in_errors=True,  # a traceback would show what may be a password
    )


def one_of(known_names: Iterable[str]) -> AfterValidator:
    """Return a validator for one of these names; its ValueError suggests one of them."""
    names = tuple(known_names)

    def check(name: str) -> str:
        if name not in names:
            raise ValueError(suggestion(name, names))
        return name

    return AfterValidator(check)


@dataclass(frozen=True, slots=True)
class Listed:
    """One kind of list; in the file it has the plural of `noun` as its name, or another `key`."""

    noun: str
    most: int
    words: Sequence[str]  # the keys that a table may have
    made: Callable[[Mapping[str, object], int], Rule]  # from a table and its number; raises ValidationError
    incomplete: str  # the key to point at where something is missing
    key: str = ""

    def read(self, tables: object, where: EntryPlace) -> tuple[Rule, ...]:
        """Return the tables' content in order; SettingsError names the line of an invalid one."""
        if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
            key = self.key or f"{self.noun}s"
            raise BadSettingError(
                where(0, ""),
                Message("“{key}” isn't a list of {noun}s.", key=key, noun=self.noun),
                Message("Write each as a [[{key}]] table.", key=key),
            )
        if len(tables) > self.most:
            raise BadSettingError(
                where(0, ""),
                Message("there are {tables} {noun}s.", tables=len(tables), noun=self.noun),
                Message("At most {most} are allowed.", most=self.most),
            )
        entries = tuple(self._entry(table, number, where) for number, table in enumerate(tables))
        self._reject_twins(entries, where)
        return entries

    def _entry(self, table: Mapping[str, object], number: int, where: EntryPlace) -> Rule:
        for key in table:
            if key not in self.words:
                raise BadSettingError(
                    where(number, key),
                    Message("“{key}” isn't a {noun} setting.", noun=self.noun, key=key),
                    suggestion(key, self.words),
                )
        try:
            return self.made(table, number)
        except ValidationError as error:
            place = error.errors()[0]["loc"]
            key = str(place[0]) if place else self.incomplete
            value_words = _value_words(table[key]) if place and key in table else Message(" isn't complete")
            raise BadSettingError(
                where(number, key),
                Message(
                    "the {noun}'s “{key}”{shown}.",
                    noun=self.noun,
                    key=key,
                    shown=value_words,
                ),
                validation_reason(error),
            ) from None

    def _reject_twins(self, entries: Sequence[Rule], where: EntryPlace) -> None:
        names: set[str] = set()
        for number, entry in enumerate(entries):
            if entry.name in names:
                raise BadSettingError(
                    where(number, "name"),
                    Message(
                        "two {noun}s are named “{name}”.",
                        noun=self.noun,
                        name=entry.name,
                    ),
                    Message("Rename one of them."),
                )
            names.add(entry.name)


def _value_words(value: object) -> str:
    # An error in a table as a whole names no field; the reason in it does.
    return (
        Message(" can't be taken")
        if isinstance(value, Mapping)
        else Message(" can't be {value}", value=repr(str(value)[:60]))
    )


@cache
def adapter_of(declared: Setting) -> TypeAdapter[object]:
    """Return the validator of a setting's values, made once for each declaration; types are strict."""
    limits = (declared.least, declared.above, declared.most, declared.longest)
    kind: Any = declared.type
    if any(limit is not None for limit in limits):
        bounds = Field(ge=declared.least, gt=declared.above, le=declared.most, max_length=declared.longest)
        kind = Annotated[kind, bounds]
    if declared.names:
        kind = Annotated[kind, one_of(declared.names)]
    if declared.check is not None:
        kind = Annotated[kind, AfterValidator(declared.check)]
    if declared.read is not None:
        kind = Annotated[kind, BeforeValidator(declared.read)]
    return TypeAdapter(kind, config=ConfigDict(strict=True, arbitrary_types_allowed=True, hide_input_in_errors=True))
