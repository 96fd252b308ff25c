"""What leaves our windows out of every picture while they go on being seen, so that they need not be hidden."""

from __future__ import annotations

import sys
from typing import Protocol, cast

from desktop_agent.lib.platform_files import platform_file

# Windows 10 version 2004. Those before it show such a window as a black box.
_FIRST_BUILD = 19041


class Pictures(Protocol):
    """Decides which of our windows are in pictures."""

    def leave_out(self, window: int) -> bool:
        """Leave a window out from now on; False where it has to be hidden."""

    def take_in(self, window: int) -> None:
        """Show a window in pictures again."""


class AllInPictures:
    """The stand-in where every window that is seen is in pictures, too."""

    def leave_out(self, window: int) -> bool:
        """Say no."""
        return False

    def take_in(self, window: int) -> None:
        """Do nothing."""


class _DisplayAffinity(Protocol):
    def create(self) -> Pictures: ...


def pictures_here() -> Pictures:
    """Return what can leave windows out on this system."""
    if sys.platform == "win32" and sys.getwindowsversion().build >= _FIRST_BUILD:
        return cast("_DisplayAffinity", platform_file("windows.display_affinity")).create()
    return AllInPictures()
