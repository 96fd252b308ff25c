"""Ask before anything goes to a window of our own: what is typed into the terminal that we run in, its shell runs."""

from __future__ import annotations

from desktop_agent.core.actions import Move, ReleaseKey
from desktop_agent.core.decision import Ask, Case, Decision, Reason

_WHY = "This goes to the window that this program runs or asks in."


def judge(case: Case) -> Decision | None:
    """Ask when the window that would be hit is ours; merely moving over it is nothing."""
    hit = case.target.ours or (case.target.also is not None and case.target.also.ours)
    if not hit or isinstance(case.action, Move | ReleaseKey):
        return None
    return Ask((Reason("own-window", _WHY),))
