"""Turns settings into the bounds of the wire, for whoever speaks to a server."""

from __future__ import annotations

from desktop_agent.model.caps import Caps, Patience
from desktop_agent.settings import Settings


def caps_of(settings: Settings) -> Caps:
    """Return how much an answer may ask for, and how large it may be."""
    caps = settings.caps
    return Caps(
        text_characters=caps.text,
        batch_actions=caps.batch,
        drag_points=caps.drag,
        scroll_px=caps.scroll,
        wait_s=caps.wait,
        body_bytes=caps.body,
        headers=caps.headers,
        line_bytes=caps.line,
        event_bytes=caps.event,
        events=caps.events,
        items=caps.items,
        depth=caps.depth,
        values=caps.values,
        id_characters=caps.id,
    )


def patience_of(settings: Settings) -> Patience:
    """Return how long and how often a server is tried."""
    network = settings.network
    return Patience(
        connect_s=network.connect,
        idle_s=network.idle,
        total_s=network.total,
        tries=network.tries,
        wait_s=network.wait,
        background_s=network.background * 60,
        outage_s=network.outage * 60,
    )
