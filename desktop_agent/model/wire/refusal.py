"""Explains a server's refusal: its kind, a sentence, a hint, and whether another try may help. Pure.

A server's sentence is for people: it is shown to them, and decides nothing. Sources of the codes: `ResponseError` and
the error codes of OpenAI (and of Azure, with an inner error), `ErrorType` of Anthropic, the statuses and reasons of
Google, those of Alibaba, Moonshot and Volcengine for money and content, and the servers that follow them: vLLM,
llama.cpp, OpenRouter.

The API key is removed from all texts of the server, in whatever form the server repeats it.

As in the vendors' SDKs: connection errors, 408, 409, 429 and 5xx are tried again; `x-should-retry` is honoured, and so
is every wait that a header or a field of the body asks for. A server may notice that it is busy or broken only after it
has begun to answer. Then the status is a success, and the response, or an event of the stream, has the failure and its
reason.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Literal

from desktop_agent.core.errors import DialectError, ModelError, RejectedError
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.core.texts.secret_text import KeyText
from desktop_agent.model.foreign_json import CHECK_THE_URL, load_object, printable, text_of

RefusalKind = Literal[
    "key", "forbidden", "no money", "account", "no model", "content", "slow down", "too long", "too large", ""
]
# What only the person can change, and what is refused for its content: no other form of the request would be accepted.
FINAL: frozenset[RefusalKind] = frozenset({"key", "forbidden", "no money", "account", "no model", "content"})
# Parts of codes and types, in small letters and without signs.
_CODES: tuple[tuple[RefusalKind, tuple[str, ...]], ...] = (
    (
        "content",
        (
            *("contentfilter", "policy", "safety", "moderation", "prohibitedcontent", "invalidprompt", "flagged"),
            *("datainspection", "sensitivecontent"),
        ),
    ),
    (
        "no money",
        (
            *("insufficientquota", "insufficientbalance", "insufficientcredit", "billing", "paymentrequired"),
            *("arrearage", "accountoverdue", "exceededcurrentquota"),
        ),
    ),
    ("account", ("failedprecondition", "accountdeactivated", "organizationdisabled")),
    ("key", ("apikeyinvalid", "invalidapikey", "authenticationerror")),
    ("forbidden", ("permissionerror", "permissiondenied")),
    ("no model", ("modelnotfound", "deploymentnotfound", "modeldecommissioned")),
    ("too large", ("requesttoolarge", "imagefiletoolarge", "imagetoolarge")),
    ("too long", ("contextlengthexceeded", "contextwindowexceeded", "exceedcontextsize")),
)
_STATUSES: Mapping[int, RefusalKind] = {
    HTTPStatus.UNAUTHORIZED: "key",
    HTTPStatus.PAYMENT_REQUIRED: "no money",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED: "account",
    HTTPStatus.GONE: "no model",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too large",
    HTTPStatus.TOO_MANY_REQUESTS: "slow down",
}
_KIND_SIGNS = re.compile(r"[^a-z0-9]")


def refusal_kind(status: int, error: Mapping[str, object]) -> RefusalKind:
    """Return the kind of a status and an error's fields; empty if neither says one."""
    names = [_KIND_SIGNS.sub("", name.lower()) for name in _error_codes(error)]
    by_code = (kind for kind, codes in _CODES if any(code in name for code in codes for name in names))
    has_no_model = status == HTTPStatus.NOT_FOUND and error.get("param") == "model"
    by_param: RefusalKind = "no model" if has_no_model else ""
    return next(by_code, "") or by_param or _STATUSES.get(status, "")


def _error_codes(error: Mapping[str, object]) -> Iterator[str]:
    """Yield the codes and types of an error, of the error in it, and of its details."""
    inner = error.get("innererror")
    details = error.get("details")
    parts = [error, inner, *(details if isinstance(details, list) else [])]
    for part in parts:
        fields = part if isinstance(part, Mapping) else {}
        for name in ("code", "type", "status", "reason"):
            value = fields.get(name)
            if isinstance(value, str) and "://" not in value:  # RFC 9457 has an address as the type
                yield value


