"""The addresses of the server: which there are, which methods each knows, and what a query may say."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import SplitResult, parse_qs, urlsplit

from desktop_agent.devserver.wire.problem import BadRequestError

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
    """Return what is wanted, and the id in the address (or "").

    Raises:
        BadRequestError: 404 for an address that is none, 405 for a method that it does not know.
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
    """Return the number of the event after which to stream (-1 from the first on); None when no stream is wanted.

    Raises:
        BadRequestError: the query says something else.
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
    """Return the error for an address, or an id, that is unknown."""
    return BadRequestError("There is nothing here under this address (any more).", status=404)


def _split(target: str) -> SplitResult:
    try:
        return urlsplit(target)
    except ValueError as error:
        raise BadRequestError("The address is none.") from error
