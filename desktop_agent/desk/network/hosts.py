"""The hosts that a desk may reach: exactly those that the person named. Pure.

A host is a name, never an IP address: names are looked up anew for each connection (`resolve.py`), and an address could
be any computer. `*.example.org` covers every name below `example.org`, but not that name itself.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.policy.host import is_private

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_LONGEST_NAME = 253
_HTTP_PORT, _HTTPS_PORT = 80, 443
_HINT = Message("Specify a host, such as --desk-hosts example.org, or use *.example.org for its subdomains.")


@dataclass(frozen=True, slots=True)
class HostScope:
    """The names that a desk may reach, and the domains whose subdomains it may reach."""

    names: frozenset[str]
    below: frozenset[str] = frozenset()

    def covers(self, host: str) -> bool:
        """Return whether a host, as returned by `host_name`, may be reached."""
        parts = host.split(".")
        return host in self.names or any(".".join(parts[at:]) in self.below for at in range(1, len(parts)))


@dataclass(frozen=True, slots=True)
class WebOrigin:
    """A server as a request names it; the port follows from whether it is encrypted."""

    host: str
    encrypted: bool

    @property
    def port(self) -> int:
        """The only port allowed for this scheme."""
        return _HTTPS_PORT if self.encrypted else _HTTP_PORT

    @property
    def scheme(self) -> str:
        """The scheme of its addresses."""
        return "https" if self.encrypted else "http"


def host_scope(written: Iterable[str]) -> HostScope:
    """Return the scope given by `--desk-hosts`; SettingsError for an invalid host or one in the person's network."""
    names, below = set[str](), set[str]()
    for text in written:
        wild = text.startswith("*.")
        name = host_name(_ascii(text.removeprefix("*.").rstrip(".")))
        if name is None:
            raise SettingsError(Message("“{text}” isn't a valid internet hostname.", text=text), _HINT)
        (below if wild else names).add(name)
    return HostScope(frozenset(names), frozenset(below))


def host_name(written: str) -> str | None:
    """Return a host in its normal form; None for IP addresses, local names, and invalid names."""
    name = written.lower()
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name) or _is_number(name) or is_private(f"http://{name}/"):
        return None
    return name


def authority(written: str, port: int) -> str | None:
    """Return the host of `host` or `host:port`; None if it is no name or the port is another."""
    host, colon, number = written.partition(":")
    return host_name(host) if not colon or number == str(port) else None


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name.rpartition(".")[2].isdecimal()
    return True


def _ascii(name: str) -> str:
    try:
        return name.encode("idna").decode()
    except UnicodeError:
        return ""
