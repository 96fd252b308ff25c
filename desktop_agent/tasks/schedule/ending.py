"""How the last run of a task at a set time ended: kept by that run, so that it is known after the computer was off."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop_agent.lib.files import replace_file

FOLDER: Final = "schedules"
_LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class ScheduledEnding:
    """How a run ended: when (ISO 8601), its exit code, in a sentence, and the run's folder; empty where none began."""

    at: str
    exit_code: int
    message: str
    run: str = ""


def keep_ending(data: Path, task: str, exit_code: int, message: str, run: str = "") -> None:
    """Keep how a run ended; OSError where that cannot be written."""
    folder = data / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    ending = ScheduledEnding(at, exit_code, str(message), run)
    replace_file(folder / f"{task}.json", [json.dumps(asdict(ending)).encode()])


def last_ending(data: Path, task: str) -> ScheduledEnding | None:
    """Return how the last run ended; None where none has, or nothing readable tells."""
    try:
        with (data / FOLDER / f"{task}.json").open("rb") as file:
            read = json.loads(file.read(_LARGEST))
        return ScheduledEnding(str(read["at"]), int(read["exit_code"]), str(read["message"]), str(read["run"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
