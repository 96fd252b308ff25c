"""Decides which refusals are tried again and after how long; pure: clock and chance are passed in.

What the vendors' SDKs do, and no less: connection errors, 408, 409, 429 and 5xx are tried again; `x-should-retry`,
`retry-after-ms` and `Retry-After` (seconds or HTTP date) are honoured.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

_FIRST_WAIT_S, _LONGEST_BACK_OFF_S = 0.5, 8.0
_RETRIED = frozenset({408, 409, 429})
_SERVER_ERROR = 500


def worth_retrying(status: int, headers: Mapping[str, str]) -> bool:
    """Tell whether a refusal may pass; header names in lower case."""
    told = headers.get("x-should-retry", "")
    if told in {"true", "false"}:
        return told == "true"
    return status in _RETRIED or status >= _SERVER_ERROR


def wait_s(tried: int, headers: Mapping[str, str], *, now: float, chance: float, most: float) -> float:
    """Return how long to wait after the `tried`-th try (from 1), at most `most` seconds.

    `now` is Unix time in seconds; `chance`, from 0 to 1, shortens the back-off by up to a quarter so that many clients
    don't come back at once. What the server asks for is honoured; nonsense is ignored.
    """
    asked = asked_s(headers, now)
    if asked is not None:
        return min(asked, most)
    return min(back_off_s(tried, _LONGEST_BACK_OFF_S), most) * (1 - chance / 4)


def back_off_s(tried: int, most: float) -> float:
    """Return the wait after the `tried`-th try (from 1), which doubles up to `most` seconds."""
    return min(_FIRST_WAIT_S * 2.0 ** min(tried - 1, 30), most)


def asked_s(headers: Mapping[str, str], now: float) -> float | None:
    """Return how long the server asks to be left alone; None where it asks nothing, or nonsense."""
    in_ms = _number(headers.get("retry-after-ms", ""))
    if in_ms is not None:
        return in_ms / 1000
    after = headers.get("retry-after", "")
    seconds = _number(after)
    return seconds if seconds is not None else _until(after, now)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def _until(date: str, now: float) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return None
    if moment.tzinfo is None:  # "-0000", which HTTP dates must not have, is UTC
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, moment.timestamp() - now)
