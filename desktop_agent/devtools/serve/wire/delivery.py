"""Turns an answer into pieces of bytes and pauses. Pure; the handler sends the pieces.

Everything but the defaults of `FaultPlan` is a fault that a script requests, to test how a client handles it.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated
from zlib import crc32

from pydantic import BaseModel, ConfigDict, Field

from desktop_agent.devtools.serve.dialect import Json, ServedApi

Seconds = Annotated[float, Field(ge=0, le=3600)]
Count = Annotated[int, Field(ge=0)]
_HEADER = r"^[!-9;-~][ -~]*$"
_SLICES_A_SECOND = 10
_FIRST_OF_SEVERAL = 0b1100_0000  # a byte of UTF-8 from which more follow


class FaultPlan(BaseModel):
    """The faults to apply to an answer as it is sent, named as in a script."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    status: Annotated[int, Field(ge=200, le=599)] = 200
    headers: Mapping[Annotated[str, Field(pattern=_HEADER)], Annotated[str, Field(pattern=r"^[ -~]*$")]] = {}
    content_type: Annotated[str, Field(pattern=r"^[ -~]+$")] | None = None
    raw_body: str | None = None
    stall: Seconds = 0.0
    stall_after_events: Count = 0
    cut_after_bytes: Count | None = None
    cut_after_events: Count | None = None
    slow_bytes_per_second: Annotated[float, Field(gt=0)] | None = None
    drop_end_event: bool = False
    done_marker: bool = False
    crlf: bool = False
    comments: bool = False
    split_utf8: bool = False
    same_sequence_number: bool = False
    ignore_stream: bool = False


NO_FAULTS = FaultPlan()


@dataclass(frozen=True, slots=True)
class SendPause:
    """Nothing is sent for this long."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection ends here."""


Piece = bytes | SendPause | Cut


def written(told: object) -> bytes:
    """Return JSON in UTF-8; a lone surrogate, which UTF-8 cannot encode, stays an escape."""
    try:
        return json.dumps(told, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(told).encode()


def as_whole(body: bytes, faults: FaultPlan) -> Iterator[Piece]:
    """Return the pieces of an answer sent as one body."""
    if faults.stall:
        yield SendPause(faults.stall)
    yield from _with_faults([body], faults)


def as_stream(events: Iterable[Json], faults: FaultPlan, api: ServedApi | None = None) -> Iterator[Piece]:
    """Return the pieces of a stream of events, as the events arrive, in the form of an API."""
    told = _without_end(events) if faults.drop_end_event else events
    yield from _with_faults(_event_pieces(api.events(told) if api else told, faults, api), faults)


def _without_end(events: Iterable[Json]) -> Iterator[Json]:
    return (event for event in events if not _is_end(event))


def _event_pieces(events: Iterable[Json], faults: FaultPlan, api: ServedApi | None) -> Iterator[Piece]:
    end = "\r\n" if faults.crlf else "\n"
    framed = api is not None and api.framed
    if faults.comments and not framed:
        yield f": keep-alive{end}{end}".encode()
    for number, event in enumerate(events):
        if faults.stall and number == faults.stall_after_events:
            yield SendPause(faults.stall)
        if number == faults.cut_after_events:
            yield Cut()
            return
        yield _message(event) if framed else _line(event, faults, end)
    if faults.done_marker and not framed:
        yield f"data: [DONE]{end}{end}".encode()


def _message(event: Json) -> bytes:
    """Return an event as a message of Amazon's event stream: lengths, headers, payload, and checksums of both parts."""
    if event["type"] == "error":
        error = event["error"]
        told = error if isinstance(error, dict) else {}
        names = {":exception-type": _EXCEPTIONS.get(str(told.get("type")), "modelStreamErrorException")}
        names |= {":content-type": "application/json", ":message-type": "exception"}
        payload = written({"message": told.get("message")})
    else:
        names = {":event-type": "chunk", ":content-type": "application/json", ":message-type": "event"}
        payload = written({"bytes": b64encode(written(event)).decode(), "p": "abcdefgh"})  # the last is padding
    headers = b"".join(
        bytes([len(name)]) + name.encode() + b"\x07" + len(value).to_bytes(2) + value.encode()
        for name, value in names.items()
    )
    lengths = (len(headers) + len(payload) + 16).to_bytes(4) + len(headers).to_bytes(4)
    message = lengths + crc32(lengths).to_bytes(4) + headers + payload
    return message + crc32(message).to_bytes(4)


_EXCEPTIONS = {"overloaded_error": "throttlingException", "api_error": "internalServerException"}


def _line(event: Json, faults: FaultPlan, end: str) -> bytes:
    told = event | {"sequence_number": 0} if faults.same_sequence_number and "sequence_number" in event else event
    note = f": still here{end}".encode() if faults.comments else b""
    name = f"event: {event['type']}{end}".encode() if "type" in event else b""
    return b"".join((note, name, b"data: ", written(told), f"{end}{end}".encode()))


def _is_end(event: Json) -> bool:
    return event["type"] in {"response.completed", "response.failed", "response.incomplete"}


def _with_faults(pieces: Iterable[Piece], faults: FaultPlan) -> Iterator[Piece]:
    left = faults.cut_after_bytes
    for piece in pieces:
        if not isinstance(piece, bytes):
            yield piece
            continue
        some = piece if left is None else piece[:left]
        yield from _paced(some, faults)
        if left is not None:
            left -= len(some)
            if left <= 0:
                yield Cut()
                return


def _paced(data: bytes, faults: FaultPlan) -> Iterator[Piece]:
    for part in _broken_characters(data) if faults.split_utf8 else [data]:
        if faults.slow_bytes_per_second is None:
            yield part
            continue
        size = max(1, int(faults.slow_bytes_per_second / _SLICES_A_SECOND))
        for start in range(0, len(part), size):
            some = part[start : start + size]
            yield SendPause(len(some) / faults.slow_bytes_per_second)
            yield some


def _broken_characters(data: bytes) -> Iterator[bytes]:
    """Split after the first byte of every multi-byte character."""
    start = 0
    for at, byte in enumerate(data):
        if byte >= _FIRST_OF_SEVERAL:
            yield data[start : at + 1]
            start = at + 1
    if start < len(data):
        yield data[start:]
