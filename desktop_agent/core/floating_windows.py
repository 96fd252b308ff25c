"""Windows of ours that are on the screen all the time, but for the moment of a picture."""

from __future__ import annotations

from typing import Protocol

# By these titles the window is known that stays: the badge of a run's status, and that of a demonstration.
STATUS_TITLE = "Status — Desktop Agent"
LEARN_TITLE = "Recording — Desktop Agent"
FLOATING_TITLES = frozenset({STATUS_TITLE, LEARN_TITLE})


class FloatingWindows(Protocol):
    """Hides them and shows them again."""

    async def hide(self) -> bool:
        """Take them off the screen, and tell whether there were any; no picture shows them from here on.

        Raises ScreenError when they stay.
        """

    def restore(self) -> None:
        """Let them be shown again. Returns at once, never raises."""
