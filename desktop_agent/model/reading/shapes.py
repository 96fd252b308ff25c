"""The outline of a response and its items; a missing or odd field becomes empty, and never causes a crash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from desktop_agent.core.errors import DialectError
from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.turn import Usage
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.core.texts.message import Message
from desktop_agent.model.foreign_json import SERVER_IS_FAULTY

_MOST_TOKENS = 10**12


def _or_none(value: object, handler: ValidatorFunctionWrapHandler) -> Any:  # noqa: ANN401 - pydantic's own signature
    try:
        return handler(value)
    except ValidationError:
        return None


def _or_empty(value: object, _: ValidatorFunctionWrapHandler) -> str:
    return value if isinstance(value, str) else ""


def _as_object(value: object, _: ValidatorFunctionWrapHandler) -> dict[str, object] | None:
    """Return an error as an object; some servers send a sentence."""
    if isinstance(value, str) and value:
        return {"message": value}
    return value if isinstance(value, dict) else None


TextOrEmpty = Annotated[str, WrapValidator(_or_empty)]
Object = Annotated[dict[str, object] | None, WrapValidator(_or_none)]


class _LenientModel(BaseModel):
    """Strict about types; unknown fields are ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class ResponseShape(_LenientModel):
    """One response; every field may be missing."""

    id: TextOrEmpty = ""
    computer_id: TextOrEmpty = ""
    status: TextOrEmpty = ""
    output: list[object] = []
    error: Annotated[dict[str, object] | None, WrapValidator(_as_object)] = None
    incomplete_details: Object = None
    usage: object = None
    viewport: object = None


class OutputItem(_LenientModel):
    """One item of the output; every field may be missing."""

    type: TextOrEmpty = ""
    id: TextOrEmpty = ""
    call_id: TextOrEmpty = ""
    role: TextOrEmpty = ""
    name: TextOrEmpty = ""
    status: TextOrEmpty = ""
    arguments: object = None
    action: object = None
    actions: object = None
    content: object = None
    summary: object = None
    pending_safety_checks: object = None


def response_shape(response: Mapping[str, object], most: int) -> ResponseShape:
    """Return the outline; DialectError when the output is no list, or has more than `most` items."""
    try:
        shape = ResponseShape.model_validate({k: v for k, v in response.items() if k != "output" or v is not None})
    except ValidationError as error:
        raise DialectError(Message("The output in the server's response isn't a list."), SERVER_IS_FAULTY) from error
    if len(shape.output) > most:
        raise DialectError(
            Message("The server's response contains too many items ({count}).", count=len(shape.output)),
            SERVER_IS_FAULTY,
        )
    return shape


def usage_of(usage: object) -> Usage | None:
    """Return the server's token counts, None for an implausible one; None if there are no counts."""
    if not isinstance(usage, dict):
        return None
    read, written, total = (_tokens(usage.get(name)) for name in ("input_tokens", "output_tokens", "total_tokens"))
    if total is None and read is not None and written is not None:
        total = read + written
    raw_details = usage.get("input_tokens_details")
    details = raw_details if isinstance(raw_details, dict) else {}
    cached, newly = (_tokens(details.get(name)) or 0 for name in ("cached_tokens", "cache_write_tokens"))
    return Usage(read, written, total, cached, newly)


def size_in(viewport: object) -> Size | None:
    """Return the viewport of a response's coordinates; None if it names none."""
    sides = [viewport.get(name) for name in ("width", "height")] if isinstance(viewport, dict) else []
    width, height = (side if type(side) is int else 0 for side in sides or (0, 0))
    return Size(width, height) if width and height else None


def objects_in(value: object) -> list[JsonItem]:
    """Return the objects of a list; an empty list for anything else."""
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, Sequence) else []


def texts_in(content: object) -> tuple[str, ...]:
    """Return the texts of content blocks (`text`, `refusal`), or the text itself."""
    if isinstance(content, str):
        return (content,) if content else ()
    blocks = content if isinstance(content, list) else []
    texts = (block.get("text") or block.get("refusal") for block in blocks if isinstance(block, dict))
    return tuple(text for text in texts if isinstance(text, str) and text)


def _tokens(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST_TOKENS else None
