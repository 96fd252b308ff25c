"""The request parameters that can be set: checks them, parses them from text, and merges tables of them.

Each dialect has its own schemas (`Dialect.parameters`); any other field goes through `extra_body`. A null value removes
what a profile or a dialect would send. A value is held against its JSON schema; what does not fit is told in words.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.json_text import JsonItem
from desktop_agent.core.message import Message, sentences
from desktop_agent.model.suggestion import guess

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

EXTRA = "extra_body"
# What a request is made of; nothing that is set may take its place.
OURS = frozenset({"input", "tools", "model", "stream", "previous_response_id"})
Params = Mapping[str, object]
ParameterTables = Mapping[str, Mapping[str, JsonItem]]  # of each dialect: the schema of each parameter
_MOST_NESTING = 32
NOT_PLAIN = "what JSON can hold: no dates, no infinite numbers"


def names() -> tuple[str, ...]:
    """Return the parameters that some dialect has."""
    return tuple(sorted({name for table in _tables().values() for name in table}))


def param_mismatch(name: str, value: object, dialect: str = "", *, closed: bool = True) -> Mismatch | None:
    """Return where a parameter does not fit the dialect's schema, without a dialect any; None when it fits."""
    if value is None:
        return None
    tables = [table for one, table in _tables().items() if dialect in {"", one}]
    found = [mismatch(table[name], value, closed=closed) for table in tables if name in table]
    return None if None in found else found[-1]


def wrong_param(name: str, value: object, dialect: str = "") -> tuple[str, str]:
    """Return what is wrong with a parameter, and what to do; both empty when nothing is.

    Without a dialect it may be a parameter of any.
    """
    if name in OURS:
        hint = Message("Use the --model, --stream and --chain flags instead.")
        return Message("“{name}” is reserved for the program", name=name), hint
    if name not in names():
        beside = Message("Put any parameters that aren't in the table in {extra}.", extra=EXTRA)
        return Message("there is no parameter called “{name}”", name=name[:60]), sentences(guess(name, names()), beside)
    if dialect and name not in _tables()[dialect]:
        return Message("the {dialect} dialect has no “{name}” parameter", dialect=dialect, name=name), _known_to(
            dialect
        )
    misfit = param_mismatch(name, value, dialect)
    return _cannot_be(name, value, misfit) if misfit else ("", "")


def wrong_extra(name: str, value: object) -> tuple[str, str]:
    """Return what is wrong with a field of `extra_body`, and what to do; both empty when nothing is."""
    if name in OURS:
        hint = Message("These are reserved for the program: {names}.", names=", ".join(sorted(OURS)))
        return Message("{extra} can't contain “{name}”", extra=EXTRA, name=name), hint
    return ("", "") if is_plain(value) else _cannot_be(f"{EXTRA}.{name}", value, NOT_PLAIN)


def _cannot_be(name: str, value: object, wanted: object) -> tuple[str, str]:
    cannot = Message("{name} can't be {value}", name=name, value=_shown(value))
    return cannot, Message("It must be {words}.", words=wanted)


def assigned(texts: Iterable[str]) -> dict[str, object]:
    """Parse `name=value` pairs: dots in a name nest tables, and a value is JSON if it parses, else text."""
    found: dict[str, object] = {}
    for written in texts:
        path, equals, value = written.partition("=")
        names = path.strip().split(".")
        if not equals or not all(names):
            raise SettingsError(
                Message("“{text}” isn't a valid parameter.", text=written[:60]),
                Message("Write it as NAME=VALUE, such as temperature=0.2."),
            )
        tree = _value(value)
        for name in reversed(names):
            tree = {name: tree}
        found = merged(found, tree if isinstance(tree, Mapping) else {})
    return found


def merged(under: Params, over: Params) -> dict[str, object]:
    """Merge two tables, nested ones too; where both have a value, the second wins."""
    found = dict(under)
    for name, value in over.items():
        old = found.get(name)
        found[name] = merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return found


def _value(written: str) -> object:
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return written


def _shown(value: object) -> str:
    """Return a bad value for an error message, shortened."""
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False, default=str)[:60]
    return repr(str(value)[:60])


def _known_to(dialect: str) -> str:
    known = ", ".join(sorted(_tables()[dialect]))
    return Message("It supports {known}. Put any others in {extra}.", known=known, extra=EXTRA)


