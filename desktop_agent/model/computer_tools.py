"""Writes the computer as function tools, in a family's words, with strict schemas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop_agent.core.geometry import Size
from desktop_agent.core.turn import JsonItem
from desktop_agent.model.family import Family, ModelWord
from desktop_agent.model.space import Coordinates, last_places


def computer_tools(family: Family, coordinates: Coordinates, display: Size) -> list[JsonItem]:
    """Return the tools for a picture of the size `display`."""
    if family.in_text == "actions":
        return []
    places = dict(zip(("right", "bottom"), last_places(coordinates, display), strict=True))
    if family.tool:
        return [_one(family, places)]
    return [_function(word.name, word.description, _properties(word, places), _required(word)) for word in family.words]


def _one(family: Family, places: Mapping[str, str]) -> JsonItem:
    """Return the one tool; what only some of its actions take may be null in a strict schema."""
    properties: dict[str, JsonItem] = {"action": {"type": "string", "enum": [word.name for word in family.words]}}
    for word in family.words:
        for name, schema in _properties(word, places).items():
            properties.setdefault(name, _or_null(schema))
    told = " ".join(f"{word.name}: {word.description}" for word in family.words)
    return _function(family.tool, f"Work the computer. {told}", properties, properties)


def _function(name: str, description: str, properties: Mapping[str, JsonItem], required: Iterable[str]) -> JsonItem:
    needed = list(required)
    parameters = {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}
    strict = len(needed) == len(properties)
    return {"type": "function", "name": name, "description": description, "parameters": parameters, "strict": strict}


def _properties(word: ModelWord, places: Mapping[str, str]) -> dict[str, JsonItem]:
    return {name: _filled(argument.schema, places) for name, argument in word.arguments.items()}


def _required(word: ModelWord) -> list[str]:
    return [name for name, argument in word.arguments.items() if argument.required]


def _filled(schema: JsonItem, places: Mapping[str, str]) -> JsonItem:
    description = schema.get("description")
    return {**schema, "description": description.format(**places)} if isinstance(description, str) else schema


def _or_null(schema: JsonItem) -> JsonItem:
    either: dict[str, object] = {**schema, "type": [schema["type"], "null"]}
    if isinstance(words := schema.get("enum"), list):
        either["enum"] = [*words, None]
    return either
