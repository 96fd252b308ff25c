"""An ordinary task, and its place: what the two halves of the tasks have in common."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.hostile.play import Turn


@dataclass(frozen=True, slots=True)
class Task:
    """What a model does in an open application, how to tell that it was done, and what a person calls the place."""

    scope: str
    turns: Sequence[Turn]
    done: Callable[[], bool]
