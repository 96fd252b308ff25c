"""Deletes runs by age and by total disk space: never the newest, nor those that are marked to stay."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop_agent.core.errors import RecordError
from desktop_agent.lib.files import disk_use
from desktop_agent.record.journal import record_error
from desktop_agent.record.store import RunStore, is_being_recorded

KEPT = "keep"  # a file of this name in a run's folder marks it
_NEW: int = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run's age, size and mark, for the choice of runs to delete."""

    dir: Path
    at: datetime  # when it was made
    size: int
    stays: bool  # it is marked, or under way


def may_go(
    runs: Sequence[StoredRun], now: datetime, *, days: int | None = None, most_bytes: float | None = None
) -> tuple[StoredRun, ...]:
    """Return the runs to delete, oldest first: all that are too old, then more until the remaining ones fit."""
    oldest_first = sorted(runs, key=lambda run: (run.at, run.dir.name))
    free = [run for run in oldest_first[:-1] if not run.stays]
    deletable = [run for run in free if days is not None and now - run.at > timedelta(days=days)]
    remaining = sum(run.size for run in runs) - sum(run.size for run in deletable)
    for run in free:
        if most_bytes is None or remaining <= most_bytes:
            break
        if run not in deletable:
            deletable.append(run)
            remaining -= run.size
    return tuple(deletable)


def stored_runs(folders: Iterable[Path]) -> list[StoredRun]:
    """Return the age, size and mark of each run."""
    return [
        StoredRun(folder, _made_at(folder), disk_use(folder), is_kept(folder) or is_being_recorded(folder))
        for folder in folders
    ]


def clear_out(
    store: RunStore, now: datetime, *, days: int | None = None, most_bytes: float | None = None
) -> tuple[StoredRun, ...]:
    """Delete the runs that `may_go` names, and return those deleted; one that cannot be deleted stays."""
    if days is None and most_bytes is None:
        return ()
    deleted: list[StoredRun] = []
    for run in may_go(stored_runs(store.folders()), now, days=days, most_bytes=most_bytes):
        # The mark may have been set just now.
        if not is_kept(run.dir):
            with contextlib.suppress(RecordError):
                store.delete(run.dir)
                deleted.append(run)
    return tuple(deleted)


def is_kept(folder: Path) -> bool:
    """Return whether a run is marked to stay."""
    return os.path.lexists(folder / KEPT)


def mark_kept(folder: Path, *, keep: bool) -> None:
    """Mark a run to stay, or remove the mark; RecordError when that fails."""
    try:
        if keep:
            with contextlib.suppress(FileExistsError):
                os.close(os.open(folder / KEPT, _NEW, 0o600))
        else:
            (folder / KEPT).unlink(missing_ok=True)
    except OSError as error:
        raise record_error(error, folder) from error


def _made_at(folder: Path) -> datetime:
    try:
        return datetime.strptime(folder.name[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)
