"""What of an action a person may change before a yes: its text or its point, never its kind."""

from __future__ import annotations

from dataclasses import replace

from desktop_agent.core.actions import Action, Click, Move, Navigate, Scroll, Type, points_of
from desktop_agent.core.geometry import ImagePoint


def is_editable(action: Action) -> bool:
    """Tell whether there is something in an action that a person can change."""
    return text_of(action) is not None or len(points_of(action)) == 1


def text_of(action: Action) -> str | None:
    """Return the text or address that a person can change; None where there is none, or it is secret."""
    match action:
        case Type(text=text, secret=False):
            return text
        case Navigate(url=url):
            return url
        case _:
            return None


def edit_action(action: Action, text: str | None, at: ImagePoint | None) -> Action:
    """Return the same kind of action with another text, or at another point; None leaves that as it was."""
    match action:
        case Type():
            return replace(action, text=action.text if text is None else text, at=action.at and (at or action.at))
        case Navigate():
            return replace(action, url=action.url if text is None else text.strip())
        case Click() | Move() | Scroll():
            return action if at is None else replace(action, at=at)
        case _:
            return action
