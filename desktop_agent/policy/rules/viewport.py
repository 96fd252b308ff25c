"""Refuse points outside the picture: the model has not seen what is there."""

from __future__ import annotations

from desktop_agent.core.actions import points_of
from desktop_agent.core.decision import Case, Decision, Reason, Refuse
from desktop_agent.core.message import Message


def judge(case: Case) -> Decision | None:
    """Refuse if any point of the action lies outside the picture."""
    size = case.viewport.image
    for at in points_of(case.action):
        if not (0 <= at.x < size.width and 0 <= at.y < size.height):
            text = Message(
                "The point ({x}, {y}) is outside the picture of {width}x{height} pixels.",
                x=at.x,
                y=at.y,
                width=size.width,
                height=size.height,
            )
            return Refuse((Reason("outside-viewport", text),))
    return None
