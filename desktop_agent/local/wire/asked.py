"""Read a client's request: foreign JSON comes in, our own data or one clear sentence comes out."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Dialect = Literal["preview", "lightcone", "openai"]

DIALECTS: dict[str, Dialect] = {"computer_use_preview": "preview", "computer_use": "lightcone", "computer": "openai"}
_NO_TOOL = (
    "The request offers no computer tool. Send one of: computer_use_preview (dialect preview), "
    "computer_use (lightcone), computer (openai)."
)


class BadRequestError(Exception):
    """A request that cannot be answered: the HTTP status, what is wrong and which parameter it is in."""

    def __init__(self, message: str, *, param: str | None = None, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.param = param
        self.status = status


@dataclass(frozen=True, slots=True)
class Said:
    """A message: its texts and its last picture (still encoded)."""

    role: str
    texts: tuple[str, ...]
    image_url: str | None


@dataclass(frozen=True, slots=True)
class Called:
    """A call of ours that the client sends back as part of the history."""

    call_id: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The result of a call."""

    call_id: str
    image_url: str | None
    acknowledged: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ended:
    """Our `done` call, or the client's answer to it."""


Item = Said | Called | Answered | Ended


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. `display` is None where the picture's own size counts."""

    dialect: Dialect
    items: tuple[Item, ...]
    tools: tuple[dict[str, Any], ...]
    model: str
    previous: str | None
    stream: bool
    offers_done: bool
    display: tuple[int, int] | None
    environment: str
    raw: dict[str, Any]


class _Tool(BaseModel):
    model_config = ConfigDict(extra="allow")

    type: str = ""
    name: str = ""
    display_width: int | None = Field(default=None, gt=0, le=32_768)
    display_height: int | None = Field(default=None, gt=0, le=32_768)
    environment: str = ""


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow")

    type: str = ""
    text: str | None = None
    image_url: str | None = None


class _Check(BaseModel):
    model_config = ConfigDict(extra="allow")

    id: str


class _Item(BaseModel):
    model_config = ConfigDict(extra="allow")

    type: str = ""
    role: str = ""
    name: str = ""
    id: str = ""
    call_id: str = ""
    content: str | list[_Part] | None = None
    output: Any = None
    acknowledged_safety_checks: list[_Check] | None = None


class _Body(BaseModel):
    model_config = ConfigDict(extra="allow")

    input: str | list[_Item] = Field(default_factory=list)
    model: str = "local"
    tools: list[_Tool] = Field(default_factory=list)
    previous_response_id: str | None = None
    stream: bool | None = None


def read_request(body: bytes) -> Asked:
    """Return what a request asks for.

    Raises:
        BadRequestError: it is no JSON, has a wrong shape, or offers no computer tool.
    """
    try:
        raw = json.loads(body)
        parsed = _Body.model_validate(raw)
    except (ValueError, RecursionError) as error:
        raise _misshapen(error) from error
    tool = next((one for one in parsed.tools if one.type in DIALECTS), None)
    if tool is None:
        raise BadRequestError(_NO_TOOL, param="tools")
    items = [_Item(role="user", content=parsed.input)] if isinstance(parsed.input, str) else parsed.input
    width, height = tool.display_width, tool.display_height
    return Asked(
        dialect=DIALECTS[tool.type],
        items=tuple(found for item in items if (found := _item(item))),
        tools=tuple(raw["tools"]),
        model=parsed.model,
        previous=parsed.previous_response_id,
        stream=bool(parsed.stream),
        offers_done=any(one.type == "function" and one.name == "done" for one in parsed.tools),
        display=(width, height) if width and height else None,
        environment=tool.environment,
        raw=raw,
    )


def picture_bytes(image_url: str | None) -> bytes:
    """Return the encoded picture of a data URL.

    Raises:
        BadRequestError: there is none, or it is somewhere else than in the request.
    """
    if not image_url:
        raise BadRequestError("There is no picture of the screen in the input. Send one as image_url.", param="input")
    head, comma, data = image_url.partition(",")
    if not comma or not head.startswith("data:image/") or not head.endswith(";base64"):
        message = "This server fetches nothing: send the picture itself, as data:image/png;base64,…"
        raise BadRequestError(message, param="input")
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadRequestError("The picture's base64 is broken.", param="input") from error


def _misshapen(error: ValueError | RecursionError) -> BadRequestError:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        return BadRequestError(f"{where}: {first['msg']}.", param=where)
    return BadRequestError("The body is no JSON object.")


def _item(item: _Item) -> Item | None:
    match item.type:
        case "message" | "":
            return _said(item) if item.role else None
        case "computer_call":
            return Called(item.call_id or item.id)
        case "computer_call_output":
            checks = frozenset(check.id for check in item.acknowledged_safety_checks or ())
            return Answered(item.call_id, _output_url(item.output), checks)
        case "function_call" | "function_call_output":
            return Ended()
        case _:
            return None


def _said(item: _Item) -> Said:
    if isinstance(item.content, str):
        return Said(item.role, (item.content,), None)
    parts = item.content or []
    pictures = [part.image_url for part in parts if part.image_url]
    return Said(item.role, tuple(part.text for part in parts if part.text), pictures[-1] if pictures else None)


def _output_url(output: object) -> str | None:
    url = output.get("image_url") if isinstance(output, dict) else None
    return url if isinstance(url, str) else None
