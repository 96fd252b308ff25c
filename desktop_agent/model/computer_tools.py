"""Writes the computer as function tools, in a family's words, with strict schemas."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_agent.core.geometry import Size
from desktop_agent.core.json_text import JsonItem
from desktop_agent.model.family import Family, ModelWord
from desktop_agent.model.space import Coordinates, last_places


def computer_tools(family: Family, coordinates: Coordinates, display: Size) -> list[JsonItem]:
    """Return the tools for a picture of the size `display`."""
    if family.in_text == "actions":
        return []
    places = dict(zip(("right", "bottom"), last_places(coordinates, display), strict=True))
    if family.tool:
        return [_one(family, places)]
    return [_function(word.name, word.description, _properties(word, places)) for word in family.words]


def _one(family: Family, places: Mapping[str, str]) -> JsonItem:
    """Return the one tool; what only some of its actions take may be null."""
    properties: dict[str, JsonItem] = {"action": {"type": "string", "enum": [word.name for word in family.words]}}
    for word in family.words:
        for name, schema in _properties(word, places).items():
            properties.setdefault(name, _or_null(schema))
    told = " ".join(f"{word.name}: {word.description}" for word in family.words)
    return _function(family.tool, f"Work the computer. {told}", properties)


def _function(name: str, description: str, properties: Mapping[str, JsonItem]) -> JsonItem:
    needed = list(properties)
    parameters = {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}
    return {"type": "function", "name": name, "description": description, "parameters": parameters, "strict": True}


def _properties(word: ModelWord, places: Mapping[str, str]) -> dict[str, JsonItem]:
    """Return the schemas; a strict one requires every argument, and what is not required may be null."""
    filled = {name: _filled(argument.schema, places) for name, argument in word.arguments.items()}
    return {name: each if word.arguments[name].required else _or_null(each) for name, each in filled.items()}


def _filled(schema: JsonItem, places: Mapping[str, str]) -> JsonItem:
    description = schema.get("description")
    return {**schema, "description": description.format(**places)} if isinstance(description, str) else schema


def _or_null(schema: JsonItem) -> JsonItem:
    if isinstance(schema["type"], list):
        return schema
    either: dict[str, object] = {**schema, "type": [schema["type"], "null"]}
    if isinstance(words := schema.get("enum"), list):
        either["enum"] = [*words, None]
    return either
