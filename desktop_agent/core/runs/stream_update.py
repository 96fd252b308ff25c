"""Updates that are displayed while a run waits for the model, and stored nowhere: words as they arrive, and waits.

They are no events: the full text is announced when the answer is complete, and a wait is announced once as a notice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Partial:
    """A piece of the model's message or thought, to be appended to the pieces before it.

    `item` identifies the message or thought. The pieces don't count until the answer is complete: those of an
    interrupted answer are followed by `Discarded`.
    """

    kind: Literal["message", "reasoning"]
    item: str
    text: str


@dataclass(frozen=True, slots=True)
class Discarded:
    """The pieces so far belong to an interrupted answer, which is requested again."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The next attempt of the request is in `seconds`; `why` is a sentence. 0 seconds: the wait is over."""

    why: str
    seconds: float


StreamUpdate = Partial | Discarded | Waiting
OnUpdate = Callable[[StreamUpdate], None]


def pass_nothing_on(_: StreamUpdate) -> None:
    """Ignore an update."""


def to_both(first: OnUpdate, second: OnUpdate) -> OnUpdate:
    """Return a function that passes each update on to both functions."""

    def pass_on(update: StreamUpdate) -> None:
        first(update)
        second(update)

    return pass_on
