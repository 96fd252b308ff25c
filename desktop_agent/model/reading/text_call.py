"""Reads calls that a model writes as text: JSON in `<tool_call>` tags, or lines such as `Action: click(start_box=…)`.

What was begun as a call and cannot be read is told to the model, and then no call of that text is done: what comes
before it may have been a sample. What stands in a thought (`<think>`) is never a call.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_agent.core.errors import DialectError
from desktop_agent.core.json_text import JsonItem
from desktop_agent.model.dialect import TextCalls
from desktop_agent.model.family import Family, WordArgument
from desktop_agent.model.reading.tool_call import called_action, filled
from desktop_agent.model.space import Unreadable
from desktop_agent.model.strict_json import load

_OPEN, _CLOSE = "<tool_call>", "</tool_call>"
_ACTION = re.compile(r"^\s*Action:\s*", re.MULTILINE)
_CALL = re.compile(r"(\w+)\((.*)\)", re.DOTALL)
_ONE = re.compile(r"\s*(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\")\s*(?:,|$)", re.DOTALL)
_NUMBER = r"\s*(-?\d+(?:\.\d+)?)\s*"
_POINT = re.compile(rf"(?:<\|box_start\|>)?[(\[]{_NUMBER},{_NUMBER}[)\]](?:<\|box_end\|>)?")
_SPACED = re.compile(rf"<point>{_NUMBER}\s{_NUMBER}</point>")
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\", "'": "'", '"': '"'}
_THOUGHT, _THOUGHT_OVER = "<think>", "</think>"
_NO_WORDS = "Nothing was done: a call that is written in the text is not carried out. Call the function itself."
_CUT = "Nothing was done: the call breaks off."


def calls_in(family: Family, text: str) -> TextCalls:
    """Return the calls in a text of the model's."""
    thought, answer = _parted(text)
    found = _calls(family, answer)
    unread = tuple(action for action in found.actions if isinstance(action, Unreadable))
    if not answer and _looks_like_a_call(family, thought):
        unread = (Unreadable("Nothing was done: a call in a thought is not carried out. Call it after the thought."),)
    return TextCalls("\n".join(filter(None, (thought, found.said))), unread or found.actions)


def _parted(text: str) -> tuple[str, str]:
    """Return what was thought, and the rest: a thought may have no beginning, or no end."""
    before, over, after = text.rpartition(_THOUGHT_OVER)
    answer, begun, thought = after.partition(_THOUGHT)
    if not (over or begun):
        return "", text
    return f"{before}\n{thought}".replace(_THOUGHT, "").strip(), answer.strip()


def _calls(family: Family, text: str) -> TextCalls:
    if family.in_text == "actions" and (found := _ACTION.search(text)):
        said = text[: found.start()].removeprefix("Thought:").strip()
        return TextCalls(said, tuple(_read_line(family, line) for line in _split(text[found.end() :])))
    if _OPEN in text and family.in_text == "tags":
        return _tagged(family, text)
    why = "Nothing was done: write it after “Action:”." if family.in_text == "actions" else _NO_WORDS
    return TextCalls(text, (Unreadable(why),) if _looks_like_a_call(family, text) else ())


def _looks_like_a_call(family: Family, text: str) -> bool:
    """Tell whether one of the family's names stands in a text as a sign of some program's, and not as a word."""
    names = "|".join(map(re.escape, sorted({*family.tools, *(word.name for word in family.words)})))
    ways = (
        re.escape(_OPEN),
        rf"""[\[{{,:]\s*["'](?:{names})["']\s*[,:}}\]]""",  # in JSON
        rf"<(?:\w+(?:=|\s+name=)\"?)?(?:{names})\b",  # in a tag
        rf"\b(?:{names})\((?!e?s\)|ing\))",  # in code; no “type(s)”
        rf"\w\.(?:{names})(?![\w.])",  # with a name space before it
        rf"^\W*(?:Action|Tool|Function|Call)\s*:\s*(?:[{{\[]|(?:{names})\b)",
    )
    return re.search("|".join(ways), text, re.IGNORECASE | re.MULTILINE) is not None or _is_arguments(family, text)


def _is_arguments(family: Family, text: str) -> bool:
    """Tell whether a text is nothing but the arguments of one of the family's words."""
    try:
        given = load(text.strip())
    except DialectError:
        return False
    if not isinstance(given, dict) or not given:
        return False
    required = ({name for name, one in word.arguments.items() if one.required} for word in family.words)
    return any(
        least <= given.keys() <= word.arguments.keys() for least, word in zip(required, family.words, strict=True)
    )


def _tagged(family: Family, text: str) -> TextCalls:
    said, *rest = text.split(_OPEN)
    return TextCalls(said.strip(), tuple(_read_tagged(family, one) for one in rest))


def _read_tagged(family: Family, text: str) -> JsonItem | Unreadable:
    try:
        return _tagged_action(family, text)
    except DialectError:
        return Unreadable("Nothing was done: the call is no JSON object.")
    except Unreadable as why:
        return why


def _tagged_action(family: Family, text: str) -> JsonItem:
    inside, close, after = text.partition(_CLOSE)
    if not close:
        raise Unreadable(_CUT)
    if after.strip():
        raise Unreadable("Nothing was done: there are words behind a call.")
    called = load(inside.strip())
    if not isinstance(called, dict) or set(called) - {"name", "arguments"}:
        raise Unreadable("Nothing was done: a call has a name and arguments, and nothing else.")
    action = called_action(family, str(called.get("name")), called.get("arguments"))
    if action is None:
        raise Unreadable(f"Nothing was done: the function is called {' or '.join(sorted(family.tools))}.")
    return action


def _split(text: str) -> Iterator[str]:
    """Yield the actions, which an empty line parts; a text in quotes may hold anything."""
    lines = [line for line in re.split(r"\n\s*\n", text.strip()) if line.strip()]
    yield from lines or [""]


def _read_line(family: Family, line: str) -> JsonItem | Unreadable:
    try:
        return _line_action(family, line.strip())
    except Unreadable as why:
        return why


def _line_action(family: Family, line: str) -> JsonItem:
    called = _CALL.fullmatch(line)
    if called is None:
        raise Unreadable(_CUT if re.match(r"\w+\(", line) else "Nothing was done: there is no action there.")
    word = family.word(called[1])
    if word is None:
        known = ", ".join(one.name for one in family.words)
        raise Unreadable(f"There is no action called “{called[1][:40]}”. Use one of: {known}.")
    return filled(word, {name: _value(name, value, word.arguments.get(name)) for name, value in _arguments(called[2])})


def _arguments(text: str) -> Iterator[tuple[str, str]]:
    at, seen = 0, set[str]()
    while at < len(text.rstrip()):
        found = _ONE.match(text, at)
        if found is None or found[1] in seen:
            raise Unreadable("Nothing was done: the arguments cannot be read; write name='value'.")
        seen.add(found[1])
        at = found.end()
        written = found[2] if found[2] is not None else found[3]
        yield found[1], re.sub(r"\\(.)", lambda sign: _ESCAPES.get(sign[1], sign[0]), written, flags=re.DOTALL)


def _value(name: str, written: str, argument: WordArgument | None) -> object:
    """Return an argument as JSON would have it."""
    if argument is None or argument.schema.get("type") == "string":
        return written
    if argument.to == ("keys",):
        return written.split()
    point = _POINT.fullmatch(written.strip()) or _SPACED.fullmatch(written.strip())
    if point is None:
        raise Unreadable(f"Nothing was done: {name} must be a point such as (300,200).")
    return [float(point[1]), float(point[2])]
