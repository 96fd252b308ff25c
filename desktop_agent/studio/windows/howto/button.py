"""The button that opens the window in which a run's how-to is edited and written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.message import Message
from desktop_agent.host.registry import Offer
from desktop_agent.ui.offers import WindowButton

if TYPE_CHECKING:
    from desktop_agent.studio.windows.howto.window import GuideWindow


def _show(folder: Path) -> GuideWindow:
    from desktop_agent.studio.windows.howto.window import open_guide

    return open_guide(folder)


OFFER = Offer(
    lambda place: WindowButton(place, lambda folder, _run: folder, _show),
    text=Message("How-to…"),
    name=Message("Make a how-to from this run"),
)
