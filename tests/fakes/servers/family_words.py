"""What a model of a family writes, in its words and its notation: the reverse of what the client reads.

The words are the family's data (`model/families/`); how they are written here shares no code with how they are read.
"""

from __future__ import annotations

import json
from collections.abc import Set as AbstractSet
from dataclasses import replace

from desktop_agent.model.families import family_of_model
from desktop_agent.model.family import Family, ModelWord, Notation
from tests.fakes.servers.vendors.vendor import Json

_GIVEN: dict[str, Json] = {"click": {"button": "left"}, "wait": {"for_s": 1}, "terminate": {"status": "success"}}
_PARTS = {"relative1000": 1000.0, "grid1000": 1000.0, "relative1": 1.0}
_STEP = 28
_ONE = "computer"  # the one function with an `action`, where a client offers that instead of the family's own
# What stands for an action of the kind that a family has no word for.
_OTHERWISE = {"double_click": "click", "triple_click": "click", "right_click": "click", "screenshot": "wait"}


def family_offered(model: str, offered: AbstractSet[str]) -> Family:
    family = family_of_model(model)
    if _ONE in offered:
        return replace(family, tool=_ONE)
    if family.tool and family.tool not in offered:
        named = {word.name for word in family.words}
        if named <= offered:
            return replace(family, tool="")
        if "click" in offered:  # the client was told to take it for a generic one
            return family_of_model("any")
    return family


def family_item(family: Family, action: Json, number: str, call_id: str) -> Json:
    words = family_call(family, action)
    if "text" not in words:
        return {"type": "function_call", "id": f"fc_{number}", "call_id": call_id, **words, "status": "completed"}
    part = {"type": "output_text", "text": words["text"], "annotations": []}
    return {"id": f"msg_{number}", "type": "message", "role": "assistant", "status": "completed", "content": [part]}


def family_call(family: Family, action: Json) -> Json:
    if action["type"] == "key":
        action = {**action, "type": "keypress"}
    if action["type"] == "hscroll":
        action = {**action, "type": "scroll", "scroll_y": 0}
    words = _flat({**_GIVEN.get(str(action["type"]), {}), **action})
    word = _word(family, words)
    if word is None:
        words["type"] = _OTHERWISE.get(str(words["type"]), "wait")
        words = {"button": "left", "for_s": 1, **words}
        word = _word(family, words) or family.words[0]
    arguments = {name: value for name in word.arguments if (value := _value(word, name, words)) is not None}
    called: Json = {"action": word.name, **arguments} if family.tool else arguments
    name = family.tool or word.name
    notation = family.notation
    if notation is None or family.writes == "calls":
        return {"name": name, "arguments": json.dumps(called, ensure_ascii=False)}
    before = f"{notation.thought} This is next.".strip()
    if not notation.as_code:
        written = json.dumps({"name": name, "arguments": called}, ensure_ascii=False)
        return {"text": f"{before}\n{notation.mark}\n{written}\n{notation.end}"}
    return {"text": f"{before}\n{_in_words(notation, word.name, arguments)}"}


def _in_words(notation: Notation, name: str, arguments: Json) -> str:
    written = ", ".join(f"{one}={_quoted(value)}" for one, value in arguments.items())
    blank = " " if notation.once else ""
    return f"{notation.mark}{blank}{name}({written}){notation.end}"


def _flat(action: Json) -> Json:
    words = dict(action)
    path = words.pop("path", None)
    if isinstance(path, list):
        first = path[0]
        last = path[-1]
        words |= {"x": first["x"], "y": first["y"], "end_x": last["x"], "end_y": last["y"]}
    if words["type"] == "scroll":
        across, down = (int(str(words.get(name) or 0)) for name in ("scroll_x", "scroll_y"))
        sideways = abs(across) > abs(down)
        way = ("left", "right") if sideways else ("up", "down")
        length = across if sideways else down or 100
        words |= {"scroll_y": down or 100, "direction": way[length > 0], "pixels": abs(length)}
    return words


def _word(family: Family, said: Json) -> ModelWord | None:
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
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = " ".join(value)
    elif isinstance(value, list):
        value = f"({value[0]},{value[1]})"
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'"


def family_space(family: Family, size: tuple[int, int]) -> tuple[float, float]:
    if family.coordinates in _PARTS:
        return _PARTS[family.coordinates], _PARTS[family.coordinates]
    if family.coordinates == "resized28":
        return tuple(float(max(1, round(side / _STEP)) * _STEP) for side in size)  # type: ignore[return-value]
    return float(size[0]), float(size[1])
