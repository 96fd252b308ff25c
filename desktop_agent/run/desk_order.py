"""A person's order for a side desk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.runs.events import ReceiptAnswer


@dataclass(frozen=True, slots=True)
class DeskOrder:
    """The folders and hosts that a desk may use, and the treatment of its documents at the end."""

    folders: tuple[Path, ...] = ()  # the only visible ones, in a home that is empty otherwise
    hosts: tuple[str, ...] = ()  # the only reachable ones
    receipt: ReceiptAnswer = "keep"
    size: tuple[int, int] = (1280, 800)
