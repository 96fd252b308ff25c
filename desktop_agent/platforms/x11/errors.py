"""How a display fails, in one sentence each; every caller chooses the type of error that fits its own package."""

from __future__ import annotations

from typing import TypeVar

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message

E = TypeVar("E", bound=DesktopAgentError)


def display_gone(kind: type[E]) -> E:
    """Return the error for a connection that broke."""
    return kind(Message("The display has gone away."), Message("Start the display again, then start the task again."))


def unreachable(kind: type[E], name: str) -> E:
    """Return the error for a display that cannot be connected to."""
    return kind(
        Message("The display {part} cannot be reached.", part=name or "(none)"),
        Message("Check DISPLAY and XAUTHORITY."),
    )
