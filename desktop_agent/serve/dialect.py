"""A dialect on the server's side. The dialects are in `dialects/`, one file each.

Client and server share no writing code, so that each notices a mistake of the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Json = dict[str, object]


def objects_in(value: object) -> list[Json]:
    """Return the objects of a list; an empty list for anything else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


@dataclass(frozen=True, slots=True)
class ServedDialect:
    """Writes responses in the words of one dialect."""

    name: str
    tool: str  # the type of its computer tool, which identifies the dialect of a request
    # The fields of a computer call besides its ids and its status, from its actions and safety checks.
    call: Callable[[list[Json], list[Json]], Json]
    # The fields of a started response besides id, model, status and output, from the request, the time in Unix seconds,
    # and the viewport of its coordinates.
    opening_fields: Callable[[Json, float, Json | None], Json]
    action: Callable[[Json], Json] = lambda action: action  # translates an action from the format of `preview`
    # The action that ends a task, from its text and success; None if there is none.
    end: Callable[[str, bool], Json | None] = lambda _text, _success: None
    # Further fields of a response once it is completed (from the time in Unix seconds) or failed (from the reason).
    completed: Callable[[float], Json] = lambda _: {}
    failed: Callable[[str], Json] = lambda why: {"error": {"code": "server_error", "message": why}}
    usage: Callable[[Json], Json] = lambda counts: counts  # of tokens
    keeps_items: bool = True  # there are functions, and histories hold calls and results
    queues: bool = False  # a response in the background begins as queued
    cancels_twice: bool = False  # a cancelled response can be cancelled again, which changes nothing
