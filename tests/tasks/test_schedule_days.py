"""Set times over simulated days, kept by a real systemd for users: clock changes, sleep, locks and killed runs.

Casablanca's clocks are put back by an hour on 7 February 2027. systemd lives through these days by a clock that is set
(`tests/fakes/set_clock.c`), and starts the real command each time. One task works on the screen, one on a desk, also at
a time that comes twice. The witness is the model's server, which gets one request in each run.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.tasks.saved.store import TaskStore
from desktop_agent.tasks.schedule.times import LAST_DAY, CalendarTime, calendar_times
from tests.fakes.locking_saver import saver_that_locks
from tests.fakes.plain_vendor import Item, PlainVendor
from tests.fakes.private_bus import SESSION, private_bus
from tests.fakes.set_clock import SetClock, why_no_clock
from tests.fakes.source import ROOT
from tests.fakes.user_systemd import asked, user_systemd, why_no_systemd
from tests.fakes.waiting import wait_until

ZONE = ZoneInfo("Africa/Casablanca")
FIRST_DAY = date(2027, 2, 5)  # a Friday
# The hour that comes twice is from two to three.
WHEN: Mapping[str, str] = {"screen": "every day 8:30", "desk": "Sun, Mon and Thu 2:15; Sundays 18:00"}
Fate = Literal["run", "sleep", "off", "lock", "kill", "power cut"]
_DONE: Item = {"type": "function_call", "name": "done", "call_id": "f", "arguments": '{"message": "Noted."}'}
_LOOK_EVERY = timedelta(hours=6)  # systemd is woken so often, to see for itself whether anything is due
pytestmark = pytest.mark.skipif(
    bool(why_no_clock() or why_no_systemd()), reason=why_no_clock() or why_no_systemd() or "both are here"
)


@dataclass(frozen=True, slots=True)
class Away:
    """A time in which the computer sleeps or is off: the days are counted from the first one."""

    kind: Literal["sleep", "off"]
    first: int
    begin: time
    last: int
    end: time

    def times(self) -> tuple[datetime, datetime]:
        """Return when it begins and when it ends."""
        return _at(self.first, self.begin), _at(self.last, self.end)


AWAY = (Away("sleep", 3, time(1), 3, time(10)), Away("off", 5, time(1), 5, time(12)))
LOCKED, KILLED, POWER_CUT = 4, 1, 6  # the days


@dataclass(slots=True)
class Due:
    """One run that is due: at a set time, or for all that the computer was away at."""

    at: datetime
    task: str
    fate: Fate
    runs: int = 0
    is_told: bool = True  # by `schedule list`, where the screen was locked or the run was killed

    @property
    def is_refused(self) -> bool:
        """Tell whether no run may begin."""
        return self.fate == "lock" and self.task == "screen"


def all_due(days: int) -> list[Due]:
    """Return what is due in these days, in order; a time that the clock leaves out is none."""
    due: dict[tuple[datetime, str], Due] = {}
    for task, when in WHEN.items():
        for number in range(days):
            for clock in _times_of(when, number):
                at = _at(number, clock)
                away = next((one for one in AWAY if one.times()[0] <= at < one.times()[1]), None)
                if away is None:
                    due[at, task] = Due(at, task, _fate(number, task, clock))
                else:
                    due[away.times()[1], task] = Due(away.times()[1], task, away.kind)
    return sorted(due.values(), key=lambda one: one.at)


def _times_of(when: str, number: int) -> Iterator[time]:
    day = FIRST_DAY + timedelta(days=number)
    for one in calendar_times(when, datetime.combine(FIRST_DAY, time(), ZONE)):
        for clock in _clocks(one) if _is_on(one, day) else ():
            if _at(number, clock).astimezone(ZONE).time() == clock:
                yield clock


def _is_on(one: CalendarTime, day: date) -> bool:
    if one.day:
        return day == one.day
    if one.month_day:
        return one.month_day in {day.day, LAST_DAY if (day + timedelta(days=1)).day == 1 else 0}
    return not one.weekdays or day.weekday() in one.weekdays


def _clocks(one: CalendarTime) -> Iterator[time]:
    if not one.every_minutes:
        yield time(one.hour, one.minute)
        return
    for at in range(0, 24 * 60, one.every_minutes):
        yield time(*divmod(at, 60))


def _at(number: int, clock: time) -> datetime:
    return datetime.combine(FIRST_DAY + timedelta(days=number), clock, ZONE).astimezone(UTC)


def _fate(number: int, task: str, clock: time) -> Fate:
    if number == POWER_CUT and task == "screen":
        return "power cut"
    if number == KILLED and clock < time(12):
        return "kill"
    return "lock" if number == LOCKED and clock < time(12) else "run"


@dataclass
class _Vendor(PlainVendor):
    """Says that it's done, but not before it may; counts the runs of each task."""

    script: Sequence[list[Item] | int] = ([_DONE],)
    begun: Counter[str] = field(default_factory=Counter)
    may_answer: threading.Event = field(default_factory=threading.Event)

    def reply(self, path: str, body: Mapping[str, Any]) -> tuple[int, str, bytes]:
        text = json.dumps(body)
        self.begun.update(task for task in WHEN if f"Note {task}." in text)
        self.may_answer.wait()
        return super().reply(path, body)


