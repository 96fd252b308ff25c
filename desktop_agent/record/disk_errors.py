"""What is said when a run's folder cannot be written."""

from __future__ import annotations

from pathlib import Path

from desktop_agent.core.errors import DiskFullError, RecordError
from desktop_agent.core.message import Message
from desktop_agent.lib.files import FULL_ERRORS


def explain(error: OSError, folder: Path) -> RecordError:
    """Return our error for a system error in a run's folder."""
    if error.errno in FULL_ERRORS:
        return DiskFullError(
            Message("No space is left for the recording in {folder}.", folder=folder),
            Message("Free some space there, or set DESKTOP_AGENT_HOME to a folder on another disk."),
        )
    reason = error.strerror or type(error).__name__
    return RecordError(
        Message("The recording in {folder} cannot be written: {reason}.", folder=folder, reason=reason),
        Message("Check that the folder exists and you may write to it, or set DESKTOP_AGENT_HOME to another."),
    )
