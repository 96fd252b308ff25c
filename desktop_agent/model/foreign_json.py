"""Reads foreign JSON: the envelope of an answer kindly, the arguments of a call with care.

In an envelope, a number that JSON doesn't have is null, a name that comes twice has its last value, bytes that are no
UTF-8 are replaced, and what follows the document is no matter, unless it may be another one. What a call does is never
guessed: arguments have one reading, or are refused in words for the model, and a call with two different values for one
name in an envelope makes it a broken one.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import NoReturn, Self

from desktop_agent.core.errors import DialectError, MalformedError
from desktop_agent.core.texts.message import Message
from desktop_agent.model.caps import USUAL, Caps
from desktop_agent.model.coordinates import Unreadable

# The two hints of a DialectError: before an answer was read, and after.
CHECK_THE_URL = Message("Check the base URL.")
SERVER_IS_FAULTY = Message("Nothing in the response was carried out.")


class NoJson(Unreadable):
    """A text that isn't JSON, which may still be mended."""


class WrittenNumber(float):
    """A number that is no integer, with its digits as they were written: 2.50 isn't 2.5 for who types it."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Self:
        """Read a number in JSON's notation."""
        number = super().__new__(cls, text)
        number.text = text
        return number


def load(data: bytes | str, caps: Caps = USUAL) -> object:
    """Return the value of an envelope; DialectError for what is no JSON, or nests or counts beyond the caps."""
    text = data if isinstance(data, str) else text_of(data)
    try:
        _check_values(text, caps.values)
        value = _envelope(text)
    except RecursionError as error:
        raise DialectError(Message("The server's response is nested too deeply."), CHECK_THE_URL) from error
    except ValueError as error:
        raise MalformedError(Message("The server's response isn't valid JSON."), CHECK_THE_URL) from error
    if text.count("[") + text.count("{") > caps.depth:
        _check_depth(value, caps.depth)
    return value


def load_arguments(text: str, caps: Caps = USUAL) -> object:
    """Return the one value of a call's arguments; Unreadable says what is wrong with any other text.

    Control characters need no escape, and the same object may come twice, or beside an empty one.
    """
    value: object = {}
    end = _after_blanks(text, 0)
    try:
        _check_values(text, caps.values)
        while end < len(text) or not end:
            following, end = _ARGUMENTS.raw_decode(text, end)
            if value in ({}, following):
                value = following
            elif following != {}:
                raise Unreadable("there are two different objects; give one")
            end = _after_blanks(text, end)
        if text.count("[") + text.count("{") > caps.depth:
            _check_depth(value, caps.depth)
    except (RecursionError, DialectError) as error:
        raise Unreadable("there are too many values in them") from error
    except json.JSONDecodeError as error:
        rest = text[error.pos :].strip()
        is_cut = not rest or error.msg.startswith("Unterminated")
        raise NoJson("they aren't finished" if is_cut else f"they aren't JSON from “{rest[:20]}” on") from error
    return value


def text_of(data: bytes) -> str:
    """Return the text; bytes that are no UTF-8 become U+FFFD, which no action takes."""
    return data.decode("utf-8-sig", "replace")


def paired(text: str) -> str:
    """Return a text in which halves of a character that came in two pieces are one character."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def load_object(data: bytes | str, caps: Caps = USUAL) -> Mapping[str, object]:
    """Return the object, also as the only one of a list; DialectError when it is something else."""
    value = load(data, caps)
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict):
        raise DialectError(Message("The server's response is JSON, but not an object."), CHECK_THE_URL)
    return value


def printable(value: object) -> object:
    """Return the value with lone surrogates and infinite numbers, which UTF-8 or JSON cannot carry, made visible."""
    match value:
        case str():
            return value if value.isascii() else paired(value).encode("utf-8", "replace").decode()
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


class _TwiceError(Exception):
    """A name came twice in one object, with different values."""


class _ObjectWithDuplicates(dict[str, object]):
    """An object in which a name came twice, with different values; it has the last of them."""


def _envelope(text: str) -> object:
    try:
        value = _first_document(_ONCE, text)
    except _TwiceError:
        value = _first_document(_TWICE, text)
        if _has_duplicates_in_call(value, within=False):
            raise ValueError("a call with two values for a name") from None
    return value


def _first_document(decoder: json.JSONDecoder, text: str) -> object:
    value: object
    value, end = decoder.raw_decode(text, _after_blanks(text, 0))
    if "{" in text[end:]:
        raise ValueError("there are two documents")
    return value


def _has_duplicates_in_call(value: object, *, within: bool) -> bool:
    """Return whether a name has two values in a call, or in anything inside of one."""
    within = within or (isinstance(value, dict) and bool(_CALL_FIELDS & value.keys()))
    if within and isinstance(value, _ObjectWithDuplicates):
        return True
    return any(_has_duplicates_in_call(inner, within=within) for inner in _inside(value))


def _decoder(
    object_of: Callable[[list[tuple[str, object]]], object], no_number: Callable[[str], object]
) -> json.JSONDecoder:
    def number(text: str) -> object:
        written = WrittenNumber(text)
        return written if math.isfinite(written) else no_number(text)

    def whole(text: str) -> object:
        return int(text) if len(text) <= _MOST_DIGITS else no_number(text)

    return json.JSONDecoder(
        object_pairs_hook=object_of, parse_float=number, parse_int=whole, parse_constant=no_number, strict=False
    )


def _object_with_unique_names(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) != len(pairs) and any(fields[name] != value for name, value in pairs):
        raise _TwiceError
    return fields


def _object_marking_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    return fields if all(fields[name] == value for name, value in pairs) else _ObjectWithDuplicates(pairs)


def _object_or_unreadable(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    name = next((name for name, value in pairs if fields[name] != value), None)
    if name is not None:
        raise Unreadable(f"there are two different values for “{printable(name[:40])}”; give one")
    return fields


def _null(_: str) -> None:
    return None


def _no_number(text: str) -> NoReturn:
    raise Unreadable(f"“{text[:40]}” isn't a number that can be used")


_MOST_DIGITS = 400
_ONCE = _decoder(_object_with_unique_names, _null)
_TWICE = _decoder(_object_marking_duplicates, _null)
_ARGUMENTS = _decoder(_object_or_unreadable, _no_number)
# What only a call has, in every API: its name, its arguments, or its actions.
_CALL_FIELDS = frozenset({"name", "arguments", "args", "input", "action", "actions", "functionCall", "call_id"})


def _after_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


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
