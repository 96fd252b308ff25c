"""Saved tasks at set times: their times as people write them, systemd's timers that start them, and how they ended.

Mondays 9:00, Mon and Thu at 17:30, weekdays 5 pm, every day 8:30, on the 1st 9:00, on the last day 9:00,
2026-12-24 10:00, every 2 hours. Several times are separated by “;”.

Sources: systemd.timer(5), systemd.service(5) on quoting and specifiers, systemd.syntax(7), systemd.time(7).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Final

from desktop_agent.core.errors import SettingsError, unwritable
from desktop_agent.core.texts.message import Message, form_of, message_of
from desktop_agent.lib.child_process import finish
from desktop_agent.lib.files import replace_file
from desktop_agent.lib.paths import places
from desktop_agent.lib.traces import Trace, named_in

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS: Final = {
    "every day": "*-*-*",
    "weekdays": "Mon..Fri *-*-*",
    "weekends": "Sat,Sun *-*-*",
    "the last day": "*-*~01",
}
_AT = re.compile(
    r"(?:on )?(?P<day>.+?),?(?: at)? (?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))? ?(?P<half>[ap]m)?", re.ASCII
)
_EVERY = re.compile(r"every (?:(?P<number>\d{1,2}) )?(?P<unit>hour|minute)s?", re.ASCII)
_MONTH_DAY = re.compile(r"the (?P<day>[1-9]|[12]\d|3[01])(?:st|nd|rd|th)", re.ASCII)
_HALF_DAY = 12
_DAY_HOURS = 24
_HOUR_MINUTES = 60
_LEAST_MINUTES = 5
_LEAST_LETTERS = 3
_EXAMPLES = Message(
    "Use a form such as “Mondays 9:00”, “weekdays 17:00”, “every day 8:30”, “on the 1st 9:00”, "
    "“2026-12-24 10:00” or “every 2 hours”."
)
_EVENLY = Message("Use hours that divide a day evenly, or minutes that divide an hour evenly, at least 5.")


def calendar_events(text: str, now: datetime) -> tuple[str, ...]:
    """Return the times such as “Mon *-*-* 09:00:00”; SettingsError where one is no time, or is in the past."""
    return tuple(_calendar_event(part, now) for part in written_times(text) or [""])


def written_times(text: str) -> list[str]:
    """Return the separate times as written, with single blanks."""
    return [" ".join(part.split()) for part in text.split(";") if part.strip()]


def _calendar_event(written: str, now: datetime) -> str:
    if match := _EVERY.fullmatch(written.lower()):
        return _interval_event(written, int(match["number"] or 1), is_hours=match["unit"] == "hour")
    match = _AT.fullmatch(written.lower())
    try:
        at = _time_of_day(match) if match else None
        once = date.fromisoformat(match["day"]) if match and match["day"][:1].isdigit() else None
    except ValueError:
        at = None
        once = None
    if once:
        day = once.isoformat()
    elif match:
        day = _weekdays(match["day"])
    else:
        day = ""
    if at is None or not day:
        raise _time_error(written)
    if once and datetime.combine(once, at, now.tzinfo) <= now:
        raise SettingsError(
            Message("“{written}” is in the past.", written=written[:80]), Message("Choose a future time.")
        )
    return f"{day} {at:%H:%M:%S}"


def _interval_event(written: str, number: int, *, is_hours: bool) -> str:
    whole, least = (_DAY_HOURS, 1) if is_hours else (_HOUR_MINUTES, _LEAST_MINUTES)
    if not least <= number < whole or whole % number:
        raise _time_error(written, _EVENLY)
    return f"*-*-* 00/{number}:00:00" if is_hours else f"*-*-* *:00/{number}:00"


def _time_of_day(match: re.Match[str]) -> time | None:
    """Return a time of day; None or a ValueError where there is none."""
    hour = int(match["hour"])
    half = match["half"]
    if half:
        if not 0 < hour <= _HALF_DAY:
            return None
        first_hour = _HALF_DAY if half == "pm" else 0
        return time(hour % _HALF_DAY + first_hour, int(match["minute"] or 0))
    return time(hour, int(match["minute"])) if match["minute"] else None


def _weekdays(text: str) -> str:
    """Return the days as systemd writes them; empty where there are none."""
    if match := _MONTH_DAY.fullmatch(text):
        return f"*-*-{int(match['day']):02d}"
    if text in _DAYS:
        return _DAYS[text]
    names = [word.removesuffix("s") for word in re.split(r", and | and |, ?", text.removeprefix("every "))]
    days = {next((day for day in _WEEKDAYS if day.startswith(name)), "") for name in names}
    if "" in days or min(map(len, names)) < _LEAST_LETTERS:
        return ""
    return f"{','.join(day[:3].capitalize() for day in sorted(days, key=_WEEKDAYS.index))} *-*-*"


def _time_error(written: str, hint: Message = _EXAMPLES) -> SettingsError:
    return SettingsError(Message("“{written}” isn't a valid time.", written=written[:80]), hint)


PREFIX: Final = "desktop-agent-"
_NOTHING_SCHEDULED: Final = Message(
    "Nothing was scheduled. Use another scheduler to run: desktop-agent run NAME --scheduled"
)
_MAKE_WRITABLE: Final = Message("Make that folder writable.")
_WITHIN_S = 20.0
_WHEN = re.compile(r"^X-When=(?P<when>.*)$", re.MULTILINE)
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "%": "%%", "$": "$$"}


@dataclass(frozen=True, slots=True)
class ScheduleOrder:
    """An order for a task at set times: the times in words and for systemd, and the command with its environment."""

    task: str
    when: str
    events: Sequence[str]
    command: Sequence[str]
    environment: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A scheduled task: its times in words, and the next time (None: unknown)."""

    task: str
    when: str
    next: datetime | None = None


