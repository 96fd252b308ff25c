"""What describes a dialect on the server's side. The dialects are in `dialects/`, one file each.

The two sides of the wire share no code that writes, so that a mistake in one of them is noticed by the other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Json = dict[str, object]


def objects_in(value: object) -> list[Json]:
    """Return the objects of a list; none where it is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def texts_in(parts: object, field: str = "text") -> list[str]:
    """Return the texts in one field of objects."""
    return [text for part in objects_in(parts) if isinstance(text := part.get(field), str)]


def arguments_in(text: str) -> object:
    """Return the arguments of a call; none where they are no JSON."""
    try:
        return json.loads(text)
    except ValueError:
        return {}


def refusals_in(response: Json) -> list[str]:
    """Return what a response says in refusing."""
    return [text for item in objects_in(response["output"]) for text in texts_in(item.get("content"), "refusal")]


@dataclass(frozen=True, slots=True)
class ServedApi:
    """An API that is not the Responses API: what it asks and answers, as that has it."""

    address: str  # a pattern of the addresses at which an answer is asked for
    # A request in the form of the Responses API, by its address and its body.
    request: Callable[[str, Json], Json]
    response: Callable[[Json], Json]  # a response as this API has it
    events: Callable[[Iterable[Json]], Iterable[Json]]  # the events of one response as this API has them
    problem: Callable[[int, str], Json]  # the body of an error, by its status and message
    framed: bool = False  # a stream is of Amazon's binary messages


@dataclass(frozen=True, slots=True)
class ServedDialect:
    """Writes responses in the words of one dialect."""

    name: str
    tool: str  # the type of its computer tool, by which a request shows which dialect it speaks
    words: frozenset[str]  # for actions, that a script may use
    # What a computer call says beside its ids and its status, of these actions and safety checks.
    call: Callable[[list[Json], list[Json]], Json]
    # What a response that has just begun says beside id, model, status and output: of the request, the time in Unix
    # seconds, and the viewport that its coordinates are in.
    begun: Callable[[Json, float, Json | None], Json]
    action: Callable[[Json], Json] = lambda action: action  # an action, which comes in the words of `preview`
    # The action that ends a task with a text, by whether it has succeeded; None where there is none.
    end: Callable[[str, bool], Json | None] = lambda _text, _success: None
    ends: frozenset[str] = frozenset()  # such actions: they wait for no output
    # What a response says once it is completed, at a time in Unix seconds, and when it has failed.
    completed: Callable[[float], Json] = lambda _: {}
    failed: Callable[[str], Json] = lambda why: {"error": {"code": "server_error", "message": why}}
    usage: Callable[[Json], Json] = lambda counts: counts  # of tokens
    picture: str = "computer_screenshot"  # the type of the picture in the output of a computer call
    functions: frozenset[str] = frozenset()  # the names of its tools, where the computer is worked by functions
    in_text: bool = False  # calls are written in the text of messages
    # The size that points are counted in for a picture of a size: in whole numbers, or in parts where it is 1 by 1.
    # A display that the tool names goes before it.
    space: Callable[[tuple[int, int]], tuple[float, float]] = lambda size: size
    # The same as a model of a name has it that is offered functions of these names.
    played: Callable[[str, frozenset[str]], ServedDialect] | None = None
    keeps_items: bool = True  # there are functions and refusals, and histories hold calls and results
    has_checks: bool = True  # there are safety checks
    has_custom_tools: bool = True
    thoughts: str = "reasoning_text"  # what events call a thought that is told in full
    batches: bool = False  # a call holds several actions
    holds_keys: bool = False  # an action of the mouse can say which keys are held meanwhile
    queues: bool = False  # a response in the background begins as queued
    cancels_twice: bool = False  # a cancelled response can be cancelled again, which changes nothing
    # What a request may hold, as a JSON schema; None: what is not read of it is let through.
    request: Json | None = None
    key_headers: tuple[str, ...] = ()  # that hold its vendor's key, besides `Authorization`
    apis: tuple[ServedApi, ...] = ()  # as its vendor and cloud platforms have it; none: the Responses API
