"""Decides which answers are worth another try, and after how long. Pure: clock and chance are passed in.

What the vendors' SDKs do, and no less: connection errors, 408, 409, 429 and 5xx are tried again; `x-should-retry`,
`retry-after-ms` and `Retry-After` (seconds or HTTP date) are honoured.

A server may notice that it is busy or broken only after it has begun to answer. Then the status is a good one, and the
response, or an event of the stream, says that it failed and why.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from desktop_agent.core.message import Message
from desktop_agent.model.wire.refusal import Refusal, error_fields, error_in

_FIRST_WAIT_S = 0.5
_LONGEST_BACK_OFF_S = 8.0
_RETRIED = frozenset({408, 409, 429})
_SERVER_ERROR = 500


def worth_retrying(status: int, headers: Mapping[str, str]) -> bool:
    """Tell whether a refusal is temporary; header names in lower case."""
    header = headers.get("x-should-retry", "")
    if header in {"true", "false"}:
        return header == "true"
    return status in _RETRIED or status >= _SERVER_ERROR


def wait_s(tried: int, headers: Mapping[str, str], *, now: float, chance: float, most: float) -> float:
    """Return how long to wait after the `tried`-th try (from 1), at most `most` seconds.

    `now` is Unix time in seconds; `chance`, from 0 to 1, shortens the back-off by up to a quarter so that many clients
    don't come back at once. What the server asks for is honoured; nonsense is ignored.
    """
    wanted = requested_wait_s(headers, now)
    if wanted is not None:
        return min(wanted, most)
    return min(back_off_s(tried, _LONGEST_BACK_OFF_S), most) * (1 - chance / 4)


def back_off_s(tried: int, most: float) -> float:
    """Return the wait after the `tried`-th try (from 1), which doubles up to `most` seconds."""
    return min(_FIRST_WAIT_S * 2.0 ** min(tried - 1, 30), most)


def requested_wait_s(headers: Mapping[str, str], now: float) -> float | None:
    """Return the wait that the server asks for; None without a usable request."""
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


# The statuses of a gateway for a server that it cannot reach.
NOT_THERE = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT})
# Parts of codes and types, without case and signs, of OpenAI, Azure, Amazon, vLLM and hosts that follow them.
_BUSY = ("ratelimit", "toomanyrequests", "overload", "unavailable", "busy", "throttling")
_AT_FAULT = ("servererror", "streamerror", "internal", "timeout")
_LASTING = ("invalid", "context", "content", "policy", "quota")
_SIGNS = re.compile(r"[^a-z0-9]")
_AFTER = re.compile(r"try again (?:in|after) (\d{1,9}(?:\.\d{1,9})?) ?(ms|s)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RetryReason:
    """Why the same request is sent again, as a sentence; the headers (names in lower case) say when."""

    why: str
    headers: Mapping[str, str] = field(default_factory=dict)
    gone: bool = False  # only what stands in front of the server has answered, if anything has


def retry_reason(answer: Mapping[str, object] | Refusal) -> RetryReason | None:
    """Return the reason to try again; None for a good answer, and for a lasting refusal."""
    if isinstance(answer, Refusal):
        is_temporary = worth_retrying(answer.status, answer.headers)
        gone = answer.status in NOT_THERE
        if not is_temporary:
            return None
        headers = {**_delay(error_fields(answer)), **answer.headers}
        return RetryReason(status_sentence(answer.status), headers, gone)
    error = error_in(answer)
    named = [_SIGNS.sub("", str(error.get(key) or "").lower()) for key in ("code", "type")]
    statuses = [int(name) for name in named if name.isdecimal() and len(name) == len("500")]
    if any(word in name for name in named for word in _LASTING):
        return None
    if any(word in name for name in named for word in _BUSY) or HTTPStatus.TOO_MANY_REQUESTS in statuses:
        return RetryReason(Message("The server is busy."), _requested_wait(error))
    if any(word in name for name in named for word in _AT_FAULT) or any(worth_retrying(n, {}) for n in statuses):
        return RetryReason(Message("The server failed."))
    return None


def status_sentence(status: int) -> str:
    """Return a sentence for a temporary status."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Message("The server is busy ({status}).", status=status)
    if status in NOT_THERE:
        return Message("The server isn't available ({status}).", status=status)
    failed = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return (
        Message("The server failed ({status}).", status=status)
        if failed
        else Message("The server returned {status}.", status=status)
    )


def _delay(error: Mapping[str, object]) -> dict[str, str]:
    """Return the time to wait as a header where it is told as Google does, in `RetryInfo` among the details."""
    details = error.get("details")
    delays = [one.get("retryDelay") for one in details if isinstance(one, dict)] if isinstance(details, list) else []
    return next(({"retry-after": delay[:-1]} for delay in delays if isinstance(delay, str) and delay.endswith("s")), {})


def _requested_wait(error: Mapping[str, object]) -> Mapping[str, str]:
    """Return the time to wait as a header; a stream has no header, and OpenAI writes it in the message."""
    if delay := _delay(error):
        return delay
    match = _AFTER.search(str(error.get("message")))
    if match is None:
        return {}
    return {"retry-after-ms" if match[2].lower() == "ms" else "retry-after": match[1]}
