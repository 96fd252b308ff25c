"""A global chord for this program, on systems that support one."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Protocol, cast

from desktop_agent.core.errors import InputError
from desktop_agent.core.message import Message
from desktop_agent.lib.platform_files import platform_module


class Hotkey(Protocol):
    """A grabbed chord; `fileno` becomes readable after a press."""

    def fileno(self) -> int:
        """Return the file descriptor to wait on."""

    def hold(self) -> None:
        """Grab the chord again."""

    def let_go(self) -> None:
        """Release the chord for other programs until `hold`."""

    def was_pressed(self) -> bool:
        """Return whether the chord was pressed since the last call."""

    def close(self) -> None:
        """Release the chord for other programs permanently."""


class _X11(Protocol):
    def Hotkey(self, keys: Sequence[str], environment: Mapping[str, str], /) -> Hotkey: ...  # noqa: N802 - a class


def hotkey_for(chord: str) -> Hotkey:
    """Grab a chord, as the settings spell it; DesktopAgentError where it is not available."""
    if sys.platform in {"win32", "darwin"}:
        raise InputError(Message("Setting up a shortcut isn't supported on this system yet."))
    x11 = cast("_X11", platform_module("x11.hotkey"))
    return x11.Hotkey(chord.split("+"), os.environ)
