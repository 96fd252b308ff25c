"""Reads the stream of one answer: assembles a response from its events, and passes its text on as it arrives. No I/O.

The order of the events does not matter. Events after the end are ignored, and an answer without an end is incomplete.

The end event has the full response. If a server omits the output, the finished items are used, and without these the
sum of the deltas. A call that was only begun stays incomplete.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal, TypeGuard

from desktop_agent.core.errors import DialectError, MalformedError
from desktop_agent.core.runs.waiting import Discarded, OnUpdate, Partial, StreamUpdate
from desktop_agent.core.texts.message import Message
from desktop_agent.core.texts.secret_text import KeyText, dotted
from desktop_agent.model.caps import USUAL, Caps
from desktop_agent.model.dialect import UNTRANSLATED, EventTranslator
from desktop_agent.model.endpoint import is_usable_id
from desktop_agent.model.foreign_json import SERVER_IS_FAULTY, load_object, printable
from desktop_agent.model.wire.decoding import DONE, SseDecoder, SseEvent
from desktop_agent.model.wire.refusal import HIDDEN

# For each text delta: its kind, and the part of the item that it belongs to. The open specification and the vendors
# have different names for the text of a thought.
_DELTAS: Mapping[str, tuple[Literal["message", "reasoning"], str, str]] = {
    "response.output_text.delta": ("message", "content", "text"),
    "response.refusal.delta": ("message", "content", "refusal"),
    "response.reasoning_summary_text.delta": ("reasoning", "summary", "text"),
    "response.reasoning.delta": ("reasoning", "content", "text"),
    "response.reasoning_text.delta": ("reasoning", "content", "text"),
}
_PLACES = ("item_id", "output_index", "content_index", "summary_index")
_ENDS = {
    "response.completed": "completed",
    "response.failed": "failed",
    "response.incomplete": "incomplete",
    "response.cancelled": "cancelled",
    "error": "failed",
}
_UNFINISHED = ("", "queued", "in_progress")
_CALLS = ("computer_call", "function_call")
StreamEvent = Mapping[str, object]


class StreamReader:
    """The received part of one answer."""

    def __init__(self, caps: Caps, pass_on: OnUpdate, translate: EventTranslator = UNTRANSLATED) -> None:
        self._caps = caps
        self._pass_on = pass_on
        self._translate = translate
        self._assembly = Assembly(caps)
        self._decoder = SseDecoder()
        self._events = 0
        self._is_shown = False
        self._is_done = False

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
        return self._assembly.ended or self._is_done

    def feed(self, chunk: bytes) -> None:
        """Take bytes as they arrive; DialectError for an invalid or contradictory stream."""
        for event in self._decoder.feed(chunk):
            self._receive(event)

    def close(self) -> None:
        """Process the end of the connection; MalformedError if the stream was empty."""
        for event in self._decoder.close():
            # Lines of it may be missing: on a connection without a length, a cut looks like an end.
            with contextlib.suppress(DialectError):
                self._receive(event)
        for translated in self._translate.end():
            self._assembly.feed(translated)
        if self._is_done and not self._events:
            raise MalformedError(
                Message("The server returned an empty response."),
                Message("Try again. If the problem persists, try another model."),
            )

    def begin(self, response: StreamEvent) -> None:
        """Take a response that is in progress."""
        self._assembly.feed({"type": "response.in_progress", "response": response})

    def full_response(self, response: StreamEvent | None = None) -> StreamEvent:
        """Return the complete response: the streamed one once `ended`, or one that was fetched separately.

        Raises DialectError when the latter contradicts the stream.
        """
        if response is None:
            return self._assembly.response()
        self._assembly.check_agreement(response)
        return response

    def discard(self) -> None:
        """Announce that the text so far is discarded."""
        if self._is_shown:
            self._is_shown = False
            self._pass_on(Discarded())

    def _receive(self, sent: SseEvent) -> None:
        data = sent.data
        if data.strip() == DONE:
            self._is_done = True
            return
        self._events += 1
        if self._events > self._caps.events:
            raise DialectError(
                Message("The server's stream contains more than {events} events.", events=self._caps.events),
                Message("Try another model."),
            )
        event = load_object(data, self._caps)
        if sent.name and "type" not in event:
            event = {**event, "type": sent.name}
        for translated in self._translate(event):
            if not self._assembly.ended:
                self._assembly.feed(translated)
                self._pass_on_text(translated)

    def _pass_on_text(self, event: StreamEvent) -> None:
        kind = str(event.get("type"))
        delta = event.get("delta")
        if kind not in _DELTAS or not isinstance(delta, str) or not delta:
            return
        self._is_shown = True
        # The name of a message, a part or a thought.
        places = [event.get(key) for key in _PLACES]
        name = "/".join(str(place)[:100] for place in places if isinstance(place, str | int))
        self._pass_on(Partial(_DELTAS[kind][0], name, str(printable(delta))))


class KeyFilter:
    """Passes text on as it arrives, without the key, which may be split into pieces, even of several texts.

    A possible beginning of the key is held back until the next piece, and dropped at the end of a text.
    """

    def __init__(self, pass_on: OnUpdate, key: str) -> None:
        self._pass_on = pass_on
        self._key = KeyText(key)
        self._waiting = ""
        self._elsewhere = 0  # the length of the waiting text that belongs to earlier texts
        self._item = ""

    def __call__(self, update: StreamUpdate) -> None:
        """Pass an update on, without the key."""
        if not isinstance(update, Partial):
            self._waiting = ""
            self._elsewhere = 0
            self._pass_on(update)
            return
        elsewhere = self._elsewhere if update.item == self._item else len(self._waiting)
        text = self._waiting + update.text
        matches = self._key.find(text)
        spans = [(max(start - elsewhere, 0), end - elsewhere) for start, end in matches.spans]
        redacted_text = dotted(text[elsewhere : matches.begun], spans, HIDDEN)
        self._waiting = text[matches.begun :]
        self._item = update.item
        self._elsewhere = max(0, elsewhere - matches.begun)
        self._pass_on(replace(update, text=redacted_text))


class Assembly:
    """Builds a response from events; `response` is complete once `ended`."""

    def __init__(self, caps: Caps = USUAL) -> None:
        self.ended = False
        self._item_limit = caps.items
        self._response: dict[str, object] = {}
        self._items: dict[int, _GrowingItem] = {}
        self._places: dict[str, int] = {}
        self._finished: dict[int, StreamEvent] = {}
        self._handlers: Mapping[str, Callable[[StreamEvent], None]] = {
            "response.output_item.added": self._start_item,
            "response.output_item.done": self._finish_item,
            "response.content_part.added": lambda event: self._put_part("content", event),
            "response.content_part.done": lambda event: self._put_part("content", event),
            "response.reasoning_summary_part.added": lambda event: self._put_part("summary", event),
            "response.reasoning_summary_part.done": lambda event: self._put_part("summary", event),
            "response.function_call_arguments.delta": self._note_arguments,
            "response.function_call_arguments.done": self._note_arguments,
        }

    @property
    def response_id(self) -> str:
        """The id, once the server has sent it; else empty."""
        name = self._response.get("id")
        return name if isinstance(name, str) else ""

    def feed(self, event: StreamEvent) -> None:
        """Process one event; unknown ones, and all after the end, are ignored.

        Raises DialectError when the end contradicts what came before it.
        """
        if self.ended:
            return
        kind = _kind(event)
        if kind in _ENDS:
            self._end_response(kind, event)
        elif kind in self._handlers:
            self._handlers[kind](event)
        elif kind in _DELTAS:
            self._grow(*_DELTAS[kind], event)
        else:
            response = event.get("response")
            if _is_object(response):
                # Before the end the output is incomplete.
                self._response |= {key: value for key, value in response.items() if key != "output"}

    def response(self) -> StreamEvent:
        """Return the complete response; only once `ended`."""
        return self._response

    def check_agreement(self, response: StreamEvent) -> None:
        """Raise DialectError if a call of the full response differs from its stream."""
        output = response.get("output")
        if response.get("status") == "completed" and isinstance(output, list):
            self._check_all_calls(output)
        final = output if isinstance(output, list) else []
        started_items = [item.start for item in self._items.values()]
        for content, sent, what in (
            (_checks, started_items, Message("A call's safety checks changed while it was being received.")),
            (_call_content, self._finished.values(), Message("The final response contradicts a call in its stream.")),
        ):
            final_contents = _contents_by_id(final, content)
            streamed = _contents_by_id(sent, content)
            # Two calls may share an id: then each of the stream must be one of the full response.
            if any(
                streamed_content and streamed_content not in final_contents[name]
                for name in final_contents.keys() & streamed.keys()
                for streamed_content in streamed[name]
            ):
                raise MalformedError(what, SERVER_IS_FAULTY)

    def _check_all_calls(self, output: Sequence[object]) -> None:
        """Raise DialectError if a call of the stream is missing; ids may differ, as some servers create new ones."""
        for kind in _CALLS:
            if _call_count(output, kind) < _call_count(self._finished.values(), kind):
                raise MalformedError(
                    Message("The final response is missing a call that was streamed."), SERVER_IS_FAULTY
                )

    def _end_response(self, kind: str, event: StreamEvent) -> None:
        response = event.get("response")
        status = _ENDS[kind]
        final = {**self._response, **(response if _is_object(response) else {})}
        if kind == "error":
            final["error"] = _error(event)
        if status != "completed" or str(final.get("status") or "") in _UNFINISHED:
            final["status"] = status
        output = final.get("output")
        if not (isinstance(output, list) and output):
            final["output"] = self._output()
        self.check_agreement(final)
        self._response = final
        self.ended = True

    def _output(self) -> list[StreamEvent]:
        places = sorted({*self._items, *self._finished})
        return [self._finished[n] if n in self._finished else self._items[n].item() for n in places]

    def _start_item(self, event: StreamEvent) -> None:
        item = event.get("item")
        if _is_object(item):
            growing = self._items.setdefault(self._item_number(event, item.get("id")), _GrowingItem())
            growing.start = growing.start or dict(item)

    def _finish_item(self, event: StreamEvent) -> None:
        item = event.get("item")
        if _is_object(item):
            self._finished[self._item_number(event, item.get("id"))] = item

    def _item_number(self, event: StreamEvent, name: object) -> int:
        """Return the place of an item: its index, or that of its id; one that has neither is a new one."""
        index = event.get("output_index")
        new = len({*self._items, *self._finished})
        place = index if isinstance(index, int) else self._places.get(str(name), new)
        if not 0 <= place < self._item_limit:
            raise MalformedError(Message("The server's stream contains an invalid item number."), SERVER_IS_FAULTY)
        if isinstance(name, str):
            self._places[name] = place
        return place

    def _growing_item(self, event: StreamEvent) -> _GrowingItem:
        """Return the item that a piece belongs to, which may not be announced yet; without a name it's the newest."""
        name = event.get("item_id")
        is_named = isinstance(name, str) or isinstance(event.get("output_index"), int)
        place = self._item_number(event, name) if is_named else max(self._items, default=0)
        return self._items.setdefault(place, _GrowingItem())

    def _put_part(self, where: str, event: StreamEvent) -> None:
        part = event.get("part")
        if _is_object(part):
            self._growing_item(event).put(where, self._index(event), part)

    def _grow(self, kind: str, where: str, field: str, event: StreamEvent) -> None:
        delta = event.get("delta")
        if isinstance(delta, str):
            self._growing_item(event).grow(kind, where, field, self._index(event), delta)

    def _index(self, event: StreamEvent) -> int:
        index = event.get("content_index", event.get("summary_index"))
        return index if isinstance(index, int) and 0 <= index < self._item_limit else 0

    def _note_arguments(self, event: StreamEvent) -> None:
        growing = self._growing_item(event)
        full_text = event.get("arguments")
        delta = event.get("delta")
        growing.kind = "function_call"
        if isinstance(full_text, str):
            growing.arguments[:] = [full_text]
        elif isinstance(delta, str):
            growing.arguments.append(delta)


