"""Waits of a run: the stop token that ends each, the result of waiting for the screen, and updates from the model.

They are no events: the full text is announced when the answer is complete, and a wait is announced once as a notice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from desktop_agent.core.pictures import Frame, Rect


class Stopped(Exception):  # noqa: N818 - a stop is how a run ended, not an error
    """A person stopped the run; nothing more may be sent."""


class StopToken(Protocol):
    """Set once, from any thread, and never cleared."""

    def is_set(self) -> bool:
        """Return whether the run must stop now."""

    def wait(self, seconds: float) -> bool:
        """Wait that long or until the stop; return whether the run must stop."""


# Why the screen didn't settle: it kept changing, a program kept working, or a program doesn't answer.
Unrest = Literal["moving", "working", "silent"]
NOTHING_MOVED = "Nothing moved. The area is empty, doesn't scroll in that direction, or is already at the end."
_NOTES: dict[Unrest | None, str] = {
    None: "",
    "moving": "The screen was still changing when this picture was taken. If it has to be still, wait and look again.",
    "working": "The program was still working when this picture was taken. Wait and look again before you continue.",
    "silent": "The program isn't responding. It may be busy or frozen. Wait and look again before you act in it.",
}


@dataclass(frozen=True, slots=True)
class Settlement:
    """The picture once the screen has settled, or at the end of the wait (`unrest`).

    `changed` are the parts of the desktop that look different from before the action, largest first, including a
    caret's blink. Parts that move all the time are left out; `moving`: some of these look different, too.
    """

    frame: Frame
    waited_ms: int
    unrest: Unrest | None = None
    changed: tuple[Rect, ...] = ()
    moving: bool = False

    @property
    def stable(self) -> bool:
        """Return whether the screen has settled."""
        return self.unrest is None

    @property
    def note(self) -> str:
        """Return a note for the model on an unsettled screen; usually empty."""
        return _NOTES[self.unrest]


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
