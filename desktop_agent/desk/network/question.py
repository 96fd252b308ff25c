"""The protocol between the proxy and the program that asks the person: JSON, one object a line.

First line to the proxy: `NetworkStart`; its first line back: `ProxyGreeting`. Then from the proxy a `HeldWrite` for
each write, and `GoneWrite` where the program has given it up; to the proxy `WriteAnswer`: “once”, “run” (for this host,
path and method until the desk ends), or “no”. No line is no answer, and what has no answer stays held. When the pipe
closes, all that is held is refused and the proxy ends. The proxy reads what strangers wrote, so those who ask believe
nothing of its lines but what is of this form.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import ClassVar, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from desktop_agent.core.outgoing import OutgoingRequest, OutgoingVerdict

LONGEST_PATH = 500
_LONGEST_LINE = 100_000
_Said = TypeVar("_Said")


@dataclass(frozen=True, slots=True)
class HeldWrite:
    """A held request that would change something outside, as shown to the person; nothing of it was sent."""

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")

    number: int
    request: OutgoingRequest


@dataclass(frozen=True, slots=True)
class GoneWrite:
    """A held request was withdrawn, as its program has hung up."""

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")

    number: int


@dataclass(frozen=True, slots=True)
class WriteAnswer:
    """A person's answer."""

    number: int
    say: OutgoingVerdict


@dataclass(frozen=True, slots=True)
class NetworkStart:
    """The start parameters of a proxy."""

    folder: str
    socket: str
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProxyGreeting:
    """The first line of a proxy: its authority's certificate, or the reason why it didn't start."""

    ca: str = ""
    problem: str = ""
    hint: str = ""


START = TypeAdapter(NetworkStart)
GREETING = TypeAdapter(ProxyGreeting)
ANSWER = TypeAdapter(WriteAnswer)
FROM_PROXY: TypeAdapter[HeldWrite | GoneWrite] = TypeAdapter(HeldWrite | GoneWrite)


def line(value: HeldWrite | GoneWrite | WriteAnswer | NetworkStart | ProxyGreeting) -> bytes:
    """Return a value as one line of the protocol."""
    return json.dumps(asdict(value)).encode() + b"\n"


def read_line(text: bytes, kind: TypeAdapter[_Said]) -> _Said | None:
    """Return the value of a line; None if it is invalid or too long."""
    try:
        return kind.validate_json(text, strict=True) if len(text) <= _LONGEST_LINE else None
    except ValidationError:
        return None