class SystemdTimers:
    """This person's timers for tasks; the environment names the folders and systemd's address."""

    def __init__(self) -> None:
        home = Path(os.environ.get("HOME") or Path.home())
        self.folder = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "systemd" / "user"
        self._stamps = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "systemd" / "timers"

    def check_answers(self) -> None:
        """Raise SettingsError where systemd's user instance doesn't answer."""
        answer = _run_systemctl("show", "--property=Version")
        if answer.returncode:
            why = _first_line(answer).rstrip(".")
            raise SettingsError(
                Message("Scheduling requires systemd's user instance, which isn't responding: {why}.", why=why),
                _NOTHING_SCHEDULED,
            )

    def is_there(self, task: str) -> bool:
        """Return whether a task has set times."""
        return self.timer(task).exists()

    def add(self, order: ScheduleOrder) -> None:
        """Write the units and start the timer; SettingsError, with nothing left behind, where that fails."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            replace_file(self._service(order.task), [service_of(order).encode()], mode=0o644)
            replace_file(self.timer(order.task), [timer_of(order).encode()], mode=0o644)
        except OSError as error:
            self._remove_files(order.task)
            raise unwritable(self.folder, error, if_denied=_MAKE_WRITABLE) from error
        _run_systemctl("daemon-reload")
        answer = _run_systemctl("enable", "--now", self.timer(order.task).name)
        if answer.returncode:
            self.remove(order.task)
            raise SettingsError(
                Message("systemd didn't start the timer: {why}", why=_first_line(answer)), _NOTHING_SCHEDULED
            )

    def remove(self, task: str) -> None:
        """Stop the timer of a task and delete its units; SettingsError where that fails."""
        _run_systemctl("disable", "--now", self.timer(task).name)
        self._remove_files(task)
        if self.is_there(task):
            raise SettingsError(Message("{file} can't be deleted.", file=self.timer(task)), _MAKE_WRITABLE)
        _run_systemctl("daemon-reload")
        _run_systemctl("reset-failed", self.timer(task).name, self._service(task).name)

    def all(self) -> tuple[Scheduled, ...]:
        """Return all scheduled tasks, in the order of their names."""
        scheduled = list[Scheduled]()
        for file in sorted(self.folder.glob(f"{PREFIX}*.timer")):
            with suppress(OSError, UnicodeDecodeError):
                if when := times_in_words(file.read_text(encoding="utf-8")):
                    scheduled.append(Scheduled(file.stem.removeprefix(PREFIX), when, _next_time(file.name)))
        return tuple(scheduled)

    def timer(self, task: str) -> Path:
        """Return the file of a task's timer."""
        return self.folder / f"{PREFIX}{task}.timer"

    def _service(self, task: str) -> Path:
        return self.folder / f"{PREFIX}{task}.service"

    def _remove_files(self, task: str) -> None:
        # Also what systemd itself keeps of a timer: that it starts with the session, and when it elapsed last.
        wanted = self.folder / "timers.target.wants" / self.timer(task).name
        for file in (self.timer(task), self._service(task), wanted, self._stamps / f"stamp-{self.timer(task).name}"):
            with suppress(OSError):
                file.unlink(missing_ok=True)


