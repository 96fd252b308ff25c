"""Checks of plain JSON values; each says what a value has to be where it is not, and nothing where it is."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

ValueCheck = Callable[[object], str]  # what the value has to be, as the end of “It must be …”; empty where it is that
_MOST_NESTING = 32


def switch(value: object) -> str:
    """Take true and false."""
    return "" if isinstance(value, bool) else "true or false"


def whole(low: int, high: int) -> ValueCheck:
    """Take whole numbers from `low` to `high`."""

    def check(value: object) -> str:
        fits = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return "" if fits else f"a whole number from {low} to {high}"

    return check


def number(low: float, high: float) -> ValueCheck:
    """Take numbers from `low` to `high`."""

    def check(value: object) -> str:
        fits = isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
        return "" if fits else f"a number from {low:g} to {high:g}"

    return check


def text(longest: int) -> ValueCheck:
    """Take text that is not empty."""

    def check(value: object) -> str:
        return "" if isinstance(value, str) and 0 < len(value) <= longest else f"text of 1 to {longest} characters"

    return check


def choice(*names: str) -> ValueCheck:
    """Take one of a few words."""

    def check(value: object) -> str:
        return "" if isinstance(value, str) and value in names else f"one of {', '.join(names)}"

    return check


def listed(each: ValueCheck, most: int) -> ValueCheck:
    """Take lists of one thing."""

    def check(value: object) -> str:
        if not isinstance(value, list | tuple) or len(value) > most:
            return f"a list of at most {most}"
        return _first(f"a list in which each is {wrong}" for wrong in map(each, value) if wrong)

    return check


def named(each: ValueCheck, most: int, longest: int = 256) -> ValueCheck:
    """Take tables of names that are free, with one kind of value."""

    def check(value: object) -> str:
        if not isinstance(value, Mapping) or len(value) > most:
            return f"a table of at most {most} names"
        if not all(isinstance(name, str) and len(name) <= longest for name in value):
            return f"a table of names with at most {longest} characters"
        return _first(f"a table in which “{name}” is {wrong}" for name, one in value.items() if (wrong := each(one)))

    return check


def record(required: Mapping[str, ValueCheck], optional: Mapping[str, ValueCheck] | None = None) -> ValueCheck:
    """Take tables with these names and no others; an optional one may be null."""
    fields = {**required, **(optional or {})}

    def check(value: object) -> str:
        if not isinstance(value, Mapping):
            return f"a table with {_and([*fields])}"
        if missing := [name for name in required if name not in value]:
            return f"a table with “{missing[0]}”"
        if strange := [str(name) for name in value if name not in fields]:
            return f"a table without “{strange[0][:40]}”: it may have {_and([*fields])}"
        wrong = ((name, fields[name](one)) for name, one in value.items() if one is not None or name in required)
        return _first(f"a table in which “{name}” is {what}" for name, what in wrong if what)

    return check


def either(*checks: ValueCheck) -> ValueCheck:
    """Take what one of several takes."""

    def check(value: object) -> str:
        wrong = [check(value) for check in checks]
        return "" if "" in wrong else ", or ".join(dict.fromkeys(wrong))

    return check


def typed(forms: Mapping[str, ValueCheck]) -> ValueCheck:
    """Take tables whose `type` says which other names they have."""

    def check(value: object) -> str:
        form = forms.get(str(value.get("type"))) if isinstance(value, Mapping) else None
        return f"a table with a “type” of {', '.join(forms)}" if form is None else form(value)

    return check


def plain(value: object) -> str:
    """Take whatever can be written as JSON."""
    return "" if _is_plain(value, _MOST_NESTING) else "what JSON can hold: no dates, no infinite numbers"


def table(value: object) -> str:
    """Take any table that can be written as JSON."""
    return plain(value) if isinstance(value, Mapping) else "a table"


def _is_plain(value: object, deeper: int) -> bool:
    match value:
        case None | bool() | str() | int():
            return True
        case float():
            return math.isfinite(value)
        case Mapping():
            return deeper > 0 and all(isinstance(k, str) and _is_plain(v, deeper - 1) for k, v in value.items())
        case list() | tuple():
            return deeper > 0 and all(_is_plain(one, deeper - 1) for one in value)
        case _:
            return False


def _and(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _first(found: Iterable[str]) -> str:
    return next(iter(found), "")
