"""Reads values leniently: names, numbers, booleans, points and JSON in another form.

Only an unambiguous value is read: `"300"`, `"False"`, `"[300, 40]"`, `pressEnter`, JSON as Python would write it.
None is returned for all others, and the caller reports the error.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress

from desktop_agent.model.coordinates import Unreadable
from desktop_agent.model.foreign_json import NoJson, WrittenNumber, load_arguments, paired

_PAIR = 2
_MOST_MENDED = 20_000  # characters
_WHOLE = re.compile(r"[+-]?\d{1,15}")
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?")
_SWITCHES = {
    **dict.fromkeys(("true", "yes", "on", "1", "1.0"), True),
    **dict.fromkeys(("false", "no", "off", "0", "0.0"), False),
}
_AROUND = re.compile(r"^[\s\ufeff]*(?:```\w*\s*\n)?|(?:\s*```)?(?:\s*<\|[^|<>]{1,40}\|>)*\s*$")
_LAST_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', re.DOTALL)
_BARE_LIST = re.compile(r"\s*\(?((?:[^,()\[\]{}]+,)+[^,()\[\]{}]+)\)?\s*")
_MOST_SURPLUS = 3  # closing brackets
_AROUND_NAMES = " \t\r\n\"'`"
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NAMED = {"true": True, "false": False, "null": None}  # as JSON has them, within Python's notation


def plain_names(
    arguments: Mapping[str, object], known: Collection[str] = (), others: Mapping[str, str] | None = None
) -> dict[str, object]:
    """Return the fields under their known names, or in small letters with underscores.

    `others` are further names of known ones. A field with two values under two names is left unchanged.
    """
    known_names = {name.replace("_", ""): usual for name, usual in (others or {}).items()}
    known_names |= {name.replace("_", ""): name for name in known}
    renamed = dict[str, object]()
    for name, value in arguments.items():
        plain = _HUMP.sub("_", name.strip(_AROUND_NAMES)).replace("-", "_").lower()
        plain = known_names.get(plain.replace("_", ""), name) if known else plain
        is_other = plain != name and arguments.get(plain, renamed.get(plain, value)) != value
        renamed[name if is_other else plain] = value
    return renamed


def number_of(value: object) -> float | None:
    """Return a finite number, also from text, with or without the unit px; None for anything else."""
    if isinstance(value, str):
        text = value.strip().removesuffix("px").rstrip()
        if _WHOLE.fullmatch(text):
            return int(text)
        return float(text) if _NUMBER.fullmatch(text) else None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return value if isinstance(value, float) and math.isfinite(value) else None


def switch_of(value: object) -> bool | None:
    """Return a boolean, also from text or from 1 and 0; None for anything else."""
    return _SWITCHES.get(str(value).strip(" \t\n\"'.").lower()) if isinstance(value, str | int | float) else None


def word_of(value: object, words: Sequence[object]) -> object | None:
    """Return the matching one of these words, ignoring case; None if there is none."""
    if not isinstance(value, str) or value in words:
        return value if value in words else None
    matches = [word for word in words if isinstance(word, str) and word.lower() == value.strip().lower()]
    return matches[0] if len(matches) == 1 else None


def point_of(value: object) -> tuple[float, float] | None:
    """Return the two numbers of a list, an object with x and y, or either as text; None for anything else."""
    value = list_of(value)
    if isinstance(value, dict) and value.keys() == {"x", "y"}:
        value = [value["x"], value["y"]]
    if not isinstance(value, list) or len(value) != _PAIR:
        return None
    x, y = map(number_of, value)
    return None if x is None or y is None else (x, y)


def text_of(value: object) -> str | None:
    """Return a text; a number is its digits, if they are known as they were written. None for anything else."""
    match value:
        case str() as text:
            return paired(text)
        case WrittenNumber(text=text):
            return text
        case int() if not isinstance(value, bool):
            return str(value)
        case _:
            return None


def list_of(value: object) -> object:
    """Return the value of a text: JSON, or values separated by commas; anything else is returned unchanged."""
    if not isinstance(value, str):
        return value
    bare = _BARE_LIST.fullmatch(value)
    try:
        return bare[1].split(",") if bare else json_of(value)
    except Unreadable:
        return value


def json_of(text: str) -> object:
    """Return the value of JSON, also in a fence of backticks, with a comma after a last entry, or as Python writes it.

    Unreadable says what is wrong with a text that has another reading, or none.
    """
    text = paired(text)
    try:
        return load_arguments(text)
    except NoJson as error:
        if len(text) > _MOST_MENDED:
            raise
        mended = _LAST_COMMA.sub(lambda match: match[1] or "", _AROUND.sub("", text))
        for whole in _with_fewer_brackets(mended):
            with suppress(NoJson):
                return load_arguments(whole)
        try:
            return _literal_value(ast.parse(mended, mode="eval").body)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            raise error from None


def _with_fewer_brackets(text: str) -> Iterator[str]:
    """Yield a text, and then without closing brackets that may follow the end of its value: `{"x": 1}}`."""
    yield text
    for _ in range(_MOST_SURPLUS):
        text = text.rstrip()
        if not text.endswith(("}", "]")):
            return
        text = text[:-1]
        yield text


def _literal_value(node: ast.expr) -> object:
    """Return the value of a list or an object in Python's notation, whose names may be bare; ValueError for others."""
    match node:
        case ast.Dict(keys, values):
            names = [key.id if isinstance(key, ast.Name) else _literal_value(key) for key in keys if key is not None]
            if len(set(map(str, names))) < len(keys) or not all(isinstance(name, str) for name in names):
                raise ValueError(names)
            return dict(zip(names, map(_literal_value, values), strict=True))
        case ast.List(values):
            return [_literal_value(value) for value in values]
        case ast.UnaryOp(ast.USub(), ast.Constant(int(number) | float(number))):
            return -number
        case ast.UnaryOp(ast.UAdd(), ast.Constant(int(number) | float(number))):
            return number
        case ast.Constant(str() | int() | float() | None as value):
            return value
        case ast.Name(name) if name in _NAMED:
            return _NAMED[name]
        case _:
            raise ValueError(node)
