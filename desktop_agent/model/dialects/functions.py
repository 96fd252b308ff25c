"""Any server of the Responses API with functions: the computer is offered as functions, in a family's words.

Such a server has no computer tool and checks nothing. A picture goes in a message of the user after the results, unless
the server is known to take pictures in the results themselves.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.turn import SafetyCheck
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.model.coordinates import Coordinates, last_places
from desktop_agent.model.dialect import Dialect, DialectOptions, TextCalls, function_result, user_message
from desktop_agent.model.families import family_named, family_of_model
from desktop_agent.model.family import Family, ModelWord
from desktop_agent.model.foreign_json import printable_object
from desktop_agent.model.picture import PicturePlaceholder
from desktop_agent.model.reading.function import object_in
from desktop_agent.model.reading.shapes import texts_in
from desktop_agent.model.reading.tool_call import called_action, calls_in

_NOT_IN_NAMES = re.compile(r"[^a-zA-Z0-9_-]")


class FunctionsDialect(Dialect):
    """The computer as functions, for a family of models and their server."""

    name = "functions"
    profile = "ollama"
    depends_on_model = True
    bare_calls = True

    def __init__(self, chosen: DialectOptions) -> None:
        """Choose the model's family and the options of its server; SettingsError for an unknown family."""
        family = family_named(chosen.family) if chosen.family else family_of_model(chosen.model)
        family = family.with_names() if chosen.names else family
        self._family = family
        self.coordinates = chosen.coordinates or family.coordinates
        self.actions = tuple(dict.fromkeys(str(word.action["type"]) for word in family.words))
        self.pictures = "last" if chosen.pictures_in_results else "after"
        self.prompt = family.prompt
        self.most_pictures = family.pictures
        self.keeps_reasoning = family.keeps_reasoning
        self.own_functions = family.tools
        self.has_end = family.has_end
        self.in_words = family.takes_names

    def tools(self, display: Size, _environment: str, functions: Sequence[JsonItem]) -> list[JsonItem]:
        """Return the tools to offer."""
        return [*computer_tools(self._family, self.coordinates or "viewport", display), *functions]

    def options(self, *, chain: bool) -> JsonItem:
        """Return further fields of a request; our own history need not be stored by the server as well."""
        return {} if chain else {"store": False}

    def user(self, texts: Sequence[str], picture: PicturePlaceholder | None) -> JsonItem:
        """Return a message of the user."""
        return user_message(texts, picture, detail="high")

    def result(
        self,
        call_id: str,
        picture: PicturePlaceholder | None,
        _acknowledged: Sequence[SafetyCheck],
        messages: Sequence[str],
    ) -> JsonItem:
        """Return the answer to a call."""
        answer = function_result(call_id, picture, messages, detail="high")
        return answer if picture else {**answer, "output": " ".join(messages) or "Nothing was done."}

    def returned(self, item: JsonItem) -> JsonItem:
        """Return an output item in the form that every server accepts back; empty if there is none.

        A call gets a name of plain letters, and arguments as the text of a JSON object: servers parse those of all
        earlier calls, and refuse the full history for invalid ones. A thought is returned with all its fields, as
        llama.cpp requires its content; one with only an id is left out, since nothing is stored under that id.
        """
        if item.get("type") == "function_call":
            name = str(item.get("name") or "")
            arguments_text = json.dumps(printable_object(object_in(item.get("arguments"))), ensure_ascii=False)
            call_fields = {
                "call_id": item.get("call_id") or item.get("id"),
                "name": _NOT_IN_NAMES.sub("_", name)[:64] or "_",
            }
            return {**item, **call_fields, "arguments": arguments_text}
        if item.get("type") == "reasoning":
            thoughts = texts_in(item.get("content"))
            item = {name: value for name, value in item.items() if value != []}
            if not any(value for name, value in item.items() if name not in {"type", "id", "status"}):
                return {}
            return {
                **item,
                "summary": item.get("summary") or [{"type": "summary_text", "text": thought} for thought in thoughts],
            }
        return item

    def called(self, name: str, arguments: object) -> JsonItem | None:
        """Return the action of a call; None if it is no computer action."""
        return called_action(self._family, name, arguments)

    def calls_in(self, text: str) -> TextCalls:
        """Return a text without calls, and the actions that it requests in text."""
        return calls_in(self._family, text)


DIALECT = FunctionsDialect


def computer_tools(family: Family, coordinates: Coordinates, display: Size) -> list[JsonItem]:
    """Return the tools for a picture of the size `display`."""
    if family.writes_text_alone:
        return []
    places = dict(zip(("right", "bottom"), last_places(coordinates, display), strict=True))
    if family.tool:
        return [_single_tool(family, places)]
    return [_function(word.name, word.description, _properties(word, places)) for word in family.words]


def _single_tool(family: Family, places: Mapping[str, str]) -> JsonItem:
    """Return the single tool; arguments that only some of its actions take may be null."""
    properties: dict[str, JsonItem] = {"action": {"type": "string", "enum": [word.name for word in family.words]}}
    for word in family.words:
        for name, schema in _properties(word, places).items():
            properties.setdefault(name, _or_null(schema))
    actions_text = " ".join(f"{word.name}: {word.description}" for word in family.words)
    return _function(family.tool, f"Work the computer. {actions_text}", properties)


def _function(name: str, description: str, properties: Mapping[str, JsonItem]) -> JsonItem:
    needed = list(properties)
    parameters = {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}
    return {"type": "function", "name": name, "description": description, "parameters": parameters, "strict": True}


def _properties(word: ModelWord, places: Mapping[str, str]) -> dict[str, JsonItem]:
    """Return the schemas; a strict one requires every argument, so optional ones may be null."""
    filled = {name: _filled(argument.schema, places) for name, argument in word.arguments.items()}
    return {name: schema if word.arguments[name].required else _or_null(schema) for name, schema in filled.items()}


def _filled(schema: JsonItem, places: Mapping[str, str]) -> JsonItem:
    description = schema.get("description")
    return {**schema, "description": description.format(**places)} if isinstance(description, str) else schema


def _or_null(schema: JsonItem) -> JsonItem:
    if isinstance(schema["type"], list):
        return schema
    either: dict[str, object] = {**schema, "type": [schema["type"], "null"]}
    words = schema.get("enum")
    if isinstance(words, list):
        either["enum"] = [*words, None]
    return either
