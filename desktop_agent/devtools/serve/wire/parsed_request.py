"""Reads a client's request: turns foreign JSON into dataclasses, or into one clear error."""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from desktop_agent.core.turn import ATTACHED, LIKE
from desktop_agent.devtools.serve.dialect import Json, ServedDialect
from desktop_agent.devtools.serve.dialects import DIALECTS
from desktop_agent.devtools.serve.wire.problem import BadRequestError, fault_of

_ROLES = frozenset({"user", "assistant", "system", "developer"})
_PICTURE_TYPES = tuple(sorted({dialect.picture for dialect in DIALECTS.values()}))
_OUTPUT_FIELDS = frozenset({"detail", "text"})
_MOST_SIDE = 32_768  # pixels
_DEEPEST = 64
_FROM_URLS = str.maketrans("-_", "+/")  # one alphabet of base64 into the other
_ECHOED = ("tools", "tool_choice", "text", "reasoning", "prompt")


@dataclass(frozen=True, slots=True)
class ParsedMessage:
    """A message: its texts and its last picture (still encoded)."""

    role: str
    texts: tuple[str, ...]
    image_url: str | None


@dataclass(frozen=True, slots=True)
class ParsedCall:
    """A call by this server that the client sends back as part of the history."""

    call_id: str


@dataclass(frozen=True, slots=True)
class ParsedOutput:
    """The result of a call."""

    call_id: str
    image_url: str | None


@dataclass(frozen=True, slots=True)
class Ended:
    """This server's `done` call, or the client's answer to it."""


ParsedItem = ParsedMessage | ParsedCall | ParsedOutput | Ended


@dataclass(frozen=True, slots=True)
class ParsedRequest:
    """A request. `dialect` is None without a computer tool, `display` where the picture's own size counts.

    `raw` is the body as received, without null fields; `raw_items` is its input, if that is a list.
    """

    dialect: ServedDialect | None
    items: tuple[ParsedItem, ...]
    raw_items: tuple[Json, ...]
    model: str
    previous: str | None
    stream: bool
    background: bool
    store: bool
    offers_done: bool
    display: tuple[int, int] | None
    environment: str
    raw: Json


def read_request(body: bytes) -> ParsedRequest:
    """Parse a request.

    Raises:
        BadRequestError: it is not JSON, has the wrong shape, or contradicts itself.
    """
    raw, shape = checked(body)
    tools = shape.tools or []
    tool, dialect = _computer(tools)
    if shape.background and shape.store is False:
        raise BadRequestError("A background response must be stored. Omit store=false.", param="background")
    shapes: Sequence[InputItem] = (
        [InputItem(role="user", content=shape.input)] if isinstance(shape.input, str) else shape.input or []
    )
    return ParsedRequest(
        dialect=dialect,
        items=tuple(found for at, item in enumerate(shapes) if (found := _item(at, item, dialect))),
        raw_items=tuple(items) if isinstance(items := raw.get("input"), list) else (),
        model=shape.model or "local",
        previous=shape.previous_response_id,
        stream=bool(shape.stream),
        background=bool(shape.background),
        store=shape.store is not False,
        offers_done=any(one.type == "function" and one.name == "done" for one in tools),
        display=_display(tool),
        environment=(tool.environment if tool else None) or "desktop",
        raw=_named(raw),
    )


def newest_picture(items: Sequence[ParsedItem]) -> str | None:
    """Return the last picture in the items, as it was sent."""
    pictures = [item.image_url for item in items if isinstance(item, ParsedMessage | ParsedOutput) and item.image_url]
    return pictures[-1] if pictures else None


