"""Whether a server's answer is worth another try: a refusal that may pass, or an answer that its own fault broke. Pure.

A server may find out that it is busy or broken only when it has begun to answer: then the status is a good one, and
the response, or an event of the stream, says that it failed and why.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from desktop_agent.model.wire.refusal import Refusal, error_in
from desktop_agent.model.wire.retry import worth_retrying

# What a gateway says for a server that it cannot reach.
NOT_THERE = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT})
# What codes and types hold, without case and signs, of OpenAI, Azure, vLLM and hosts that follow them.
_BUSY = ("ratelimit", "toomanyrequests", "overload", "unavailable", "busy")
_AT_FAULT = ("servererror", "internal", "timeout")
_LASTING = ("invalid", "context", "content", "policy", "quota")
_SIGNS = re.compile(r"[^a-z0-9]")
_AFTER = re.compile(r"try again (?:in|after) (\d{1,9}(?:\.\d{1,9})?) ?(ms|s)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RetryReason:
    """Why the same question is put again, as a sentence; the headers say when, with names in lower case."""

    why: str
    headers: Mapping[str, str] = field(default_factory=dict)
    gone: bool = False  # only what stands in front of the server has answered, if anything has


def again(answer: Mapping[str, object] | Refusal) -> RetryReason | None:
    """Return why another try may mend it; None for what is good, and for what would stay as it is."""
    if isinstance(answer, Refusal):
        passes = worth_retrying(answer.status, answer.headers)
        gone = answer.status in NOT_THERE
        return RetryReason(in_words(answer.status), answer.headers, gone) if passes else None
    error = error_in(answer)
    named = [_SIGNS.sub("", str(error.get(key) or "").lower()) for key in ("code", "type")]
    statuses = [int(name) for name in named if name.isdecimal() and len(name) == len("500")]
    if any(word in name for name in named for word in _LASTING):
        return None
    if any(word in name for name in named for word in _BUSY) or HTTPStatus.TOO_MANY_REQUESTS in statuses:
        return RetryReason("The server is busy.", _asked_for(error))
    if any(word in name for name in named for word in _AT_FAULT) or any(worth_retrying(n, {}) for n in statuses):
        return RetryReason("The server failed at it.")
    return None


def in_words(status: int) -> str:
    """Return what a status that may pass means, as a sentence that names it."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return f"The server is busy ({status})."
    if status in NOT_THERE:
        return f"The server is not available ({status})."
    failed = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return f"The server failed at it ({status})." if failed else f"The server said {status}."


def _asked_for(error: Mapping[str, object]) -> Mapping[str, str]:
    """Return how long to wait as a header says it; in a stream there is none, and OpenAI says it in words."""
    found = _AFTER.search(str(error.get("message")))
    if found is None:
        return {}
    return {"retry-after-ms" if found[2].lower() == "ms" else "retry-after": found[1]}
