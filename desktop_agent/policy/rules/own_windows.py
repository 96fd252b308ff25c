"""Refuse input into our own windows: the person answers there, and a shell runs what its terminal gets."""

from __future__ import annotations

from desktop_agent.core.actions import Finish, Look, Move, ReleaseKey, Wait
from desktop_agent.core.decision import Case, Decision, Reason, Refuse

_WHY = "This goes to the window that this program runs or asks in, which is the person's alone."


def judge(case: Case) -> Decision | None:
    """Refuse when the window that would be hit is ours; merely moving over it is nothing."""
    hit = case.target.ours or (case.target.also is not None and case.target.also.ours)
    if not hit or isinstance(case.action, Move | ReleaseKey | Wait | Look | Finish):
        return None
    return Refuse((Reason("own-window", _WHY),))
