"""Calls in each family's own format, mangled in every way that a model's or a server's slip can take."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from desktop_agent.core.actions.action import Action
from desktop_agent.core.errors import DialectError
from desktop_agent.core.runs.turn import InvalidAction, Turn
from desktop_agent.model.caps import Caps
from desktop_agent.model.dialect import DialectOptions
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.families import FAMILIES, FAMILY_NAMES
from desktop_agent.model.family import Notation
from desktop_agent.model.reading.turn import ReadOptions, read_turn
from tests.fakes.servers.family_words import family_item
from tests.fakes.servers.thinking import SIZE

Json = dict[str, Any]
Change = Callable[[str], str]
MEANT: tuple[Json, ...] = (
    {"type": "click", "x": 400, "y": 300},
    {"type": "type", "text": 'Ada\'s "note" (1, 2)'},
    {"type": "keypress", "keys": ["ctrl", "s"]},
    {"type": "scroll", "x": 400, "y": 300, "scroll_x": 0, "scroll_y": 200},
)


@dataclass(frozen=True, slots=True)
class Mangled:
    """One answer of a model: in which family, how it was mangled, and what was meant."""

    family: str
    how: str
    item: Json
    meant: Action | InvalidAction


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of it: whether something else than what was meant would be done, and whether the model is told."""

    done: tuple[Action, ...]
    wrong: bool
    told: bool


def mangled() -> list[Mangled]:
    return [one for family in FAMILY_NAMES for one in _of_family(family)]


def judge(one: Mangled) -> Judged:
    try:
        turn = _read(one.family, one.item)
    except DialectError as error:
        return Judged((), wrong=False, told=bool(error.message))
    found = [proposal.action for call in turn.calls for proposal in call.proposals]
    done = tuple(action for action in found if not isinstance(action, InvalidAction))
    reasons = [action.reason for action in found if isinstance(action, InvalidAction)]
    as_meant = bool(done) and all(action == one.meant for action in done)
    reported = as_meant or any(len(reason.split()) > 2 for reason in reasons)
    return Judged(done, wrong=bool(done) and not as_meant, told=reported)


def written_calls(family: str) -> Iterator[tuple[str, Json, Action | InvalidAction]]:
    """Yield calls in a family's format, each with its kind and with what it means."""
    for action in MEANT:
        item = family_item(FAMILIES[family], dict(action), "ab", "call_1")
        (proposal,) = _read(family, item).calls[0].proposals
        yield action["type"], item, proposal.action


def _of_family(family: str) -> Iterator[Mangled]:
    for kind, item, meant in written_calls(family):
        notation = FAMILIES[family].notation
        some = _text(item, notation) if notation and item["type"] == "message" else _function(item)
        for how, changed in some:
            if changed != item:
                yield Mangled(family, f"{kind}: {how}", changed, meant)


def _read(family: str, item: Json) -> Turn:
    dialect = dialect_named("functions", DialectOptions(family))
    options = ReadOptions(dialect, dialect.coordinates or "viewport", Caps())
    return read_turn({"id": "r", "status": "completed", "output": [item]}, options, SIZE).turn


def _function(item: Json) -> Iterator[tuple[str, Json]]:
    for how, name in (("wrong name", item["name"] + "s"), ("capitals", item["name"].upper()), ("no name", "")):
        yield how, {**item, "name": name}
    for how, change in _ON_JSON.items():
        yield how, {**item, "arguments": change(item["arguments"])}
    yield "cut off by the server", {**item, "status": "incomplete"}


def _text(item: Json, notation: Notation) -> Iterator[tuple[str, Json]]:
    text = item["content"][0]["text"]
    for how, change in {**_ON_TEXT, **(_on_words(notation) if notation.as_code else _on_json(notation))}.items():
        yield how, {**item, "content": [{**item["content"][0], "text": change(text)}]}


def _each(change: Callable[[str, Any], Any]) -> Callable[[str], str]:
    """Return what changes every value of the arguments but the name of the action."""
    return lambda text: json.dumps({
        name: value if name == "action" else change(name, value) for name, value in json.loads(text).items()
    })  # fmt: skip


def _numbers(change: Callable[[object], object]) -> Callable[[str], str]:
    def changed(_: str, value: object) -> object:
        if isinstance(value, list):
            return [change(one) for one in value]
        return change(value) if isinstance(value, int | float) else value

    return _each(changed)


def _without_last(text: str) -> str:
    given = json.loads(text)
    given.popitem()
    return json.dumps(given)


