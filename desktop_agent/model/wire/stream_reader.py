"""Reads the stream of one answer: assembles its events, and passes its text on as it arrives. No I/O.

In whatever order a server sends its events, the result is the same. An event that comes twice, as after resuming a
stream, counts once. Nothing counts after the end, and nothing is whole without one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Literal

from desktop_agent.core.errors import DialectError
from desktop_agent.core.message import Message
from desktop_agent.core.stream_update import Discarded, OnUpdate, Partial
from desktop_agent.model.caps import Caps
from desktop_agent.model.endpoint import is_usable_id
from desktop_agent.model.strict_json import load_object, printable
from desktop_agent.model.wire.assemble import Assembly, StreamEvent
from desktop_agent.model.wire.sse import DONE, SseDecoder, SseEvent

_SAYS: Mapping[str, Literal["message", "reasoning"]] = {
    "response.output_text.delta": "message",
    "response.refusal.delta": "message",
    "response.reasoning_summary_text.delta": "reasoning",
    "response.reasoning.delta": "reasoning",
    "response.reasoning_text.delta": "reasoning",
}
_PLACES = ("item_id", "output_index", "content_index", "summary_index")


class StreamReader:
    """One answer as received so far, over one connection or several."""

    def __init__(self, caps: Caps, pass_on: OnUpdate) -> None:
        self.last: int | None = None  # the highest number that an event has had
        self._caps, self._pass_on = caps, pass_on
        self._assembly = Assembly(caps)
        self._decoder = SseDecoder(caps)
        self._events = 0
        self._seen: set[int] = set()  # digests of the events that have a number
        self._shown = False
        self._done = False
        self._places: list[object] = []  # of the newest piece, and the name that they make
        self._named = ""

    @property
    def response_id(self) -> str:
        """The id, once the server has sent a usable one; else empty."""
        name = self._assembly.response_id
        return name if is_usable_id(name) else ""

    @property
    def streamed(self) -> bool:
        """Whether anything has arrived as a stream."""
        return self._events > 0

    @property
    def ended(self) -> bool:
        """Whether the answer is complete."""
        return self._assembly.ended

    @property
    def over(self) -> bool:
        """Whether this connection has nothing more to send."""
        return self._assembly.ended or self._done

    def connect(self) -> None:
        """Begin a new connection: drop the last one's incomplete event."""
        self._decoder, self._done = SseDecoder(self._caps), False

    def feed(self, chunk: bytes) -> None:
        """Take bytes as they arrive; DialectError for an invalid or contradictory stream."""
        for event in self._decoder.feed(chunk):
            self._take(event)

    def close(self) -> None:
        """Note that the connection has ended; DialectError when it held nothing else."""
        for event in self._decoder.close():
            # Lines of it may be missing: on a connection without a length, a cut looks like an end.
            with contextlib.suppress(DialectError):
                self._take(event)
        if self._done and not self._events:
            raise DialectError(
                Message("The server's answer is empty."), Message("Try again; if it stays so, check the model's name.")
            )

    def begin(self, response: StreamEvent) -> None:
        """Take a response that the server has only begun."""
        self._assembly.feed({"type": "response.in_progress", "response": response})

    def whole(self, response: StreamEvent | None = None) -> StreamEvent:
        """Return the whole response: the streamed one once `ended`, or one that was fetched separately.

        Raises DialectError when the latter contradicts the stream.
        """
        if response is None:
            return self._assembly.response()
        self._assembly.must_agree(response)
        return response

    def discard(self) -> None:
        """Announce that the text so far is void."""
        if self._shown:
            self._shown = False
            self._pass_on(Discarded())

    def _take(self, sent: SseEvent) -> None:
        data = sent.data
        if data.strip() == DONE:
            self._done = True
            return
        self._events += 1
        if self._events > self._caps.events:
            raise DialectError(
                Message("The server's stream holds more than {events} events.", events=self._caps.events),
                Message("Try another model."),
            )
        event = load_object(data, self._caps)
        if sent.name and "type" not in event:
            event = {**event, "type": sent.name}
        if self._is_new(event, data) and not self._assembly.ended:
            self._assembly.feed(event)
            self._show(event)

    def _is_new(self, event: StreamEvent, data: str) -> bool:
        number = event.get("sequence_number")
        # A server that cannot count says 0 or -1 of all its events.
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            return True
        self.last = max(number, self.last or 0)
        known = len(self._seen)
        self._seen.add(hash(data))
        return len(self._seen) > known

    def _show(self, event: StreamEvent) -> None:
        says, delta = _SAYS.get(str(event.get("type"))), event.get("delta")
        if says is None or not isinstance(delta, str) or not delta:
            return
        self._shown = True
        self._pass_on(Partial(says, self._name(event), str(printable(delta))))

    def _name(self, event: StreamEvent) -> str:
        """Return what identifies a message, a part or a thought."""
        places = [event.get(key) for key in _PLACES]
        if places != self._places:
            self._places = places
            self._named = "/".join(str(place)[:100] for place in places if isinstance(place, str | int))
        return self._named