class _GrowingItem:
    """An item that is still growing; `kind` is what it must be by its pieces, until it is announced."""

    def __init__(self) -> None:
        self.start: dict[str, object] = {}
        self.kind = ""
        self.arguments: list[str] = []
        self._parts: dict[tuple[str, int], dict[str, object]] = {}
        self._grown: dict[tuple[str, int, str], list[str]] = {}

    def put(self, where: str, index: int, part: StreamEvent) -> None:
        """Store a part as sent at its beginning or its end."""
        self._parts[where, index] = dict(part)
        if part.get("text") or part.get("refusal"):  # a complete part includes its deltas
            for field in ("text", "refusal"):
                self._grown.pop((where, index, field), None)

    def grow(self, kind: str, where: str, field: str, index: int, delta: str) -> None:
        """Append a piece to a text."""
        self.kind = kind
        self._grown.setdefault((where, index, field), []).append(delta)

    def item(self) -> dict[str, object]:
        """Return the received part of the item; a call is incomplete, a text counts as it is.

        The status that a message had at its beginning is dropped.
        """
        item = {"type": self.kind, **self.start}
        if self.arguments:
            item["arguments"] = "".join(self.arguments)
        parts = {place: dict(part) for place, part in self._parts.items()}
        for (where, index, field), pieces in self._grown.items():
            part = parts.setdefault((where, index), {})
            part[field] = str(part.get(field) or "") + "".join(pieces)
        for where in ("content", "summary"):
            here = [part for (place, _), part in sorted(parts.items()) if place == where]
            if here:
                item[where] = here
        status = item.pop("status", None)
        unfinished = str(item.get("type")).endswith("_call") or status == "incomplete"
        return {**item, "status": "incomplete"} if unfinished else item