_MOST_SHOWN = 300
_KEY = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
_UNREADABLE = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY)
# The same request would be refused again.
_LASTS: frozenset[RefusalKind] = frozenset({*FINAL, "too long", "too large"})
Response = Mapping[str, object]
HIDDEN = "•••"
_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 8.0
_RETRIED = frozenset({408, 409, 429})
_SERVER_ERROR = 500
# The statuses of a server that isn't there just now: it or what is before it is busy, broken, or out of reach.
NOT_THERE = frozenset({HTTPStatus.TOO_MANY_REQUESTS, *range(500, 600)})
# Parts of codes and types, without case and signs, of OpenAI, Azure, Amazon, vLLM and hosts that follow them.
_BUSY = ("ratelimit", "toomanyrequests", "overload", "unavailable", "busy", "throttling")
_AT_FAULT = ("servererror", "streamerror", "internal", "timeout", "malformed")
_SIGNS = re.compile(r"[^a-z0-9]")
# Fields whose names are words of other sentences, too.
_WORDS = frozenset({"include", "store", "strict", "thinking"})
_AFTER = re.compile(
    r"(?:again|retry|wait|reset)\D{0,20}?((?:\d{1,9}(?:\.\d{1,9})?\s?[a-z]{1,7}[\s,]*(?:and )?)+)", re.IGNORECASE
)
_PART = re.compile(r"(\d+(?:\.\d+)?)\s?(ms|milli|s|m|h)[a-z]*", re.IGNORECASE)
_UNITS_S = {"ms": 0.001, "milli": 0.001, "s": 1, "m": 60, "h": 3600}
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?(?:ms|s|m|h))+")
_RETRY = re.compile(r"retry-after(?:-ms)?$")
_RESET = re.compile(r"rate-?limit\b.*\breset\b")  # of a limit, in all vendors' spellings
_EPOCH = 1e9  # a larger number is no duration, but a moment in seconds, or in thousandths
# The names of fields, in small letters without signs, that say in how many of these seconds a request may be repeated.
_IN_BODY = {
    **dict.fromkeys(("retrydelay", "retryafter", "retryafterseconds", "retryinseconds", "resetsinseconds"), 1.0),
    **dict.fromkeys(("retryafterms", "retryaftermilliseconds"), 0.001),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """An HTTP answer without a response; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def kind_of(answer: Response | Refusal) -> RefusalKind:
    """Return the kind of a refusal, or of a failed response, which is a late refusal."""
    return refusal_kind(*_status_and_error(answer))


def is_final(answer: Response | Refusal) -> bool:
    """Return whether no other form of the request would be accepted: for its content, or until the person acts.

    So it is with a limit for requests that has been waited for in vain.
    """
    return kind_of(answer) in {*FINAL, "slow down"}


def is_too_long(answer: Response | Refusal) -> bool:
    """Return whether the request has exceeded the model's context window."""
    return kind_of(answer) == "too long"


def is_too_much(answer: Response | Refusal) -> bool:
    """Return whether the request has exceeded the model's context window or the server's limit for one request."""
    return kind_of(answer) in {"too long", "too large"}


def stated_window(answer: Response | Refusal) -> int | None:
    """Return the size of the context window that an error has as a field, as llama.cpp's; None without one."""
    window = _status_and_error(answer)[1].get("n_ctx")
    return window if isinstance(window, int) and window > 0 else None


def refused_field(answer: Response | Refusal, fields: Iterable[str]) -> str:
    """Return the field of a request that a refusal names, out of `fields`; empty if it names none of them.

    Where its name is a word of other sentences, too, it must stand as a name: in quotes, or before a colon.
    """
    status, error = _status_and_error(answer)
    if status not in _UNREADABLE:
        return ""
    param = str(error.get("param") or "")
    message = str(error.get("message") or "")
    by_param = (field for field in fields if re.search(rf"\b{field}$", param))
    by_message = (field for field in fields if re.search(_field_pattern(field), message))
    return next(by_param, "") or next(by_message, "")


def _field_pattern(field: str) -> str:
    """Return a pattern for the name of a field; a word is a name in quotes, or before a colon or the end."""
    if field not in _WORDS:
        return rf"\b{field}\b"
    return rf"[\"'`“‘«„](?:[\w.\[\]]+[.\]])?{field}[\"'`”’»“]|(?:^|: |\.){field}(?::|\.?$)"


def error_in(response: Response) -> Mapping[str, object]:
    """Return the error of a failed response; empty for any other. One with an error has failed, “completed” or not."""
    error = response.get("error")
    if response.get("status") not in {"failed", "completed", "", None}:
        return {}
    fields = {"message": error} if isinstance(error, str) and error else error  # some servers send a sentence
    return fields if isinstance(fields, dict) else {}


def refuses_key(refusal: Refusal) -> bool:
    """Return whether the key is refused; Google reports an invalid API key with status 400."""
    return refusal.status in _KEY or kind_of(refusal) == "key"


def refusal_error(
    refusal: Refusal, key_name: str, key: str | None, *, answered: bool = False, params: Collection[str] = ()
) -> ModelError:
    """Return our error for a refusal; `key_name` is the source of the key, which is never shown itself.

    `answered` is whether the server has accepted such requests before: then address, model and dialect are right.
    `params` are the names of the parameters in the request that the user can leave out.
    """
    status = refusal.status
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST and status != HTTPStatus.NOT_MODIFIED:
        return RejectedError(
            Message("The server redirected the request ({status}), but redirects aren't followed.", status=status),
            _URL,
            status=status,
        )
    if status < HTTPStatus.BAD_REQUEST:
        return DialectError(Message("The server returned status {status} without a response.", status=status), _URL)
    said = _server_sentence(refusal, key)
    sentence = (
        Message("The server refused the request ({status}): “{said}”.", status=status, said=said)
        if said
        else Message("The server refused the request ({status}).", status=status)
    )
    hint = (
        _key_hint(refusal, key_name, key)
        or kind_hint(refusal)
        or _param_hint(refusal, params)
        or _hint(status, answered=answered)
    )
    return RejectedError(sentence, hint, status=status)


def wrong_media_type(media_type: str) -> DialectError:
    """Return the error for a web page, or anything else instead of a response."""
    if media_type == "text/html":
        return DialectError(
            Message("The server sent a web page (text/html) instead of a response."),
            sentences(_URL, Message("A login page or proxy might be in the way.")),
        )
    if not media_type:
        return DialectError(Message("The server's response isn't valid JSON."), CHECK_THE_URL)
    return DialectError(
        Message("The server sent “{media_type}” instead of a response.", media_type=media_type[:60]), _URL
    )


_URL = Message("Check the server's address.")
_NO_KEY = Message("Enter this server's key in Settings.")
RESUME = Message("To try again from here, run: desktop-agent resume last")


def _hint(status: int, *, answered: bool) -> str:
    match status:
        case _ if answered:
            return RESUME
        case HTTPStatus.NOT_FOUND | HTTPStatus.METHOD_NOT_ALLOWED:
            return Message("Check the server's address and the model name.")
        case _ if status > HTTPStatus.NOT_IMPLEMENTED:
            return Message("Try again later.")
        case _:
            return ""


def kind_hint(answer: Response | Refusal) -> str:
    """Return the hint that a status or a documented code allows, also for a late refusal; empty without one."""
    match kind_of(answer):
        case "no money":
            return Message("Buy credits from the provider or raise the spending limit there, or use another model.")
        case "slow down":
            wait = _finite_number(_wait_headers(answer).get("retry-after", ""))
            if wait:
                return Message("Wait {minutes:.0f} min, then try again.", minutes=max(1, wait / 60))
            return Message("Wait a while, then try again, or ask the provider to raise your limit.")
        case "too long":
            return Message("Use a smaller --viewport, a shorter task, or a model with a larger context.")
        case "too large":
            return Message("Use a smaller --viewport, or attach less.")
        case "content":
            return Message("Reword the task, change what is on the screen, or use another model.")
        case "no model":
            return Message("Check the model name, and make sure that the server offers you this model.")
        case _:
            return ""


def _key_hint(refusal: Refusal, key_name: str, key: str | None) -> str:
    """Return a hint for a key that the server refuses; empty for any other refusal."""
    kind = kind_of(refusal)
    is_unexplained = refusal.status == HTTPStatus.FORBIDDEN and not refusal.body.strip()
    if key is None:
        return _NO_KEY if kind == "key" else ""
    if kind == "forbidden" and (is_unexplained or _names_permission(refusal)):
        return Message("Check {key_name} and the permissions of its account.", key_name=key_name)
    return Message("Check {key_name}.", key_name=key_name) if kind == "key" else ""


def _names_permission(refusal: Refusal) -> bool:
    """Return whether the error itself has a code for a missing permission; the status alone may mean its content."""
    return refusal_kind(HTTPStatus.BAD_REQUEST, error_fields(refusal)) == "forbidden"


def _param_hint(refusal: Refusal, params: Collection[str]) -> str:
    """Return a hint about a parameter that the server refused; empty for any other refusal."""
    name = re.split(r"[.\[]", str(error_fields(refusal).get("param") or ""))[0]
    if refusal.status not in _UNREADABLE or name not in params:
        return ""
    return Message("Leave it out with --param {name}=null, or change it there or under [provider.params].", name=name)


def _server_sentence(refusal: Refusal, key: str | None) -> str:
    error = error_fields(refusal)
    message = error.get("message", error.get("Message"))  # Amazon has both
    text = redact(str(printable(message)), key) if isinstance(message, str) else ""
    return " ".join(text.split())[:_MOST_SHOWN].removesuffix(".")


def _status_and_error(answer: Response | Refusal) -> tuple[int, Mapping[str, object]]:
    """Return the status and the error of a refusal; a response that failed, or was cut off, is a late refusal."""
    if isinstance(answer, Refusal):
        return answer.status, error_fields(answer)
    details = answer.get("incomplete_details")
    reason = details.get("reason") if isinstance(details, Mapping) and answer.get("status") == "incomplete" else None
    return HTTPStatus.BAD_REQUEST, {"code": reason} if reason else error_in(answer)


def error_fields(refusal: Refusal) -> Mapping[str, object]:
    """Return the error in the body of a refusal, with the fields beside it; empty if there is no readable one.

    A body of plain text is the message.
    """
    try:
        return _flat_error_fields(load_object(refusal.body))
    except DialectError:
        text = text_of(refusal.body).strip()
        is_words = text.isprintable() and not text.startswith(("<", "{", "["))
        return {"message": text} if text and is_words else {}


def _flat_error_fields(fields: Mapping[str, object]) -> Mapping[str, object]:
    """Return the fields of an error, of those around it, and of the errors in it; what is further inside counts."""
    names = [name for name in ("error", "detail") if fields.get(name)]
    if not names:
        return fields
    inner = fields[names[0]]
    first = inner[0] if isinstance(inner, list) and inner else inner
    outer = {name: value for name, value in fields.items() if name != names[0]}
    if not isinstance(first, dict):
        return {**outer, "message": outer.get("message") or first}
    place = first.get("loc")
    if isinstance(place, list) and place:  # as FastAPI has it
        path = place[1:] if place[0] == "body" and place[1:] else place[-1:]
        return {**outer, "message": first.get("msg"), "param": ".".join(map(str, path))}
    return {**outer, **_flat_error_fields(first)}


def redact(text: str, key: str | None) -> str:
    """Return the text without the key, however it is spaced."""
    return KeyText(key or "").without(text, HIDDEN)


def is_temporary(status: int, headers: Mapping[str, str]) -> bool:
    """Return whether a refusal is temporary; header names in lower case."""
    header = headers.get("x-should-retry", "")
    if header in {"true", "false"}:
        return header == "true"
    return status in _RETRIED or status >= _SERVER_ERROR


def wait_s(tried: int, headers: Mapping[str, str], *, now: float, chance: float, most: float) -> float:
    """Return how long to wait after the `tried`-th try (from 1), at most `most` seconds.

    `now` is Unix time in seconds; `chance`, from 0 to 1, shortens the back-off by up to a quarter so that many clients
    don't come back at once. A wait requested by the server is honoured; an invalid one is ignored.
    """
    requested_s = requested_wait_s(headers, now, most)
    if requested_s is not None:
        return min(requested_s, most)
    return min(back_off_s(tried), most) * (1 - chance / 4)


def back_off_s(tried: int) -> float:
    """Return the wait after the `tried`-th try (from 1), which doubles up to a limit."""
    return min(_FIRST_WAIT_S * 2.0 ** min(tried - 1, 30), _LONGEST_WAIT_S)


def requested_wait_s(headers: Mapping[str, str], now: float, most: float = math.inf) -> float | None:
    """Return the longest wait that the server asks for; None without a usable request.

    That a limit resets is a wait if nothing of it remains, as far as is known, and if it resets within `most` seconds:
    servers report longer limits, too, which may have nothing to do with a refusal.
    """
    retries = [
        _seconds_in(value, now, name=name, may_be_moment=False)
        for name, value in headers.items()
        if _RETRY.search(name)
    ]
    resets = [
        _seconds_in(value, now, name=name)
        for name, value in headers.items()
        if _RESET.search(name) and not _finite_number(headers.get(name.replace("reset", "remaining"), ""))
    ]
    waits = [wait for wait in retries if wait is not None]
    waits += [wait for wait in resets if wait is not None and wait <= most]
    return max(waits, default=None)


def _seconds_in(value: str, now: float, *, name: str = "", may_be_moment: bool = True) -> float | None:
    """Return the seconds in a header: a number, a duration such as 1m30s, a date, or the moment itself."""
    value = value.strip()
    number = _finite_number(value)
    if number is not None:
        if name.endswith("-ms"):
            return number / 1000
        if number < _EPOCH or not may_be_moment:
            return number
        moment = number / 1000 if number >= 1000 * _EPOCH else number
        return max(0.0, moment - now)
    if _DURATION.fullmatch(value):
        return sum(float(count) * _UNITS_S[unit] for count, unit in _PART.findall(value))
    return _seconds_until(value, now)


def _finite_number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def _seconds_until(date: str, now: float) -> float | None:
    """Return the seconds until a date in HTTP's notation, or that of RFC 3339."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        with suppress(ValueError):
            moment = read(date)
            # A date without a zone is in UTC: HTTP has “-0000” for it.
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return max(0.0, moment.timestamp() - now)
    return None


@dataclass(frozen=True, slots=True)
class RetryReason:
    """Why the same request is sent again, as a sentence; the headers (names in lower case) say when."""

    why: str
    headers: Mapping[str, str] = field(default_factory=dict)
    is_unreachable: bool = False  # the server isn't there just now


def retry_reason(answer: Mapping[str, object] | Refusal) -> RetryReason | None:
    """Return the reason to try again; None for a good answer, and for a lasting refusal."""
    if isinstance(answer, Refusal):
        headers = _wait_headers(answer)
        if _is_lasting(answer, headers) or not is_temporary(answer.status, answer.headers):
            return None
        return RetryReason(status_sentence(answer.status), headers, is_unreachable=answer.status in NOT_THERE)
    error = error_in(answer)
    if _is_lasting(answer, _wait_as_headers(error)):
        return None
    names = [_SIGNS.sub("", str(error.get(key) or "").lower()) for key in ("code", "type")]
    statuses = [int(name) for name in names if name.isdecimal() and len(name) == len("500")]
    if any(word in name for name in names for word in _BUSY) or HTTPStatus.TOO_MANY_REQUESTS in statuses:
        return RetryReason(
            Message("The server takes no more requests for now."), _wait_as_headers(error), is_unreachable=True
        )
    if any(word in name for name in names for word in _AT_FAULT) or any(is_temporary(n, {}) for n in statuses):
        return RetryReason(Message("The server failed."))
    return None


def _is_lasting(answer: Mapping[str, object] | Refusal, headers: Mapping[str, str]) -> bool:
    """Return whether the same request would be refused again; a quota with a retry time is temporary."""
    kind = kind_of(answer)
    return kind in _LASTS and not (kind == "no money" and "retry-after" in headers)


def status_sentence(status: int) -> str:
    """Return a sentence for a temporary status."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Message("The server takes no more requests for now ({status}).", status=status)
    if status > HTTPStatus.NOT_IMPLEMENTED:
        return Message("The server isn't available ({status}).", status=status)
    failed = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return (
        Message("The server failed ({status}).", status=status)
        if failed
        else Message("The server returned {status}.", status=status)
    )


def _wait_headers(answer: Response | Refusal) -> Mapping[str, str]:
    if isinstance(answer, Refusal):
        return {**_wait_as_headers(error_fields(answer)), **answer.headers}
    return _wait_as_headers(error_in(answer))


def _wait_headers_in(error: Mapping[str, object]) -> dict[str, str]:
    """Return the requested wait as headers if it is in a field, of the error or of its details, or among its headers.

    Google has a `RetryInfo` among the details, and OpenRouter the headers of a vendor in its metadata.
    """
    details = error.get("details")
    metadata = error.get("metadata")
    parts = [error, metadata, *(details if isinstance(details, list) else [])]
    objects = [part for part in parts if isinstance(part, dict)]
    stated = [
        (_IN_BODY.get(_SIGNS.sub("", str(name).lower())), value) for part in objects for name, value in part.items()
    ]
    units = [(unit, _seconds_in(str(value), 0.0, may_be_moment=False)) for unit, value in stated if unit is not None]
    waits = [unit * count for unit, count in units if count is not None]
    headers = metadata.get("headers") if isinstance(metadata, dict) else None
    passed_on = {str(name).lower(): str(value) for name, value in headers.items()} if isinstance(headers, dict) else {}
    return {**passed_on, **({"retry-after": f"{max(waits):g}"} if waits else {})}


def _wait_as_headers(error: Mapping[str, object]) -> Mapping[str, str]:
    """Return the requested wait as a header; a stream has no headers, so vendors put it into the message."""
    if delay := _wait_headers_in(error):
        return delay
    match = _AFTER.search(str(error.get("message")))
    parts = _PART.findall(match[1]) if match else []
    seconds = sum(float(count) * _UNITS_S[unit.lower()] for count, unit in parts)
    return {"retry-after": str(round(seconds, 3))} if parts else {}
