"""Translates the times of a task, as a person writes them, into calendar events of systemd (systemd.time(7)). No I/O.

Mondays 9:00, Mon and Thu at 17:30, weekdays 5 pm, every day 8:30, on the 1st 9:00, on the last day 9:00,
2026-12-24 10:00, every 2 hours. Several times are separated by “;”.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Final

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message

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
        return _repeated(written, int(match["number"] or 1), is_hours=match["unit"] == "hour")
    match = _AT.fullmatch(written.lower())
    try:
        at = _clock(match) if match else None
        once = date.fromisoformat(match["day"]) if match and match["day"][:1].isdigit() else None
    except ValueError:
        at = None
        once = None
    if once:
        day = once.isoformat()
    elif match:
        day = _day(match["day"])
    else:
        day = ""
    if at is None or not day:
        raise _bad(written)
    if once and datetime.combine(once, at, now.tzinfo) <= now:
        raise SettingsError(
            Message("“{written}” is in the past.", written=written[:80]), Message("Choose a future time.")
        )
    return f"{day} {at:%H:%M:%S}"


def _repeated(written: str, number: int, *, is_hours: bool) -> str:
    whole, least = (_DAY_HOURS, 1) if is_hours else (_HOUR_MINUTES, _LEAST_MINUTES)
    if not least <= number < whole or whole % number:
        raise _bad(written, _EVENLY)
    return f"*-*-* 00/{number}:00:00" if is_hours else f"*-*-* *:00/{number}:00"


def _clock(match: re.Match[str]) -> time | None:
    """Return a time of day; None or a ValueError where there is none."""
    hour = int(match["hour"])
    half = match["half"]
    if half:
        if not 0 < hour <= _HALF_DAY:
            return None
        first_hour = _HALF_DAY if half == "pm" else 0
        return time(hour % _HALF_DAY + first_hour, int(match["minute"] or 0))
    return time(hour, int(match["minute"])) if match["minute"] else None


def _day(text: str) -> str:
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


def _bad(written: str, hint: Message = _EXAMPLES) -> SettingsError:
    return SettingsError(Message("“{written}” isn't a valid time.", written=written[:80]), hint)
