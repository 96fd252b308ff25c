"""Reads calls of the functions that a family has for the computer; a wrong argument becomes a sentence for the model.

Nothing is guessed and nothing is bent into shape: what a word does not take, and what is missing, is told.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from desktop_agent.core.json_text import JsonItem
from desktop_agent.model.family import Family, ModelWord, WordArgument
from desktop_agent.model.reading.function import MAX_ARGUMENTS_CHARACTERS, arguments_in
from desktop_agent.model.space import Unreadable
from desktop_agent.model.strict_json import printable

_PAIR = 2
_SIGNS: Mapping[str, tuple[int, int]] = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


def called_action(family: Family, name: str, arguments: object) -> JsonItem | None:
    """Return the action that a call of a function asks for; None where the function is none of the family's.

    Raises Unreadable, in words for the model.
    """
    if name not in family.tools:
        return None
    given = _given(name, arguments)
    if not family.tool:
        word = family.word(name)
        return filled(word, given) if word else None
    named = given.pop("action", None)
    word = family.word(named)
    if word is None:
        known = ", ".join(one.name for one in family.words)
        raise Unreadable(f"{name} was not done: action is {_short(named)}; it must be one of {known}.")
    return filled(word, {key: value for key, value in given.items() if value is not None})


def filled(word: ModelWord, given: Mapping[str, object]) -> JsonItem:
    """Return the action of a word with these arguments; Unreadable for one that is missing, unknown or wrong."""
    strange = next((name for name in given if name not in word.arguments), None)
    if strange is not None:
        takes = f"it takes {', '.join(word.arguments)}" if word.arguments else "it takes none"
        raise _wrong(word, f"there is no argument “{printable(strange[:40])}”; {takes}.")
    action = dict(word.action)
    for name, argument in word.arguments.items():
        value = argument.default if given.get(name) is None else given[name]
        if value is not None:
            action |= _fields(word, name, argument, value)
        elif argument.required:
            raise _wrong(word, f"{name} is missing.")
    if {"direction", "pixels"} & action.keys():
        return _scrolled(word, action)
    return _typed(action) if action["type"] == "type" else action


def _typed(action: dict[str, object]) -> JsonItem:
    """Return what types, at a point where one is given, and with Enter after it where that is asked for."""
    enter = action.pop("enter", False)
    if enter is True and isinstance(action.get("text"), str):
        action["text"] = f"{action['text']}\n"
    return {**action, "type": "point_and_type"} if "x" in action else action


def _given(name: str, arguments: object) -> dict[str, object]:
    if isinstance(arguments, str) and len(arguments) > MAX_ARGUMENTS_CHARACTERS:
        raise Unreadable(f"{name} was not done: its arguments have more than {MAX_ARGUMENTS_CHARACTERS} characters.")
    value, _ = arguments_in({} if arguments is None or arguments == "" else arguments)
    if not isinstance(value, dict):
        raise Unreadable(f"{name} was not done: its arguments are no JSON object.")
    return dict(value)


def _fields(word: ModelWord, name: str, argument: WordArgument, value: object) -> dict[str, object]:
    words = argument.schema.get("enum")
    if isinstance(words, Sequence) and value not in words:
        raise _wrong(word, f"{name} is {_short(value)}; it must be one of {', '.join(map(str, words))}.")
    if len(argument.to) == _PAIR:
        return dict(zip(argument.to, _pair(word, name, value), strict=True))
    if argument.schema.get("type") in {"number", "integer"}:
        return {argument.to[0]: _number(word, name, value) * argument.times}
    return {argument.to[0]: value}


def _pair(word: ModelWord, name: str, value: object) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != _PAIR:
        raise _wrong(word, f"{name} must be a list of two numbers, [x, y].")
    return _number(word, f"{name}[0]", value[0]), _number(word, f"{name}[1]", value[1])


def _number(word: ModelWord, name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _wrong(word, f"{name} must be a number, not {'text' if isinstance(value, str) else 'something else'}.")
    return value


def _scrolled(word: ModelWord, action: dict[str, object]) -> JsonItem:
    """Return a scroll with distances in the place of a direction and a length."""
    across, down = _SIGNS[str(action.pop("direction", "down"))]
    pixels = action.pop("pixels", None)
    if not isinstance(pixels, int | float) or pixels <= 0:
        raise _wrong(word, "pixels must be more than 0.")
    return {**action, "scroll_x": across * pixels, "scroll_y": down * pixels}


def _wrong(word: ModelWord, why: str) -> Unreadable:
    return Unreadable(f"{word.name} was not done: {why}")


def _short(value: object) -> str:
    return f"“{printable(value[:40])}”" if isinstance(value, str) else "missing" if value is None else "no such word"