_ON_JSON: dict[str, Change] = {
    "numbers as text": _numbers(str),
    "numbers as truth": _numbers(lambda _: True),
    "far outside": _numbers(lambda _: 99_999),
    "below zero": _numbers(lambda _: -7),
    "lists in lists": _each(lambda _, value: [[value]]),
    "tables": _each(lambda _, value: {"value": value}),
    "all null": _each(lambda _, __: None),
    "one missing": _without_last,
    "one too many": lambda text: json.dumps({**json.loads(text), "button2": "left"}),
    "of two tools at once": lambda text: json.dumps({**json.loads(text), "text": "x", "keys": ["a"], "x": 1}),
    "other names": lambda text: json.dumps({f"{name}_": value for name, value in json.loads(text).items()}),
    "prose before": lambda text: f"Sure, here it is: {text}",
    "prose behind": lambda text: f"{text} I hope this helps.",
    "in a fence": lambda text: f"```json\n{text}\n```",
    "cut off": lambda text: text[: len(text) // 2],
    "the last sign gone": lambda text: text[:-1],
    "single quotes": lambda text: text.replace('"', "'"),
    "twice": lambda text: text + text,
    "in a list": lambda text: f"[{text}]",
    "a key twice": lambda text: text[:-1] + ", " + text[1:],
    "not a number": lambda text: text[:-1] + ', "x": NaN}',
    "nothing": lambda _: "{}",
    "a number alone": lambda _: "7",
}
_ON_TEXT: dict[str, Change] = {
    "cut off": lambda text: text[: -len(text) // 4],
    "the last sign gone": lambda text: text[:-1],
    "words behind": lambda text: f"{text} I hope this helps.",
    "twice in a row": lambda text: text + text,
    "capitals": lambda text: text.upper(),
}


def _on_words(notation: Notation) -> dict[str, Change]:
    """Return the ways to mangle a call that is written in words."""
    mark = notation.mark
    end = notation.end
    named = re.compile(rf"({re.escape(mark)}\s*)(?=\w)")
    first = re.compile(r"(\w+)='")
    one = re.compile(r"\w+='(?:[^'\\]|\\.)*'")
    return {
        "another marker": lambda text: text.replace(mark, "Act ="),
        "no marker": lambda text: text.replace(mark, ""),
        "no quotes": lambda text: text.replace("'", ""),
        "no closing quote": lambda text: "".join(text.rpartition("'")[::2]),
        "another name": lambda text: named.sub(r"\1do_", text),
        "another argument": lambda text: first.sub(r"\1_of='", text, count=1),
        "words for numbers": lambda text: text.replace("400", "four hundred"),
        "one number": lambda text: text.replace("400,", "400;"),
        "far outside": lambda text: text.replace("00", "00000"),
        "below zero": lambda text: text.replace("400", "-400"),
        "an argument twice": lambda text: one.sub(lambda found: f"{found[0]}, {found[0]}", text, count=1),
        "another sign": lambda text: text.replace("='", " is '"),
        "no bracket": lambda text: text.replace("(", " ", 1),
        "no end": lambda text: text.removesuffix(end) if end else text,
        "JSON": lambda _: f'{mark} {{"action": "click", "x": 1, "y": 2}}{end}',
        "no action": lambda _: f"{notation.thought} I click.\n{mark}{end}",
        "two on one line": lambda text: f"{text}; {text.partition(mark)[2].strip()}",
        "a call within": lambda text: text.replace("400", f"{mark}{first.sub('', text)} 400", 1),
    }


def _within(change: Change, notation: Notation) -> Change:
    def changed(text: str) -> str:
        before, _, rest = text.partition(notation.mark)
        inside, end, after = rest.partition(notation.end) if notation.end else (rest, "", "")
        call = json.loads(inside)
        arguments = change(json.dumps(call["arguments"]))
        return f'{before}{notation.mark}\n{{"name": "{call["name"]}", "arguments": {arguments}}}\n{end}{after}'

    return changed


def _on_json(notation: Notation) -> dict[str, Change]:
    """Return the ways to mangle a call that is a JSON object between marks."""
    mark = notation.mark
    end = notation.end
    return {
        "no marks": lambda text: text.replace(mark, "").replace(end, ""),
        "another mark": lambda text: text.replace(mark, re.sub(r"\w+", "function_call", mark)),
        "no end": lambda text: text.replace(end, "") if end else text,
        "another name": lambda text: re.sub(r'("name": "\w+)', r"\1s", text),
        "no name": lambda text: re.sub(r'"name": "\w+", ', "", text),
        **{f"inside, {how}": _within(change, notation) for how, change in _ON_JSON.items()},
    }
