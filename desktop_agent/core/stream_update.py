"""Updates that are shown while a run waits for the model, and kept nowhere: words as they come, and waits.

None of it is an event: the whole text is announced when the answer is whole, and a wait is announced once as a notice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Partial:
    """A piece of what the model is saying or thinking, to be put behind the pieces before it.

    `item` tells one message or thought from the next. Nothing of it counts until the answer is whole: pieces of an
    answer that broke off are followed by `Discarded`.
    """

    kind: Literal["message", "reasoning"]
    item: str
    text: str


@dataclass(frozen=True, slots=True)
class Discarded:
    """The pieces so far were of an answer that broke off; it is asked for again."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The next try of the request is in `seconds`; `why` is a sentence. 0 seconds: the wait is over."""

    why: str
    seconds: float


StreamUpdate = Partial | Discarded | Waiting
OnUpdate = Callable[[StreamUpdate], None]


def pass_nothing_on(_: StreamUpdate) -> None:
    """Show nothing."""


def to_both(one: OnUpdate, other: OnUpdate) -> OnUpdate:
    """Return a function that passes everything on to both."""

    def pass_on(update: StreamUpdate) -> None:
        one(update)
        other(update)

    return pass_on
