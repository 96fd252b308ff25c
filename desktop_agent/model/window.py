"""Keeps what is sent inside the model's window, by an estimate that is checked against what the server counts. Pure.

What is too much goes in this order: the oldest rounds after the first message, which leave one line behind; then
pictures, down to the newest one. The first message, which is the task, stays as long as the run does. When it is too
much, more goes than has to, so that the next requests begin alike and a server can read them from its cache.
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
    """How much a model can hold, and how many times our estimate the server has counted at most."""

    tokens: int
    factor: float = 1.0
    answer: int = 0  # how long an answer may be, where that is said

    @property
    def most(self) -> int:
        """How many tokens a request may have, so that the answer has room as well."""
        return self.tokens - max(self.tokens // _FOR_THE_ANSWER, self.answer)

    @property
    def room(self) -> int:
        """The same in tokens of our estimate."""
        return int(self.most / self.factor)

    def checked(self, estimated: int, usage: Usage | None) -> ContextWindow:
        """Return the window once a server has counted what we estimated; never one with more room than before."""
        counted = self._counted(estimated, usage)
        return replace(self, factor=max(self.factor, min(counted / estimated, _MOST_OFF)))

    def held(self, estimated: int, usage: Usage | None) -> int:
        """Return what a server has read, in tokens of our estimate."""
        return int(self._counted(estimated, usage) / self.factor)

    def outgrown(self, estimated: int) -> ContextWindow:
        """Return the window once a server has said that a request does not go into it."""
        return replace(self, tokens=min(self.tokens, int(estimated * self.factor)) // 2)

    def _counted(self, estimated: int, usage: Usage | None) -> float:
        """Return what the server has counted; our estimate for a count that cannot be."""
        counted = usage.input_tokens if usage else None
        credible = counted is not None and estimated <= counted * _MOST_OFF and counted <= self.tokens
        return counted if counted is not None and credible else estimated * self.factor


def fitted(
    past: Sequence[Exchange], ours: OutgoingTurn, words: Dialect, keep: int, room: int
) -> tuple[tuple[Exchange, ...], int]:
    """Return the exchanges, and how many pictures of them, that go into `room` tokens together with what we say now."""
    if size_of(past, ours, words, keep) <= room:
        return tuple(past), keep
    goal = int(room * _LEFT_AFTER)
    shorter = tuple(past)
    for fewer in range(keep, 0, -1):
        shorter = _with_fewer_rounds(shorter, ours, words, fewer, goal)
        if size_of(shorter, ours, words, fewer) <= room:
            return shorter, fewer
    return shorter, 1


def _with_fewer_rounds(
    past: tuple[Exchange, ...], ours: OutgoingTurn, words: Dialect, keep: int, goal: int
) -> tuple[Exchange, ...]:
    """Leave out the oldest rounds that are told as text until the goal is reached, or none is left."""
    over = size_of(past, ours, words, keep) - goal
    told = first_with_items([*(each.ours for each in past), ours], keep) - 1
    count = 0
    while over > 0 and count < told:
        count += 1
        over -= past[count - 1].told_tokens - past[count - 1].ours.tokens + past[count].ours.tokens
    return without_rounds(past, count) if count else past