def timer_of(order: ScheduleOrder) -> str:
    """Return the timer unit; times missed while the computer was off are made up for once."""
    return "\n".join(
        (
            "[Unit]",
            f"Description=Desktop Agent: {order.task}",
            "",
            "[Timer]",
            *(f"OnCalendar={event}" for event in order.events),
            "Persistent=true",
            "AccuracySec=1s",
            "",
            "[Install]",
            "WantedBy=timers.target",
            "",
            "[X-Desktop-Agent]",
            f"X-When={order.when}",
            "",
        )
    )


def service_of(order: ScheduleOrder) -> str:
    """Return the service unit: one instance at a time, ended like a run that is stopped.

    Only the main process is ended: the others release keys, close the desk, or notify the person of the end.
    """
    return "\n".join(
        (
            "[Unit]",
            f"Description=Desktop Agent: {order.task}",
            "",
            "[Service]",
            "Type=oneshot",
            "KillMode=process",
            "WorkingDirectory=/",
            *(f"Environment={word(f'{name}={value}', for_command=False)}" for name, value in order.environment),
            f"ExecStart={' '.join(map(word, order.command))}",
            "",
        )
    )


def word(text: str, *, for_command: bool = True) -> str:
    """Return a text quoted so that systemd reads exactly this text."""
    return '"' + "".join(_ESCAPED.get(char, char) if for_command or char != "$" else char for char in text) + '"'


def times_in_words(timer: str) -> str:
    """Return the times in the person's words from the text of a timer; empty without any."""
    match = _WHEN.search(timer)
    return match["when"] if match else ""


def _next_time(timer: str) -> datetime | None:
    answer = _run_systemctl("show", timer, "--property=NextElapseUSecRealtime", "--value")
    try:
        return datetime.strptime(f"{answer.stdout.strip()} +0000", "%a %Y-%m-%d %H:%M:%S UTC %z").astimezone()
    except ValueError:
        return None


def _run_systemctl(*words: str) -> subprocess.CompletedProcess[str]:
    """Ask systemd's user instance, and return its answer; exit code 1 where it cannot be run, or takes too long."""
    command = ("systemctl", "--user", "--no-ask-password", *words)
    try:
        output = finish(command, within_s=_WITHIN_S, environment={**os.environ, "LC_ALL": "C", "TZ": "UTC"})
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command, 1, "", str(error))
    out, complaints = (text.decode(errors="replace") for text in (output.stdout, output.stderr))
    return subprocess.CompletedProcess(command, output.returncode, out, complaints)


def _first_line(process: subprocess.CompletedProcess[str]) -> str:
    """Return the first line of a program's stderr; a dash if that is empty."""
    return (process.stderr.strip().splitlines() or ["–"])[0]


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


def store_ending(data: Path, task: str, exit_code: int | None, message: str, run: str = "") -> None:
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
    """Yield the timers of scheduled tasks, then how these ended."""
    timers = SystemdTimers()
    for scheduled in timers.all():
        kind = Message("Scheduled times of “{task}”", task=scheduled.task)
        yield Trace(kind, str(timers.timer(scheduled.task)), remover=partial(timers.remove, scheduled.task))
    yield from named_in(Message("How scheduled tasks ended"), places(environment).data, FOLDER)
