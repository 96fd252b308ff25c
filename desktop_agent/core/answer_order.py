"""The rule on the calls of one answer: a call is done only if every call before it in that answer was done.

A model plans the calls of an answer as one sequence. A text after a click that didn't happen would go to whatever has
the keyboard, so it doesn't matter why a call wasn't done, nor who should have done it.
"""

from __future__ import annotations

from collections.abc import Iterable

NOT_REACHED = "This wasn't carried out because something before it wasn't."  # for the model


class AnswerOrder:
    """The calls of one answer by their names, in the model's order, and which of them were done."""

    def __init__(self, calls: Iterable[str]) -> None:
        self._calls = tuple(calls)
        self._done = set[str]()

    def is_reached(self, call: str) -> bool:
        """Return whether a call may be done; two of one name can't be told apart, so neither may."""
        return self._calls.count(call) == 1 and self.obstacle(call) is None

    def obstacle(self, call: str) -> str | None:
        """Return the first call before this one that was not done; None where all were."""
        before = self._calls[: self._calls.index(call)] if call in self._calls else self._calls
        return next((earlier for earlier in before if not self.is_done(earlier)), None)

    def is_done(self, call: str) -> bool:
        """Return whether a call was done."""
        return call in self._done

    def note_done(self, call: str) -> None:
        """Note that a call was done, or what has been tried of it."""
        self._done.add(call)

    def note_not_done(self, call: str) -> None:
        """Note that a call was not done, or not to its end."""
        self._done.discard(call)
