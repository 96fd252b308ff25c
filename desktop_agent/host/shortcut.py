"""A chord for this program, wherever the keyboard is, where the system gives one."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from desktop_agent.core.errors import InputError

if TYPE_CHECKING:
    from desktop_agent.platforms.x11.hotkey import Hotkey


def hotkey_for(chord: str) -> Hotkey:
    """Take a chord, as the settings spell it; DesktopAgentError where it cannot be had."""
    if sys.platform in {"win32", "darwin"}:
        raise InputError("On this system the program cannot have a shortcut yet.")
    from desktop_agent.platforms.x11.hotkey import Hotkey

    return Hotkey(chord.split("+"), os.environ)
