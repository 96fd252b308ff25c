"""Reads a client's request: turns foreign JSON into dataclasses, or into one clear error."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from desktop_agent.core.runs.turn import ATTACHED, LIKE
from desktop_agent.serve.dialects import DIALECTS, Json, ServedDialect

_MOST_SIDE = 32_768  # pixels
_FROM_URLS = str.maketrans("-_", "+/")  # one alphabet of base64 into the other


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
class ParsedEnding:
    """This server's `done` call, or the client's answer to it."""


ParsedItem = ParsedMessage | ParsedCall | ParsedOutput | ParsedEnding


@dataclass(frozen=True, slots=True)
class ParsedRequest:
    """A request. `dialect` is None without a computer tool, `display` if the picture's own size counts.

    `raw` is the body as received, without null fields.
    """

    dialect: ServedDialect | None
    items: tuple[ParsedItem, ...]
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
    tool, dialect = _computer_tool(tools)
    if shape.background and shape.store is False:
        raise BadRequestError("A background response must be stored. Omit store=false.", param="background")
    shapes: Sequence[InputItem] = (
        [InputItem(role="user", content=shape.input)] if isinstance(shape.input, str) else shape.input or []
    )
    items = [_parsed_item(at, item) for at, item in enumerate(shapes)]
    return ParsedRequest(
        dialect=dialect,
        items=tuple(item for item in items if item),
        model=shape.model or "local",
        previous=shape.previous_response_id,
        stream=bool(shape.stream),
        background=bool(shape.background),
        store=shape.store is not False,
        offers_done=any(tool.type == "function" and tool.name == "done" for tool in tools),
        display=_display_size(tool),
        environment=(tool.environment if tool else None) or "desktop",
        raw={name: value for name, value in raw.items() if value is not None},
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


def _display_size(tool: RequestTool | None) -> tuple[int, int] | None:
    return (tool.display_width, tool.display_height) if tool and tool.display_width and tool.display_height else None


def _computer_tool(tools: Sequence[RequestTool]) -> tuple[RequestTool | None, ServedDialect | None]:
    """Return the computer tool and its dialect; None for both without one."""
    for dialect in DIALECTS.values():
        for tool in tools:
            if tool.type == dialect.tool:
                return tool, dialect
    return None, None


def _parsed_item(at: int, item: InputItem) -> ParsedItem | None:
    match item.type:
        case "message" | "" | None:
            return _parsed_message(at, item)
        case "computer_call":
            return ParsedCall(_name(at, item))
        case "computer_call_output":
            if not isinstance(item.output, RequestOutput):
                raise _missing_error(f"input[{at}].output")
            return ParsedOutput(_name(at, item), item.output.image_url)
        case "function_call" | "function_call_output" | "custom_tool_call" | "custom_tool_call_output":
            _name(at, item)
            return ParsedEnding()
        case _:
            return None


def _parsed_message(at: int, item: InputItem) -> ParsedMessage | None:
    if not item.role and item.id and item.content is None:
        return None  # a reference to an item; its type may be omitted
    if not item.role:
        raise _missing_error(f"input[{at}].role")
    if item.content is None:
        raise _missing_error(f"input[{at}].content")
    if isinstance(item.content, str):
        return ParsedMessage(item.role, (item.content,), None)
    if any(part.text and part.text.startswith((ATTACHED, LIKE)) for part in item.content):
        return None  # a file or earlier steps, which plain steps do not use
    pictures = [part.image_url for part in item.content if part.image_url]
    return ParsedMessage(
        item.role, tuple(part.text for part in item.content if part.text), pictures[-1] if pictures else None
    )


def _name(at: int, item: InputItem) -> str:
    name = item.call_id or item.id
    if not name:
        raise _missing_error(f"input[{at}].call_id")
    return name


def _missing_error(path: str) -> BadRequestError:
    message = f"Missing required parameter: '{path}'."
    return BadRequestError(message, param=path, code="missing_required_parameter")


class _RequestModel(BaseModel):
    """Strict about types: no number in a string, no 1 for true. Unknown fields are accepted."""

    model_config = ConfigDict(extra="allow", strict=True)


class RequestTool(_RequestModel):
    """A tool that is offered to the model."""

    type: str
    name: str | None = None
    display_width: int | None = Field(default=None, gt=0, le=_MOST_SIDE)
    display_height: int | None = Field(default=None, gt=0, le=_MOST_SIDE)
    environment: str | None = None


class RequestPart(_RequestModel):
    """A part of a message."""

    type: str | None = None
    text: str | None = None
    image_url: str | None = None


class RequestOutput(_RequestModel):
    """The output of a computer call."""

    type: str | None = None
    image_url: str | None = None


class InputItem(_RequestModel):
    """An item of the input; required fields are checked where they are used."""

    type: str | None = None
    role: str | None = None
    id: str | None = None
    call_id: str | None = None
    name: str | None = None
    content: str | list[RequestPart] | None = None
    output: str | list[Any] | RequestOutput | None = None


class RequestBody(_RequestModel):
    """The fields of a create request that the server reads; others are accepted."""

    input: str | list[InputItem] | None = None
    model: str | None = None
    tools: list[RequestTool] | None = None
    previous_response_id: str | None = None
    stream: bool | None = None
    store: bool | None = None
    background: bool | None = None
    conversation: None = None  # conversations are not stored here


def checked(body: bytes) -> tuple[Json, RequestBody]:
    """Return a request's body as received, and as typed data.

    Raises:
        BadRequestError: the body is not a JSON object, or a field has a wrong type or value.
    """
    try:
        raw = json.loads(body)
        shape = RequestBody.model_validate(raw)
        # Echoed values must be writable: no infinite number, no lone surrogate, no deep nesting.
        json.dumps(raw, ensure_ascii=False, allow_nan=False).encode()
    except ValidationError as error:
        raise _validation_error(error) from error
    except (ValueError, RecursionError) as error:
        raise BadRequestError("The body isn't a JSON object.", code="invalid_json") from error
    return raw, shape


def _validation_error(error: ValidationError) -> BadRequestError:
    """Return the most relevant error: of several allowed types, that of the best match."""
    fault = max(error.errors(include_url=False, include_input=False), key=lambda each: len(each["loc"]))
    path = place_of(fault["loc"])
    if fault["type"] == "missing":
        return _missing_error(path)
    reason = fault["msg"].removeprefix("Value error, ").rstrip(".")
    return BadRequestError(f"Invalid value for '{path or 'body'}': {reason}.", param=path, code="invalid_value")


_KINDS = {401: "authentication_error", 403: "permission_error", 404: "not_found_error"}


class BadRequestError(Exception):
    """A request that cannot be answered; with status 405, `allow` lists the methods of the address."""

    def __init__(
        self, message: str, *, param: str | None = None, code: str | None = None, status: int = 400, allow: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.param = param
        self.code = code
        self.status = status
        self.allow = allow

    def body(self) -> Json:
        """Return the JSON body."""
        kind = _KINDS.get(self.status, "invalid_request_error")
        return {"error": {"message": self.message, "type": kind, "param": self.param, "code": self.code}}


_TYPES = frozenset({"str", "int", "float", "bool"})


def place_of(loc: tuple[int | str, ...]) -> str:
    """Return a field's path without the type names that pydantic adds for unions."""
    path = ""
    for part in loc:
        if isinstance(part, int):
            path += f"[{part}]"
        elif part.isidentifier() and part[0].islower() and part not in _TYPES:
            path += f".{part}" if path else part
    return path
