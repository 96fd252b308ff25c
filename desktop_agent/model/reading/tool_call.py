"""Reads calls of a family's computer functions; a wrong argument becomes a sentence for the model.

A value is read leniently (`values.py`) but not guessed: an unknown or a missing argument is an error.

A model may also write a call as text, in its family's notation (`Notation` in `model/family.py`). If a call is begun
and cannot be read, the model gets an error and no call of that text is done: those before it may have been samples.
Text in a thought (`<think>`) is never a call.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.model.coordinates import Unreadable
from desktop_agent.model.dialect import CALL_IN_TEXT, WRITTEN_CALL, TextCalls
from desktop_agent.model.family import NAME, Family, ModelWord, Notation, WordArgument
from desktop_agent.model.foreign_json import paired, printable
from desktop_agent.model.reading.function import object_of, unwrapped_fields
from desktop_agent.model.reading.values import (
    json_of,
    list_of,
    number_of,
    plain_names,
    point_of,
    switch_of,
    text_of,
    word_of,
)

_PAIR = 2
NOTCH_PX = 100  # of the wheel
_LENGTHS = ("notches", "pixels", "thousandths")
_SIGNS: Mapping[str, tuple[int, int]] = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}
_QUOTED = r"""(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")"""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_DIGITS = r"\s*(-?\d+(?:\.\d+)?)\s*"
_POINT = re.compile(rf"(?:<\|box_start\|>)?[(\[]{_DIGITS},{_DIGITS}[)\]](?:<\|box_end\|>)?")
_SPACED = re.compile(rf"<point>{_DIGITS}[\s,]{_DIGITS}</point>")
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\", "'": "'", '"': '"'}
# A call as code: its name, and its arguments as one text; how it begins; and one of the arguments.
_CODE = re.compile(r"(\w+)\((.*)\)", re.DOTALL)
_STARTED = re.compile(r"\w+\(")
_ARGUMENT = re.compile(rf"\s*(\w+)\s*=\s*{_QUOTED}\s*(?:,|$)", re.DOTALL)
_THOUGHT = "<think>"
_THOUGHT_OVER = "</think>"
_CUT = "Nothing was done: the call is cut off."


def called_action(family: Family, name: str, arguments: object) -> JsonItem | None:
    """Return the action of a function call; None if the function is not one of the family's.

    Raises Unreadable, in words for the model.
    """
    if name not in family.tools:
        return None
    try:
        fields = object_of(arguments)
    except Unreadable as why:
        raise Unreadable(f"{name} was not done: {why}") from why
    word = family.word(name)
    words = family.words if word is None else (word,)
    others = {other: usual for word in words for usual, argument in word.arguments.items() for other in argument.also}
    known = {usual for word in words for usual in word.arguments} | ({"action"} if family.tool else set())
    fields = unwrapped_fields(name, plain_names(fields, known, others), known)
    if not family.tool:
        return action_of_word(word, fields) if word else None
    word_name = fields.pop("action", None)
    word = family.word(word_name)
    if word is None:
        word_names = ", ".join(part.name for part in family.words)
        raise Unreadable(f"{name} was not done: action is {_shown_value(word_name)}; it must be one of {word_names}.")
    return action_of_word(word, {key: value for key, value in fields.items() if value is not None})


def action_of_word(word: ModelWord, fields: Mapping[str, object]) -> JsonItem:
    """Return the action of a word with these arguments; Unreadable for one that is missing, unknown or wrong."""
    others = {other: name for name, argument in word.arguments.items() for other in argument.also}
    fields = plain_names(fields, word.arguments, others)
    strange = next((name for name in fields if name not in word.arguments), None)
    if strange is not None:
        takes = f"it takes {', '.join(word.arguments)}" if word.arguments else "it takes none"
        raise _wrong_call(word, f"there is no argument “{printable(strange[:40])}”; {takes}.")
    action = dict(word.action)
    for name, argument in word.arguments.items():
        value = fields.get(name)
        is_unset = value == "" and not argument.required and ("enum" in argument.schema or len(argument.to) > 1)
        value = argument.default if value is None or is_unset else value
        if value is not None:
            action |= _argument_fields(word, name, argument, value)
        elif argument.required:
            raise _wrong_call(word, f"{name} is missing.")
    if NAME in word.arguments.values() and not {"x", "y"} <= action.keys():
        missing = next((at for at in ("x", "y") if at not in action), "")
        if "name" not in action or {"x", "y"} & action.keys():
            raise _wrong_call(word, f"{missing} is missing.")
    else:
        action.pop("name", None)  # an action with a point needs no name
    if {"direction", *_LENGTHS} & action.keys():
        return _scroll_action(word, action)
    if "via" in action:
        return _drag_action(word, action)
    return _type_action(action) if action["type"] == "type" else action


def _type_action(action: dict[str, object]) -> JsonItem:
    """Return the typing action, at a point if one is given, and followed by Enter if `enter` is set."""
    enter = action.pop("enter", False)
    if enter and isinstance(action.get("text"), str):
        action["text"] = f"{action['text']}\n"
    return {**action, "type": "point_and_type"} if "x" in action else action


def _argument_fields(word: ModelWord, name: str, argument: WordArgument, value: object) -> dict[str, object]:
    words = argument.schema.get("enum")
    if isinstance(words, Sequence):
        matching_word = word_of(value, words)
        if matching_word is None:
            raise _wrong_call(word, f"{name} is {_shown_value(value)}; it must be one of {', '.join(map(str, words))}.")
        return {argument.to[0]: matching_word}
    if len(argument.to) == _PAIR:
        return dict(zip(argument.to, _point(word, name, value), strict=True))
    if argument.schema.get("type") in {"number", "integer"}:
        number = number_of(value)
        if number is None:
            raise _wrong_call(word, f"{name} must be a number.")
        return {argument.to[0]: number * argument.times}
    if argument.schema.get("type") == "boolean":
        is_on = switch_of(value)
        if is_on is None:
            raise _wrong_call(word, f"{name} must be true or false.")
        return {argument.to[0]: is_on}
    text = text_of(value) if argument.schema.get("type") == "string" else None
    return {argument.to[0]: value if text is None else text}


def _point(word: ModelWord, name: str, value: object) -> tuple[float, float]:
    point = point_of(value)
    if point is None:
        raise _wrong_call(word, f"{name} must be a list of two numbers, [x, y].")
    return point


def _scroll_action(word: ModelWord, action: dict[str, object]) -> JsonItem:
    """Return a scroll with distances instead of a direction and a length."""
    across, down = _SIGNS[str(action.pop("direction", "down"))]
    notches, pixels, thousandths = (action.pop(name, None) for name in _LENGTHS)
    if notches is not None and pixels is not None:
        raise _wrong_call(word, "it takes notches or pixels, not both.")
    if thousandths is not None:
        action["thousandths"] = True
        pixels = thousandths
    far = notches * NOTCH_PX if isinstance(notches, int | float) else pixels
    if not isinstance(far, int | float) or far <= 0:
        least = "pixels" if notches is None and "notches" not in word.arguments else "notches"
        raise _wrong_call(word, f"{'pixels' if pixels is not None else least} must be more than 0.")
    return {**action, "scroll_x": across * far, "scroll_y": down * far}


def _drag_action(word: ModelWord, action: dict[str, object]) -> JsonItem:
    """Return a drag with a path instead of its ends and the points between them."""
    between = list_of(action["via"])
    keys = {"keys": action["keys"]} if "keys" in action else {}
    points = [_point(word, "a point of via", point) for point in between] if isinstance(between, list) else None
    if points is None:
        raise _wrong_call(word, "via must be a list of points, [x, y] each.")
    ends = (action["x"], action["y"]), (action["end_x"], action["end_y"])
    path = [{"x": x, "y": y} for x, y in (ends[0], *points, ends[1])]
    return {"type": action["type"], "path": path, **keys}


def _wrong_call(word: ModelWord, why: str) -> Unreadable:
    return Unreadable(f"{word.name} was not done: {why}")


def _shown_value(value: object) -> str:
    if isinstance(value, str):
        return f"“{printable(value[:40])}”"
    return "missing" if value is None else "no such word"


def calls_in(family: Family, text: str) -> TextCalls:
    """Return the calls in a text of the model, and the text without them."""
    thought, answer = _thought_and_answer(paired(text))
    match = _calls_outside_thought(family, answer)
    unread = tuple(action for action in match.actions if isinstance(action, Unreadable))
    if not answer and _looks_like_a_call(family, thought):
        unread = (Unreadable("Nothing was done: calls in a thought aren't carried out. Call it after the thought."),)
    return TextCalls("\n".join(filter(None, (thought, match.text))), unread or match.actions)


def _thought_and_answer(text: str) -> tuple[str, str]:
    """Return the thought and the answer; a thought may lack its beginning or its end."""
    before, over, after = text.rpartition(_THOUGHT_OVER)
    answer, mark, thought = after.partition(_THOUGHT)
    if not (over or mark):
        return "", text
    return f"{before}\n{thought}".replace(_THOUGHT, "").strip(), answer.strip()


def _calls_outside_thought(family: Family, text: str) -> TextCalls:
    notation = family.notation
    if notation is None:
        return TextCalls(text, (Unreadable(CALL_IN_TEXT),) if _looks_like_a_call(family, text) else ())
    if mark := _mark_pattern(notation).search(text):
        thought = text[: mark.start()].removeprefix(notation.thought).strip()
        parts = _parts(notation, text[mark.end() :])
        return TextCalls(thought, tuple(_read_part(family, notation, part) for part in parts))
    why = f"Nothing was done: write the call after “{notation.mark}”." if family.writes_text_alone else CALL_IN_TEXT
    return TextCalls(text, (Unreadable(why),) if _looks_like_a_call(family, text) else ())


@cache
def _mark_pattern(notation: Notation) -> re.Pattern[str]:
    mark = re.escape(notation.mark)
    return re.compile(rf"^\s*{mark}\s*" if notation.once else mark, re.MULTILINE)


def _parts(notation: Notation, text: str) -> list[str]:
    """Return the texts of the calls; a quoted text may contain anything except, between such calls, an empty line."""
    if not notation.once:
        return text.split(notation.mark)
    return [part for part in re.split(r"\n\s*\n", text.strip()) if part.strip()] or [""]


def _looks_like_a_call(family: Family, text: str) -> bool:
    """Return whether a text has one of the family's names as code, and not as an ordinary word."""
    names = "|".join(map(re.escape, sorted({*family.tools, *(word.name for word in family.words)})))
    ways = (
        WRITTEN_CALL.pattern,
        rf"""[\[{{,:]\s*["'](?:{names})["']\s*[,:}}\]]""",  # in JSON
        rf"<(?:\w+(?:=|\s+name=)\"?)?(?:{names})\b",  # in a tag
        rf"\b(?:{names})\((?!e?s\)|ing\))",  # in code; no “type(s)”
        rf"\w\.(?:{names})(?![\w.])",  # with a name space before it
        rf"^\W*(?:Action|Tool|Function|Call)\s*:\s*(?:[{{\[]|(?:{names})\b)",
        *_code_patterns(family, names),
    )
    return re.search("|".join(ways), text, re.IGNORECASE | re.MULTILINE) is not None or _is_arguments(family, text)


def _code_patterns(family: Family, names: str) -> Iterator[str]:
    """Yield patterns of a name in another code notation than the family's: with an argument, or alone."""
    if family.notation is not None and family.notation.as_code:
        arguments = "|".join(sorted({re.escape(name) for word in family.words for name in word.arguments}))
        yield rf"\b(?:{names})\W{{1,3}}(?:{arguments})\s*[=:]\s*[\"'(\d]"
        yield rf"[{{\[<(]\s*(?:{names})\s*[}}\])>]"


def _is_arguments(family: Family, text: str) -> bool:
    """Return whether a text is only the arguments of one of the family's words."""
    try:
        arguments = json_of(text.strip())
    except Unreadable:
        return False
    if not isinstance(arguments, dict) or not arguments:
        return False
    required = ({name for name, part in word.arguments.items() if part.required} for word in family.words)
    return any(
        least <= arguments.keys() <= word.arguments.keys() for least, word in zip(required, family.words, strict=True)
    )


def _read_part(family: Family, notation: Notation, part: str) -> JsonItem | Unreadable:
    read_action = _code_action if notation.as_code else _json_action
    try:
        return read_action(family, _call_text(notation, part))
    except Unreadable as why:
        return why


def _call_text(notation: Notation, part: str) -> str:
    """Return the text between mark and end; Unreadable if the call is cut off or text follows it."""
    if not notation.end:
        return part.strip()
    inside, end, after = part.rpartition(notation.end)
    if not end:
        raise Unreadable(_CUT)
    if after.strip():
        raise Unreadable("Nothing was done: there's text after a call.")
    return inside.strip()


def _json_action(family: Family, text: str) -> JsonItem:
    try:
        call = object_of(text)
    except Unreadable as why:
        raise Unreadable(f"Nothing was done: {why}") from why
    if set(call) - {"name", "arguments"}:
        raise Unreadable("Nothing was done: a call has only a name and arguments.")
    name = str(call.get("name"))
    action = called_action(family, name, call.get("arguments"))
    if action is None:
        raise Unreadable(f"Nothing was done: the function is named {' or '.join(sorted(family.tools))}.")
    return action


def _code_action(family: Family, text: str) -> JsonItem:
    match = _CODE.fullmatch(text)
    if match is None:
        raise Unreadable(_CUT if _STARTED.match(text) else "Nothing was done: there's no action.")
    word = family.word(match[1])
    if word is None:
        word_names = ", ".join(part.name for part in family.words)
        raise Unreadable(f"There's no action named “{printable(match[1][:40])}”. Use one of: {word_names}.")
    known = {name: part for usual, part in word.arguments.items() for name in (usual, *part.also)}
    arguments = {name: _json_value(name, value, known.get(name)) for name, value in _arguments_in(match[2])}
    return action_of_word(word, arguments)


def _arguments_in(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    seen = set[str]()
    while at < len(text.rstrip()):
        match = _ARGUMENT.match(text, at)
        if match is None or match[1] in seen:
            raise Unreadable("Nothing was done: the arguments can't be read. Write name='value'.")
        seen.add(match[1])
        at = match.end()
        value = match[2] if match[2] is not None else match[3]
        yield match[1], re.sub(r"\\(.)", lambda sign: _ESCAPES.get(sign[1], sign[0]), value, flags=re.DOTALL)


def _json_value(name: str, written: str, argument: WordArgument | None) -> object:
    """Return an argument's value as JSON would have it."""
    if argument is None or argument.schema.get("type") == "string":
        return written
    if argument.to == ("keys",):
        return written.split()
    if argument.schema.get("type") in {"number", "integer"}:
        return float(written) if _NUMBER.fullmatch(written) else written
    if argument.schema.get("type") == "boolean":
        if written not in {"true", "false"}:
            raise Unreadable(f"Nothing was done: {name} must be true or false.")
        return written == "true"
    point = _POINT.fullmatch(written.strip()) or _SPACED.fullmatch(written.strip())
    if point is None:
        raise Unreadable(f"Nothing was done: {name} must be a point such as (300,200).")
    return [float(point[1]), float(point[2])]
