"""Reads what a proxy says to those who started it: nothing is believed but what is of the form in `question.py`."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from desktop_agent.desk.network.fields import SentField
from desktop_agent.desk.network.question import GoneWrite, HeldWrite, ProxyGreeting

_STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)
_Line = Annotated[str, Field(max_length=6000)]


def from_proxy(text: bytes) -> HeldWrite | GoneWrite | None:
    """Return what a line of the proxy says; None where it is of no known form."""
    try:
        read = _FromProxy.model_validate_json(text)
    except ValidationError:
        return None
    if read.gone is not None:
        return GoneWrite(read.gone)
    if read.held is None:
        return None
    given = read.held
    fields = tuple(SentField(one.name, one.value) for one in given.fields)
    return HeldWrite(
        given.number, given.method, given.host, given.path, given.encrypted, given.size, given.media_type, fields,
        given.more,
    )  # fmt: skip


def proxy_greeting(text: bytes) -> ProxyGreeting | None:
    """Return the first words of a proxy; None where they are of no known form."""
    try:
        read = _Greeting.model_validate_json(text)
    except ValidationError:
        return None
    return ProxyGreeting(read.ca, read.problem, read.hint)


class _FieldLine(BaseModel):
    model_config = _STRICT

    name: _Line
    value: _Line


class _HeldLine(BaseModel):
    model_config = _STRICT

    number: int
    method: Annotated[str, Field(max_length=40)]
    host: Annotated[str, Field(max_length=253)]
    path: _Line
    encrypted: bool
    size: int
    media_type: _Line
    fields: Annotated[list[_FieldLine], Field(max_length=100)]
    more: bool


class _FromProxy(BaseModel):
    model_config = _STRICT

    held: _HeldLine | None = None
    gone: int | None = None


class _Greeting(BaseModel):
    model_config = _STRICT

    ca: str = ""
    problem: str = ""
    hint: str = ""
