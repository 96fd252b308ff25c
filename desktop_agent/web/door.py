"""Who comes in: a link's code, once, becomes a cookie and a key; both are asked for ever after.

A cookie alone would not do: a browser gives it to every server of the same host name, whatever its port. So the page
keeps a key besides, where only pages of this very origin can read it, and says it first on its WebSocket.

What may only watch has a cookie and a key of its own: no link to watch takes the place of a link to act.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from starlette.datastructures import Headers

May = Literal["look", "act"]
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_MOST_PASSES = 32  # that may do the same
_HOST = re.compile(r"(?:\[([^\]]*)\]|([^:]*))(?::[0-9]{1,5})?")
COOKIE = "desktop_agent_watch"


@dataclass(eq=False, slots=True)
class Pass:
    """What a browser has got for a link; `browser` is the same for all that one browser holds."""

    cookie: str
    key: str
    may: May
    browser: str  # by which the computer names it; no secret

    def is_key(self, key: str) -> bool:
        """Return whether this is its key."""
        return hmac.compare_digest(self.key.encode(), key.encode("utf-8", "replace"))


@dataclass(slots=True)
class Door:
    """The codes that are open, and the passes that came of others; `names` are further host names of this computer.

    `opened` is called with the code that takes a used one's place. `cookie` is the beginning of the cookies' names.
    """

    names: frozenset[str]
    opened: Callable[[May, str], None]
    cookie: str = COOKIE
    codes: dict[str, May] = field(default_factory=dict)
    passes: list[Pass] = field(default_factory=list)
    _used: set[str] = field(default_factory=set)

    def open(self, may: May) -> str:
        """Return a new code."""
        code = secrets.token_urlsafe(24)
        self.codes[code] = may
        return code

    def enter(self, code: str, shown: Sequence[Pass] = ()) -> Pass | None:
        """Return the pass for a code, which is used up; None for one that isn't open.

        `shown` are the passes that the browser has already.
        """
        known = next((each for each in self.codes if hmac.compare_digest(each.encode(), code.encode())), "")
        may = self.codes.pop(known, None)
        if may is None:
            return None
        self._used.add(known)
        browser = shown[0].browser if shown else secrets.token_hex(4)
        given = Pass(secrets.token_urlsafe(24), secrets.token_urlsafe(24), may, browser)
        self.passes.append(given)
        self.opened(may, self.open(may))
        return given

    def surplus_passes(self, may: May) -> Sequence[Pass]:
        """Return the oldest passes beyond the most that may do the same."""
        return [each for each in self.passes if each.may == may][:-_MOST_PASSES]

    def drop(self, passes: Sequence[Pass]) -> None:
        """Let passes count no longer."""
        self.passes = [each for each in self.passes if each not in passes]

    def of(self, browser: str) -> Sequence[Pass]:
        """Return the passes of a browser."""
        return [each for each in self.passes if each.browser == browser]

    def join(self, shown: Sequence[Pass]) -> None:
        """Take passes for those of one browser, which has shown all of them."""
        browsers = {each.browser for each in shown}
        for each in self.passes:
            if each.browser in browsers:
                each.browser = shown[0].browser

    def was_open(self, code: str) -> bool:
        """Return whether a code was open once: who opens a used link again doesn't guess."""
        return code in self._used

    def cookie_for(self, may: May) -> str:
        """Return the name of the cookie."""
        return f"{self.cookie}_{may}"

    def passes_of(self, headers: Headers) -> tuple[Pass, ...]:
        """Return the passes whose cookies came along, whatever other servers of this host name have set besides."""
        pairs = [pair.strip().partition("=") for line in headers.getlist("cookie") for pair in line.split(";")]
        return tuple(
            each
            for each in self.passes
            if any(
                name == self.cookie_for(each.may) and hmac.compare_digest(each.cookie.encode(), value.encode())
                for name, _, value in pairs
            )
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
