"""A chord for this program, wherever the keyboard is, where the system gives one."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Protocol, cast

from desktop_agent.core.errors import InputError
from desktop_agent.core.message import Message
from desktop_agent.lib.platform_files import platform_file


class Hotkey(Protocol):
    """A chord that is taken; `fileno` can be read when something has come of it."""

    def fileno(self) -> int:
        """Return what to wait on."""

    def hold(self) -> None:
        """Take the chord again."""

    def let_go(self) -> None:
        """Leave the chord to others until `hold`."""

    def was_pressed(self) -> bool:
        """Return whether it was pressed since the last time."""

    def close(self) -> None:
        """Leave the chord to others for good."""


class _X11(Protocol):
    def Hotkey(self, keys: Sequence[str], environment: Mapping[str, str], /) -> Hotkey: ...  # noqa: N802 - a class


def hotkey_for(chord: str) -> Hotkey:
    """Take a chord, as the settings spell it; DesktopAgentError where it cannot be had."""
    if sys.platform in {"win32", "darwin"}:
        raise InputError(Message("Setting up a shortcut isn't supported on this system yet."))
    x11 = cast("_X11", platform_file("x11.hotkey"))
    return x11.Hotkey(chord.split("+"), os.environ)
