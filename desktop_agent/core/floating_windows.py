"""Windows of ours that are on the screen all the time, but for the moment of a picture."""

from __future__ import annotations

from typing import Protocol

# By this title the camera knows the window that stays: the status badge.
STATUS_TITLE = "Status — Desktop Agent"


class FloatingWindows(Protocol):
    """Hides them and shows them again."""

    async def hide(self) -> bool:
        """Take them off the screen, and tell whether there were any; no picture shows them from here on.

        Raises ScreenError when they stay.
        """

    def restore(self) -> None:
        """Let them be shown again. Returns at once, never raises."""
