"""*Show me once…* in the tray's menu; its window and what that needs are loaded when it is first chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_agent.core.texts.message import Message
from desktop_agent.runtime.registry import Offer

if TYPE_CHECKING:
    from desktop_agent.films.windows.learn.from_tray import TrayLearning


def _create(notify: Callable[[str, str], None]) -> TrayLearning:
    from desktop_agent.films.windows.learn.from_tray import TrayLearning

    return TrayLearning(notify)


OFFER = Offer(_create, text=Message("Show me once…"), symbol="record")
