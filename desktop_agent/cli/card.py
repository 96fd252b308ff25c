"""The card that asks on the person's own screen, and what hides it from pictures; Qt is loaded when first needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_agent.core.presence import Presence
    from desktop_agent.settings import Settings
    from desktop_agent.ui.approval.approver import OverlayApprover
    from desktop_agent.ui.overlay.hider import QtOverlayHider
    from desktop_agent.ui.qt.executor import QtExecutor


@dataclass(frozen=True, slots=True)
class OnScreen:
    """What a run needs to have windows: the place where they live, the card, and what hides them."""

    host: QtExecutor
    card: OverlayApprover
    overlays: QtOverlayHider


def on_screen(settings: Settings, environment: Mapping[str, str], presence: Presence) -> OnScreen:
    """Return it for the part of the desktop that the settings name; ScreenError without any."""
    from desktop_agent.ui.overlay.hider import QtOverlayHider
    from desktop_agent.ui.qt.executor import QtExecutor
    from desktop_agent.ui.session.capture_area import captured, card_on

    host, box = QtExecutor(), captured(settings, environment)
    return OnScreen(host, card_on(box, settings, host, presence), QtOverlayHider(host, box))
