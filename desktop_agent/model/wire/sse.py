"""Decodes server-sent events: bytes in, in chunks of any size, events out. No I/O.

As the WHATWG standard has it, with one leniency: a last event whose lines are whole but whose blank line is missing
still counts, because some servers close without it. A line that was cut never counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop_agent.core.errors import DialectError, MalformedError
from desktop_agent.core.message import Message
from desktop_agent.model.caps import USUAL, Caps

DONE = "[DONE]"
_LINE_END = re.compile(rb"\r\n|\r|\n")
_HINT = Message("Try again with --no-stream.")
_COLON = ord(":")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class SseEvent:
    """The name (empty when none was given) and the data lines joined by line breaks."""

    name: str
    data: str


class SseDecoder:
    """Feed it chunks, take events; `close` once the stream has ended."""

    def __init__(self, caps: Caps = USUAL) -> None:
        self._caps = caps
        self._line_size = 0  # bytes of the open line so far
        self._comments = 0
        self._open_line: list[bytes] = []  # pieces of the line that is not over yet
        self._name = ""
        self._data: list[str] = []
        self._size = 0  # bytes of the open line and of the event so far
        self._after_cr = False
        self._first_line = True

    def feed(self, chunk: bytes) -> list[SseEvent]:
        """Return the events that this chunk completes; DialectError for bad UTF-8 or an endless line or event."""
        if not chunk:
            return []
        if self._after_cr and chunk.startswith(b"\n"):  # the second half of a CRLF
            chunk = chunk[1:]
            self._after_cr = False
            if not chunk:
                return []
        self._after_cr = chunk.endswith(b"\r")
        *ends, rest = _LINE_END.split(chunk)
        events = [event for end in ends if (event := self._line_over(end)) is not None]
        self._grow(len(rest))
        if rest:
            self._open_line.append(rest)
        return events

    def close(self) -> list[SseEvent]:
        """Return the last event if only its blank line is missing."""
        event = None if self._open_line else self._event_over()
        return [] if event is None else [event]

    def _line_over(self, end: bytes) -> SseEvent | None:
        if end:
            self._grow(len(end))
        line = end
        if self._line_size > len(end):
            line = b"".join([*self._open_line, end])
            self._open_line.clear()
        self._line_size = 0
        if self._first_line:
            line = line.removeprefix(_BOM)
            self._first_line = False
        if not line:
            return self._event_over()
        if line[0] == _COLON:
            self._comment()
        else:
            self._take(line)
        return None

    def _comment(self) -> None:
        """Count it: a sign of life now and then is welcome, a stream of nothing else is not."""
        self._comments += 1
        if self._comments > self._caps.events:
            raise DialectError(
                Message("The server's stream contains more than {events} comments.", events=self._caps.events), _HINT
            )
        if not self._data:
            self._size = 0

    def _take(self, line: bytes) -> None:
        try:
            field, _, value = line.decode().partition(":")
        except UnicodeDecodeError as error:
            raise MalformedError(
                Message("The server's stream isn't UTF-8 text."), Message("Check the base URL.")
            ) from error
        value = value.removeprefix(" ")
        if field == "data":
            self._data.append(value)
        elif field == "event":
            self._name = value
        elif not self._data:
            self._size = 0  # comments and unknown fields are not kept

    def _event_over(self) -> SseEvent | None:
        name = self._name
        data = self._data
        self._name = ""
        self._size = 0
        if not data:
            return None
        self._data = []
        return SseEvent(name, data[0] if len(data) == 1 else "\n".join(data))

    def _grow(self, size: int) -> None:
        self._size += size
        self._line_size += size
        if self._line_size > self._caps.line_bytes:
            raise DialectError(Message("A line in the server's stream is too long."), _HINT)
        if self._size > self._caps.event_bytes:
            raise DialectError(Message("The server's stream contains an event that never ends."), _HINT)
