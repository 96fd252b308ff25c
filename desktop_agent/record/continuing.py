"""Which runs continue which: a run that goes on does so in a folder of its own, and names the one before it."""

from __future__ import annotations

from pathlib import Path

from desktop_agent.core.events import RunStarted
from desktop_agent.record.reader import RUN_NAME, first_event
from desktop_agent.record.store import RunStore

_SECOND = 15  # letters of a run's name that say when it began
_MOST_BEFORE = 100


def resumed_by(folder: Path) -> str:
    """Return the id of the run that the one in a folder continues; empty where it continues none."""
    first = first_event(folder)
    event = first.event if first else None
    return event.resumes if isinstance(event, RunStarted) else ""


def continued_in(store: RunStore, folder: Path) -> Path | None:
    """Return the newest run that continues the one in a folder, if there is one."""
    for other in store.folders():
        if other.name[:_SECOND] < folder.name[:_SECOND]:
            return None
        if other != folder and resumed_by(other) == folder.name:
            return other
    return None


def runs_before(store: RunStore, folder: Path) -> tuple[Path, ...]:
    """Return the runs that the one in a folder continues, oldest first, as far as they are still there."""
    before: list[Path] = []
    while len(before) < _MOST_BEFORE:
        name = resumed_by(before[0] if before else folder)
        earlier = store.root / name
        if not RUN_NAME.fullmatch(name) or not earlier.is_dir() or earlier.is_symlink() or earlier in before:
            break
        before.insert(0, earlier)
    return tuple(before)
