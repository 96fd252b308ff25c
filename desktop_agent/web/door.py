"""Who comes in: a link's code, once, becomes a cookie and a key; both are asked for ever after.

A cookie alone would not do: a browser gives it to every server of the same host name, whatever its port. So the page
keeps a key besides, where only pages of this very origin can read it, and says it first on its WebSocket.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from starlette.datastructures import Headers

May = Literal["look", "act"]
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_MOST_PASSES = 64
_HOST = re.compile(r"(?:\[([^\]]*)\]|([^:]*))(?::[0-9]{1,5})?")
COOKIE = "desktop_agent_watch"


@dataclass(frozen=True, slots=True)
class Pass:
    """A browser that has come in by a link."""

    cookie: str
    key: str
    may: May


@dataclass(slots=True)
class Door:
    """The codes that are open, and the passes that came of others; `names` are further host names of this computer.

    `opened` is called with the code that takes a used one's place. `cookie` is the name of the cookie.
    """

    names: frozenset[str]
    opened: Callable[[May, str], None]
    cookie: str = COOKIE
    codes: dict[str, May] = field(default_factory=dict)
    _passes: list[Pass] = field(default_factory=list)

    def open(self, may: May) -> str:
        """Return a new code."""
        code = secrets.token_urlsafe(24)
        self.codes[code] = may
        return code

    def enter(self, code: str) -> Pass | None:
        """Return the pass for a code, which is used up; None for one that isn't open."""
        known = next((each for each in self.codes if hmac.compare_digest(each.encode(), code.encode())), "")
        may = self.codes.pop(known, None)
        if may is None:
            return None
        given = Pass(secrets.token_urlsafe(24), secrets.token_urlsafe(24), may)
        self._passes = [*self._passes[-_MOST_PASSES + 1 :], given]
        self.opened(may, self.open(may))
        return given

    def pass_of(self, headers: Headers) -> Pass | None:
        """Return the pass whose cookie came along, whatever other servers of this host name have set besides."""
        pairs = (pair.strip().partition("=") for line in headers.getlist("cookie") for pair in line.split(";"))
        shown = [value.encode() for name, _, value in pairs if name == self.cookie]
        return next(
            (each for each in self._passes for one in shown if hmac.compare_digest(each.cookie.encode(), one)), None
        )

    def is_ours(self, headers: Headers, *, from_page: bool) -> bool:
        """Return whether a request names this computer as its host, and comes from no other origin.

        A name that only resolves to this computer (DNS rebinding) is another's. A request of a page says its origin.
        """
        hosts = headers.getlist("host")
        origins = headers.getlist("origin")
        host = _HOST.fullmatch(hosts[0].lower()) if len(hosts) == 1 else None
        if host is None or (host[1] or host[2]) not in _LOOPBACK | {name.lower() for name in self.names}:
            return False
        if not origins:
            return not from_page
        return len(origins) == 1 and origins[0].lower() in {f"{way}://{hosts[0].lower()}" for way in ("http", "https")}
