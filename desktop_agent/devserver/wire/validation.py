"""What pydantic found wrong, as one place and one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pydantic import ValidationError

_TYPES = frozenset({"str", "int", "float", "bool"})


class Fault(NamedTuple):
    """Where it is, as the vendors write it (`input[0].content`, or "" for the whole), and what; without a full stop."""

    place: str
    said: str
    missing: bool


def fault_of(error: ValidationError) -> Fault:
    """Return the fault that matters: where several types are allowed, the one that got furthest was meant."""
    one = max(error.errors(include_url=False, include_input=False), key=lambda each: len(each["loc"]))
    said = one["msg"].removeprefix("Value error, ").rstrip(".")
    return Fault(place_of(one["loc"]), said, one["type"] == "missing")


def place_of(loc: tuple[int | str, ...]) -> str:
    """Return a place without the names of types, which stand in it wherever there is a choice."""
    place = ""
    for part in loc:
        if isinstance(part, int):
            place += f"[{part}]"
        elif part.isidentifier() and part[0].islower() and part not in _TYPES:
            place += f".{part}" if place else part
    return place
