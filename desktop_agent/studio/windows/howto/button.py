"""The button that opens the window in which a run's how-to is edited and written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.message import Message
from desktop_agent.ui.offers import ButtonPlace, WindowButton

if TYPE_CHECKING:
    from desktop_agent.studio.windows.howto.window import GuideWindow

TEXT, NAME = Message("How-to…"), Message("Make a how-to from this run")


def create(place: ButtonPlace) -> WindowButton[Path]:
    """Connect the button of a window (`ui/offers.py`)."""
    return WindowButton(place, lambda folder, _run: folder, _show)


def _show(folder: Path) -> GuideWindow:
    from desktop_agent.studio.windows.howto.window import open_guide

    return open_guide(folder)
