"""Reads when a task is to run, as a person writes it, and says it as a calendar event of systemd. Pure.

Mondays 9:00              Mon *-*-* 09:00:00
Mon and Thu at 17:30      Mon,Thu *-*-* 17:30:00
every day 8:30            *-*-* 08:30:00
weekdays 5 pm             Mon..Fri *-*-* 17:00:00
on the 1st 9:00           *-*-01 09:00:00
on the last day 9:00      *-*~01 09:00:00
2026-12-24 10:00          2026-12-24 10:00:00
every 2 hours             *-*-* 00/2:00:00

Several stand behind one another, with “;” between. Source: systemd.time(7), calendar events.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SPANS: Final = {"weekday": "Mon..Fri", "weekdays": "Mon..Fri", "weekend": "Sat,Sun", "weekends": "Sat,Sun"}
_DAY_HOURS, _HOUR_MINUTES, _LAST_DAY = 24, 60, 31
_LEAST_MINUTES = 5
_WORDS = re.IGNORECASE | re.ASCII
_TIME = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?[ ]?(?P<half>[ap]\.?m\.?)?"
_AT = re.compile(rf"(?P<when>.+?),?[ ](?:at[ ])?{_TIME}", _WORDS)
_EVERY = re.compile(r"every (?:(?P<number>\d{1,2}) )?(?P<unit>hour|minute)s?", _WORDS)
_MONTH_DAY = re.compile(r"(?:on )?the (?P<day>\d{1,2})(?:st|nd|rd|th)(?: of (?:the|each|every) month)?", _WORDS)
_LAST = re.compile(r"(?:on )?the last day(?: of (?:the|each|every) month)?", _WORDS)
_ONCE = re.compile(r"(?:on )?(?P<date>\d{4}-\d{2}-\d{2})", _WORDS)
_EXAMPLES = Message(
    "Write it like “Mondays 9:00”, “weekdays 17:00”, “every day 8:30”, “on the 1st 9:00”, “2026-12-24 10:00” or"
    " “every 2 hours”."
)


def calendar_events(written: str, now: datetime) -> tuple[str, ...]:
    """Return the calendar events; SettingsError where a time cannot be understood, or is over."""
    parts = [" ".join(part.split()) for part in written.split(";")]
    return tuple(_event(part, now) for part in parts)


def _event(written: str, now: datetime) -> str:
    if found := _EVERY.fullmatch(written):
        return _every(written, int(found["number"] or 1), found["unit"].lower())
    found = _AT.fullmatch(written)
    if found is None:
        raise _bad(written)
    hour, minute = _clock(written, found)
    clock = f"{hour:02d}:{minute:02d}:00"
    when = found["when"]
    if once := _ONCE.fullmatch(when):
        return f"{_day_to_come(written, once['date'], hour, minute, now)} {clock}"
    if _LAST.fullmatch(when):
        return f"*-*~01 {clock}"
    if of_month := _MONTH_DAY.fullmatch(when):
        day = int(of_month["day"])
        if not 1 <= day <= _LAST_DAY:
            raise _bad(written)
        return f"*-*-{day:02d} {clock}"
    days = _days(written, when)
    return f"{days} *-*-* {clock}" if days else f"*-*-* {clock}"


def _every(written: str, number: int, unit: str) -> str:
    whole = _DAY_HOURS if unit == "hour" else _HOUR_MINUTES
    if not 1 <= number < whole or whole % number or (unit == "minute" and number < _LEAST_MINUTES):
        fits = [n for n in range(1 if unit == "hour" else _LEAST_MINUTES, whole) if whole % n == 0]
        raise SettingsError(
            Message("“{written}” isn't the same each day.", written=written[:80]),
            Message("These are: every {numbers} {unit}s.", numbers=", ".join(map(str, fits)), unit=unit),
        )
    return f"*-*-* 00/{number}:00:00" if unit == "hour" else f"*-*-* *:00/{number}:00"


def _clock(written: str, found: re.Match[str]) -> tuple[int, int]:
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "").lower()[:1]
    if half:
        if not 1 <= hour <= _DAY_HOURS // 2:
            raise _bad(written)
        hour = hour % (_DAY_HOURS // 2) + (_DAY_HOURS // 2 if half == "p" else 0)
    elif found["minute"] is None:
        raise _bad(written)
    if hour >= _DAY_HOURS or minute >= _HOUR_MINUTES:
        raise _bad(written)
    return hour, minute


def _day_to_come(written: str, day: str, hour: int, minute: int, now: datetime) -> str:
    try:
        at = date.fromisoformat(day)
    except ValueError as error:
        raise _bad(written) from error
    if datetime(at.year, at.month, at.day, hour, minute, tzinfo=now.tzinfo) <= now:
        raise SettingsError(
            Message("“{written}” is in the past.", written=written[:80]), Message("Give a time to come.")
        )
    return at.isoformat()


def _days(written: str, when: str) -> str:
    """Return the days of the week; empty for each day."""
    words = when.lower().removeprefix("on ")
    if words in {"every day", "each day", "daily"}:
        return ""
    words = re.sub(r"^(?:every|each) ", "", words)
    if words in _SPANS:
        return _SPANS[words]
    found = [_day(word) for word in re.split(r",(?: and)? | and |, ?", words)]
    if None in found:
        raise _bad(written)
    return ",".join(name for name in _SHORT if name in found)


def _day(word: str) -> str | None:
    name = word.rstrip(".").removesuffix("s") if word not in {"tues", "thurs"} else word
    for full, short in zip(_DAYS, _SHORT, strict=True):
        if name in {full, short.lower()} or (len(name) > len(short) and full.startswith(name)):
            return short
    return None


def _bad(written: str) -> SettingsError:
    return SettingsError(Message("“{written}” isn't understood as a time.", written=written[:80]), _EXAMPLES)
