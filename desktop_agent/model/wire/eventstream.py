"""Decodes Amazon's event stream, in which Bedrock answers: bytes in, in chunks of any size, events out. No I/O.

A message has the lengths of the whole and of its headers, and the CRC-32 of these two; then headers, payload, and the
CRC-32 of all before it. Numbers are big-endian, of 4 bytes. Source: smithy.io/2.0/aws/amazon-eventstream.html
"""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from collections.abc import Mapping
from struct import error, unpack_from
from zlib import crc32

from desktop_agent.core.errors import DialectError, MalformedError
from desktop_agent.core.message import Message
from desktop_agent.model.caps import USUAL, Caps
from desktop_agent.model.strict_json import load_object, text_of
from desktop_agent.model.wire.sse import SseEvent

MEDIA_TYPE = "application/vnd.amazon.eventstream"
_PRELUDE = 12
SMALLEST = _PRELUDE + 4  # bytes of a message
# The bytes of a header's value, by its type; what has None says its length in 2 bytes before it.
_SIZES: Mapping[int, int | None] = {0: 0, 1: 0, 2: 1, 3: 2, 4: 4, 5: 8, 6: None, 7: None, 8: 8, 9: 16}
_TEXT = 7


class EventStreamDecoder:
    """Feed it chunks, take events, as from an `SseDecoder`."""

    def __init__(self, caps: Caps = USUAL) -> None:
        self._caps = caps
        self._open = bytearray()  # what has come of the message that is not whole yet

    def feed(self, chunk: bytes) -> list[SseEvent]:
        """Return the events that this chunk completes.

        Raises MalformedError where bytes are not those that were sent, DialectError for a message that does not end.
        """
        self._open += chunk
        events = []
        while len(self._open) >= _PRELUDE:
            size, headers, check = unpack_from(">III", self._open)
            if crc32(self._open[:8]) != check or size < SMALLEST + headers:
                raise _damaged()
            if size > self._caps.event_bytes:
                raise DialectError(
                    Message("The server's stream contains an event that never ends."),
                    Message("Try again with --no-stream."),
                )
            if len(self._open) < size:
                break
            message = bytes(self._open[:size])
            del self._open[:size]
            if crc32(message[:-4]) != unpack_from(">I", message, size - 4)[0]:
                raise _damaged()
            payload = message[_PRELUDE + headers : -4]
            if event := self._event(_headers(message[_PRELUDE : _PRELUDE + headers]), payload):
                events.append(event)
        return events

    def close(self) -> list[SseEvent]:
        """Return nothing: a message that was cut never counts."""
        return []

    def _event(self, headers: Mapping[str, str], payload: bytes) -> SseEvent | None:
        """Return what a message says: a chunk is the vendor's event, an exception the event of an error."""
        match headers:
            case {":message-type": "exception", ":exception-type": code}:
                told = load_object(text_of(payload), self._caps).get("message")
                return _error(code, told)
            case {":message-type": "error", ":error-code": code}:
                return _error(code, headers.get(":error-message"))
            case {":event-type": "chunk"}:
                piece = load_object(text_of(payload), self._caps).get("bytes")
                try:
                    return SseEvent("", text_of(b64decode(str(piece), validate=True)))
                except binascii.Error as why:
                    raise _damaged() from why
            case _:
                return None


def _headers(block: bytes) -> Mapping[str, str]:
    """Return the headers that are text; MalformedError where they cannot be read."""
    headers = {}
    at = 0
    try:
        while at < len(block):
            name_ends = at + 1 + block[at]
            name = block[at + 1 : name_ends].decode()
            size = _SIZES[block[name_ends]]
            at = name_ends + 1
            if size is None:
                size = unpack_from(">H", block, at)[0]
                at += 2
            if block[name_ends] == _TEXT:
                headers[name] = block[at : at + size].decode()
            at += size
    except (IndexError, KeyError, error, UnicodeDecodeError) as why:
        raise _damaged() from why
    return headers


def _error(code: str, told: object) -> SseEvent:
    told = {"type": code, "message": told if isinstance(told, str) else code}
    return SseEvent("error", json.dumps({"type": "error", "error": told}))


def _damaged() -> MalformedError:
    return MalformedError(
        Message("The server's stream is corrupted: its checksums don't match."), Message("Check the base URL.")
    )
