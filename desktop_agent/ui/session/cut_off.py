"""Finds the newest run that was cut off and may be continued, and remembers which ones nobody wants to."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.host.resume import Resumption, resumption
from desktop_agent.lib.files import replace_file
from desktop_agent.record.reader import RUN_NAME
from desktop_agent.record.spans import moment
from desktop_agent.record.store import RunStore, summary_of

LEFT = "not-resumed.txt"
_NEWEST, _MOST_LEFT = 20, 200  # runs
_OLDEST = timedelta(days=3)  # what is older is found in History


def newest_cut_off(store: RunStore, left: Path) -> Resumption | None:
    """Return the newest run that was cut off, unless it was continued, is old, or was left by the person."""
    unwanted = _left(left)
    for folder in store.folders()[:_NEWEST]:
        run = summary_of(folder)
        at = moment(run.started)
        if run.status != "cut off" or run.id in unwanted or at is None or datetime.now(UTC) - at > _OLDEST:
            continue
        with contextlib.suppress(DesktopAgentError):
            return resumption(store, folder)
    return None


def leave(left: Path, run: str) -> None:
    """Remember that nobody wants to go on with a run; where that cannot be kept it is offered once more."""
    with contextlib.suppress(OSError):
        left.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(left, [f"{name}\n".encode() for name in [*_left(left), run][-_MOST_LEFT:]])


def _left(left: Path) -> list[str]:
    try:
        return [name for name in left.read_text("utf-8").split() if RUN_NAME.fullmatch(name)]
    except (OSError, ValueError):
        return []
