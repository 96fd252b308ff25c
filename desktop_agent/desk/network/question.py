"""What the proxy and those who ask the person tell each other: JSON, one object a line.

First line to the proxy: `{"folder", "socket", "hosts"}`; its first line back: `{"ca": PEM}` or `{"problem", "hint"}`.
Then from the proxy `{"held": {…}}` for each write, and `{"gone": N}` where the program has given it up; to the proxy
`{"number": N, "say": "once"}`, or `"run"` (for this host, path and method until the desk ends), or `"no"`. No line is
no answer, and what has no answer stays held. When the pipe closes, all that is held is refused and the proxy ends. The
proxy reads what strangers wrote, so those who ask believe nothing of its lines but what is of this form.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal

from desktop_agent.desk.network.fields import SentField

WriteVerdict = Literal["once", "run", "no"]
LONGEST_PATH = 500


@dataclass(frozen=True, slots=True)
class HeldWrite:
    """A request that would change something outside, as a person is asked about it; nothing of it has gone out."""

    number: int
    method: str
    host: str
    path: str  # with its query, shortened
    encrypted: bool
    size: int  # bytes of the body
    media_type: str
    fields: tuple[SentField, ...]
    more: bool  # the body holds more than the fields tell


@dataclass(frozen=True, slots=True)
class GoneWrite:
    """The program that wanted it has hung up: nobody needs to answer any more."""

    number: int


@dataclass(frozen=True, slots=True)
class NetworkStart:
    """What a proxy is started with."""

    folder: str
    socket: str
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProxyGreeting:
    """The first words of a proxy: its authority's certificate, or why there is none."""

    ca: str = ""
    problem: str = ""
    hint: str = ""


def line(value: HeldWrite | GoneWrite | NetworkStart | ProxyGreeting) -> bytes:
    """Return one line of the conversation."""
    match value:
        case HeldWrite():
            told: object = {"held": asdict(value)}
        case GoneWrite(number):
            told = {"gone": number}
        case _:
            told = asdict(value)
    return json.dumps(told, ensure_ascii=True).encode() + b"\n"


def answer_line(number: int, say: WriteVerdict) -> bytes:
    """Return the line with a person's answer."""
    return json.dumps({"number": number, "say": say}).encode() + b"\n"


def to_proxy(text: bytes) -> tuple[int, WriteVerdict] | None:
    """Return the number and the answer on a line; None where it is of no known form."""
    match _read(text):
        case {"number": int(number), "say": "once" | "run" | "no" as say}:
            return number, say
        case _:
            return None


def network_start(text: bytes) -> NetworkStart | None:
    """Return what the first line says; None where it is of no known form."""
    match _read(text):
        case {"folder": str(folder), "socket": str(socket), "hosts": list(hosts)}:
            return NetworkStart(folder, socket, tuple(host for host in hosts if isinstance(host, str)))
        case _:
            return None


def _read(text: bytes) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None
