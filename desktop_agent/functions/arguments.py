"""Checks the arguments of a call against the schema that the model was given, in bounded time and depth."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

MAX_DEPTH, MAX_VALUES, MAX_REFERENCES = 20, 2_000, 5_000
# Nested references. The interpreter's own limit must not be reached: the library below panics there, uncatchably.
MAX_NESTED = 50
_LONGEST_MESSAGE = 300
_REFERENCES = frozenset({"$ref", "$dynamicRef", "$recursiveRef"})


def why_not_fitting(arguments: str, schema: Mapping[str, object]) -> str:
    """Return why the arguments, an object as JSON text, do not fit; empty when they do."""
    from jsonschema.exceptions import best_match
    from referencing.exceptions import Unresolvable

    value = json.loads(arguments)
    count, depth = _size_of(value)
    if count > MAX_VALUES:
        return f"The arguments hold more than {MAX_VALUES} values."
    if depth > MAX_DEPTH:
        return f"The arguments are nested more than {MAX_DEPTH} deep."
    try:
        error = best_match(_validator(schema).iter_errors(value))
    except (ArithmeticError, RecursionError, Unresolvable):
        # Endless digits, a schema that refers to itself for ever or too often, a reference to nothing.
        return "The schema of this function cannot be used for these arguments."
    return "" if error is None else _in_words(error)


def _in_words(error: ValidationError) -> str:
    where = ".".join(str(part) for part in error.absolute_path)
    what = error.message if len(error.message) <= _LONGEST_MESSAGE else f"{error.message[:_LONGEST_MESSAGE]}…"
    return f"The arguments do not fit the schema of this function{f' at {where[:80]}' if where else ''}: {what}"


def _validator(schema: Mapping[str, object]) -> Validator:
    """Return what checks: patterns in linear time, and references into the schema itself only."""
    from jsonschema import Draft202012Validator, validators
    from referencing import Registry

    base = validators.validator_for(schema, default=Draft202012Validator)
    followed, open_now = itertools.count(), set[int]()
    references = {
        name: _bounded(base.VALIDATORS[name], followed, open_now) for name in _REFERENCES & base.VALIDATORS.keys()
    }
    extended: type[Validator] = validators.extend(base, {"pattern": _pattern, **references})  # type: ignore[no-untyped-call]
    return extended(schema, registry=Registry())


def _bounded(
    follow: Callable[..., Iterator[ValidationError]], followed: Iterator[int], open_now: set[int]
) -> Callable[..., object]:
    """Return a keyword that follows a limited number of references: two at every step are a million after twenty."""

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


def _size_of(value: object) -> tuple[int, int]:
    """Return how many values there are, and how deep they are nested; no further than the limits."""
    level, count, depth = [value], 0, 0
    while level and count <= MAX_VALUES and depth <= MAX_DEPTH:
        count, depth = count + len(level), depth + 1
        level = [inner for each in level for inner in _inside(each)]
    return count, depth


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
