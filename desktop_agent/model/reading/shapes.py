"""The outline of a response and its items; a missing or odd field becomes empty, and never causes a crash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from desktop_agent.core.errors import DialectError
from desktop_agent.core.geometry import Size
from desktop_agent.core.json_text import JsonItem
from desktop_agent.core.message import Message
from desktop_agent.core.turn import Usage

_MOST_TOKENS = 10**12


def _or_none(value: object, handler: ValidatorFunctionWrapHandler) -> Any:  # noqa: ANN401 - pydantic's own signature
    try:
        return handler(value)
    except ValidationError:
        return None


def _or_empty(value: object, _: ValidatorFunctionWrapHandler) -> str:
    return value if isinstance(value, str) else ""


def _as_object(value: object, _: ValidatorFunctionWrapHandler) -> dict[str, object] | None:
    """Return an error as an object; some servers say it in a sentence."""
    return {"message": value} if isinstance(value, str) and value else value if isinstance(value, dict) else None


TextOrEmpty = Annotated[str, WrapValidator(_or_empty)]
Object = Annotated[dict[str, object] | None, WrapValidator(_or_none)]


class _LenientModel(BaseModel):
    """Strict about types, silent about what it does not know."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class UsageShape(_LenientModel):
    """Tokens as the server counts them."""

    input_tokens: object = None
    output_tokens: object = None
    total_tokens: object = None
    input_tokens_details: object = None

    def plain(self) -> Usage:
        """Return the credible numbers; None for the rest."""
        read, written, total = (_tokens(n) for n in (self.input_tokens, self.output_tokens, self.total_tokens))
        if total is None and read is not None and written is not None:
            total = read + written
        details = self.input_tokens_details if isinstance(self.input_tokens_details, dict) else {}
        cached, newly = (_tokens(details.get(name)) or 0 for name in ("cached_tokens", "cache_write_tokens"))
        return Usage(read, written, total, cached, newly)


class ViewportShape(_LenientModel):
    """The viewport that a response's coordinates are in."""

    width: int
    height: int

    def plain(self) -> Size:
        """Return it as our size."""
        return Size(self.width, self.height)


class ResponseShape(_LenientModel):
    """One response; every field may be missing."""

    id: TextOrEmpty = ""
    computer_id: TextOrEmpty = ""
    status: TextOrEmpty = ""
    output: list[object] = []
    error: Annotated[dict[str, object] | None, WrapValidator(_as_object)] = None
    incomplete_details: Object = None
    usage: Annotated[UsageShape | None, WrapValidator(_or_none)] = None
    viewport: Annotated[ViewportShape | None, WrapValidator(_or_none)] = None


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
        raise DialectError(
            Message("The output in the server's response isn't a list."), Message("The problem is with the server.")
        ) from error
    if len(shape.output) > most:
        raise DialectError(
            Message("The server's response contains too many items ({count}).", count=len(shape.output)),
            Message("The problem is with the server."),
        )
    return shape


def usage_in(response: Mapping[str, object]) -> Usage | None:
    """Return the usage of a response, also of one that cannot be read otherwise."""
    try:
        return UsageShape.model_validate(response.get("usage")).plain()
    except ValidationError:
        return None


def objects_in(value: object) -> list[JsonItem]:
    """Return the objects of a list; none where it is no list."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, Sequence) else []


def texts_in(content: object) -> tuple[str, ...]:
    """Return the texts of content blocks (`text`, `refusal`), or the text itself."""
    if isinstance(content, str):
        return (content,) if content else ()
    blocks = content if isinstance(content, list) else []
    texts = (block.get("text") or block.get("refusal") for block in blocks if isinstance(block, dict))
    return tuple(text for text in texts if isinstance(text, str) and text)


def _tokens(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST_TOKENS else None
