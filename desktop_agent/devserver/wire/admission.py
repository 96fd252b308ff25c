"""Who gets in: a loopback name, no web page from elsewhere, and the bearer token."""

from __future__ import annotations

import hmac
from email import errors
from email.message import Message
from urllib.parse import urlsplit

from desktop_agent.devserver.wire.problem import BadRequestError

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
    """Tell whether a line of the head is none, so that nobody knows where the request ends."""
    return any(isinstance(defect, _BROKEN) for defect in headers.defects)


def _origins(headers: Message) -> list[str]:
    return ["-:" if _host(origin) is None else origin for origin in headers.get_all("Origin", [])]


def _host(url: str) -> str | None:
    """Return the name in a URL; None when there is none, or more than a name and a port."""
    try:
        parts = urlsplit(url)
        more = parts.username is not None or parts.path or parts.query or parts.fragment or parts.port == 0
    except ValueError:
        return None
    return None if more else parts.hostname
