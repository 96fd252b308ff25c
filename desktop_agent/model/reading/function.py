"""Reads calls of the user's functions and requests for MCP tools, as calls for the user to approve."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from desktop_agent.core.actions.action import Function, Invoke
from desktop_agent.core.runs.turn import Call, InvalidAction, Proposal
from desktop_agent.core.texts.foreign_text import UNREADABLE, JsonItem
from desktop_agent.core.texts.message import Message
from desktop_agent.model.coordinates import Unreadable
from desktop_agent.model.foreign_json import printable, printable_object
from desktop_agent.model.reading.shapes import OutputItem
from desktop_agent.model.reading.values import json_of, number_of, plain_names, switch_of, text_of
from desktop_agent.model.tools import APPROVAL

MAX_ARGUMENTS_CHARACTERS = 100_000
_MOST_SHOWN = 200
_NUMBERS = frozenset({"number", "integer"})
_OF_A_CALL = frozenset({"type", "id", "call_id"})


@dataclass(frozen=True, slots=True)
class ReadFunction:
    """A call as we read it, with notices for the user."""

    call: Call
    notices: tuple[Message, ...] = ()


def read_function(item: JsonItem, shape: OutputItem, functions: Sequence[Function]) -> ReadFunction | None:
    """Return the call of one of these functions, or of a tool of an MCP server; None for anything else."""
    name = shape.call_id or shape.id
    if shape.type == APPROVAL:
        return ReadFunction(Call(name, (_mcp_proposal(item, shape),), called="mcp"))
    function = next((candidate for candidate in functions if candidate.name == shape.name), None)
    if shape.type != "function_call" or function is None:
        return None
    notices: list[Message] = []
    if shape.status not in {"", "completed"}:
        action: Invoke | InvalidAction = InvalidAction("The call was incomplete, so nothing was done.")
    else:
        action = _invoke(function, shape.arguments, notices)
    return ReadFunction(Call(name, (Proposal(action, printable_object(item)),), called="function"), tuple(notices))


def value_in(arguments: object) -> object:
    """Return the value of arguments, which may be JSON, and JSON inside of a JSON string.

    A text that is no JSON is returned unchanged. Slightly invalid JSON is read leniently.
    """
    value = arguments
    for _ in range(2):
        if isinstance(value, str):
            with suppress(Unreadable):
                value = json_of(value)
    return value


def object_in(arguments: object) -> dict[str, object]:
    """Return the arguments as an object; an empty one if they are no object."""
    value = value_in(arguments)
    return dict(value) if isinstance(value, dict) else {}


def object_of(arguments: object) -> dict[str, object]:
    """Return the arguments of a call; Unreadable says what is wrong with those that are no object."""
    if isinstance(arguments, str) and len(arguments) > MAX_ARGUMENTS_CHARACTERS:
        raise Unreadable(f"its arguments have more than {MAX_ARGUMENTS_CHARACTERS} characters.")
    value = value_in({} if arguments is None or arguments == "" else arguments)
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict):
        raise Unreadable(f"its arguments aren't a JSON object: {_why_no_object(value)}. They were: {_shown(arguments)}")
    return value


def unwrapped_fields(name: str, fields: dict[str, object], known: Collection[str]) -> dict[str, object]:
    """Return the fields of a call without what stands around them: an object under a name that is no argument's.

    Beside it may only be what a call has, too: its own name, its type and ids. All that is inside must be known.
    """
    inner = {field: object_in(value) for field, value in fields.items() if field not in known}
    wrappers = [field for field, value in inner.items() if value]
    others = {field: value for field, value in fields.items() if field not in wrappers}
    may_stand_beside = _OF_A_CALL - {*known}
    if len(wrappers) != 1 or not all(field in may_stand_beside or value == name for field, value in others.items()):
        return fields
    inside = unwrapped_fields(name, plain_names(inner[wrappers[0]], known), known)
    return inside if inside.keys() <= {*known} else fields


def _why_no_object(value: object) -> str:
    """Return what is wrong with a value that is no object, in words that a model can mend at once."""
    if not isinstance(value, str):
        return "they are a list or one value"
    try:
        json_of(value)
    except Unreadable as why:
        return str(why)
    return "they are text"


def _shown(arguments: object) -> str:
    return str(printable(str(arguments)[:_MOST_SHOWN]))


def _invoke(function: Function, arguments: object, notices: list[Message]) -> Invoke | InvalidAction:
    try:
        value = object_of(arguments)
    except Unreadable as why:
        return InvalidAction(f"{function.name} was not done: {why}")
    properties = _object_at(function.parameters, "properties")
    value = unwrapped_fields(function.name, value, properties) if properties else value
    written = json.dumps(value, ensure_ascii=False)
    if printable(value) != value or UNREADABLE in written:
        return InvalidAction(f"{function.name} was not done: its arguments hold half a character, or a lost one.")
    return Invoke(function.name, _as_json(_with_numbers(value, function.parameters, notices)))


def _with_numbers(value: dict[str, object], schema: Mapping[str, object], notices: list[Message]) -> dict[str, object]:
    """Return the arguments with texts as numbers or booleans, and numbers as texts, where the schema requires those."""
    schemas = _object_at(schema, "properties")
    types = {name: _object_at(schemas, name).get("type") for name in schemas}
    converted = {name: _value_of_kind(argument, types.get(name)) for name, argument in value.items()}
    if converted != value:
        notices.append(Message("The model writes numbers as strings in function arguments, or the other way round."))
    return converted


def _value_of_kind(value: object, kind: object) -> object:
    """Return a value as the schema requires it, if it has one reading as such; else unchanged."""
    converted: object = None
    if kind == "string":
        converted = text_of(value)
    elif isinstance(value, str) and kind in _NUMBERS:
        converted = number_of(value)
    elif isinstance(value, str) and kind == "boolean":
        converted = switch_of(value)
    return value if converted is None else converted


def _object_at(value: Mapping[str, object], name: str) -> Mapping[str, object]:
    inner = value.get(name)
    return inner if isinstance(inner, Mapping) else {}


def _mcp_proposal(item: JsonItem, shape: OutputItem) -> Proposal:
    if len(str(shape.arguments)) > MAX_ARGUMENTS_CHARACTERS:
        reason = f"The arguments have more than {MAX_ARGUMENTS_CHARACTERS} characters."
        return Proposal(InvalidAction(reason), {"type": shape.type, "id": shape.id})
    value = value_in(shape.arguments)
    server = item.get("server_label")
    invoke = Invoke(
        name=str(printable(shape.name)),
        arguments=_as_json({} if value is None else value),
        server=str(printable(server)) if isinstance(server, str) and server else "without a name",
    )
    return Proposal(invoke, printable_object(item))


def _as_json(value: object) -> str:
    return json.dumps(printable(value), ensure_ascii=False, separators=(",", ":"))
