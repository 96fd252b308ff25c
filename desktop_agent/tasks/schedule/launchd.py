"""launchd's timers for this person, on macOS: one launch agent a task. Not yet run.

launchd starts no second run of an agent beside the first, and makes up once for times that the computer has slept
through; what was missed while it was off, or nobody was logged in, it does not. Source: launchd.plist(5), launchctl(1).
"""

from __future__ import annotations

import os
import plistlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from desktop_agent.core.errors import SettingsError, unwritable
from desktop_agent.core.message import Message
from desktop_agent.lib.files import replace_file
from desktop_agent.tasks.schedule.timers import (
    MAKE_WRITABLE,
    NOTHING_SCHEDULED,
    Scheduled,
    ScheduleOrder,
    first_line,
    next_as_written,
    said_by,
    undeletable,
)
from desktop_agent.tasks.schedule.times import LAST_DAY, CalendarTime

PREFIX: Final = "desktop-agent.task."
_WHEN = "X-When"  # launchd passes over keys that it does not know


class LaunchAgents:
    """The launch agents that are for tasks."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment
        self.folder = Path(environment.get("HOME") or Path.home()) / "Library" / "LaunchAgents"
        self._domain = f"gui/{os.getuid()}"

    def why_not(self) -> str:
        """Return why no agent can be started here; empty where one can."""
        if not shutil.which("launchctl", path=self._environment.get("PATH")):
            return Message("Scheduling requires launchd, which isn't available on this computer.")
        asked = said_by(("launchctl", "print", self._domain), self._environment)
        if asked.returncode:
            why = first_line(asked).rstrip(".")
            return Message("Scheduling requires launchd, which isn't responding: {why}.", why=why)
        return ""

    def check(self, order: ScheduleOrder) -> None:
        """Raise SettingsError for what launchd cannot say: one day alone, the last day of a month, control signs."""
        launch_agent(order)

    def is_there(self, task: str) -> bool:
        """Tell whether a task has set times."""
        return self._file(task).exists()

    def add(self, order: ScheduleOrder) -> None:
        """Put the agent in place and have launchd read it; SettingsError, with nothing left behind, if that fails."""
        if why := self.why_not():
            raise SettingsError(why, NOTHING_SCHEDULED)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            replace_file(self._file(order.task), [launch_agent(order)], mode=0o644)
        except OSError as error:
            raise unwritable(self.folder, error, MAKE_WRITABLE) from error
        asked = said_by(("launchctl", "bootstrap", self._domain, str(self._file(order.task))), self._environment)
        if asked.returncode:
            self.remove(order.task)
            raise SettingsError(Message("launchd rejected the task: {why}", why=first_line(asked)), NOTHING_SCHEDULED)

    def remove(self, task: str) -> None:
        """Take the agent of a task from launchd, and its file away; SettingsError where that stays."""
        said_by(("launchctl", "bootout", f"{self._domain}/{PREFIX}{task}"), self._environment)
        with suppress(OSError):
            self._file(task).unlink(missing_ok=True)
        if self.is_there(task):
            raise undeletable(self._file(task))

    def all(self) -> tuple[Scheduled, ...]:
        """Return all tasks at set times, in the order of their names."""
        return tuple(self._scheduled())

    def _scheduled(self) -> Iterator[Scheduled]:
        for file in sorted(self.folder.glob(f"{PREFIX}*.plist")):
            try:
                when = plistlib.loads(file.read_bytes()).get(_WHEN)
            except (OSError, ValueError, AttributeError, plistlib.InvalidFileException):
                continue
            if isinstance(when, str):
                yield Scheduled(file.stem.removeprefix(PREFIX), when, next_as_written(when))

    def _file(self, task: str) -> Path:
        return self.folder / f"{PREFIX}{task}.plist"


def launch_agent(order: ScheduleOrder) -> bytes:
    """Return the property list; SettingsError for what it cannot say."""
    try:
        return plistlib.dumps({
            "Label": f"{PREFIX}{order.task}",
            "ProgramArguments": [*order.command],
            "EnvironmentVariables": dict(order.environment),
            "StartCalendarInterval": [one for time in order.times for one in _intervals(time)],
            # What works on a person's screen, or makes it one, is slowed down in the background.
            "ProcessType": "Interactive",
            _WHEN: order.when,
        })  # fmt: skip
    except ValueError as error:  # plistlib takes no control signs
        raise SettingsError(
            Message("A value contains a character that launchd doesn't accept."),
            Message("Remove any control characters."),
        ) from error


def _intervals(when: CalendarTime) -> Iterator[dict[str, int]]:
    if when.day or when.month_day == LAST_DAY:
        raise SettingsError(
            Message("launchd doesn't support single dates or the last day of a month."),
            Message("Use a form such as “Mondays 9:00” or “on the 1st 9:00”."),
        )
    days = [{"Weekday": day + 1} for day in when.weekdays] or [{"Day": when.month_day} if when.month_day else {}]
    for day in days:
        for time in when.times():
            yield {**day, "Hour": time.hour, "Minute": time.minute}
