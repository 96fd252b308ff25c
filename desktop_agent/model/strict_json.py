"""Reads foreign JSON strictly: returns plain values, and raises DialectError for anything dubious."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import NoReturn

from desktop_agent.core.errors import DialectError, MalformedError
from desktop_agent.core.message import Message
from desktop_agent.model.caps import USUAL, Caps

# The two hints of a DialectError: before an answer was read, and after.
CHECK_THE_URL = Message("Check the base URL.")
SERVER_IS_FAULTY = Message("Nothing in the response was carried out.")


def load(data: bytes | str, caps: Caps = USUAL) -> object:
    """Return the value; DialectError for anything that is not plain, strict JSON of sane depth.

    Besides broken JSON, it refuses encodings other than UTF-8, NaN and Infinity, duplicate keys and integers too long
    for Python, all with MalformedError, and nesting or counts of values beyond the caps.
    """
    text = data if isinstance(data, str) else text_of(data)
    try:
        _check_values(text, caps.values)
        value: object = _STRICT.decode(text)
    except RecursionError as error:
        raise DialectError(Message("The server's response is nested too deeply."), CHECK_THE_URL) from error
    except ValueError as error:
        raise MalformedError(Message("The server's response isn't valid JSON."), CHECK_THE_URL) from error
    if text.count("[") + text.count("{") > caps.depth:
        _check_depth(value, caps.depth)
    return value


def text_of(data: bytes) -> str:
    """Return the text; MalformedError when it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MalformedError(Message("The server's response isn't UTF-8 text."), CHECK_THE_URL) from error


def load_object(data: bytes | str, caps: Caps = USUAL) -> Mapping[str, object]:
    """Return the object; DialectError when it is something else."""
    value = load(data, caps)
    if not isinstance(value, dict):
        raise DialectError(Message("The server's response is JSON, but not an object."), CHECK_THE_URL)
    return value


def printable(value: object) -> object:
    """Return the value with lone surrogates and infinite numbers, which UTF-8 or JSON cannot carry, made visible."""
    match value:
        case str():
            return value if value.isascii() else value.encode("utf-8", "replace").decode()
        case float():
            return value if math.isfinite(value) else str(value)
        case dict():
            return {str(printable(key)): printable(entry) for key, entry in value.items()}
        case list():
            return [printable(entry) for entry in value]
        case _:
            return value


def printable_object(value: Mapping[str, object]) -> dict[str, object]:
    """Return a printable copy of an object."""
    return {str(printable(key)): printable(entry) for key, entry in value.items()}


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a key twice")
    return fields


_STRICT = json.JSONDecoder(parse_constant=_no_constant, object_pairs_hook=_no_duplicates)


def _check_values(text: str, most: int) -> None:
    """Refuse a short text that would become hundreds of megabytes of values; signs inside strings count as well."""
    if len(text) > most and sum(text.count(sign) for sign in ",:[{") > most:
        raise DialectError(Message("The server's response contains too many values."), CHECK_THE_URL)


def _check_depth(value: object, most: int) -> None:
    level = [value]
    for _ in range(most):
        level = [inner for container in level if isinstance(container, dict | list) for inner in _inside(container)]
        if not level:
            return
    raise DialectError(Message("The server's response is nested too deeply."), CHECK_THE_URL)


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
