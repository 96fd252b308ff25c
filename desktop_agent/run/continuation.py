"""What a run gets to know of the one that it goes on with."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.earlier_run import EarlierRun
from desktop_agent.policy.limits import NOTHING_SPENT, Spent


@dataclass(frozen=True, slots=True)
class RunContinuation:
    """What that one did, which is never done again by itself; `carried` of what it spent counts against the limits."""

    earlier: EarlierRun
    carried: Spent = NOTHING_SPENT