class Computer:
    """One whose systemd has a clock that is set; both tasks are saved and scheduled on it."""

    def __init__(self, folder: Path, screen: Mapping[str, str], bus: str, vendor: _Vendor) -> None:
        """Start it, and schedule the tasks."""
        (folder / "there.txt").touch()
        self._vendor, self._bus, self._on = vendor, bus, ExitStack()
        self._clock = SetClock(folder, ZONE.key, _at(0, time(0, 1)))
        more = {**self._clock.environment, SESSION: bus, "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
        own = {"HOME": str(folder), "DESKTOP_AGENT_HOME": str(folder / "own"), "LC_ALL": "C.UTF-8"}
        self._own = {**screen, **own, **more}
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
            self._own.pop(name, None)
        self._data = folder / "own/data"
        self.turn_on(_at(0, time(0, 1)))
        for task, when in WHEN.items():
            served = ("--base-url", vendor.url, "--dialect", "openai", "--expect", f"file:{folder}/there.txt")
            self._call("tasks", "save", task, f"Note {task}.", *served)
            store = TaskStore(folder / "own/config")
            store.confirm(store.read(task))
            self._call("schedule", "add", task, when, *(("--here",) if task == "screen" else ()))

    def turn_on(self, at: datetime) -> None:
        """Start its systemd at a moment."""
        self._clock.set(at)
        self._there = self._on.enter_context(user_systemd(self._own))
        names = ("DISPLAY", "XAUTHORITY", "PATH", "PYTHONPATH", SESSION, "LD_PRELOAD", "SET_CLOCK", "TZ")
        asked(self._there, "set-environment", *(f"{name}={self._own[name]}" for name in names if name in self._own))
        asked(self._there, "start", "timers.target")

    def turn_off(self) -> None:
        """Kill its systemd and all that it has started."""
        self._on.close()

    def pass_to(self, at: datetime) -> None:
        """Let the time pass up to a moment; something wakes systemd now and then."""
        now = self._clock.now()
        while now < at:
            now = min(at, now + _LOOK_EVERY)
            self.skip_to(now)

    def skip_to(self, at: datetime) -> None:
        """Set the clock, as after a sleep."""
        self._clock.set(at)
        asked(self._there, "show", "--property=Version")

    def _begins(self, due: Due, before: int) -> bool:
        with suppress(AssertionError):
            return wait_until(lambda: self._vendor.begun[due.task] > before, "the run")
        return False

    def play(self, due: Due, before: int) -> None:
        """Let what is due come about; `before` it, so many runs of the task had begun."""
        self._vendor.may_answer = threading.Event()
        if due.fate not in {"kill", "power cut"}:
            self._vendor.may_answer.set()
        with ExitStack() as locked:
            if due.fate == "lock":
                locked.enter_context(saver_that_locks(self._bus))
            self.skip_to(due.at)
            if due.is_refused:
                due.is_told = self._tells(due, "screen is locked")
            elif self._begins(due, before):
                self._end(due)
            self._wait_for_end(due.task)
        if due.fate in {"kill", "power cut"}:
            due.is_told = self._tells(due, "its outcome is unknown")

    def _end(self, due: Due) -> None:
        if due.fate == "kill":
            main = asked(self._there, "show", "--property=MainPID", "--value", _unit(due.task)).stdout
            os.kill(int(main), signal.SIGKILL)
        elif due.fate == "power cut":
            self.turn_off()
        self._vendor.may_answer.set()
        if due.fate == "power cut":
            self.turn_on(due.at + timedelta(hours=3))

    def _tells(self, due: Due, words: str) -> bool:
        def told() -> bool:
            (row,) = [one for one in json.loads(self._call("schedule", "list", "--json")) if one["task"] == due.task]
            last = row["last"] or {"at": "", "message": ""}
            return last["at"][:10] == f"{due.at:%Y-%m-%d}" and words in last["message"]

        with suppress(AssertionError):
            return wait_until(told, words)
        return False

    def _wait_for_end(self, task: str) -> None:
        states = {"inactive", "failed"}
        wait_until(lambda: asked(self._there, "is-active", _unit(task)).stdout.strip() in states, "the end")

    def _call(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "desktop_agent", *words], env=self._there, capture_output=True, text=True,
            check=True, timeout=60, start_new_session=True,
        )  # fmt: skip
        return done.stdout


def _unit(task: str) -> str:
    return f"desktop-agent-{task}.service"


def play(days: int) -> list[Due]:
    """Live through the days, and return what was due with what came of it."""
    due = all_due(days)
    begun: list[Counter[str]] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="schedule-")))
        display = stack.enter_context(PrivateDisplay())
        bus = stack.enter_context(private_bus())[SESSION]
        vendor = stack.enter_context(_Vendor())
        computer = Computer(folder, display.environment(), bus, vendor)
        stack.callback(computer.turn_off)
        for _, together in groupby(due, lambda one: one.at):
            for number, one in enumerate(together):
                begun.append(begun[-1] if number else vendor.begun.copy())
                if not number:
                    _come_to(computer, one)
                computer.play(one, begun[-1][one.task])
        computer.pass_to(_at(days, time(0, 1)))
        for number, one in enumerate(due):
            later = (begun[n] for n in range(number + 1, len(due)) if due[n].task == one.task)
            one.runs = next(later, vendor.begun)[one.task] - begun[number][one.task]
    return due


def _come_to(computer: Computer, due: Due) -> None:
    """Let the time pass until something is due: awake to the moment before it, or from when the computer was away."""
    if due.fate not in {"sleep", "off"}:
        computer.pass_to(due.at - timedelta(seconds=2))
        return
    begin = next(begin for begin, end in (one.times() for one in AWAY) if end == due.at)
    computer.pass_to(begin)
    if due.fate == "off":
        computer.turn_off()
        computer.turn_on(due.at)


@pytest.mark.parametrize("days", [3, 7])
def test_each_set_time_has_one_run_and_none_on_a_locked_screen(days: int) -> None:
    due = play(days)

    assert {one.fate for one in due} >= ({"run", "kill"} if days < 7 else {"sleep", "off", "lock", "power cut"})
    assert [one for one in due if one.runs != (not one.is_refused) or not one.is_told] == []
