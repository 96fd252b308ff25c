"""Answers requests, whichever model is behind it: enforces the protocol's rules, and stores the response."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.json_text import JsonItem
from desktop_agent.devtools.serve.dialect import Json, ServedDialect, objects_in
from desktop_agent.devtools.serve.dialects import DIALECTS
from desktop_agent.devtools.serve.wire.parsed_request import ParsedRequest, read_request
from desktop_agent.devtools.serve.wire.problem import BadRequestError
from desktop_agent.devtools.serve.wire.sse_events import opening, written
from desktop_agent.devtools.serve.wire.store import Record, ResponseMemory, Store

OUTPUT_OF = {
    "computer_call": "computer_call_output",
    "function_call": "function_call_output",
    "custom_tool_call": "custom_tool_call_output",
}
_ENDS = frozenset[str]().union(*(dialect.ends for dialect in DIALECTS.values()))


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """A model's answer."""

    items: list[Json]
    usage: Json | None
    memory: ResponseMemory | None = None


@dataclass(frozen=True, slots=True)
class Thought:
    """A request that the model has accepted, and the work that is left."""

    dialect: ServedDialect
    answer: Callable[[Record], ModelAnswer]
    size: tuple[int, int] | None = None  # of the newest picture


class ServedModel(Protocol):
    """The model behind the server."""

    def consider(self, asked: ParsedRequest) -> Thought:
        """Accept a request; BadRequestError when it can't be answered."""


class Responder:
    """Answers requests with a model, and keeps the responses."""

    def __init__(self, model: ServedModel, store: Store, only: str = "") -> None:
        """Take the name of the one dialect that is spoken; empty: each request shows its own."""
        self.store = store
        self._model = model
        self._only = only

    def begin(self, raw: bytes) -> tuple[ParsedRequest, Record]:
        """Begin to answer a request, in a thread of its own.

        Raises:
            BadRequestError: the request cannot be answered; nothing is kept of it.
        """
        asked = read_request(raw)
        if self._only and asked.dialect is not None and asked.dialect.name != self._only:
            message = f"This server speaks the dialect {self._only}; the request offers a tool of {asked.dialect.name}."
            raise BadRequestError(message, param="tools")
        _must_be_settled(asked, self._before(asked))
        thought = self._model.consider(asked)
        record = _recorded(asked, thought)
        self.store.keep(record)
        threading.Thread(target=_complete, args=(record, thought), daemon=True).start()
        return asked, record

    def _before(self, asked: ParsedRequest) -> Record | None:
        if asked.previous is None:
            return None
        before = self.store.record(asked.previous)
        if before is None:
            message = f"Previous response with id '{asked.previous[:80]}' not found."
            code = "previous_response_not_found"
            raise BadRequestError(message, param="previous_response_id", code=code, status=404)
        if not before.over:
            message = f"Previous response with id '{asked.previous}' is still {before.body['status']}."
            raise BadRequestError(message, param="previous_response_id")
        return before


def _must_be_settled(asked: ParsedRequest, before: Record | None) -> None:
    # The older API's histories hold no calls, so that none can be seen to want an output.
    if before is None and asked.dialect is not None and not asked.dialect.keeps_items:
        return
    said = before.body["output"] if before is not None and before.body["status"] == "completed" else []
    check_outputs(objects_in(said), asked.raw_items)


def begun_response(
    asked: ParsedRequest, dialect: ServedDialect, name: str, created: float, size: tuple[int, int] | None
) -> Json:
    """Return a response in progress; `created` is in Unix seconds, `size` is the picture's in pixels."""
    width, height = asked.display or size or (0, 0)
    viewport: Json | None = {"environment": asked.environment, "width": width, "height": height} if width else None
    begun: Json = {"id": name, "object": "response", "model": asked.model, "status": "in_progress", "output": []}
    return begun | dialect.begun(asked.raw, created, viewport)


def _recorded(asked: ParsedRequest, thought: Thought) -> Record:
    begun = begun_response(asked, thought.dialect, f"resp_{secrets.token_hex(24)}", time.time(), thought.size)
    if asked.background and thought.dialect.queues:
        begun["status"] = "queued"
    record = Record(begun, thought.dialect, stored=asked.store)
    record.weight = 3 * len(written(begun))
    for event in opening(begun):
        record.tell(event)
    return record


def _complete(record: Record, thought: Thought) -> None:
    try:
        record.work()
        said = thought.answer(record)
        record.memory = said.memory
        ended = record.body | {"status": "completed"} | thought.dialect.completed(time.time())
        record.end(ended | {"output": said.items, "usage": said.usage})
    except DesktopAgentError as error:
        record.end(record.body | {"status": "failed"} | thought.dialect.failed(str(error)))
    except BaseException:
        # Whoever follows the stream would else wait for ever.
        why = "The built-in model failed unexpectedly."
        record.end(record.body | {"status": "failed"} | thought.dialect.failed(why))
        raise


def check_outputs(before: Iterable[JsonItem], items: Iterable[JsonItem]) -> None:
    """Check that a request answers all open calls, those before it and those in it.

    `before` is the output of the response that it continues, `items` its input.

    Raises:
        BadRequestError: an output, a picture or an acknowledgement is missing, or belongs to no call.
    """
    given = tuple(items)
    calls = [call for call in (*before, *given) if _waits(call)]
    outputs = {(one.get("type"), _name(one)): one for one in given if one.get("type") in OUTPUT_OF.values()}
    for call in calls:
        _settled(call, outputs.get((OUTPUT_OF[str(call["type"])], _name(call))))
    known = {(OUTPUT_OF[str(call["type"])], _name(call)) for call in calls}
    if not any(one.get("type") == "item_reference" for one in given):
        _no_strays(outputs, known)


def _settled(call: JsonItem, output: JsonItem | None) -> None:
    kind, name = str(call["type"]).removesuffix("_call").replace("_", " "), _name(call)
    if output is None:
        raise BadRequestError(f"No tool output found for {kind} call {name}.", param="input")
    if call["type"] != "computer_call":
        return
    if not _picture(output):
        message = f"The output of computer call {name} has no picture. Send the screen as it is now, as image_url."
        raise BadRequestError(message, param="input")
    missing = sorted(_ids(call, "pending_safety_checks") - set(_ids(output, "acknowledged_safety_checks")))
    if missing:
        message = f"These safety checks of computer call {name} were not acknowledged: {', '.join(missing)}."
        raise BadRequestError(message, param="input", code="unacknowledged_safety_checks")


def _no_strays(outputs: Mapping[tuple[object, str], JsonItem], known: set[tuple[str, str]]) -> None:
    for kind, name in outputs:
        if (kind, name) not in known:
            said = str(kind).removesuffix("_call_output").replace("_", " ")
            raise BadRequestError(f"No tool call found for {said} call output with call_id {name}.", param="input")


def _waits(item: JsonItem) -> bool:
    if str(item.get("type")) not in OUTPUT_OF:
        return False
    action = item.get("action")
    return not (isinstance(action, Mapping) and str(action.get("type")) in _ENDS)


def _name(item: JsonItem) -> str:
    return str(item.get("call_id") or item.get("id") or "")


def _picture(output: JsonItem) -> object:
    shown = output.get("output")
    return shown.get("image_url") if isinstance(shown, Mapping) else None


def _ids(item: JsonItem, field: str) -> set[str]:
    return set(_each(item.get(field)))


def _each(checks: object) -> Iterator[str]:
    for check in checks if isinstance(checks, list) else ():
        if isinstance(check, Mapping) and isinstance(check.get("id"), str):
            yield check["id"]
