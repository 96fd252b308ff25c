"""Answers requests, whichever model is behind it: enforces the protocol's rules, and stores the response."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.serve.dialects import Json, ServedDialect
from desktop_agent.serve.wire.parsed_request import BadRequestError, ParsedRequest, read_request
from desktop_agent.serve.wire.store import Record, ResponseMemory, Store, json_bytes, opening_events


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """A model's answer."""

    items: list[Json]
    usage: Json | None
    memory: ResponseMemory | None = None


@dataclass(frozen=True, slots=True)
class Thought:
    """A request that the model has accepted, and the function that answers it."""

    dialect: ServedDialect
    answer: Callable[[Record], ModelAnswer]
    size: tuple[int, int] | None = None  # of the newest picture


class ServedModel(Protocol):
    """The model behind the server."""

    def consider(self, request: ParsedRequest) -> Thought:
        """Accept a request; BadRequestError when it can't be answered."""


class Responder:
    """Answers requests with a model, and stores the responses."""

    def __init__(self, model: ServedModel, store: Store, only: str = "") -> None:
        """Set up; `only` is the single accepted dialect, empty: that of each request."""
        self.store = store
        self._model = model
        self._only = only

    def begin(self, raw: bytes) -> tuple[ParsedRequest, Record]:
        """Begin to answer a request, in a thread of its own.

        Raises:
            BadRequestError: the request cannot be answered; nothing of it is stored.
        """
        request = read_request(raw)
        if self._only and request.dialect is not None and request.dialect.name != self._only:
            message = (
                f"This server speaks the dialect {self._only}; the request offers a tool of {request.dialect.name}."
            )
            raise BadRequestError(message, param="tools")
        self._check_previous(request)
        thought = self._model.consider(request)
        record = _new_record(request, thought)
        self.store.add(record)
        threading.Thread(target=_complete, args=(record, thought), daemon=True).start()
        return request, record

    def _check_previous(self, request: ParsedRequest) -> None:
        before = self.store.record(request.previous) if request.previous is not None else None
        if request.previous is not None and before is None:
            message = f"Previous response with id '{request.previous[:80]}' not found."
            code = "previous_response_not_found"
            raise BadRequestError(message, param="previous_response_id", code=code, status=404)
        if before and not before.over:
            message = f"Previous response with id '{request.previous}' is still {before.body['status']}."
            raise BadRequestError(message, param="previous_response_id")


def response_in_progress(
    request: ParsedRequest, dialect: ServedDialect, name: str, created: float, size: tuple[int, int] | None
) -> Json:
    """Return a response in progress; `created` is in Unix seconds, `size` is the picture's in pixels."""
    width, height = request.display or size or (0, 0)
    viewport: Json | None = {"environment": request.environment, "width": width, "height": height} if width else None
    response: Json = {"id": name, "object": "response", "model": request.model, "status": "in_progress", "output": []}
    return response | dialect.opening_fields(request.raw, created, viewport)


def _new_record(request: ParsedRequest, thought: Thought) -> Record:
    response = response_in_progress(
        request, thought.dialect, f"resp_{secrets.token_hex(24)}", time.time(), thought.size
    )
    if request.background and thought.dialect.queues:
        response["status"] = "queued"
    record = Record(response, thought.dialect, stored=request.store)
    record.weight = 3 * len(json_bytes(response))
    for event in opening_events(response):
        record.append(event)
    return record


def _complete(record: Record, thought: Thought) -> None:
    try:
        record.work()
        answer = thought.answer(record)
        record.memory = answer.memory
        ended = record.body | {"status": "completed"} | thought.dialect.completed(time.time())
        record.end(ended | {"output": answer.items, "usage": answer.usage})
    except DesktopAgentError as error:
        record.end(record.body | {"status": "failed"} | thought.dialect.failed(str(error)))
    except BaseException:
        # Else a client that follows the stream would wait for ever.
        why = "The built-in model failed unexpectedly."
        record.end(record.body | {"status": "failed"} | thought.dialect.failed(why))
        raise
