"""Reads the user's own rules: `[[rules]]` tables, checked down to their patterns."""

from __future__ import annotations

from datetime import time
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.geometry import Rect
from desktop_agent.core.keys import MODIFIERS, chord, main_key
from desktop_agent.core.message import Message, sentences
from desktop_agent.policy.rule import KINDS, Rule, RuleVerdict
from desktop_agent.settings.complaint import nearest
from desktop_agent.settings.listed import EntryPlace, Listed, Table
from desktop_agent.settings.sections import rect

MOST_RULES = 500
_LONGEST_PATTERN = 1_000
_MOST_MEMORY = 1 << 20  # bytes for one pattern


def several(value: object) -> object:
    """Accept a single text as a list of one."""
    found = [value] if isinstance(value, str) else value
    if isinstance(found, list) and found and all(isinstance(one, str) and one.strip() for one in found):
        return tuple(found)
    raise ValueError(Message("write one text, or a list of texts that are not empty"))


def _kinds(value: tuple[str, ...]) -> tuple[str, ...]:
    for one in value:
        if one not in KINDS:
            raise ValueError(sentences(Message("there is no action “{one}”.", one=one[:40]), nearest(one, KINDS)))
    return value


def _chords(value: tuple[str, ...]) -> tuple[str, ...]:
    for one in value:
        try:
            chord(one)
        except UnknownKeyError as error:
            raise ValueError(str(error)) from error
    return value


def _pattern(value: str) -> str:
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MOST_MEMORY
    try:
        re2.compile(value, options)
    except re2.error as error:
        said = error.args[0] if error.args else ""
        reason = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        raise ValueError(
            Message("the pattern cannot be read: {part}", part=reason or Message("it is too large"))
        ) from error
    return value


def _time(value: object) -> object:
    if isinstance(value, str):
        try:
            return time.fromisoformat(value)
        except ValueError:
            pass
    if isinstance(value, time) and value.tzinfo is None:
        return value
    raise ValueError(Message("write it as HH:MM in local time, for example 22:30"))


Several = Annotated[tuple[str, ...], BeforeValidator(several)]
_PatternText = Annotated[str, Field(min_length=1, max_length=_LONGEST_PATTERN), AfterValidator(_pattern)]
_Time = Annotated[time | None, BeforeValidator(_time)]


class _RuleFields(Table):
    """One `[[rules]]` table as written in the file."""

    verdict: RuleVerdict
    name: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]+$")] = ""
    action: Annotated[Several, AfterValidator(_kinds)] = ()
    chord: Annotated[Several, AfterValidator(_chords)] = ()
    text: _PatternText = ""
    scheme: Several = ()
    host: Several = ()
    application: Several = ()
    title: _PatternText = ""
    region: Annotated[Rect | None, BeforeValidator(rect)] = None
    start: Annotated[_Time, Field(alias="from")] = None
    end: Annotated[_Time, Field(alias="to")] = None

    @model_validator(mode="after")
    def _whole_span(self) -> _RuleFields:
        if (self.start is None) != (self.end is None):
            raise ValueError(Message("a time of day needs both “from” and “to”"))
        return self

    def rule(self, number: int) -> Rule:
        """Return it as policy uses it."""
        return Rule(
            name=self.name or Message("rule {part}", part=number + 1),
            verdict=self.verdict,
            actions=self.action,
            chords=tuple(frozenset(map(main_key, chord(one))) for one in self.chord),
            text=self.text,
            schemes=self.scheme,
            hosts=self.host,
            applications=self.application,
            title=self.title,
            region=self.region,
            start=self.start,
            end=self.end,
        )


WORDS = tuple(field.alias or name for name, field in _RuleFields.model_fields.items())


_LISTED = Listed(
    "rule", MOST_RULES, WORDS, lambda table, number: _RuleFields.model_validate(table).rule(number), "from"
)


def read(tables: object, where: EntryPlace) -> tuple[Rule, ...]:
    """Return the rules in order; SettingsError names the line of an invalid one."""
    return _LISTED.read(tables, where)


def table_of(rule: Rule) -> dict[str, object]:
    """Return the table of a rule, from which `read` would make the same rule."""
    chords = tuple("+".join(sorted(keys, key=lambda key: (key not in MODIFIERS, key))) for keys in rule.chords)
    region = rule.region
    written: dict[str, object] = {
        "name": rule.name,
        "verdict": rule.verdict,
        "action": _short(rule.actions),
        "chord": _short(chords),
        "text": rule.text,
        "scheme": _short(rule.schemes),
        "host": _short(rule.hosts),
        "application": _short(rule.applications),
        "title": rule.title,
        "region": f"{region.x},{region.y},{region.width},{region.height}" if region else "",
        "from": _clock(rule.start),
        "to": _clock(rule.end),
    }
    return {key: value for key, value in written.items() if value}


def _clock(at: time | None) -> str:
    return "" if at is None else at.isoformat("auto" if at.second or at.microsecond else "minutes")


def _short(values: tuple[str, ...]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)
