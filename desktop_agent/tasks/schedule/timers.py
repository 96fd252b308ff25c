"""What has a task start at set times: this system's own timers, by one protocol for all systems."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.lib.child_process import finish
from desktop_agent.tasks.schedule.times import CalendarTime, calendar_times, next_time, written_times

NOTHING_SCHEDULED: Final = Message(
    "Nothing was scheduled. Use another scheduler to run: desktop-agent tasks run NAME --scheduled"
)
MAKE_WRITABLE: Final = Message("Make that folder writable.")
_WITHIN_S = 20.0


@dataclass(frozen=True, slots=True)
class ScheduleOrder:
    """A task for set times: when in words and as times, and the command with its environment."""

    task: str
    when: str
    times: Sequence[CalendarTime]
    command: Sequence[str]
    environment: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A task at set times: when in words, and the next time; None where that is not known."""

    task: str
    when: str
    next: datetime | None = None


class Timers(Protocol):
    """One system's timers of this person that are for tasks."""

    def why_not(self) -> str:
        """Return why no timer can be made here; empty where one can."""

    def check(self, order: ScheduleOrder) -> None:
        """Raise SettingsError for an order that the system would not take, or would take for another."""

    def is_there(self, task: str) -> bool:
        """Tell whether a task has set times."""

    def add(self, order: ScheduleOrder) -> None:
        """Put a timer in place, whole; SettingsError, with nothing left behind, where that fails."""

    def remove(self, task: str) -> None:
        """Take the timer of a task out; SettingsError where it stays."""

    def all(self) -> tuple[Scheduled, ...]:
        """Return all tasks at set times, in the order of their names."""


def timers(environment: Mapping[str, str] = os.environ) -> Timers:
    """Return this system's timers; the environment names the person's folders and how the system is reached."""
    match sys.platform:
        case "win32":
            from desktop_agent.lib.paths import places
            from desktop_agent.tasks.schedule.task_scheduler import ScheduledTasks

            return ScheduledTasks(places(environment).data, environment)
        case "darwin":
            from desktop_agent.tasks.schedule.launchd import LaunchAgents

            return LaunchAgents(environment)
        case _:
            from desktop_agent.tasks.schedule.systemd import SystemdTimers

            return SystemdTimers(environment)


def next_as_written(when: str) -> datetime | None:
    """Return the next of the times that a person has written, for systems that are not asked; None if all are over."""
    now = datetime.now().astimezone().replace(tzinfo=None)
    times: list[CalendarTime] = []
    for part in written_times(when):
        with suppress(SettingsError):
            times += calendar_times(part, now)
    found = next_time(times, now)
    return found.astimezone() if found else None


def said_by(words: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a program of the system and return what it said; code 1 where it cannot be run, or takes too long."""
    try:
        said = finish(words, within_s=_WITHIN_S, environment=environment)
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(words, 1, "", str(error))
    out, err = (text.decode(errors="replace") for text in (said.stdout, said.stderr))
    return subprocess.CompletedProcess(words, said.returncode, out, err)


def first_line(asked: subprocess.CompletedProcess[str]) -> str:
    """Return the first line of what a program complained of; a dash where it said nothing."""
    return (asked.stderr.strip().splitlines() or ["–"])[0]


def undeletable(file: Path) -> SettingsError:
    """Return what is said of a timer that stays."""
    return SettingsError(Message("{file} can't be deleted.", file=file), MAKE_WRITABLE)
