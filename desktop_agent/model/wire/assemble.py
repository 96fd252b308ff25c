"""Puts a response together from the events of a stream; pure. The result reads like an answer that came whole.

The end event carries the whole response. Where a server leaves the output out of it, the finished items stand in, and
where it sends no finished items either, what the deltas add up to. A call that was only begun stays incomplete.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeGuard

from desktop_agent.core.errors import DialectError
from desktop_agent.core.message import Message
from desktop_agent.model.caps import USUAL, Caps

_ENDS = {
    "response.completed": "completed",
    "response.failed": "failed",
    "response.incomplete": "incomplete",
    "response.cancelled": "cancelled",
    "error": "failed",
}
_CONTRADICTORY = 2
_BEGUN = ("", "queued", "in_progress")
_CALLS = ("computer_call", "function_call")
_CONTRADICTION = Message("Nothing of it was done; the server is faulty.")
StreamEvent = Mapping[str, object]


class Assembly:
    """Feed it events; once `ended`, `response` is there."""

    def __init__(self, caps: Caps = USUAL) -> None:
        self.ended = False
        self._most = caps.items
        self._response: dict[str, object] = {}
        self._items: dict[int, _GrowingItem] = {}
        self._places: dict[str, int] = {}
        self._finished: dict[int, StreamEvent] = {}
        self._takers: Mapping[str, Callable[[StreamEvent], None]] = {
            "response.output_item.added": self._added,
            "response.output_item.done": self._done,
            "response.content_part.added": lambda event: self._part("content", event),
            "response.content_part.done": lambda event: self._part("content", event),
            "response.output_text.delta": lambda event: self._grow("content", "text", event),
            "response.refusal.delta": lambda event: self._grow("content", "refusal", event),
            # The open specification's name, and the vendors'.
            "response.reasoning.delta": lambda event: self._grow("content", "text", event),
            "response.reasoning_text.delta": lambda event: self._grow("content", "text", event),
            "response.reasoning_summary_part.added": lambda event: self._part("summary", event),
            "response.reasoning_summary_part.done": lambda event: self._part("summary", event),
            "response.reasoning_summary_text.delta": lambda event: self._grow("summary", "text", event),
            "response.function_call_arguments.delta": self._arguments,
            "response.function_call_arguments.done": self._arguments,
        }

    @property
    def response_id(self) -> str:
        """The id, as soon as the server has told it; else empty."""
        name = self._response.get("id")
        return name if isinstance(name, str) else ""

    def feed(self, event: StreamEvent) -> None:
        """Take one event; unknown ones, and all after the end, are left alone.

        Raises DialectError when the end contradicts what came before it.
        """
        if self.ended:
            return
        kind = _kind(event)
        if kind in _ENDS:
            self._end(kind, event)
        elif kind in self._takers:
            self._takers[kind](event)
        elif _is_object(response := event.get("response")):
            # What is there of the output before the end is not all of it.
            self._response |= {key: value for key, value in response.items() if key != "output"}

    def response(self) -> StreamEvent:
        """Return the whole response; only once `ended`."""
        return self._response

    def must_agree(self, response: StreamEvent) -> None:
        """See to it that no call of the whole response differs from what the stream showed; else DialectError."""
        output = response.get("output")
        if response.get("status") == "completed" and isinstance(output, list):
            self._must_hold_all(output)
        begun = _by_name((item.start for item in self._items.values()), _checks)
        finished = _by_name(self._finished.values(), _asked)
        for call in output if isinstance(output, list) else []:
            if not _is_call(call):
                continue
            for name in _names(call):
                if any(checks and checks != call.get("pending_safety_checks") for checks in begun.get(name, ())):
                    raise DialectError(Message("The safety checks of a call changed while it came."), _CONTRADICTION)
                if any(asked != _asked(call) for asked in finished.get(name, ())):
                    raise DialectError(Message("The answer's end contradicts a call in its stream."), _CONTRADICTION)

    def _must_hold_all(self, output: Sequence[object]) -> None:
        """See to it that there are as many calls as have come; their ids may be others, some servers make new ones."""
        for kind in _CALLS:
            if _count(output, kind) < _count(self._finished.values(), kind):
                raise DialectError(Message("The answer's end lacks a call of its stream."), _CONTRADICTION)

    def _end(self, kind: str, event: StreamEvent) -> None:
        response, status = event.get("response"), _ENDS[kind]
        final = {**self._response, **(response if _is_object(response) else {})}
        if kind == "error":
            final["error"] = _error(event)
        if status != "completed" or str(final.get("status") or "") in _BEGUN:
            final["status"] = status
        output = final.get("output")
        if not (isinstance(output, list) and output):
            final["output"] = self._output()
        self.must_agree(final)
        self._response, self.ended = final, True

    def _output(self) -> list[StreamEvent]:
        places = sorted({*self._items, *self._finished})
        return [self._finished[n] if n in self._finished else self._items[n].item() for n in places]

    def _added(self, event: StreamEvent) -> None:
        item = event.get("item")
        if _is_object(item):
            place = self._place(event, item)
            self._items[place] = _GrowingItem(dict(item))
            name = item.get("id")
            if isinstance(name, str):
                self._places[name] = place

    def _done(self, event: StreamEvent) -> None:
        item = event.get("item")
        if _is_object(item):
            self._finished[self._place(event, item)] = item

    def _place(self, event: StreamEvent, item: StreamEvent) -> int:
        index = event.get("output_index")
        place = index if isinstance(index, int) else self._places.get(str(item.get("id")), len(self._items))
        if not 0 <= place < self._most:
            raise DialectError(Message("The server's stream counts its items absurdly."), _CONTRADICTION)
        return place

    def _begun(self, event: StreamEvent) -> _GrowingItem | None:
        index = event.get("output_index")
        return self._items.get(index if isinstance(index, int) else self._places.get(str(event.get("item_id")), -1))

    def _part(self, where: str, event: StreamEvent) -> None:
        begun, part = self._begun(event), event.get("part")
        if begun and _is_object(part):
            begun.put(where, self._index(event), part)

    def _grow(self, where: str, field: str, event: StreamEvent) -> None:
        begun, delta = self._begun(event), event.get("delta")
        if begun and isinstance(delta, str):
            begun.grow(where, field, self._index(event), delta)

    def _index(self, event: StreamEvent) -> int:
        index = event.get("content_index", event.get("summary_index"))
        return index if isinstance(index, int) and 0 <= index < self._most else 0

    def _arguments(self, event: StreamEvent) -> None:
        begun, whole, delta = self._begun(event), event.get("arguments"), event.get("delta")
        if begun and isinstance(whole, str):
            begun.arguments[:] = [whole]
        elif begun and isinstance(delta, str):
            begun.arguments.append(delta)


class _GrowingItem:
    """An item that has been announced and is still growing."""

    def __init__(self, start: dict[str, object]) -> None:
        self.start = start
        self.arguments: list[str] = []
        self._parts: dict[tuple[str, int], dict[str, object]] = {}
        self._grown: dict[tuple[str, int, str], list[str]] = {}

    def put(self, where: str, index: int, part: StreamEvent) -> None:
        """Take a part as it is at its beginning or at its end."""
        self._parts[where, index] = dict(part)
        if part.get("text") or part.get("refusal"):  # whole: the deltas are in it
            for field in ("text", "refusal"):
                self._grown.pop((where, index, field), None)

    def grow(self, where: str, field: str, index: int, delta: str) -> None:
        """Take one more piece of a text."""
        self._grown.setdefault((where, index, field), []).append(delta)

    def item(self) -> dict[str, object]:
        """Return what has come so far; a call stays unfinished, words are as good as they are.

        What the beginning says of a message's status is true of the beginning alone.
        """
        item = dict(self.start)
        if self.arguments:
            item["arguments"] = "".join(self.arguments)
        parts = {place: dict(part) for place, part in self._parts.items()}
        for (where, index, field), pieces in self._grown.items():
            part = parts.setdefault((where, index), {})
            part[field] = str(part.get(field) or "") + "".join(pieces)
        for where in ("content", "summary"):
            found = [part for (place, _), part in sorted(parts.items()) if place == where]
            if found:
                item[where] = found
        begun = item.pop("status", None)
        unfinished = str(item.get("type")).endswith("_call") or begun == "incomplete"
        return {**item, "status": "incomplete"} if unfinished else item


def _kind(event: StreamEvent) -> str:
    """Return the type; a server that breaks down may say nothing but what went wrong."""
    kind = event.get("type")
    return "error" if kind is None and _is_object(event.get("error")) else str(kind)


def _error(event: StreamEvent) -> StreamEvent:
    """Return what went wrong: an object of its own, or beside the type."""
    error = event.get("error")
    if _is_object(error):
        return error
    said = {"code": event.get("code"), "message": event.get("message") or error, "param": event.get("param")}
    return {key: value for key, value in said.items() if value is not None}


def _count(items: Iterable[object], kind: str) -> int:
    """Return how many calls there are; one that comes twice counts once."""
    calls = [item for item in items if _is_object(item) and item.get("type") == kind]
    return len({str(call.get("call_id") or place) for place, call in enumerate(calls)})


def _by_name(
    items: Iterable[StreamEvent], said: Callable[[StreamEvent], object]
) -> Mapping[tuple[str, str], list[object]]:
    """Return what calls say under each of their ids: one thing, or two where they contradict each other already."""
    found: dict[tuple[str, str], list[object]] = {}
    for item in items:
        for name in _names(item) if _is_call(item) else ():
            known = found.setdefault(name, [])
            if len(known) < _CONTRADICTORY and said(item) not in known:
                known.append(said(item))
    return found


def _names(item: StreamEvent) -> list[tuple[str, str]]:
    return [(key, name) for key in ("id", "call_id") if isinstance(name := item.get(key), str)]


def _checks(item: StreamEvent) -> object:
    return item.get("pending_safety_checks")


def _asked(item: StreamEvent) -> dict[str, object]:
    said = {key: item.get(key) or None for key in ("call_id", "action", "actions", "pending_safety_checks", "name")}
    return {**said, "arguments": _plain(item.get("arguments"))}


def _plain(arguments: object) -> object:
    """Return what the arguments of a function say, however a server writes their JSON."""
    try:
        return json.loads(arguments) if isinstance(arguments, str) and arguments else None
    except (ValueError, RecursionError):
        return arguments


def _is_call(value: object) -> TypeGuard[dict[str, object]]:
    return _is_object(value) and value.get("type") in _CALLS


def _is_object(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)
