"""The button that makes a how-to of a run."""

from __future__ import annotations

from pathlib import Path

from desktop_agent.core.texts.message import Message
from desktop_agent.runtime.registry import Offer
from desktop_agent.ui.offers import FileButton


def _make(folder: Path, *_: object) -> Path:
    from desktop_agent.films.howto.make import make_guide

    return make_guide(folder)[0]


OFFER = Offer(
    lambda place: FileButton(place, _make), text=Message("How-to"), name=Message("Make a how-to from this run")
)
