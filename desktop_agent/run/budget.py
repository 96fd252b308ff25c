"""Adds up what a run takes of its limits."""

from __future__ import annotations

from desktop_agent.core.events import UsageReported
from desktop_agent.core.turn import Turn, Usage
from desktop_agent.policy.limits import NOTHING_SPENT, Limits, Pace, Spent, reached
from desktop_agent.run.control import Stopwatch
from desktop_agent.run.stream import Stream

_COST_DIGITS = 9  # of a dollar: past that there is only what binary fractions leave over


class Budget:
    """Adds up what the answers of the model cost."""

    def __init__(self, limits: Limits, watch: Stopwatch, stream: Stream, carried: Spent = NOTHING_SPENT) -> None:
        """Take the limits, and what counts against them of the run that this one continues."""
        self.watch = watch
        self._limits, self._stream, self._carried = limits, stream, carried
        self._pace = Pace()
        self.cost: float | None = None  # USD
        self.usage = Usage()

    def reached(self) -> str:
        """Return which limit is reached, in words; empty while none is."""
        before = self._carried
        steps, minutes = before.steps + self._stream.course.turns, before.minutes + self.watch.counted / 60
        count = self._stream.steps
        spent = Spent(steps, minutes, before.cost + (self.cost or 0.0), line=count.lines or 0, lines=count.last)
        limit = reached(self._limits, spent)
        return f"{limit} {self._pace.forecast()}".rstrip() if limit else ""

    def count(self, turn: Turn) -> None:
        """Add what an answer has used, and announce it."""
        if turn.cost is not None:
            self.cost = round((self.cost or 0.0) + turn.cost, _COST_DIGITS)
            self._pace = self._pace.after(turn.cost)
        if turn.usage is None and turn.cost is None:
            return
        usage, total = turn.usage or Usage(), self.usage
        self.usage = Usage(
            _sum(total.input_tokens, usage.input_tokens),
            _sum(total.output_tokens, usage.output_tokens),
            _sum(total.total_tokens, usage.total_tokens),
        )
        cost = None if turn.cost is None else round(turn.cost, _COST_DIGITS)
        self._stream.announce(UsageReported(usage.input_tokens, usage.output_tokens, usage.total_tokens, cost))


def _sum(total: int | None, more: int | None) -> int | None:
    return total if more is None else (total or 0) + more
