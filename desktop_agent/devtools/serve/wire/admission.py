"""Who gets in (a loopback name, no web page from elsewhere, the bearer token), and which addresses there are."""

from __future__ import annotations

import hmac
import re
from email import errors
from email.message import Message
from typing import Literal
from urllib.parse import SplitResult, parse_qs, urlsplit

from desktop_agent.devtools.serve.wire.problem import BadRequestError

_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
_HTTP = frozenset({"http", "https"})
# The lines after such a one are not read as the head's.
_BROKEN = (errors.MissingHeaderBodySeparatorDefect, errors.FirstHeaderLineIsContinuationDefect)


def admit(headers: Message, token: str) -> None:
    """Let a request through.

    Raises:
        BadRequestError: 400 for a broken head, 403 for a foreign Host (a rebound name) or Origin (a web page), 401
            without the token.
    """
    if is_broken(headers):
        raise BadRequestError("A line of the head is no header field.")
    hosts = headers.get_all("Host", [])
    if len(hosts) != 1 or _host(f"http://{hosts[0]}") not in _NAMES:
        raise BadRequestError("This server answers loopback names only.", status=403)
    if any(urlsplit(origin).scheme not in _HTTP or _host(origin) not in _NAMES for origin in _origins(headers)):
        raise BadRequestError("This server does not answer web pages from elsewhere.", status=403)
    scheme, _, given = headers.get("Authorization", "").partition(" ")
    right = hmac.compare_digest(given.strip().encode(), token.encode())
    if scheme.casefold() != "bearer" or not right:
        message = "The token is missing or wrong. Use the one that `desktop-agent serve` printed."
        raise BadRequestError(message, status=401, code="invalid_api_key")


def is_broken(headers: Message) -> bool:
    """Tell whether the head has a malformed line, so that the end of the request is unknown."""
    return any(isinstance(defect, _BROKEN) for defect in headers.defects)


def _origins(headers: Message) -> list[str]:
    return ["-:" if _host(origin) is None else origin for origin in headers.get_all("Origin", [])]


def _host(url: str) -> str | None:
    """Return the host name in a URL; None when it is missing, or when there is more than a name and a port."""
    try:
        parts = urlsplit(url)
        more = parts.username is not None or parts.path or parts.query or parts.fragment or parts.port == 0
    except ValueError:
        return None
    return None if more else parts.hostname


RouteName = Literal["create", "retrieve", "delete", "cancel", "models", "model"]

_ROUTES: tuple[tuple[re.Pattern[str], dict[str, RouteName]], ...] = (
    (re.compile(r"/v1/responses"), {"POST": "create"}),
    (re.compile(r"/v1/responses/([^/]+)"), {"GET": "retrieve", "DELETE": "delete"}),
    (re.compile(r"/v1/responses/([^/]+)/cancel"), {"POST": "cancel"}),
    (re.compile(r"/v1/models"), {"GET": "models"}),
    (re.compile(r"/v1/models/([^/]+)"), {"GET": "model"}),
)
_YES, _NO = frozenset({"true", "1"}), frozenset({"false", "0", ""})
_MOST_DIGITS = 15


def route(method: str, target: str) -> tuple[RouteName, str]:
    """Return the route that an address names, and the id in it (or "").

    Raises:
        BadRequestError: 404 for an unknown address, 405 for a method that the address does not have.
    """
    path = _split(target).path
    for pattern, methods in _ROUTES:
        found = pattern.fullmatch(path.rstrip("/"))
        if found is None:
            continue
        if method not in methods:
            allow = ", ".join(methods)
            raise BadRequestError(f"Only {allow} is known at this address.", status=405, allow=allow)
        return methods[method], found[1] if found.re.groups else ""
    raise nothing_here()


def stream_wanted(target: str) -> int | None:
    """Return the number of the event to stream after (-1: from the first); None when no stream is requested.

    Raises:
        BadRequestError: the query has an invalid value.
    """
    query = parse_qs(_split(target).query, keep_blank_values=True)
    stream, after = query.get("stream", [""])[-1].casefold(), query.get("starting_after", ["-1"])[-1]
    if stream not in _YES | _NO:
        raise BadRequestError("stream is true or false.", param="stream")
    digits = after.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS):
        raise BadRequestError("starting_after is a sequence number.", param="starting_after")
    return max(-1, int(after)) if stream in _YES else None


def nothing_here() -> BadRequestError:
    """Return the error for an unknown address or id."""
    return BadRequestError("There is nothing here under this address (any more).", status=404)


def _split(target: str) -> SplitResult:
    try:
        return urlsplit(target)
    except ValueError as error:
        raise BadRequestError("The address is none.") from error
