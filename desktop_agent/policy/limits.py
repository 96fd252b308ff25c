"""The limits of a run: steps, minutes and money, checked before each request; and the detection of a lack of progress.

No request is begun once the cost has reached its limit, so a run costs at most one answer more than that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from desktop_agent.core.actions.action import Action, Wait
from desktop_agent.core.runs.turn import InvalidAction
from desktop_agent.core.texts.message import Message, plural

# answers
_LATEST = 5
_AHEAD = 40
# USD; behind the point
_CENTS = 0.1
_DIGITS = 6
TELL_AT = 3
ASK_AT = 4
END_AT = 5
PATIENCE_S = 20.0  # of waits in a row, for a slow program
REPEATED_NOTE = (
    "You've requested the same action three times, but the picture hasn't changed. "
    "Try something else, or say that you can't continue."
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits: steps are answers of the model; pauses and open questions don't count as time. None: no limit."""

    steps: int
    minutes: float
    cost: float | None = None  # USD


@dataclass(frozen=True, slots=True)
class Spent:
    """The steps, time and cost that a run has used so far."""

    steps: int
    minutes: float
    cost: float  # USD; turns of unknown cost count as nothing
    line: int = 0  # of the task, where its lines are the steps that a person is shown
    lines: int = 0  # of the task; 0 where the answers are the steps


NOTHING_SPENT = Spent(0, 0.0, 0.0)


def reached(limits: Limits, spent: Spent) -> str:
    """Return a sentence about the limit that is reached; empty if the run may continue."""
    if spent.steps >= limits.steps and spent.lines:
        return Message(
            "The limit of {steps} responses was reached at step {line} of {lines}. Allow more with --max-steps.",
            steps=limits.steps,
            line=spent.line,
            lines=spent.lines,
        )
    if spent.steps >= limits.steps:
        return Message("The limit of {steps} steps was reached. Allow more with --max-steps.", steps=limits.steps)
    if spent.minutes >= limits.minutes:
        return Message(
            "The limit of {minutes:g} minutes was reached. Allow more with --max-minutes.",
            minutes=limits.minutes,
        )
    if limits.cost is not None and spent.cost >= limits.cost:
        return Message("The limit of {cost:g} USD was reached. Allow more with --max-cost.", cost=limits.cost)
    return ""


@dataclass(frozen=True, slots=True)
class Pace:
    """The cost of the latest answers, in USD; older ones don't count, as the cost grows with the history."""

    costs: tuple[float, ...] = ()

    def after(self, cost: float) -> Pace:
        """Return the pace with one more answer."""
        return Pace((*self.costs, cost)[-_LATEST:])

    def forecast(self, *, steps_left: int | None = None, money_left: float | None = None) -> str:
        """Return a sentence on the cost of the next steps, or on when the cost limit is reached; empty if unknown."""
        average = sum(self.costs) / len(self.costs) if self.costs else 0.0
        steps = min(_AHEAD, _AHEAD if steps_left is None else steps_left)
        if average <= 0 or steps <= 0:
            return ""
        if money_left is not None and steps * average > money_left:
            steps_to_limit = math.ceil(money_left / average)
            return plural(
                "At this pace, the cost limit is reached in {count} step.",
                "At this pace, the cost limit is reached in {count} steps.",
                count=steps_to_limit,
            )
        more = Message("1 more step costs") if steps == 1 else Message("{steps} more steps will cost", steps=steps)
        return Message("At this pace, {more} {usd}.", more=more, usd=usd(steps * average))


def usd(cost: float) -> str:
    """Return an amount with its significant digits: “0.35 USD”."""
    digits = min(_DIGITS, 1 - math.floor(math.log10(cost))) if 0 < cost < _CENTS else 2
    return f"{cost:.{digits}f} USD"


@dataclass(frozen=True, slots=True)
class RepetitionCount:
    """The actions of the last call, and the number of times in a row that they came with an unchanged picture.

    Waits count only after `PATIENCE_S` of them in a row, as programs open slowly on a busy computer.
    """

    actions: tuple[Action | InvalidAction, ...] = ()
    times: int = 0
    waited_s: float = 0.0

    def note(self, actions: tuple[Action | InvalidAction, ...], *, unchanged: bool) -> RepetitionCount:
        """Return the count after one more call; `unchanged` compares with the picture at the last one."""
        waits_s = sum(action.seconds for action in actions if isinstance(action, Wait))
        if not (unchanged and actions == self.actions):
            return RepetitionCount(actions, 1, waits_s)
        waited_s = self.waited_s + waits_s
        is_patient = waits_s > 0 and waited_s <= PATIENCE_S and all(isinstance(action, Wait) for action in actions)
        return RepetitionCount(actions, self.times if is_patient else self.times + 1, waited_s)
