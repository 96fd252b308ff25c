"""Unpacks a compressed answer as it arrives; its first byte says how it is compressed, and only then its header.

Gateways unpack a body and leave the header, or the other way round, and write `x-gzip` for `gzip`. Of a chunk no more
bytes come out than an answer may have, so that a small one can't become a large one.
"""

from __future__ import annotations

import zlib

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
