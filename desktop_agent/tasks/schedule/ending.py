"""How the last run of a task at a set time ended: kept by that run, so that it is known after the computer was off."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop_agent.core.message import Message, form_of, message_of
from desktop_agent.lib.files import replace_file

FOLDER: Final = "schedules"
_LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class ScheduledEnding:
    """How a run ended: when (ISO 8601), its exit code, in a sentence, and the run's folder; empty where none began.

    The exit code is None where a run has begun and nothing has told of its end.
    """

    at: str
    exit_code: int | None
    message: str
    run: str = ""


def keep_ending(data: Path, task: str, exit_code: int | None, message: str, run: str = "") -> None:
    """Keep how a run ended; OSError where that cannot be written."""
    folder = data / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    fields: dict[str, object] = {"at": at, "exit_code": exit_code, "message": message, "run": run}
    text = {"text": form_of(message)} if isinstance(message, Message) else {}
    replace_file(folder / f"{task}.json", [json.dumps({**fields, **text}).encode()])


def last_ending(data: Path, task: str) -> ScheduledEnding | None:
    """Return how the last run ended; None where none has, or nothing readable tells."""
    try:
        with (data / FOLDER / f"{task}.json").open("rb") as file:
            read = json.loads(file.read(_LARGEST))
        message = message_of(read.get("text")) or str(read["message"])
        code = read["exit_code"]
        return ScheduledEnding(str(read["at"]), None if code is None else int(code), message, str(read["run"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
