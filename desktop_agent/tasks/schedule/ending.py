"""The ending of a scheduled task's last run: stored by that run, so that it survives a restart of the computer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop_agent.core.texts.message import Message, form_of, message_of
from desktop_agent.lib.files import replace_file
from desktop_agent.lib.paths import places
from desktop_agent.lib.traces import Trace, named_in

FOLDER: Final = "schedules"
_LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class ScheduledEnding:
    """The ending of a run: its time (ISO 8601), exit code and message, and the run's folder (empty if none began).

    The exit code is None where a run has begun and its end is unknown.
    """

    at: str
    exit_code: int | None
    message: str
    run: str = ""


def keep_ending(data: Path, task: str, exit_code: int | None, message: str, run: str = "") -> None:
    """Store the ending of a run; OSError where that cannot be written."""
    folder = data / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    fields: dict[str, object] = {"at": at, "exit_code": exit_code, "message": message, "run": run}
    text = {"text": form_of(message)} if isinstance(message, Message) else {}
    replace_file(folder / f"{task}.json", [json.dumps({**fields, **text}).encode()])


def last_ending(data: Path, task: str) -> ScheduledEnding | None:
    """Return the ending of the last run; None if there is none, or it cannot be read."""
    try:
        with (data / FOLDER / f"{task}.json").open("rb") as file:
            read = json.loads(file.read(_LARGEST))
        message = message_of(read.get("text")) or str(read["message"])
        code = read["exit_code"]
        return ScheduledEnding(str(read["at"]), None if code is None else int(code), message, str(read["run"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield the endings of scheduled tasks."""
    yield from named_in(Message("How scheduled tasks ended"), places(environment).data, FOLDER)
