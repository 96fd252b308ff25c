"""Keeps requests inside the model's context window, by an estimate corrected by the server's counts. Pure.

What does not fit is dropped in this order: the oldest rounds after the first message, which leave one line behind;
then pictures, down to the newest. The first message, the task, always stays. More is dropped than necessary, so that
the next requests begin alike and a server can read them from its cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop_agent.core.turn import Usage
from desktop_agent.model.dialect import Dialect
from desktop_agent.model.history import Exchange, OutgoingTurn, first_with_items, size_of, without_rounds

# Where nobody says how much a model can hold: few that see hold less.
ASSUMED_TOKENS = 128_000
_FOR_THE_ANSWER = 8  # one part of the window in so many
_LEFT_AFTER = 0.75  # of the room, once it was too little
_MOST_OFF = 4.0


@dataclass(frozen=True, slots=True)
class ContextWindow:
    """How many tokens a model can hold, and the largest ratio of the server's count to our estimate so far."""

    tokens: int
    factor: float = 1.0
    answer: int = 0  # how long an answer may be, where that is said

    @property
    def most(self) -> int:
        """The most tokens that a request may have, so that the answer has room as well."""
        return self.tokens - max(self.tokens // _FOR_THE_ANSWER, self.answer)

    @property
    def room(self) -> int:
        """The same, in tokens by our estimate."""
        return int(self.most / self.factor)

    def checked(self, estimated: int, usage: Usage | None) -> ContextWindow:
        """Return the window corrected by a server's count; its room never grows."""
        counted = self._counted(estimated, usage)
        return replace(self, factor=max(self.factor, min(counted / estimated, _MOST_OFF)))

    def held(self, estimated: int, usage: Usage | None) -> int:
        """Return what a server has read, in tokens by our estimate."""
        return int(self._counted(estimated, usage) / self.factor)

    def outgrown(self, estimated: int) -> ContextWindow:
        """Return the window after a server has said that a request does not fit."""
        return replace(self, tokens=min(self.tokens, int(estimated * self.factor)) // 2)

    def _counted(self, estimated: int, usage: Usage | None) -> float:
        """Return the server's count, or our estimate if the count is impossible."""
        counted = usage.input_tokens if usage else None
        credible = counted is not None and estimated <= counted * _MOST_OFF and counted <= self.tokens
        return counted if counted is not None and credible else estimated * self.factor


def fitted(
    past: Sequence[Exchange], outgoing: OutgoingTurn, dialect: Dialect, keep: int, room: int
) -> tuple[tuple[Exchange, ...], int]:
    """Return the exchanges, and the number of their pictures, that fit into `room` tokens with what is sent now."""
    if size_of(past, outgoing, dialect, keep) <= room:
        return tuple(past), keep
    goal = int(room * _LEFT_AFTER)
    shorter = tuple(past)
    for fewer in range(keep, 0, -1):
        shorter = _with_fewer_rounds(shorter, outgoing, dialect, fewer, goal)
        if size_of(shorter, outgoing, dialect, fewer) <= room:
            return shorter, fewer
    return shorter, 1


def _with_fewer_rounds(
    past: tuple[Exchange, ...], outgoing: OutgoingTurn, dialect: Dialect, keep: int, goal: int
) -> tuple[Exchange, ...]:
    """Drop the oldest rounds that are sent as text until the goal is reached, or none is left."""
    over = size_of(past, outgoing, dialect, keep) - goal
    told = first_with_items([*(each.outgoing for each in past), outgoing], keep) - 1
    count = 0
    while over > 0 and count < told:
        count += 1
        over -= past[count - 1].text_tokens - past[count - 1].outgoing.tokens + past[count].outgoing.tokens
    return without_rounds(past, count) if count else past
