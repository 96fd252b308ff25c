"""What a person orders of a side desk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.events import ReceiptAnswer


@dataclass(frozen=True, slots=True)
class DeskOrder:
    """What a person wants of a desk: what it sees and reaches, and what becomes of its documents at the end."""

    folders: tuple[Path, ...] = ()  # the only ones that are seen, in a home that is empty otherwise
    hosts: tuple[str, ...] = ()  # the only ones that are reached
    receipt: ReceiptAnswer = "keep"
    # Files that are taken over unseen where the receipt is kept, once all that was expected holds and nothing else was
    # made or changed.
    unseen: tuple[Path, ...] = ()
    size: tuple[int, int] = (1280, 800)
