"""The reason for a desk's end, as written by its keeper, and its wording."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast, get_args

from desktop_agent.core.runs.events import DeskEnd
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.sandbox.keeper import ENDED

ENDED_WORDS: Mapping[DeskEnd, str] = {
    "told": Message("The desk was ended."),
    "minutes": Message("The desk has reached its time limit."),
    "disk": Message("The desk has reached its disk space limit."),
    "memory": Message("The desk has reached its memory limit."),
    "processes": Message("The desk has reached its process limit."),
    "gone": Message("The desk ended unexpectedly."),
}


def ended_by(folder: Path) -> DeskEnd | None:
    """Return the limit that ended a desk, “told” or “gone”; None if it was closed normally."""
    try:
        by = (folder / ENDED).read_text()
    except OSError:
        return None
    return cast("DeskEnd", by) if by in get_args(DeskEnd) else None
