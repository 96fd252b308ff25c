"""Checks the body of a create request, field by field: every parameter of the reference pages, and its type."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from desktop_agent.devtools.serve.json_object import Json
from desktop_agent.devtools.serve.wire.problem import BadRequestError, fault_of, place_of
from desktop_agent.model.params import names, param_mismatch
from desktop_agent.model.schema import mismatch

_MOST_SIDE = 32_768  # pixels
_DEEPEST = 64
_ECHOED = ("tools", "tool_choice", "text", "reasoning", "prompt")


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


class CheckShape(_RequestModel):
    """A safety check."""

    id: str
    code: str | None = None
    message: str | None = None


class ActionShape(_RequestModel):
    """An action of a call that is sent back."""

    type: str | None = None


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
    action: ActionShape | None = None
    actions: list[ActionShape] | None = None
    output: str | list[Any] | OutputShape | None = None
    pending_safety_checks: list[CheckShape] | None = None
    acknowledged_safety_checks: list[CheckShape] | None = None


class BodyShape(_RequestModel):
    """The fields of a create request that the server reads; the dialects' schemas check the other parameters."""

    input: str | list[InputItem] | None = None
    model: str | None = None
    tools: list[ToolShape] | None = None
    previous_response_id: str | None = None
    stream: bool | None = None
    store: bool | None = None
    background: bool | None = None
    safety_identifier: str | None = None
    conversation: None = None  # these are not kept here


def checked(body: bytes) -> tuple[Json, BodyShape]:
    """Return a request's body as received, and as typed data.

    Raises:
        BadRequestError: the body is not a JSON object, or a field has a wrong type or value.
    """
    try:
        raw = json.loads(body, parse_constant=_no_number)
        _must_be_text(raw, body)
        shape = BodyShape.model_validate(raw)
        _must_be_flat([raw[name] for name in _ECHOED if isinstance(raw.get(name), dict | list)])
    except ValidationError as error:
        raise _misshapen(error) from error
    except (ValueError, RecursionError) as error:
        raise BadRequestError("The body is no JSON object.", code="invalid_json") from error
    _must_fit(raw)
    return raw, shape


def _must_fit(raw: Json) -> None:
    """Check each parameter that some dialect knows; which dialect is in use may not be known yet."""
    for name in (name for name in names() if name in raw):
        wrong = param_mismatch(name, raw[name], closed=False)
        if wrong:
            place = place_of((name, *wrong.path))
            message = f"Invalid value for '{place}': it must be {wrong.expected}."
            raise BadRequestError(message, param=place, code="invalid_value")


def must_be_of(request: Json, body: Json) -> None:
    """Check a body against the schema of all that a request of its dialect may hold; BadRequestError with the place."""
    wrong = mismatch(request, body)
    if wrong is None:
        return
    if wrong.lacks:
        place = place_of((*wrong.path, wrong.lacks))
        message = f"Missing required parameter: '{place}'."
        raise BadRequestError(message, param=place, code="missing_required_parameter")
    if wrong.strange:
        place = f"{place_of(wrong.path)}.{wrong.strange[:40]}".removeprefix(".")
        raise BadRequestError(f"Unknown parameter: '{place}'.", param=place, code="unknown_parameter")
    place = place_of(wrong.path)
    message = f"Invalid value for '{place}': it must be {wrong.expected}."
    raise BadRequestError(message, param=place, code="invalid_value")


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


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
        return BadRequestError(f"The body is no JSON object: {said}.", code="invalid_json")
    if missing:
        message = f"Missing required parameter: '{place}'."
        return BadRequestError(message, param=place, code="missing_required_parameter")
    return BadRequestError(f"Invalid value for '{place}': {said}.", param=place, code="invalid_value")
