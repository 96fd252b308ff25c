"""*Show me once…* in the tray's menu; its window and what that needs are loaded when it is first chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_agent.core.message import Message

if TYPE_CHECKING:
    from desktop_agent.studio.windows.learn.from_tray import TrayLearning

TEXT = Message("Show me once…")
SYMBOL = "record"


def create(notify: Callable[[str, str], None]) -> TrayLearning:
    """Return what the action opens (`ui/offers.py`)."""
    from desktop_agent.studio.windows.learn.from_tray import TrayLearning

    return TrayLearning(notify)
