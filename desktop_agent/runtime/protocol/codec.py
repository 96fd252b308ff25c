"""Typed values as JSON, and back: one rule for every dataclass that a message of the run protocol can hold.

An object that stands for one of our classes says which: `{"is": "Press", "keys": ["f8"]}`. Only classes that the
messages can hold have a name here, so a line can make nothing else; and each field is checked by pydantic against its
annotation before the object is made. A text of ours keeps its gaps (`core/texts/message.py`). Bytes stand apart from
the JSON, which only names their length where they belong: `{"is": "bytes", "length": 8294400}`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import time
from enum import Enum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

from pydantic_core import CoreSchema, SchemaValidator, core_schema

from desktop_agent.core.texts.message import Message, has_short_formats

_TAG = "is"
# no classes of ours
_TEXT = "text"
_BYTES = "bytes"
_MAPPING = "mapping"
_STRICT: Mapping[object, CoreSchema] = {
    object: core_schema.any_schema(),
    bool: core_schema.bool_schema(strict=True),
    int: core_schema.int_schema(strict=True),
    float: core_schema.float_schema(strict=True),
    bytes: core_schema.bytes_schema(strict=True),
    time: core_schema.time_schema(),
    None: core_schema.none_schema(),
    NoneType: core_schema.none_schema(),
    Path: core_schema.no_info_after_validator_function(Path, core_schema.str_schema(strict=True)),
}


class UnreadableError(ValueError):
    """A line that is no message of ours."""


class Codec:
    """Writes and reads values of some types, and of the types that these can contain."""

    def __init__(self, roots: Iterable[object]) -> None:
        """Take the types of whole messages, classes or unions."""
        self._classes: dict[str, type] = {}
        for root in roots:
            self._learn_type(root)

    def pieces(self, value: object) -> list[bytes]:
        """Return a value as JSON, without a line break, then its bytes in the order in which the JSON names them."""
        contents: list[bytes] = []

        def name(content: bytes) -> object:
            contents.append(content)
            return {_TAG: _BYTES, "length": len(content)}

        return [json.dumps(self.form(value), separators=(",", ":"), default=name).encode(), *contents]

    def digest(self, value: object) -> str:
        """Return the digest of a value: SHA-256, in hexadecimal digits."""

        def name(content: bytes) -> object:
            return {_TAG: _BYTES, "content": hashlib.sha256(content).hexdigest()}

        return hashlib.sha256(json.dumps(self.form(value), sort_keys=True, default=name).encode()).hexdigest()

    def form(self, value: object) -> object:
        """Return the JSON form of a value, with bytes unchanged; TypeError for an unknown type."""
        match value:
            case None | bool() | int() | float() | bytes():
                return value
            case Message():
                return {_TAG: _TEXT, "id": value.id, "many": value.many, "parts": self.form(value.parts)}
            case str():
                return str(value)
            case Path():
                return str(value)
            case time():
                return value.isoformat()
            case tuple() | list():
                return [self.form(item) for item in value]
            case frozenset():
                return sorted((self.form(item) for item in value), key=repr)
            case Mapping() if _TAG in value:
                return {_TAG: _MAPPING, "items": [[key, self.form(item)] for key, item in value.items()]}
            case Mapping():
                return {key: self.form(item) for key, item in value.items()}
        name = type(value).__name__
        if not is_dataclass(value) or self._classes.get(name) is not type(value):
            raise TypeError(name)
        return {_TAG: name, **{field.name: self.form(getattr(value, field.name)) for field in fields(value)}}

    def value(self, form: object, read: Callable[[object], bytes]) -> object:
        """Return the value of a JSON form; UnreadableError for an invalid one.

        `read` returns the next bytes, of a length that is still to be checked.
        """

        def value(form: object) -> object:
            if isinstance(form, list):
                return [value(item) for item in form]
            if not isinstance(form, dict):
                return form
            if _TAG not in form:
                return {name: value(item) for name, item in form.items()}
            match form[_TAG]:
                case "text":
                    return _message(form["id"], form["many"], value(form["parts"]))
                case "bytes":
                    return read(form["length"])
                case "mapping":
                    return {name: value(item) for name, item in form["items"]}
                case name:
                    values = {field: value(item) for field, item in form.items() if field != _TAG}
                    return _checked_instance(self._classes[name], values)

        try:
            return value(form)
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
            raise UnreadableError from error

    def _learn_type(self, hint: object) -> None:
        for inner in () if get_origin(hint) is Literal else get_args(hint):
            self._learn_type(inner)
        if not isinstance(hint, type) or not is_dataclass(hint):
            return
        known = self._classes.get(hint.__name__)
        if known is None:
            self._classes[hint.__name__] = hint
            for inner in _hints(hint).values():
                self._learn_type(inner)
        elif known is not hint:
            raise TypeError(hint)  # two of one name


def _message(one: object, many: object, parts: object) -> Message:
    if not isinstance(one, str) or not isinstance(many, str) or not isinstance(parts, dict):
        raise UnreadableError
    if not has_short_formats(one + many):
        raise UnreadableError
    return Message.of_count(one, many, parts)


def _checked_instance(of: type, values: dict[str, object]) -> object:
    checked: dict[str, Any] = _fields_of(of).validate_python(values)
    return of(**checked)


@cache
def _hints(of: object) -> Mapping[str, object]:
    return get_type_hints(of)


@cache
def _fields_of(of: object) -> SchemaValidator:
    """Return the validator of a dataclass's fields; missing ones are reported by the dataclass's constructor."""
    each = {name: core_schema.typed_dict_field(_schema(hint), required=False) for name, hint in _hints(of).items()}
    return SchemaValidator(core_schema.typed_dict_schema(each, extra_behavior="forbid"))


def _schema(hint: Any) -> CoreSchema:  # noqa: ANN401 - an annotation may be anything
    """Return the schema of an annotation; contained values have been built before."""
    origin = get_origin(hint)
    inner = get_args(hint)
    if origin is Literal:
        return core_schema.literal_schema(list(inner))
    if origin in {Union, UnionType}:
        return core_schema.union_schema([_schema(argument) for argument in inner])
    if origin is tuple:
        items = [_schema(argument) for argument in inner if argument is not ...]
        return core_schema.tuple_schema(items, variadic_item_index=0 if inner[-1] is ... else None)
    if origin is frozenset:
        return core_schema.frozenset_schema(_schema(inner[0]))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return core_schema.dict_schema(_schema(inner[0]), _schema(inner[1]))
    if isinstance(hint, NewType):
        return _schema(hint.__supertype__)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return core_schema.enum_schema(hint, list(hint))
    # A text may be a message, and must stay one.
    return _STRICT[hint] if hint in _STRICT else core_schema.is_instance_schema(hint)
