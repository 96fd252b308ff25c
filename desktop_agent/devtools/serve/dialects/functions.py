"""Any server that takes functions: the computer is worked by the client's own, as the model's family writes calls.

The words are the family's data (`model/families/`); how they are written here shares no code with how they are read.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial

from desktop_agent.devtools.serve.dialect import Json, ServedDialect
from desktop_agent.devtools.serve.echo import open_begun, usage
from desktop_agent.model.families import GENERIC, family_named, family_of_model
from desktop_agent.model.family import Family, ModelWord, Notation

_GIVEN: dict[str, Json] = {"click": {"button": "left"}, "wait": {"for_s": 1}, "terminate": {"status": "success"}}
_PARTS = {"relative1000": 1000.0, "grid1000": 1000.0, "relative1": 1.0}
_STEP = 28
_ONE = "computer"  # the one function with an `action`, where a client offers that instead of the family's own
# What stands for an action of the kind that a family has no word for.
_OTHERWISE = {"double_click": "click", "triple_click": "click", "right_click": "click", "screenshot": "wait"}


def _action(family: Family, action: Json) -> Json:
    """Return an action as a call, in the family's words."""
    if action["type"] == "key":
        action = {**action, "type": "keypress"}
    if action["type"] == "hscroll":
        action = {**action, "type": "scroll", "scroll_y": 0}
    said = _flat({**_GIVEN.get(str(action["type"]), {}), **action})
    word = _word(family, said)
    if word is None:
        said["type"] = _OTHERWISE.get(str(said["type"]), "wait")
        said = {"button": "left", "for_s": 1, **said}
        word = _word(family, said) or family.words[0]
    arguments = {name: value for name in word.arguments if (value := _value(word, name, said)) is not None}
    called: Json = {"action": word.name, **arguments} if family.tool else arguments
    name = family.tool or word.name
    notation = family.notation
    if notation is None or family.writes == "calls":
        return {"name": name, "arguments": json.dumps(called, ensure_ascii=False)}
    before = f"{notation.thought} This is next.".strip()
    if not notation.form:
        written = json.dumps({"name": name, "arguments": called}, ensure_ascii=False)
        return {"text": f"{before}\n{notation.mark}\n{written}\n{notation.end}"}
    return {"text": f"{before}\n{_in_words(notation, word.name, arguments)}"}


def _in_words(notation: Notation, name: str, arguments: Json) -> str:
    """Return a call as a notation without JSON has it."""
    between = f"{notation.separator.strip()} "
    written = between.join(f"{one}{notation.equals}{_quoted(value)}" for one, value in arguments.items())
    blank = " " if notation.once else ""
    return f"{notation.mark}{blank}{notation.form.format(name=name, arguments=written).strip()}{notation.end}"


def _flat(action: Json) -> Json:
    """Return an action with fields of one value each."""
    said = dict(action)
    if isinstance(path := said.pop("path", None), list):
        first, last = path[0], path[-1]
        said |= {"x": first["x"], "y": first["y"], "end_x": last["x"], "end_y": last["y"]}
    if said["type"] == "scroll":
        across, down = (int(str(said.get(name) or 0)) for name in ("scroll_x", "scroll_y"))
        sideways = abs(across) > abs(down)
        way = ("left", "right") if sideways else ("up", "down")
        length = across if sideways else down or 100
        said |= {"scroll_y": down or 100, "direction": way[length > 0], "pixels": abs(length)}
    return said


def _word(family: Family, said: Json) -> ModelWord | None:
    """Return the word that says most of an action."""
    certain = ("type", "button", "keys")
    fitting = [
        word for word in family.words if all(said.get(key) == word.action[key] for key in certain if key in word.action)
    ]
    return max(fitting, key=lambda word: len(word.action), default=None)


def _value(word: ModelWord, name: str, said: Json) -> object:
    argument = word.arguments[name]
    values = [said.get(field) for field in argument.to]
    if len(values) > 1:
        return None if None in values else values
    (value,) = values
    return value * argument.times if argument.times != 1 and isinstance(value, int | float) else value


def _quoted(value: object) -> str:
    """Return an argument of a text action."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = " ".join(value)
    elif isinstance(value, list):
        value = f"({value[0]},{value[1]})"
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'"


def _space(family: Family, size: tuple[int, int]) -> tuple[float, float]:
    """Return the size in which the family counts points of a picture of this size."""
    if family.coordinates in _PARTS:
        return _PARTS[family.coordinates], _PARTS[family.coordinates]
    if family.coordinates == "resized28":
        return tuple(float(max(1, round(side / _STEP)) * _STEP) for side in size)  # type: ignore[return-value]
    return float(size[0]), float(size[1])


def _end(family: Family, text: str, success: bool) -> Json | None:  # noqa: FBT001 - one of the functions of a dialect
    """Return the action that ends a task; a family without one has none."""
    kinds = [str(word.action["type"]) for word in family.words if word.ends]
    if not kinds:
        return None
    kind = "terminate" if "terminate" in kinds and (not success or "done" not in kinds) else kinds[0]
    return _action(family, {"type": kind, "status": "success" if success else "failure", "text": text})


def _played(model: str, offered: frozenset[str]) -> ServedDialect:
    """Return the dialect as the model of that name speaks it, with one function or many, as they are offered."""
    family = family_of_model(model)
    if _ONE in offered:
        return _of(replace(family, tool=_ONE))
    if family.tool and family.tool not in offered and not offered.isdisjoint(word.name for word in family.words):
        return _of(replace(family, tool=""))
    return DIALECT if family.name == GENERIC else _of(family)


def _of(family: Family) -> ServedDialect:
    return replace(
        DIALECT,
        functions=family.tools,
        in_text=family.writes != "calls",
        action=partial(_action, family),
        end=partial(_end, family),
        space=partial(_space, family),
        words=_words(family),
    )


def _words(family: Family) -> frozenset[str]:
    """Return the words for actions that a family has a way to ask for."""
    ends = {str(word.action["type"]) for word in family.words if word.ends and "status" not in word.action}
    sideways = any("direction" in argument.to for word in family.words for argument in word.arguments.values())
    return (DIALECT.words | ends) - (frozenset() if sideways else {"hscroll"})


DIALECT = ServedDialect(
    name="functions",
    tool="function",
    words=frozenset({
        *("click", "double_click", "triple_click", "right_click", "move", "drag", "scroll", "type", "keys"),
        *("key", "hscroll", "key_down", "key_up", "wait", "screenshot"),
    }),
    functions=family_named(GENERIC).tools,
    call=lambda actions, _checks: actions[0],
    begun=open_begun,
    action=partial(_action, family_named(GENERIC)),
    completed=lambda at: {"completed_at": int(at)},
    usage=usage,
    has_checks=False,
    has_custom_tools=False,
    thoughts="reasoning",
    played=_played,
)  # fmt: skip
