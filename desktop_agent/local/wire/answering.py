"""Answer requests, whichever model does the thinking: hold the rules of the wire, and keep the response."""

import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.local.wire.asked import Asked, Dialect, newest_words, read_request
from desktop_agent.local.wire.delivery import GOOD, Manners, written
from desktop_agent.local.wire.owed import settle
from desktop_agent.local.wire.problem import BadRequestError
from desktop_agent.local.wire.record import Record
from desktop_agent.local.wire.response import body, completed, failed
from desktop_agent.local.wire.store import Store
from desktop_agent.local.wire.telling import opening
from desktop_agent.local.wire.thread import Memory

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model says; `over` is put on top of the response's own fields."""

    items: list[Json]
    usage: Json | None
    memory: Memory | None = None
    over: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Thought:
    """What a model has understood of a request, and the work that is left.

    Without `answer` there will be no response, only what `manners` say.
    """

    dialect: Dialect
    answer: Callable[[Record], Answer] | None
    size: tuple[int, int] | None = None  # of the newest picture
    manners: Manners = GOOD
    queued_s: float = 0.0
    thinks_s: float = 0.0
    forgets: bool = False


class Model(Protocol):
    """Who answers."""

    def consider(self, asked: Asked, before: Record | None) -> Thought:
        """Understand a request that goes on from `before`; BadRequestError when it can't be answered."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What comes of a request: a record, or only manners; and whether the client waits for the end, or for a stream."""

    record: Record | None
    manners: Manners
    stream: bool = False
    background: bool = False


class Answerer:
    """What the server needs to answer: a model, and the responses so far."""

    def __init__(self, model: Model, store: Store) -> None:
        self.store = store
        self._model = model
        self._one_by_one = threading.Lock()  # two tries under one key are one request

    def begin(self, raw: bytes, key: str | None) -> Begun:
        """Begin to answer a request, in a thread of its own.

        Raises:
            BadRequestError: the request cannot be answered; nothing is kept of it.
        """
        asked = read_request(raw)
        with self._one_by_one:
            known = self.store.of_key(key)
            if known is not None:
                _must_be_the_same(asked, known)
                return Begun(known, known.manners(), asked.stream, asked.background)
            before = self._before(asked)
            _must_be_settled(asked, before)
            thought = self._model.consider(asked, before)
            if thought.answer is None:
                return Begun(None, thought.manners)
            record = _recorded(asked, before, thought, key)
            self.store.keep(record)
        work = threading.Thread(target=_complete, args=(record, thought, thought.answer), daemon=True)
        work.start()
        return Begun(record, record.manners(), asked.stream and not thought.manners.ignore_stream, asked.background)

    def _before(self, asked: Asked) -> Record | None:
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


def _must_be_the_same(asked: Asked, known: Record) -> None:
    if known.asked != _digest(asked):
        message = "This Idempotency-Key was used for another request. Make up a new one for each."
        raise BadRequestError(message, code="idempotency_key_reused", status=422)


def _digest(asked: Asked) -> str:
    """Return what tells requests apart, whichever way they want to be answered."""
    said = {name: value for name, value in asked.raw.items() if name != "stream"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _must_be_settled(asked: Asked, before: Record | None) -> None:
    # The older API's histories hold no calls, so that none can be seen to want an output.
    if before is None and asked.dialect == "lightcone":
        return
    said = before.body["output"] if before is not None and before.body["status"] == "completed" else []
    output = [item for item in said if isinstance(item, dict)] if isinstance(said, list) else []
    settle(output, asked.raw_items)


def _recorded(asked: Asked, before: Record | None, thought: Thought, key: str | None) -> Record:
    begun = body(asked, thought.dialect, f"resp_{secrets.token_hex(24)}", time.time(), thought.size)
    # The vendor of `preview` has no word for it.
    if asked.background and (thought.queued_s or thought.dialect == "openai"):
        begun["status"] = "queued"
    stored = asked.store and not thought.forgets
    remembered = None if thought.forgets else key
    asks = _digest(asked) if remembered else ""
    record = Record(begun, thought.dialect, key=remembered, asked=asks, stored=stored, manners=thought.manners)
    record.words = newest_words(asked.items) or (before.words if before else None)
    record.weight = 3 * len(written(begun)) + len(record.words or "") + len(remembered or "")
    for event in opening(begun):
        record.tell(event)
    return record


def _complete(record: Record, thought: Thought, answer: Callable[[Record], Answer]) -> None:
    try:
        if record.body["status"] == "queued":
            record.rest(thought.queued_s)
            record.work()
        record.rest(thought.thinks_s)
        said = answer(record)
        record.memory = said.memory
        ended = completed(record.body, thought.dialect, time.time()) | {"output": said.items, "usage": said.usage}
        record.end(ended | dict(said.over))
    except DesktopAgentError as error:
        record.end(failed(record.body, thought.dialect, str(error)))
    except BaseException:
        # Whoever follows the stream would else wait for ever.
        why = "The local model failed in a way that nobody foresaw."
        record.end(failed(record.body, thought.dialect, why))
        raise
