"""Decodes server-sent events: bytes in, in chunks of any size, events out.

Follows the WHATWG standard with two exceptions: an event with blank data is none, as gateways keep connections open
with such, and a last event with complete lines but without its blank line still counts, because some servers close
without it. A cut line never counts. The size limit is that of the full answer.
"""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass

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
        last = None if any(self._open_line) else self._event_over()
        return events if last is None else [*events, last]

    def _events(self, text: str) -> list[SseEvent]:
        first, *following = text.split("\n")
        self._open_line.append(first)
        if not following:
            return []
        lines = ["".join(self._open_line), *following[:-1]]
        self._open_line = following[-1:]
        return [event for line in lines if (event := self._line_over(line)) is not None]

    def _line_over(self, line: str) -> SseEvent | None:
        if not line:
            return self._event_over()
        field, _, value = line.partition(":")
        if field == "data":
            self._data.append(value.removeprefix(" "))
        elif field == "event":
            self._name = value.removeprefix(" ")
        return None

    def _event_over(self) -> SseEvent | None:
        name = self._name
        data = "\n".join(self._data)
        self._name = ""
        self._data = []
        return SseEvent(name, data) if data.strip() else None
