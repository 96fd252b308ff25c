"""What describes a dialect on the server's side. The dialects are in `dialects/`, one file each.

The two sides of the wire share no code that writes, so that a mistake in one of them is noticed by the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Json = dict[str, object]


def objects_in(value: object) -> list[Json]:
    """Return the objects of a list; none where it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


@dataclass(frozen=True, slots=True)
class ServedDialect:
    """Writes responses in the words of one dialect."""

    name: str
    tool: str  # the type of its computer tool, by which a request shows which dialect it speaks
    # What a computer call says beside its ids and its status, of these actions and safety checks.
    call: Callable[[list[Json], list[Json]], Json]
    # What a response that has just begun says beside id, model, status and output: of the request, the time in Unix
    # seconds, and the viewport that its coordinates are in.
    begun: Callable[[Json, float, Json | None], Json]
    action: Callable[[Json], Json] = lambda action: action  # an action, which comes in the words of `preview`
    # The action that ends a task with a text, by whether it has succeeded; None where there is none.
    end: Callable[[str, bool], Json | None] = lambda _text, _success: None
    # What a response says once it is completed, at a time in Unix seconds, and when it has failed.
    completed: Callable[[float], Json] = lambda _: {}
    failed: Callable[[str], Json] = lambda why: {"error": {"code": "server_error", "message": why}}
    usage: Callable[[Json], Json] = lambda counts: counts  # of tokens
    keeps_items: bool = True  # there are functions, and histories hold calls and results
    queues: bool = False  # a response in the background begins as queued
    cancels_twice: bool = False  # a cancelled response can be cancelled again, which changes nothing
