"""The deletion of old recordings according to the settings, at a quiet moment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message, plural
from desktop_agent.lib.paths import places
from desktop_agent.record.journal import BEFORE
from desktop_agent.record.store import RunStore, clear_out
from desktop_agent.record.wording import file_size
from desktop_agent.runtime import slices
from desktop_agent.settings.confirmed import settings_for_run

_GB = 10**9


def forget_old_versions(environment: Mapping[str, str] = os.environ) -> int:
    """Remove the stored versions of desks and runs whose time to undo is over; return the number of these."""
    own = places(environment)
    folders = [*own.runs.glob(f"*/{BEFORE}"), *own.desks.glob("*")]
    # Most have none, and the slice need not be loaded to learn that.
    return slices.change_sets.forget_old(sorted(folders)) if folders else 0


def clear_out_runs(environment: Mapping[str, str] = os.environ) -> str:
    """Delete runs according to the settings, and return a sentence on them; empty where there were none."""
    forget_old_versions(environment)
    with suppress(DesktopAgentError):
        record = settings_for_run(environment, {}).record
        most = None if record.keep_gb is None else record.keep_gb * _GB
        deleted = clear_out(
            RunStore(places(environment).runs), datetime.now(UTC), days=record.keep_days, most_bytes=most
        )
        if deleted:
            freed = file_size(sum(run.size for run in deleted))
            return Message(
                "{counted} deleted according to your settings, freeing {freed}.",
                counted=plural("{count:,} old run", "{count:,} old runs", count=len(deleted)),
                freed=freed,
            )
    return ""