def _tables() -> ParameterTables:
    # The dialects take longer to load than all the settings, which seldom hold a parameter.
    from desktop_agent.model.dialects import DIALECTS

    return {name: dialect.parameters for name, dialect in DIALECTS.items()}


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Where a value does not fit, and what it must be, as the end of “It must be …”."""

    path: tuple[str | int, ...]
    expected: str
    lacks: str = ""  # a field that is required there
    strange: str = ""  # a field that is not known there

    def __str__(self) -> str:
        """Return what the whole value must be."""
        return f"{_inside(self.path)}{self.expected}"


def mismatch(schema: JsonItem, value: object, *, closed: bool = True) -> Mismatch | None:
    """Return the first mismatch between a value and a schema; None when it fits.

    An optional field may be null, which is the same as left out. Without `closed`, tables may have fields that are
    not in their schema.
    """
    if not is_plain(value):
        return Mismatch((), NOT_PLAIN)
    error = next(_validator(closed=closed)(dict(schema)).iter_errors(cast("Any", value)), None)
    if error is None:
        return None
    schema, given = cast("Mapping[str, Any]", error.schema), cast("Mapping[str, object]", error.instance)
    required = _list(schema.get("required")) if error.validator == "required" else ()
    lacks = next((str(name) for name in required if name not in given), "")
    strange = _strange(schema, given) if error.validator == "additionalProperties" else []
    return Mismatch(tuple(error.absolute_path), _expected(error), lacks, "".join(strange[:1]))


def is_plain(value: object, deeper: int = _MOST_NESTING) -> bool:
    """Tell whether JSON can hold a value, with tables and lists nested up to a limit."""
    match value:
        case None | bool() | str() | int():
            return True
        case float():
            return math.isfinite(value)
        case Mapping():
            return deeper > 0 and all(isinstance(k, str) and is_plain(v, deeper - 1) for k, v in value.items())
        case list() | tuple():
            return deeper > 0 and all(is_plain(each, deeper - 1) for each in value)
        case _:
            return False


@cache
def _validator(*, closed: bool) -> type[Validator]:
    # It takes longer to load than `--help` may take to answer.
    from jsonschema import Draft202012Validator, validators

    usual = Draft202012Validator.VALIDATORS

    def properties(
        validator: Validator, fields: JsonItem, value: object, schema: JsonItem
    ) -> Iterator[ValidationError]:
        if isinstance(value, Mapping):
            required = _list(schema.get("required"))
            given = {name: rule for name, rule in fields.items() if value.get(name) is not None or name in required}
            yield from usual["properties"](validator, given, value, schema)

    def additional(validator: Validator, rule: object, value: object, schema: JsonItem) -> Iterator[ValidationError]:
        if closed or rule is not False:
            yield from usual["additionalProperties"](validator, rule, value, schema)

    # By JSON Schema's own word 2.0 is an integer; the vendors' servers refuse it.
    types = Draft202012Validator.TYPE_CHECKER.redefine_many({
        "integer": lambda _, value: isinstance(value, int) and not isinstance(value, bool),
        "array": lambda _, value: isinstance(value, list | tuple),
    })  # fmt: skip
    keywords = {"properties": properties, "additionalProperties": additional}
    made: type[Validator] = validators.extend(Draft202012Validator, keywords, type_checker=types)  # type: ignore[no-untyped-call]
    return made


def _strange(schema: Mapping[str, Any], given: Mapping[str, object]) -> list[str]:
    """Return the names that a closed table does not have; of one whose names are free there are none."""
    return [name for name in given if name not in schema.get("properties", given)]


def _expected(error: ValidationError) -> str:
    schema, given = cast("Mapping[str, Any]", error.schema), cast("Mapping[str, object]", error.instance)
    match error.validator:
        case "anyOf":
            first: dict[object, ValidationError] = {}
            for one in error.context:
                first.setdefault(one.schema_path[0], one)
            return ", or ".join(f"{_inside(one.path)}{_expected(one)}" for one in first.values())
        case "required":
            return f"a table with “{next(name for name in schema['required'] if name not in given)}”"
        case "additionalProperties":
            strange = _strange(schema, given)[0]
            return f"a table without “{strange[:40]}”: it may have {_quoted(schema['properties'])}"
        case _ if "propertyNames" in error.absolute_schema_path:
            return f"a table of names with at most {schema['maxLength']} characters"
        case _:
            return _described(schema)


def _described(schema: JsonItem) -> str:
    match schema:
        case {"enum": words}:
            return f"one of {', '.join(map(str, _list(words)))}"
        case {"type": "boolean"}:
            return "true or false"
        case {"type": "integer", "minimum": low, "maximum": high}:
            return f"a whole number from {low} to {high}"
        case {"type": "number", "minimum": low, "maximum": high}:
            return f"a number from {low} to {high}"
        case {"type": "string", "minLength": least, "maxLength": longest}:
            return f"text of {least} to {longest} characters"
        case {"type": "array", "maxItems": most}:
            return f"a list of at most {most}"
        case {"type": "object", "maxProperties": most}:
            return f"a table of at most {most} names"
        case {"type": "integer"}:
            return "a whole number"
        case {"type": "string"}:
            return "text"
        case {"type": "array"}:
            return "a list"
        case {"type": ["string", "array"]}:
            return "text or a list"
        case {"type": "object", "properties": fields}:
            return f"a table with {_quoted(_list(fields))}"
        case _:
            return "a table"


def _inside(path: Iterable[str | int]) -> str:
    """Return the words that lead to a part of a value."""
    return "".join(f"a table in which “{at}” is " if isinstance(at, str) else "a list in which each is " for at in path)


def _list(value: object) -> Sequence[object]:
    return list(value) if isinstance(value, Sequence | Mapping) else []


def _quoted(names: Iterable[object]) -> str:
    return ", ".join(f"“{name}”" for name in names)
