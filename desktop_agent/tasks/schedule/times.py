"""Parses the times of a task, as a person writes them; `systemd.py` translates them for systemd. No I/O.

Mondays 9:00, Mon and Thu at 17:30, weekdays 5 pm, every day 8:30, on the 1st 9:00, on the last day 9:00,
2026-12-24 10:00, every 2 hours. Several times are separated by “;”.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_LETTERS: Final = 3
_WEEKDAYS, _WEEKEND = tuple(range(5)), (5, 6)
_SPANS: Final = {"weekday": _WEEKDAYS, "weekdays": _WEEKDAYS, "weekend": _WEEKEND, "weekends": _WEEKEND}
LAST_DAY: Final = -1
_DAY_HOURS, _HOUR_MINUTES, _MOST_DAYS = 24, 60, 31
_LEAST_MINUTES = 5
_WORDS = re.IGNORECASE | re.ASCII
_TIME = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?[ ]?(?P<half>[ap]\.?m\.?)?"
_AT = re.compile(rf"(?P<when>.+?),?[ ](?:at[ ])?{_TIME}", _WORDS)
_EVERY = re.compile(r"every (?:(?P<number>\d{1,2}) )?(?P<unit>hour|minute)s?", _WORDS)
_MONTH_DAY = re.compile(r"(?:on )?the (?P<day>\d{1,2})(?:st|nd|rd|th)(?: of (?:the|each|every) month)?", _WORDS)
_LAST = re.compile(r"(?:on )?the last day(?: of (?:the|each|every) month)?", _WORDS)
_ONCE = re.compile(r"(?:on )?(?P<date>\d{4}-\d{2}-\d{2})", _WORDS)
_EXAMPLES = Message(
    "Use a form such as “Mondays 9:00”, “weekdays 17:00”, “every day 8:30”, “on the 1st 9:00”, "
    "“2026-12-24 10:00” or “every 2 hours”."
)


@dataclass(frozen=True, slots=True)
class CalendarTime:
    """Local times of day: on every day, unless one of the last three fields restricts the days.

    `every_minutes` divides a day, from midnight on; 0 for `hour` and `minute` alone.
    """

    hour: int = 0
    minute: int = 0
    every_minutes: int = 0
    weekdays: tuple[int, ...] = ()  # 0 is Monday
    month_day: int = 0  # 1 to 31, or LAST_DAY
    day: date | None = None


def calendar_times(text: str, now: datetime) -> tuple[CalendarTime, ...]:
    """Return the parsed times; SettingsError where one cannot be understood, or is in the past."""
    return tuple(_calendar_time(part, now) for part in written_times(text) or [""])


def written_times(text: str) -> list[str]:
    """Return the separate times as written, with single blanks."""
    return [" ".join(part.split()) for part in text.split(";") if part.strip()]


def _calendar_time(text: str, now: datetime) -> CalendarTime:
    if match := _EVERY.fullmatch(text):
        return CalendarTime(every_minutes=_every_minutes(text, int(match["number"] or 1), match["unit"].lower()))
    match = _AT.fullmatch(text)
    if match is None:
        raise _bad(text)
    hour, minute = _clock(text, match)
    when = match["when"]
    if once := _ONCE.fullmatch(when):
        return CalendarTime(hour, minute, day=_day_to_come(text, once["date"], hour, minute, now))
    if _LAST.fullmatch(when):
        return CalendarTime(hour, minute, month_day=LAST_DAY)
    if of_month := _MONTH_DAY.fullmatch(when):
        day = int(of_month["day"])
        if not 1 <= day <= _MOST_DAYS:
            raise SettingsError(Message("No month has a day {day}.", day=day), _EXAMPLES)
        return CalendarTime(hour, minute, month_day=day)
    return CalendarTime(hour, minute, weekdays=_days(text, when))


def _every_minutes(text: str, number: int, unit: str) -> int:
    unit_count = _DAY_HOURS if unit == "hour" else _HOUR_MINUTES
    if not 1 <= number < unit_count or unit_count % number or (unit == "minute" and number < _LEAST_MINUTES):
        fits = [n for n in range(1 if unit == "hour" else _LEAST_MINUTES, unit_count) if unit_count % n == 0]
        raise SettingsError(
            Message("“{written}” wouldn't run at the same times every day.", written=text[:80]),
            Message("Use one of these: every {numbers} {unit}s.", numbers=", ".join(map(str, fits)), unit=unit),
        )
    return number * _HOUR_MINUTES if unit == "hour" else number


def _clock(written: str, match: re.Match[str]) -> tuple[int, int]:
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), (match["half"] or "").lower()[:1]
    if half:
        if not 1 <= hour <= _DAY_HOURS // 2:
            raise _bad(written)
        hour = hour % (_DAY_HOURS // 2) + (_DAY_HOURS // 2 if half == "p" else 0)
    elif match["minute"] is None:
        raise _bad(written)
    if hour >= _DAY_HOURS or minute >= _HOUR_MINUTES:
        raise SettingsError(Message("{time} isn't a valid time.", time=f"{hour}:{minute:02}"), _EXAMPLES)
    return hour, minute


def _day_to_come(text: str, day: str, hour: int, minute: int, now: datetime) -> date:
    try:
        at = date.fromisoformat(day)
    except ValueError as error:
        raise SettingsError(Message("{day} isn't a valid date.", day=day), _EXAMPLES) from error
    if datetime(at.year, at.month, at.day, hour, minute, tzinfo=now.tzinfo) <= now:
        raise SettingsError(Message("“{written}” is in the past.", written=text[:80]), Message("Choose a future time."))
    return at


def _days(written: str, when: str) -> tuple[int, ...]:
    """Return the days of the week; empty for every day."""
    words = when.lower().removeprefix("on ")
    if words in {"every day", "each day", "daily"}:
        return ()
    words = re.sub(r"^(?:every|each) ", "", words)
    if words in _SPANS:
        return _SPANS[words]
    days = {_day(word) for word in re.split(r",(?: and)? | and |, ?", words)}
    if None in days:
        raise _bad(written)
    return tuple(sorted(day for day in days if day is not None))


def _day(word: str) -> int | None:
    name = word.rstrip(".").removesuffix("s") if word not in {"tues", "thurs"} else word
    for number, full in enumerate(_DAYS):
        if len(name) >= _SHORT_LETTERS and full.startswith(name):
            return number
    return None


def _bad(text: str) -> SettingsError:
    return SettingsError(Message("“{written}” isn't a valid time.", written=text[:80]), _EXAMPLES)
