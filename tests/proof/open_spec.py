"""The Open Responses specification as a judge, by the types that Mozilla.ai makes of it (PyPI, `openresponses-types`).

By themselves the types are lax: they let go what they do not know, take "5" for 5, and anything for a choice of tools.
Here a field that they do not know is a fault, types are strict, and the schema of a function has to be one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema
from openresponses_types import types as spec_types
from pydantic import BaseModel, RootModel, TypeAdapter, ValidationError

Json = Mapping[str, Any]
_ANY = TypeAdapter[Any]
_REQUEST = TypeAdapter(spec_types.CreateResponseBody)
_CHOICE: _ANY = TypeAdapter(spec_types.ToolChoiceParam)
_FREE = {"EmptyModelParam", "ToolChoice2"}  # objects of which the document says nothing


def faults_of_request(body: Json) -> list[str]:
    """Return what is wrong with the body of a request for a response."""
    found = _faults(_REQUEST, body)
    if isinstance(body.get("tool_choice"), Mapping):
        found += [f"tool_choice{fault}" for fault in _faults(_CHOICE, body["tool_choice"])]
    if not isinstance(body.get("input"), str | list) or not isinstance(body.get("model"), str):
        found.append(": says nothing, or to no model")
    return found + [fault for tool in body.get("tools") or () for fault in _faults_of_schema(tool)]


def _faults(judge: _ANY, value: object) -> list[str]:
    try:
        read = judge.validate_json(json.dumps(value), strict=True)
    except ValidationError as error:
        return _told(error)
    return [f"{place}: not known" for place in _unknown(value, read, "")]


def _told(error: ValidationError) -> list[str]:
    """Return the errors, without those of types that are for something else: of another `type` or `role`."""
    told = [(tuple(map(str, one["loc"])), one["msg"]) for one in error.errors()]
    others = [place[:-1] for place, said in told if place[-1] in {"type", "role"} and said.startswith("Input should")]
    near = [one for one in told if not any(one[0][: len(other)] == other for other in others)] or told
    near = [one for one in near if not one[0][-1][:1].isupper()] or near  # nor of those that are only text
    return [f".{'.'.join(part for part in place if '[' not in part)}: {said}" for place, said in near]


def _unknown(value: object, read: object, at: str) -> Iterator[str]:
    """Yield where an object holds a field that its type does not know, at any depth."""
    while isinstance(read, RootModel):
        read = read.root
    if isinstance(read, BaseModel) and isinstance(value, Mapping) and type(read).__name__ not in _FREE:
        names = {field.alias or name: name for name, field in type(read).model_fields.items()}
        for name, inner in value.items():
            if name in names:
                yield from _unknown(inner, getattr(read, names[name]), f"{at}.{name}")
            else:
                yield f"{at}.{name}"
    elif isinstance(read, list) and isinstance(value, list):
        for number, (inner, one) in enumerate(zip(value, read, strict=True)):
            yield from _unknown(inner, one, f"{at}[{number}]")


def _faults_of_schema(tool: Json) -> list[str]:
    try:
        jsonschema.Draft202012Validator.check_schema(tool.get("parameters") or {})
    except jsonschema.SchemaError as error:
        return [f".tools.{tool.get('name')}: {error.message}"]
    return []
