"""Reads calls of the user's functions and requests for MCP tools, as calls for the user to approve."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop_agent.core.actions import Invoke
from desktop_agent.core.errors import DialectError
from desktop_agent.core.function import Function
from desktop_agent.core.json_text import JsonItem
from desktop_agent.core.message import Message
from desktop_agent.core.turn import Call, InvalidAction, Proposal
from desktop_agent.model.reading.shapes import OutputItem
from desktop_agent.model.reading.values import json_of, number_of, switch_of
from desktop_agent.model.strict_json import printable, printable_object
from desktop_agent.model.tools import APPROVAL

MAX_ARGUMENTS_CHARACTERS = 100_000
_NUMBERS = frozenset({"number", "integer"})


@dataclass(frozen=True, slots=True)
class ReadFunction:
    """A call as we read it, with notices for the user."""

    call: Call
    notices: tuple[Message, ...] = ()


def read_function(item: JsonItem, shape: OutputItem, functions: Sequence[Function]) -> ReadFunction | None:
    """Return the call of one of these functions, or of a tool of an MCP server; None for anything else."""
    name = shape.call_id or shape.id
    if shape.type == APPROVAL:
        return ReadFunction(Call(name, (_approval(item, shape),), called="mcp"))
    function = next((candidate for candidate in functions if candidate.name == shape.name), None)
    if shape.type != "function_call" or function is None:
        return None
    notices: list[Message] = []
    if shape.status not in {"", "completed"}:
        action: Invoke | InvalidAction = InvalidAction("The call was incomplete, so nothing was done.")
    else:
        action = _invoke(function, shape.arguments, notices)
    return ReadFunction(Call(name, (Proposal(action, printable_object(item)),), called="function"), tuple(notices))


def arguments_in(arguments: object) -> tuple[object, bool]:
    """Return the value of arguments, and whether they were JSON inside a JSON string.

    A text that is no JSON is returned unchanged. Slightly invalid JSON is read leniently.
    """
    value = arguments
    unpacked = 0
    while isinstance(value, str) and unpacked < 2:  # noqa: PLR2004 - JSON, and JSON inside it
        try:
            value = json_of(value)
        except DialectError:
            break
        unpacked += 1
    return value, isinstance(arguments, str) and unpacked > 1


def object_in(arguments: object) -> dict[str, object]:
    """Return the arguments as an object; an empty one if they are no object."""
    value, _ = arguments_in(arguments)
    return dict(value) if isinstance(value, dict) else {}


def _invoke(function: Function, arguments: object, notices: list[Message]) -> Invoke | InvalidAction:
    if isinstance(arguments, str) and len(arguments) > MAX_ARGUMENTS_CHARACTERS:
        return InvalidAction(f"The arguments have more than {MAX_ARGUMENTS_CHARACTERS} characters.")
    value, is_doubly_encoded = arguments_in({} if arguments is None or arguments == "" else arguments)
    if not isinstance(value, dict):
        return InvalidAction("The arguments aren't a JSON object.")
    if printable(value) != value:
        return InvalidAction("The arguments contain half a character (a lone surrogate) or a number that isn't finite.")
    if is_doubly_encoded:
        notices.append(Message("The model writes function arguments as JSON inside a JSON string."))
    elif not isinstance(arguments, str | None):
        notices.append(Message("The server sends function arguments as an object, not as a JSON string."))
    return Invoke(function.name, _as_json(_with_numbers(value, function.parameters, notices)))


def _with_numbers(value: dict[str, object], schema: Mapping[str, object], notices: list[Message]) -> dict[str, object]:
    """Return the arguments with texts converted to numbers or booleans where the schema requires those."""
    properties = schema.get("properties")
    schemas = properties if isinstance(properties, Mapping) else {}
    types = {
        name: property_schema.get("type")
        for name, property_schema in schemas.items()
        if isinstance(property_schema, Mapping)
    }
    converted = {name: _value(argument, types.get(name)) for name, argument in value.items()}
    if converted != value:
        notices.append(Message("The model writes numbers as strings in function arguments."))
    return converted


def _value(value: object, kind: object) -> object:
    """Return a text as the number or boolean that the schema requires; anything else is returned unchanged."""
    if not isinstance(value, str):
        return value
    if kind in _NUMBERS:
        converted = number_of(value)
    elif kind == "boolean":
        converted = switch_of(value)
    else:
        converted = None
    return value if converted is None else converted


def _approval(item: JsonItem, shape: OutputItem) -> Proposal:
    if len(str(shape.arguments)) > MAX_ARGUMENTS_CHARACTERS:
        reason = f"The arguments have more than {MAX_ARGUMENTS_CHARACTERS} characters."
        return Proposal(InvalidAction(reason), {"type": shape.type, "id": shape.id})
    value, _ = arguments_in(shape.arguments)
    server = item.get("server_label")
    invoke = Invoke(
        name=str(printable(shape.name)),
        arguments=_as_json({} if value is None else value),
        server=str(printable(server)) if isinstance(server, str) and server else "without a name",
    )
    return Proposal(invoke, printable_object(item))


def _as_json(value: object) -> str:
    return json.dumps(printable(value), ensure_ascii=False, separators=(",", ":"))
