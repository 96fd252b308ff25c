"""Checks the arguments of a call against the schema that the model was given; the rest of the program is spared."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

MAX_DEPTH, MAX_VALUES, MAX_REFERENCES = 20, 2_000, 5_000
# In one another. The interpreter's own limit must not be met: the library beneath panics there, which nobody can catch.
MAX_NESTED = 50
_MOST_TOLD = 300
_REFERENCES = frozenset({"$ref", "$dynamicRef", "$recursiveRef"})


def why_not_fitting(arguments: str, schema: Mapping[str, object]) -> str:
    """Return why the arguments, an object as JSON text, do not fit; empty when they do."""
    from jsonschema.exceptions import best_match
    from referencing.exceptions import Unresolvable

    value = json.loads(arguments)
    if _values_in(value) > MAX_VALUES:
        return f"The arguments hold more than {MAX_VALUES} values."
    if _depth_of(value) > MAX_DEPTH:
        return f"The arguments are nested more than {MAX_DEPTH} deep."
    try:
        error = best_match(_validator(schema).iter_errors(value))
    except (ArithmeticError, RecursionError, Unresolvable):
        # Endless digits, a schema that leads round in a circle or too often on, a reference to nothing.
        return "The schema of this function cannot be used for these arguments."
    return "" if error is None else _told(error)


def _told(error: ValidationError) -> str:
    where = ".".join(str(part) for part in error.absolute_path)
    said = error.message if len(error.message) <= _MOST_TOLD else f"{error.message[:_MOST_TOLD]}…"
    return f"The arguments do not fit the schema of this function{f' at {where[:80]}' if where else ''}: {said}"


def _validator(schema: Mapping[str, object]) -> Validator:
    """Return what checks: patterns in time linear in the text, and references nowhere but into the schema itself."""
    from jsonschema import Draft202012Validator, validators
    from referencing import Registry

    base = validators.validator_for(schema, default=Draft202012Validator)
    followed, open_now = itertools.count(), set[int]()
    references = {
        name: _bounded(base.VALIDATORS[name], followed, open_now) for name in _REFERENCES & base.VALIDATORS.keys()
    }
    made: type[Validator] = validators.extend(base, {"pattern": _pattern, **references})  # type: ignore[no-untyped-call]
    return made(schema, registry=Registry())


def _bounded(
    follow: Callable[..., Iterator[ValidationError]], followed: Iterator[int], open_now: set[int]
) -> Callable[..., object]:
    """Return a keyword that follows so many references: two at every step are a million after twenty steps."""

    def bounded(*about: object) -> Iterator[ValidationError]:
        number = next(followed)
        if number >= MAX_REFERENCES or len(open_now) >= MAX_NESTED:
            raise RecursionError
        open_now.add(number)
        try:
            yield from follow(*about)
        finally:
            open_now.discard(number)

    return bounded


def _pattern(validator: Validator, pattern: str, instance: object, schema: object) -> Iterator[ValidationError]:
    import re2
    from jsonschema.exceptions import ValidationError

    del validator, schema
    if isinstance(instance, str) and re2.search(pattern, instance) is None:
        yield ValidationError(f"{instance[:80]!r} does not match {pattern!r}")


def _values_in(value: object) -> int:
    level, count = [value], 0
    while level and count <= MAX_VALUES:
        count += len(level)
        level = [inner for each in level for inner in _inside(each)]
    return count


def _depth_of(value: object) -> int:
    level, depth = [value], 0
    while level and depth <= MAX_DEPTH:
        depth += 1
        level = [inner for each in level for inner in _inside(each)]
    return depth


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