def _kind(event: StreamEvent) -> str:
    """Return the type; a failing server may send only the error."""
    kind = event.get("type")
    return "error" if kind is None and _is_object(event.get("error")) else str(kind)


def _error(event: StreamEvent) -> StreamEvent:
    """Return the error: an object of its own, or fields next to the type."""
    error = event.get("error")
    if _is_object(error):
        return error
    fields = {"code": event.get("code"), "message": event.get("message") or error, "param": event.get("param")}
    return {key: value for key, value in fields.items() if value is not None}


def _call_count(items: Iterable[object], kind: str) -> int:
    """Return the number of calls; a repeated one counts once."""
    calls = [item for item in items if _is_object(item) and item.get("type") == kind]
    return len({str(call.get("call_id") or place) for place, call in enumerate(calls)})


def _contents_by_id(
    items: Iterable[StreamEvent], content: Callable[[StreamEvent], object]
) -> Mapping[tuple[str, str], list[object]]:
    """Return the contents of the calls by id; calls may share an id."""
    contents: dict[tuple[str, str], list[object]] = {}
    for item in items:
        for name in _call_ids(item) if _is_call(item) else ():
            contents.setdefault(name, []).append(content(item))
    return contents


def _call_ids(item: StreamEvent) -> list[tuple[str, str]]:
    names = [(key, item.get(key)) for key in ("id", "call_id")]
    return [(key, name) for key, name in names if isinstance(name, str)]


def _checks(item: StreamEvent) -> object:
    return item.get("pending_safety_checks")


def _call_content(item: StreamEvent) -> dict[str, object]:
    fields = {key: item.get(key) or None for key in ("call_id", "action", "actions", "pending_safety_checks", "name")}
    return {**fields, "arguments": _parsed_arguments(item.get("arguments"))}


def _parsed_arguments(arguments: object) -> object:
    """Return the parsed arguments of a function; the text itself if it is no JSON."""
    try:
        return json.loads(arguments) if isinstance(arguments, str) and arguments else None
    except (ValueError, RecursionError):
        return arguments


def _is_call(value: object) -> TypeGuard[dict[str, object]]:
    return _is_object(value) and value.get("type") in _CALLS


def _is_object(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)
