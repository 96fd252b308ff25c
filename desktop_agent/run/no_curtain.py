"""The curtain where no window of ours is ever on the screen that is worked."""

from __future__ import annotations


class NoOverlays:
    """Has nothing to take off the screen."""

    async def hide(self) -> None:
        """Do nothing."""

    def restore(self) -> None:
        """Do nothing."""
