"""Reads the user's own rules: `[[rules]]` tables, checked down to their patterns."""

from __future__ import annotations

from datetime import time
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from desktop_agent.core.actions.keys import MODIFIERS, chord, main_key
from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.pictures import Rect
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.policy.own_rules import KINDS, Rule
from desktop_agent.policy.table import RuleVerdict
from desktop_agent.settings.complaint import suggestion
from desktop_agent.settings.file_tables import EntryPlace, Listed, Table
from desktop_agent.settings.sections import read_rect

MOST_RULES = 500
_LONGEST_PATTERN = 1_000
_MOST_MEMORY = 1 << 20  # bytes for one pattern


def text_or_list(value: object) -> object:
    """Accept a single text as a list of one."""
    texts = [value] if isinstance(value, str) else value
    if isinstance(texts, list) and texts and all(isinstance(text, str) and text.strip() for text in texts):
        return tuple(texts)
    raise ValueError(Message("write a non-empty string or a list of non-empty strings"))


def _valid_kinds(value: tuple[str, ...]) -> tuple[str, ...]:
    for text in value:
        if text not in KINDS:
            raise ValueError(sentences(Message("there is no action “{one}”.", one=text[:40]), suggestion(text, KINDS)))
    return value


def _valid_chords(value: tuple[str, ...]) -> tuple[str, ...]:
    for text in value:
        try:
            chord(text)
        except UnknownKeyError as error:
            raise ValueError(str(error)) from error
    return value


def _valid_pattern(value: str) -> str:
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MOST_MEMORY
    try:
        re2.compile(value, options)
    except re2.error as error:
        message = error.args[0] if error.args else ""
        reason = message.decode("utf-8", "replace") if isinstance(message, bytes) else str(message)
        raise ValueError(Message("the pattern is invalid: {part}", part=reason or Message("it's too large"))) from error
    return value


def _valid_time(value: object) -> object:
    if isinstance(value, str):
        try:
            return time.fromisoformat(value)
        except ValueError:
            pass
    if isinstance(value, time) and value.tzinfo is None:
        return value
    raise ValueError(Message("write it as HH:MM in local time, for example 22:30"))


Several = Annotated[tuple[str, ...], BeforeValidator(text_or_list)]
_PatternText = Annotated[str, Field(min_length=1, max_length=_LONGEST_PATTERN), AfterValidator(_valid_pattern)]
_Time = Annotated[time | None, BeforeValidator(_valid_time)]


class _RuleFields(Table):
    """One `[[rules]]` table as written in the file."""

    verdict: RuleVerdict
    name: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]+$")] = ""
    action: Annotated[Several, AfterValidator(_valid_kinds)] = ()
    chord: Annotated[Several, AfterValidator(_valid_chords)] = ()
    text: _PatternText = ""
    scheme: Several = ()
    host: Several = ()
    application: Several = ()
    title: _PatternText = ""
    region: Annotated[Rect | None, BeforeValidator(read_rect)] = None
    start: Annotated[_Time, Field(alias="from")] = None
    end: Annotated[_Time, Field(alias="to")] = None

    @model_validator(mode="after")
    def _check_span(self) -> _RuleFields:
        if (self.start is None) != (self.end is None):
            raise ValueError(Message("a time of day needs both “from” and “to”"))
        return self

    def rule(self, number: int) -> Rule:
        """Return the rule as policy uses it."""
        return Rule(
            name=self.name or Message("rule {part}", part=number + 1),
            verdict=self.verdict,
            actions=self.action,
            chords=tuple(frozenset(map(main_key, chord(text))) for text in self.chord),
            text=self.text,
            schemes=self.scheme,
            hosts=self.host,
            applications=self.application,
            title=self.title,
            region=self.region,
            start=self.start,
            end=self.end,
        )


KEYS = tuple(field.alias or name for name, field in _RuleFields.model_fields.items())


_LISTED = Listed(
    noun=Message("rule"),
    most=MOST_RULES,
    words=KEYS,
    made=lambda table, number: _RuleFields.model_validate(table).rule(number),
    incomplete="from",
)


def read(tables: object, where: EntryPlace) -> tuple[Rule, ...]:
    """Return the rules in order; SettingsError names the line of an invalid one."""
    return _LISTED.read(tables, where)


def table_of(rule: Rule) -> dict[str, object]:
    """Return the table of a rule, from which `read` would make the same rule."""
    chords = tuple("+".join(sorted(keys, key=lambda key: (key not in MODIFIERS, key))) for keys in rule.chords)
    region = rule.region
    table: dict[str, object] = {
        "name": rule.name,
        "verdict": rule.verdict,
        "action": _one_or_list(rule.actions),
        "chord": _one_or_list(chords),
        "text": rule.text,
        "scheme": _one_or_list(rule.schemes),
        "host": _one_or_list(rule.hosts),
        "application": _one_or_list(rule.applications),
        "title": rule.title,
        "region": f"{region.x},{region.y},{region.width},{region.height}" if region else "",
        "from": _time_text(rule.start),
        "to": _time_text(rule.end),
    }
    return {key: value for key, value in table.items() if value}


def _time_text(at: time | None) -> str:
    if at is None:
        return ""
    return at.isoformat("auto" if at.second or at.microsecond else "minutes")


def _one_or_list(values: tuple[str, ...]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)
