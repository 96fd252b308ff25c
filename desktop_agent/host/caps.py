"""What the settings say on how much an answer may ask for, and how long a server is tried."""

from __future__ import annotations

from desktop_agent.model.caps import Caps, Timeouts
from desktop_agent.settings import Settings


def caps_of(settings: Settings) -> Caps:
    """Return how much an answer may ask for."""
    caps = settings.caps
    return Caps(
        text_characters=caps.text,
        batch_actions=caps.batch,
        drag_points=caps.drag,
        scroll_px=caps.scroll,
        wait_s=caps.wait,
    )


def patience_of(settings: Settings) -> Timeouts:
    """Return how long and how often a server is tried."""
    network = settings.network
    return Timeouts(
        connect_s=network.connect,
        tries=network.tries,
        wait_s=network.wait,
        outage_s=network.outage * 60,
    )