def picture_bytes(image_url: str | None) -> bytes:
    """Return the encoded picture of a data URL.

    Raises:
        BadRequestError: there is no picture, or only a link to one.
    """
    if not image_url:
        raise BadRequestError("There's no picture of the screen in the input. Send one as image_url.", param="input")
    head, comma, data = image_url.partition(",")
    if not comma or not head.startswith("data:image/") or not head.endswith(";base64"):
        message = "This server fetches nothing. Send the picture itself as data:image/png;base64,…"
        raise BadRequestError(message, param="input")
    try:
        # Some clients write the alphabet of URLs, and some leave the padding out.
        return base64.b64decode(data.translate(_FROM_URLS) + "=" * (-len(data) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadRequestError("The picture's base64 is broken.", param="input") from error


def _named(raw: Json) -> Json:
    """Return the body without null fields: null is the same as left out."""
    return {name: value for name, value in raw.items() if value is not None}


def _display(tool: ToolShape | None) -> tuple[int, int] | None:
    return (tool.display_width, tool.display_height) if tool and tool.display_width and tool.display_height else None


def _computer(tools: Sequence[ToolShape]) -> tuple[ToolShape | None, ServedDialect | None]:
    """Return the tool that works the computer, and the dialect that has such a one."""
    for dialect in DIALECTS.values():
        for tool in tools:
            if tool.type == dialect.tool:
                return tool, dialect
    return None, None


def _item(at: int, item: InputItem, dialect: ServedDialect | None) -> ParsedItem | None:
    match item.type:
        case "message" | "" | None:
            return _said(at, item, dialect)
        case "computer_call":
            return ParsedCall(_name(at, item))
        case "computer_call_output":
            return _answered(at, item)
        case "function_call" | "function_call_output" | "custom_tool_call" | "custom_tool_call_output":
            return _ended(at, item)
        case _:
            return None


def _said(at: int, item: InputItem, dialect: ServedDialect | None) -> ParsedMessage | None:
    if not item.role and item.id and item.content is None:
        return None  # a reference to an item; its type may be left out
    if not item.role:
        raise _missing(f"input[{at}].role")
    if item.role not in _ROLES and (dialect is None or dialect.keeps_items):
        message = f"Invalid value for 'input[{at}].role': use one of {', '.join(sorted(_ROLES))}."
        raise BadRequestError(message, param=f"input[{at}].role", code="invalid_value")
    if item.content is None:
        raise _missing(f"input[{at}].content")
    if isinstance(item.content, str):
        return ParsedMessage(item.role, (item.content,), None)
    if any(part.text and part.text.startswith((ATTACHED, LIKE)) for part in item.content):
        return None  # a file or earlier steps, which no plain step is about
    pictures = [part.image_url for part in item.content if part.image_url]
    return ParsedMessage(
        item.role, tuple(part.text for part in item.content if part.text), pictures[-1] if pictures else None
    )


def _answered(at: int, item: InputItem) -> ParsedOutput:
    output, place = item.output, f"input[{at}].output"
    if not isinstance(output, OutputShape):
        raise _missing(place)
    unknown = sorted(set(output.model_extra or ()) - _OUTPUT_FIELDS)
    if unknown:
        message = f"Unknown parameter: '{place}.{unknown[0][:40]}'."
        raise BadRequestError(message, param=f"{place}.{unknown[0][:40]}", code="unknown_parameter")
    if output.type not in _PICTURE_TYPES:
        message = f"Invalid value for '{place}.type': use one of {', '.join(_PICTURE_TYPES)}."
        raise BadRequestError(message, param=f"{place}.type", code="invalid_value")
    return ParsedOutput(_name(at, item), output.image_url)


def _ended(at: int, item: InputItem) -> Ended:
    _name(at, item)
    wanted = {"function_call": "arguments", "custom_tool_call": "input"}.get(item.type or "", "output")
    if getattr(item, wanted, None) is None:
        raise _missing(f"input[{at}].{wanted}")
    return Ended()


def _name(at: int, item: InputItem) -> str:
    name = item.call_id or item.id
    if not name:
        raise _missing(f"input[{at}].call_id")
    return name


def _missing(place: str) -> BadRequestError:
    message = f"Missing required parameter: '{place}'."
    return BadRequestError(message, param=place, code="missing_required_parameter")


class _RequestModel(BaseModel):
    """Strict about types: no number in a string, no 1 for true. Unknown fields are let through."""

    model_config = ConfigDict(extra="allow", strict=True)


class ToolShape(_RequestModel):
    """A tool that is offered to the model."""

    type: str
    name: str | None = None
    display_width: int | None = Field(default=None, gt=0, le=_MOST_SIDE)
    display_height: int | None = Field(default=None, gt=0, le=_MOST_SIDE)
    environment: str | None = None


class PartShape(_RequestModel):
    """A part of a message."""

    type: str | None = None
    text: str | None = None
    image_url: str | None = None
    file_id: str | None = None


class OutputShape(_RequestModel):
    """The output of a computer call."""

    type: str | None = None
    image_url: str | None = None
    file_id: str | None = None


class InputItem(_RequestModel):
    """An item of the input; which fields its type requires is checked where they are used."""

    type: str | None = None
    role: str | None = None
    id: str | None = None
    call_id: str | None = None
    name: str | None = None
    content: str | list[PartShape] | None = None
    output: str | list[Any] | OutputShape | None = None


class BodyShape(_RequestModel):
    """The fields of a create request that the server reads, or says back to each client; others are let through."""

    input: str | list[InputItem] | None = None
    model: str | None = None
    tools: list[ToolShape] | None = None
    previous_response_id: str | None = None
    stream: bool | None = None
    store: bool | None = None
    background: bool | None = None
    safety_identifier: str | None = None
    conversation: None = None  # these are not kept here
    max_output_tokens: int | None = Field(default=None, ge=1)
    metadata: dict[str, str] | None = None
    temperature: float | None = Field(default=None, ge=0, le=2)
    top_p: float | None = Field(default=None, ge=0, le=1)


def checked(body: bytes) -> tuple[Json, BodyShape]:
    """Return a request's body as received, and as typed data.

    Raises:
        BadRequestError: the body is not a JSON object, or a field has a wrong type or value.
    """
    try:
        raw = json.loads(body, parse_constant=_no_number, parse_float=_finite)
        _must_be_text(raw, body)
        shape = BodyShape.model_validate(raw)
        _must_be_flat([raw[name] for name in _ECHOED if isinstance(raw.get(name), dict | list)])
    except ValidationError as error:
        raise _misshapen(error) from error
    except (ValueError, RecursionError, TypeError, AttributeError) as error:
        raise BadRequestError("The body isn't a JSON object.", code="invalid_json") from error
    return raw, shape


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _finite(word: str) -> float:
    number = float(word)
    return number if math.isfinite(number) else _no_number(word)


def _must_be_text(raw: object, body: bytes) -> None:
    """Refuse lone surrogates, which cannot be echoed; only an escape can hold one. A UnicodeError is a ValueError."""
    if b"\\u" in body:
        json.dumps(raw, ensure_ascii=False).encode()


def _must_be_flat(level: list[Any]) -> None:
    """Refuse deep nesting in what is echoed: the JSON writer nests less deeply than the reader."""
    for _ in range(_DEEPEST):
        inner = (part for one in level for part in (one.values() if isinstance(one, dict) else one))
        level = [part for part in inner if isinstance(part, dict | list)]
    if level:
        raise BadRequestError(f"The body is nested deeper than {_DEEPEST} levels.", code="invalid_value")


def _misshapen(error: ValidationError) -> BadRequestError:
    place, said, missing = fault_of(error)
    if not place:
        return BadRequestError(f"The body isn't a JSON object: {said}.", code="invalid_json")
    if missing:
        message = f"Missing required parameter: '{place}'."
        return BadRequestError(message, param=place, code="missing_required_parameter")
    return BadRequestError(f"Invalid value for '{place}': {said}.", param=place, code="invalid_value")
