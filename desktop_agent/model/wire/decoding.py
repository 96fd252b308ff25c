"""Decodes an answer as it arrives, in chunks of any size: unpacks it, and splits it into server-sent events.

Gateways unpack a body and leave the header, or the other way round, and write `x-gzip` for `gzip`. Of a chunk no more
bytes come out than an answer may have, so that a small one can't become a large one.

Follows the WHATWG standard with two exceptions: an event with blank data is none, as gateways keep connections open
with such, and a last event with complete lines but without its blank line still counts, because some servers close
without it. A cut line never counts. The size limit is that of the full answer.
"""

from __future__ import annotations

import codecs
import io
import zlib
from dataclasses import dataclass

from desktop_agent.core.errors import DialectError, MalformedError
from desktop_agent.core.texts.message import Message
from desktop_agent.model.foreign_json import SERVER_IS_FAULTY

_GZIP = 0x1F
_PACKED = (_GZIP, 0x78)  # or zlib
_AUTOMATIC = 32 + zlib.MAX_WBITS  # either of them
_RAW = -zlib.MAX_WBITS  # “deflate” without a head, as some servers understand it
_DEFLATE = "deflate"
_PLAIN = frozenset({"", "identity"})
# How JSON, an event stream (its fields are data, event, id and retry), a web page, and a byte order mark begin.
_TEXT = b"{[:deir<\xef \t\r\n"


class Unpacker:
    """The decompression of one body."""

    def __init__(self, encoding: str, most: int) -> None:
        """Take what the header says, and the most bytes that may come out."""
        self._encoding = encoding.strip().lower()
        self._most = most
        self._has_started = False
        self._inflater: zlib._Decompress | None = None

    def unpack(self, chunk: bytes) -> bytes:
        """Return what a chunk holds; DialectError for an unknown compression, MalformedError for a broken one."""
        if chunk and not self._has_started:
            self._has_started = True
            self._inflater = self._inflater_for(chunk[0])
        if self._inflater is None:
            return chunk
        try:
            return self._inflated(chunk)
        except zlib.error as error:
            raise MalformedError(*self._why()) from error

    def _inflater_for(self, first: int) -> zlib._Decompress | None:
        is_labelled = self._encoding not in _PLAIN
        if first == _GZIP or (first in _PACKED and is_labelled):
            return zlib.decompressobj(_AUTOMATIC)
        if first in _TEXT or not is_labelled:
            return None
        if self._encoding == _DEFLATE:
            return zlib.decompressobj(_RAW)
        raise DialectError(*self._why())

    def _inflated(self, chunk: bytes) -> bytes:
        unpacked = bytearray()
        while chunk and self._inflater and len(unpacked) <= self._most:
            unpacked += self._inflater.decompress(chunk, self._most + 1)
            chunk = self._inflater.unconsumed_tail
            if self._inflater.eof:  # another part may follow, as gzip allows
                chunk = self._inflater.unused_data
                self._inflater = zlib.decompressobj(_AUTOMATIC)
                chunk = chunk if chunk[:1] and chunk[0] in _PACKED else b""
        return bytes(unpacked)

    def _why(self) -> tuple[Message, Message]:
        encoding = self._encoding[:40] or "unknown"
        return (
            Message("The server's response is compressed in a way that can't be read ({encoding}).", encoding=encoding),
            SERVER_IS_FAULTY,
        )


DONE = "[DONE]"


@dataclass(frozen=True, slots=True)
class SseEvent:
    """The name (empty when none was given) and the data lines joined by line breaks."""

    name: str
    data: str


class SseDecoder:
    """Feed it chunks, take events; `close` once the stream has ended."""

    def __init__(self) -> None:
        text = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._decoder = io.IncrementalNewlineDecoder(text, translate=True)
        self._open_line: list[str] = []  # pieces of the line that is not over yet
        self._name = ""
        self._data: list[str] = []

    def feed(self, chunk: bytes) -> list[SseEvent]:
        """Return the events that this chunk completes; bytes that are no UTF-8 become U+FFFD."""
        return self._events(self._decoder.decode(chunk))

    def close(self) -> list[SseEvent]:
        """Return the last event if only its blank line is missing."""
        events = self._events(self._decoder.decode(b"", final=True))
        last = None if any(self._open_line) else self._end_event()
        return events if last is None else [*events, last]

    def _events(self, text: str) -> list[SseEvent]:
        first, *following = text.split("\n")
        self._open_line.append(first)
        if not following:
            return []
        lines = ["".join(self._open_line), *following[:-1]]
        self._open_line = following[-1:]
        return [event for line in lines if (event := self._end_line(line)) is not None]

    def _end_line(self, line: str) -> SseEvent | None:
        if not line:
            return self._end_event()
        field, _, value = line.partition(":")
        if field == "data":
            self._data.append(value.removeprefix(" "))
        elif field == "event":
            self._name = value.removeprefix(" ")
        return None

    def _end_event(self) -> SseEvent | None:
        name = self._name
        data = "\n".join(self._data)
        self._name = ""
        self._data = []
        return SseEvent(name, data) if data.strip() else None
