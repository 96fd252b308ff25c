"""Windows' Task Scheduler for this person: one of its tasks for each of ours, registered by `schtasks`. Not yet run.

A copy of what was registered is kept, as what schtasks prints is in the system's language. Source: [MS-TSCH] 2.5, and
Microsoft's pages “Task Scheduler Schema” and “schtasks create”.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from desktop_agent.core.errors import SettingsError, unwritable
from desktop_agent.core.message import Message
from desktop_agent.lib.files import replace_file
from desktop_agent.tasks.schedule.ending import FOLDER
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

PLACE: Final = "\\Desktop Agent\\"
_SCHEMA = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_BEGINS = date(2020, 1, 1)  # any day that is over: from then on a trigger counts
_REPLACED = ("%", "$(")  # the Task Scheduler puts variables in their place
_SETTINGS = {
    "MultipleInstancesPolicy": "IgnoreNew",
    "DisallowStartIfOnBatteries": "false",
    "StopIfGoingOnBatteries": "false",
    "StartWhenAvailable": "true",  # what was missed is caught up on, once
    "ExecutionTimeLimit": "PT0S",  # none: the run has its own
}


class ScheduledTasks:
    """The tasks of the Task Scheduler that are for ours."""

    def __init__(self, data: Path, environment: Mapping[str, str] = os.environ) -> None:
        """Take the folder of the program's data, where the copies are, and the environment."""
        self.folder = data / FOLDER
        self._environment = environment

    def why_not(self) -> str:
        """Return why nothing can be registered here; empty where it can."""
        if not shutil.which("schtasks", path=self._environment.get("PATH")):
            return Message("Scheduling requires Windows Task Scheduler, which isn't available on this computer.")
        return ""

    def check(self, order: ScheduleOrder) -> None:
        """Raise SettingsError for values that the Task Scheduler would change, or cannot hold."""
        task_xml(order, _user(self._environment))

    def is_there(self, task: str) -> bool:
        """Tell whether a task has set times: a copy, and the Task Scheduler knows it."""
        return self._file(task).exists() and not self._ask("/Query", task).returncode

    def add(self, order: ScheduleOrder) -> None:
        """Register it; SettingsError, with nothing left behind, where that fails."""
        if why := self.why_not():
            raise SettingsError(why, NOTHING_SCHEDULED)
        file = self._file(order.task)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(file, [task_xml(order, _user(self._environment))])
        except OSError as error:
            raise unwritable(self.folder, error, MAKE_WRITABLE) from error
        asked = self._ask("/Create", order.task, "/XML", str(file), "/F")
        if asked.returncode:
            with suppress(OSError):
                file.unlink()
            raise SettingsError(
                Message("Task Scheduler rejected the task: {why}", why=first_line(asked)), NOTHING_SCHEDULED
            )

    def remove(self, task: str) -> None:
        """Take a task out, and its copy away; SettingsError where it stays."""
        self._ask("/Delete", task, "/F")
        if self.is_there(task):
            raise undeletable(Path(f"{PLACE}{task}"))
        with suppress(OSError):
            self._file(task).unlink(missing_ok=True)

    def all(self) -> tuple[Scheduled, ...]:
        """Return all tasks at set times, in the order of their names."""
        return tuple(self._scheduled())

    def _scheduled(self) -> Iterator[Scheduled]:
        for file in sorted(self.folder.glob("*.xml")):
            try:
                when = ET.fromstring(file.read_bytes()).findtext(f".//{{{_SCHEMA}}}Description")  # noqa: S314 - our own
            except (OSError, ET.ParseError):
                continue
            if when and self.is_there(file.stem):
                yield Scheduled(file.stem, when, next_as_written(when))

    def _ask(self, verb: str, task: str, *words: str) -> subprocess.CompletedProcess[str]:
        return said_by(("schtasks", verb, "/TN", f"{PLACE}{task}", *words), self._environment)

    def _file(self, task: str) -> Path:
        return self.folder / f"{task}.xml"


def task_xml(order: ScheduleOrder, user: str) -> bytes:
    """Return a task for the Task Scheduler, which runs while `user` is logged in; SettingsError if it cannot be said.

    In UTF-16, as schtasks wants it. The Task Scheduler gives a task no environment, and replaces variables in words.
    """
    program, *words = order.command
    if order.environment or any(sign in word for sign in _REPLACED for word in order.command):
        raise SettingsError(
            Message("Task Scheduler doesn't pass on DESKTOP_AGENT_HOME, and it changes “%” and “$(” in values."),
            Message("Avoid using them, or make the value the default in the task."),
        )
    root = ET.Element("Task", version="1.2", xmlns=_SCHEMA)
    _put(root, {"RegistrationInfo": {"Description": order.when}})
    triggers = ET.SubElement(root, "Triggers")
    for when in order.times:
        _add_trigger(triggers, when)
    principal = {"UserId": user, "LogonType": "InteractiveToken", "RunLevel": "LeastPrivilege"}
    _put(ET.SubElement(ET.SubElement(root, "Principals"), "Principal", id="Author"), principal)
    _put(root, {"Settings": _SETTINGS})
    action = {"Exec": {"Command": program, "Arguments": subprocess.list2cmdline(words)}}
    _put(ET.SubElement(root, "Actions", Context="Author"), action)
    written: bytes = ET.tostring(root, "utf-16")
    try:
        read = ET.fromstring(written).findtext(f".//{{{_SCHEMA}}}Arguments")  # noqa: S314 - our own
    except ET.ParseError:
        read = None
    if read != action["Exec"]["Arguments"]:
        raise SettingsError(
            Message("A value contains a character that Task Scheduler doesn't accept."),
            Message("Remove any control characters."),
        )
    return written


def _add_trigger(triggers: ET.Element, when: CalendarTime) -> None:
    start = f"{(when.day or _BEGINS).isoformat()}T{when.hour:02d}:{when.minute:02d}:00"
    if when.day:
        _put(triggers, {"TimeTrigger": {"StartBoundary": start}})
        return
    trigger = ET.SubElement(triggers, "CalendarTrigger")
    if when.every_minutes:
        _put(trigger, {"Repetition": {"Interval": f"PT{when.every_minutes}M", "Duration": "P1D"}})
    _put(trigger, {"StartBoundary": start})
    if when.weekdays:
        days = {_DAYS[day]: "" for day in when.weekdays}
        _put(trigger, {"ScheduleByWeek": {"DaysOfWeek": days, "WeeksInterval": "1"}})
    elif when.month_day:
        day = "Last" if when.month_day == LAST_DAY else str(when.month_day)
        _put(trigger, {"ScheduleByMonth": {"DaysOfMonth": {"Day": day}, "Months": dict.fromkeys(_MONTHS, "")}})
    else:
        _put(trigger, {"ScheduleByDay": {"DaysInterval": "1"}})


def _put(parent: ET.Element, tree: Mapping[str, object]) -> None:
    """Put elements below a parent, in order: a text, or elements of its own."""
    for name, inner in tree.items():
        element = ET.SubElement(parent, name)
        if isinstance(inner, Mapping):
            _put(element, inner)
        else:
            element.text = str(inner) or None


def _user(environment: Mapping[str, str]) -> str:
    return "\\".join(filter(None, (environment.get("USERDOMAIN"), environment.get("USERNAME"))))
