"""Refuse points outside the picture: the model has not seen what is there."""

from __future__ import annotations

from desktop_agent.core.actions import points_of
from desktop_agent.core.decision import Case, Decision, Reason, Refuse


def judge(case: Case) -> Decision | None:
    """Refuse if any point of the action lies outside the picture."""
    size = case.viewport.image
    for at in points_of(case.action):
        if not (0 <= at.x < size.width and 0 <= at.y < size.height):
            text = f"The point ({at.x}, {at.y}) is outside the picture of {size.width}x{size.height} pixels."
            return Refuse((Reason("outside-viewport", text),))
    return None
