"""The hosts that a desk may reach: exactly those that the person named. Pure.

A host is a name, never an IP address: names are looked up anew for each connection (`resolve.py`), and an address could
be any computer. `*.example.org` covers every name below `example.org`, but not that name itself. `why_unreachable` is
what every place asks before a desk is opened: windows while a person types, commands, and the run.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.host import PRIVATE_NAMES, host_of, is_private
from desktop_agent.core.message import Message

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_ANY_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")  # one label is a name of the own network
_LONGEST_NAME = 253
_HOSTLESS = ("/", "~", "about:", "data:", "file:")  # a path, or an address that names no host
_HTTP_PORT = 80
_HTTPS_PORT = 443
_OF_BROWSER: Final = frozenset({"chrome", "edge", "brave", "resource", "chrome-extension", "moz-extension"})
_PORTS: Final = {"http": (_HTTP_PORT,), "https": (_HTTPS_PORT,), "": (_HTTP_PORT, _HTTPS_PORT)}
_HINT = Message("Specify a host, such as --desk-hosts example.org, or use *.example.org for its subdomains.")
_HINT_HERE = Message("Enter a host, such as example.org, or *.example.org for its subdomains.")
_WAY_OUT = Message("Name a host on the internet, or work on your own screen, without a desk.")
_WAY_OUT_HERE = Message("To work on your own screen, start it without a side desk.")
_LONGEST_SHOWN = 80


class UnreachableHostError(SettingsError):
    """A desk can't reach a host that was named for it."""


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
    """Return the scope given by `--desk-hosts`.

    UnreachableHostError for a host of this computer or its network, SettingsError for an invalid one.
    """
    names = set[str]()
    below = set[str]()
    for text in written:
        wild = text.startswith("*.")
        plain = text.removeprefix("*.").rstrip(".")
        name = host_name(_ascii(plain))
        if name is None:
            if why := _why_no_host(plain, wild=wild):
                raise UnreachableHostError(why, _WAY_OUT, in_window=_WAY_OUT_HERE)
            invalid = Message("“{text}” isn't a valid internet hostname.", text=text[:_LONGEST_SHOWN])
            raise SettingsError(invalid, _HINT, in_window=_HINT_HERE)
        (below if wild else names).add(name)
    return HostScope(frozenset(names), frozenset(below))


def _why_no_host(written: str, *, wild: bool) -> str:
    """Return why a desk can't reach what was named as a host; empty where that is no host."""
    try:
        return "" if wild else _why_not_reached(written)
    except ValueError:
        return ""


def reached_host(address: str) -> str | None:
    """Return the host of an address, for a desk; None where it has none, as a page in a file on this computer.

    UnreachableHostError where a desk can't reach it.
    """
    if why := why_unreachable(address):
        raise UnreachableHostError(why, _WAY_OUT, in_window=_WAY_OUT_HERE)
    parts = _split(address)
    return parts.hostname if parts.scheme in _PORTS else None


def why_unreachable(address: str) -> str:
    """Return why a desk can't reach an address or a host, in a sentence; empty where it can.

    A page that has no host, as in a file on this computer, isn't reached over the network.
    """
    try:
        return _why_not_reached(address)
    except ValueError:
        return Message("“{text}” isn't a valid internet address.", text=address.strip()[:_LONGEST_SHOWN])


def _why_not_reached(address: str) -> str:
    """Return why a desk can't reach a valid address; empty where it can. ValueError for an invalid one."""
    parts = _split(address)
    port = parts.port
    host = (parts.hostname or "").removeprefix("*.")
    if parts.scheme in _OF_BROWSER:
        return ""
    if not host:
        if parts.scheme in _PORTS and parts.scheme:
            raise ValueError(address)
        return ""
    known = host_of(f"http://[{host}]/" if ":" in host else f"http://{host}/")
    if known is None or not (_is_number(known.shown) or _ANY_NAME.fullmatch(known.shown)):
        raise ValueError(address)
    if known.is_private:
        return _why_not_private(known.shown)
    if _is_number(known.shown):
        return Message("A side desk reaches hosts by their names, and not by an IP address such as {host}.", host=host)
    if host_name(_ascii(host.rstrip("."))) is None:
        raise ValueError(address)
    if parts.scheme not in _PORTS:
        return Message("A side desk reaches only addresses with http or https, and not {scheme}.", scheme=parts.scheme)
    if port is not None and port not in _PORTS[parts.scheme]:
        return Message("A side desk reaches pages only at their usual port, and not at {port}.", port=port)
    return ""


def _split(address: str) -> SplitResult:
    """Return the parts of an address, or of a host or a path without a scheme; ValueError for one that has none."""
    address = address.strip()
    if "://" in address or address.startswith(_HOSTLESS):
        return urlsplit(address)
    is_bare_number = ":" in address and _is_number(address)  # of IPv6
    return urlsplit(f"//[{address}]" if is_bare_number else f"//{address}")


def in_own_network(host: str) -> UnreachableHostError:
    """Return the error for a name that leads into the person's own network."""
    return UnreachableHostError(_why_not_private(host), _WAY_OUT, in_window=_WAY_OUT_HERE)


def _why_not_private(host: str) -> str:
    is_this_computer = host in PRIVATE_NAMES or host.endswith(".localhost")
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        is_this_computer = number.is_loopback or number.is_unspecified
    if is_this_computer:
        return Message("A side desk can't reach this computer, which is where “{host}” leads.", host=host)
    return Message("A side desk can't reach your own network, which is where “{host}” leads.", host=host)


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
