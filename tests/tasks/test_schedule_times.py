"""Times as people write them: systemd itself says what each means, over months and changes of the clock."""

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.tasks.schedule import (
    ScheduleOrder,
    calendar_events,
    last_ending,
    service_of,
    store_ending,
    timer_of,
    times_in_words,
    word,
)

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 14, 0, tzinfo=BERLIN)
WRITTEN = {
    "Mondays 9:00": "Mon *-*-* 09:00:00",
    "on Mondays at 09:00": "Mon *-*-* 09:00:00",
    "Mon and Thu at 17:30": "Mon,Thu *-*-* 17:30:00",
    "Sun, Mon 0:00": "Mon,Sun *-*-* 00:00:00",
    "every day 8:30": "*-*-* 08:30:00",
    "Every  day at 12 am": "*-*-* 00:00:00",
    "weekdays 5 pm": "Mon..Fri *-*-* 17:00:00",
    "weekends 12:15pm": "Sat,Sun *-*-* 12:15:00",
    "on the 1st 9:00": "*-*-01 09:00:00",
    "on the last day 9:00": "*-*~01 09:00:00",
    "2026-12-24 10:00": "2026-12-24 10:00:00",
    "every hour": "*-*-* 00/1:00:00",
    "every 2 hours": "*-*-* 00/2:00:00",
    "every 15 minutes": "*-*-* *:00/15:00",
}


def test_a_time_becomes_a_calendar_event() -> None:
    assert {written: calendar_events(written, NOW) for written in WRITTEN} == {
        written: (event,) for written, event in WRITTEN.items()
    }


NO_TIMES = (
    "", "9:00", "Mondays", "Mondays 13 pm", "Mondays ９:００", "every 5 hours", "every 0 hours", "on the 0th 9:00",
    "2026-02-30 9:00", "Mondays 24:00", "Mondays 9:60", "mo 9:00",
    "on the 32nd 9:00", "2026-11-25 14:00", "Mondays 9:00; soon", "Mondays 9:00\nOnCalendar=minutely",
)  # fmt: skip


def test_what_is_no_time_is_refused() -> None:
    for written in NO_TIMES:
        with pytest.raises(SettingsError):
            calendar_events(written, NOW)


@pytest.mark.program
@pytest.mark.slow(but=["on the last day*"])
@pytest.mark.promise("README, What else it does: repeat; contract, schedule", cases=["on the last day*"])
@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize(
    ("written", "fits"),
    [
        ("Mondays 9:00", lambda at: (at.weekday(), at.hour, at.minute) == (0, 9, 0)),
        ("on the last day 9:00", lambda at: (at + timedelta(days=1)).day == 1 and (at.hour, at.minute) == (9, 0)),
    ],
)
def test_systemd_means_the_same_and_leaves_none_out(written: str, fits: Callable[[datetime], bool]) -> None:
    """Thirty days and more, with the clock put forward and back."""
    for base in ("2027-03-20", "2026-10-10"):
        (event,) = calendar_events(written, NOW)
        output = subprocess.run(
            ["systemd-analyze", "calendar", "--iterations=400", f"--base-time={base} 00:00:30", event],
            env={**os.environ, "TZ": "Europe/Berlin", "LC_ALL": "C"}, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        elapses = {line.rpartition(": ")[2].strip()[4:20] for line in output.splitlines() if "CE" in line}
        begin = datetime.fromisoformat(base)
        minutes = (begin + timedelta(minutes=n) for n in range(1, 33 * 24 * 60))
        there = filter(_is_real, minutes)

        assert {f"{at:%Y-%m-%d %H:%M}" for at in there if fits(at)} <= elapses
        assert all(fits(datetime.fromisoformat(at)) for at in elapses)


def _is_real(at: datetime) -> bool:
    """Tell whether a time of day is there: at the change of the clock an hour is not."""
    local = at.replace(tzinfo=BERLIN)
    return local.astimezone(ZoneInfo("UTC")).astimezone(BERLIN).replace(tzinfo=None) == at


@pytest.mark.program
def test_units_say_when_and_hold_each_word_apart() -> None:
    command = ("/usr/bin/x y", "--set", 'a="1" 100% $HOME\nExecStart=/bin/sh \\')
    order = ScheduleOrder("bill", "Mondays 9:00", calendar_events("Mondays 9:00", NOW), command)

    assert times_in_words(timer_of(order)) == "Mondays 9:00"
    assert "Persistent=true" in timer_of(order)
    assert "\nWorkingDirectory=/\n" in service_of(order)
    assert service_of(order).count("\n") == 8
    assert word('a"%$\n\\') == '"a\\"%%$$\\n\\\\"'
    assert word("a$b", for_command=False) == '"a$b"'


def test_how_a_run_ended_is_kept_with_what_it_can_be_translated_by(tmp_path: Path) -> None:
    message = Message("There is no task named “{name}”.", name="bill")
    store_ending(tmp_path, "bill", 2, message, "runs/1")
    kept = last_ending(tmp_path, "bill")

    assert kept is not None
    assert isinstance(kept.message, Message)
    assert (kept.exit_code, kept.message, kept.message.id, kept.run) == (2, message, message.id, "runs/1")
    store_ending(tmp_path, "bill", None, message)
    assert (begun := last_ending(tmp_path, "bill")) is not None
    assert begun.exit_code is None
    for damaged in ("", "[]", "{}", '{"at": 1, "exit_code": "x", "message": "", "run": ""}'):
        (tmp_path / "schedules/bill.json").write_text(damaged)
        assert last_ending(tmp_path, "bill") is None
