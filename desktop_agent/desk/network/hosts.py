"""The hosts that a desk may reach: exactly those that the person named. Pure.

A host is a name or an IP address. Without a port it stands for the usual ones of pages, 80 and 443, with one for this
port alone. `example.org` covers `www.example.org` too, as in a run's scope, and `*.example.org` every name below it.

Hosts lie in three zones, each nearer to the person than the one before: the internet, their network, and this computer.
A name leads to addresses of its own zone, or of one farther away. What lies nearer is reached only where its address is
named, too: the owner of a name can make it lead anywhere, and elsewhere at each look-up. `why_unreachable` is what
every interface asks before a desk is opened: windows while a person types, commands, and the run.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from desktop_agent.core.address import PRIVATE_NAMES, host_of, is_private
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message

USUAL_PORTS: Final = frozenset({80, 443})
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_PORT = re.compile(r"[1-9][0-9]{0,4}")
_NEVER_IN_A_HOST = re.compile(r"[\s/?#@\\\[\]]")
# Older programs read another name, of another owner, into these characters: ß, ς, and invisible joiners.
_READ_IN_TWO_WAYS = re.compile("[\u00df\u1e9e\u03c2\u200c\u200d]")
_LARGEST_PORT = 65_535
_LONGEST_NAME = 253
_HOSTLESS = ("/", "~", "about:", "data:", "file:")  # a path, or an address that names no host
_OF_BROWSER: Final = frozenset({"chrome", "edge", "brave", "resource", "chrome-extension", "moz-extension"})
_SCHEMES: Final = frozenset({"http", "https", ""})
_HINT = Message("Specify a host, such as --desk-hosts example.org, or use *.example.org for its subdomains.")
_HINT_HERE = Message("Enter a host, such as example.org, or *.example.org for its subdomains.")
_NAME_IT_HERE = Message("Enter the address as well, or work on your own screen.")
_LONGEST_SHOWN = 80


class Zone(IntEnum):
    """How near to the person a host is."""

    INTERNET = 0
    NETWORK = 1
    COMPUTER = 2


class UnreachableHostError(SettingsError):
    """A desk can't reach a host that was named for it."""


@dataclass(frozen=True, slots=True)
class NamedHost:
    """A host as a person named it."""

    name: str  # in the normal form of `host_name`
    port: int | None = None  # None: the usual ones
    below: bool = False  # the names below it, and not itself

    def covers(self, host: str, port: int) -> bool:
        """Return whether a host may be reached at a port."""
        if port != self.port and (self.port is not None or port not in USUAL_PORTS):
            return False
        return host.endswith(f".{self.name}") if self.below else host in {self.name, f"www.{self.name}"}


@dataclass(frozen=True, slots=True)
class HostScope:
    """All hosts that a desk may reach."""

    hosts: frozenset[NamedHost] = frozenset()

    def covers(self, host: str, port: int) -> bool:
        """Return whether a host, in its normal form, may be reached at a port."""
        return any(named.covers(host, port) for named in self.hosts)

    @property
    def has_this_computer(self) -> bool:
        """Whether an address of this computer is among them; if none is, these addresses mean the desk itself."""
        return any(zone_of(named.name) == Zone.COMPUTER for named in self.hosts)

    def covers_site(self, site: str) -> bool:
        """Return whether a site, as in “https://example.org:8443”, is nothing new to reach.

        A site that no desk can reach is nothing new either: a page in a file, or one on the desk itself.
        """
        try:
            parts = _split(site)
            port = parts.port or (80 if parts.scheme == "http" else 443)
        except ValueError:
            return True
        name = host_name(parts.hostname or "")
        if name is None or parts.scheme not in _SCHEMES:
            return True
        is_on_desk = zone_of(name) == Zone.COMPUTER and not self.has_this_computer
        return is_on_desk or self.covers(name, port)

    def may_lead_to(self, host: str, port: int, address: str, *, zone: Zone | None = None) -> bool:
        """Return whether a host that may be reached may lead to an address; `zone` is the address's where known."""
        there = _zone_of_address(address) if zone is None else zone
        return there <= zone_of(host) or self.covers(_normal_address(address), port)

    def may_lead_at_any_port(self, named: NamedHost, address: str) -> bool:
        """Return whether a host may lead to an address at any of the ports for which it was named."""
        ports = USUAL_PORTS if named.port is None else (named.port,)
        return any(self.may_lead_to(named.name, port, address) for port in ports)

    def plus(self, written: str) -> HostScope:
        """Return the scope with one more host; SettingsError for an invalid one."""
        return HostScope(self.hosts | {named_host(written)})


def host_scope(written: Iterable[str]) -> HostScope:
    """Return the scope given by `--desk-hosts`; SettingsError for an invalid host."""
    return HostScope(frozenset(map(named_host, written)))


def named_host(written: str) -> NamedHost:
    """Return a host as it was written; SettingsError for an invalid one."""
    plain = written.strip()
    below = plain.startswith("*.")
    try:
        name, port = host_and_port(plain.removeprefix("*."))
    except ValueError as error:
        invalid = Message("“{text}” isn't a valid host.", text=plain[:_LONGEST_SHOWN])
        if why := _ambiguous_host_text(plain):
            raise SettingsError(why) from error
        alone = _address_hint(plain)
        raise SettingsError(invalid, alone or _HINT, in_window=alone or _HINT_HERE) from error
    if _is_ip_address(name) and ipaddress.ip_address(name).is_link_local and ":" in name:
        text = Message("“{text}” holds for a single network cable or radio, so no desk can reach it.", text=plain)
        raise SettingsError(text, _HINT, in_window=_HINT_HERE)
    if below and (zone_of(name) != Zone.INTERNET or _is_ip_address(name) or "." not in name):
        text = Message("Hosts in your own network are specified one by one, and not by “{text}”.", text=plain)
        raise SettingsError(text, _HINT, in_window=_HINT_HERE)
    return NamedHost(name, port, below)


def _address_hint(written: str) -> str:
    """Return a hint with the host of an address that was written in place of a host; empty for anything else."""
    if "://" not in written:
        return ""
    try:
        host = host_of_address(written)
    except SettingsError:
        return ""
    return Message("Give its host alone: {host}", host=host) if host else ""


def host_and_port(written: str) -> tuple[str, int | None]:
    """Return the host, in its normal form, and the port of `host`, `host:port` or `[address]:port`; else ValueError."""
    inside, bracket, rest = written.removeprefix("[").partition("]")
    if written.startswith("[") and bracket:
        host = inside
        colon = rest[:1]
        port = rest[1:]
    elif written.count(":") > 1:
        host = written
        colon = ""
        port = ""
    else:
        host, colon, port = written.partition(":")
    name = host_name(host)
    if name is None or colon not in {"", ":"} or bool(colon) != bool(port):
        raise ValueError(written)
    if port and (not _PORT.fullmatch(port) or int(port) > _LARGEST_PORT):
        raise ValueError(written)
    return name, int(port) if port else None


def host_name(written: str) -> str | None:
    """Return a host in its normal form: an IP address, or a name in ASCII and lower case; None for an invalid one."""
    if _NEVER_IN_A_HOST.search(written) or _is_ambiguous(written):
        return None
    host = host_of(f"http://[{written}]/" if ":" in written else f"http://{written}/")
    if host is None or len(host.shown) > _LONGEST_NAME:
        return None
    if _is_ip_address(host.shown):
        return host.shown
    is_name = _NAME.fullmatch(host.shown) and not host.shown.rpartition(".")[2].isdecimal()
    return host.shown if is_name else None


def zone_of(host: str) -> Zone:
    """Return the zone of a host in its normal form, by its form alone."""
    if host in PRIVATE_NAMES or host.endswith(".localhost"):
        return Zone.COMPUTER
    if _is_ip_address(host) and (ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified):
        return Zone.COMPUTER
    if _is_ip_address(host):
        is_inside = is_private(f"http://[{host}]/" if ":" in host else f"http://{host}/")
    else:
        is_inside = any(is_private(f"http://{name}/") for name in (host, f"x.{host}"))  # `fritz.box` is a router's
    return Zone.NETWORK if is_inside else Zone.INTERNET


def host_of_address(address: str) -> str | None:
    """Return the host of an address, as it is named for a desk; None where it has none, as a page in a file.

    UnreachableHostError where a desk can't reach it.
    """
    if why := why_unreachable(address):
        raise UnreachableHostError(why)
    parts = _split(address)
    if parts.scheme not in _SCHEMES or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return host if parts.port is None or parts.port in USUAL_PORTS else f"{host}:{parts.port}"


def why_unreachable(address: str) -> str:
    """Return why no desk can reach an address or a host, in a sentence; empty where one can.

    A page that has no host, as in a file on this computer, isn't reached over the network.
    """
    invalid = Message("“{text}” isn't a valid internet address.", text=address.strip()[:_LONGEST_SHOWN])
    try:
        parts = _split(address)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return invalid
    host = (parts.hostname or "").removeprefix("*.")
    if parts.scheme in _OF_BROWSER or (not host and (parts.scheme not in _SCHEMES or not parts.scheme)):
        return ""
    if not has_port or host_name(host) is None:
        return _ambiguous_host_text(host) or invalid
    if parts.scheme not in _SCHEMES:
        return Message("A side desk reaches only addresses with http or https, and not {scheme}.", scheme=parts.scheme)
    return ""


def inside_host_error(host: str, address: str) -> UnreachableHostError:
    """Return the error for a name that leads nearer to the person than it says."""
    hint = Message(
        "Specify the address as well, with --desk-hosts {address}, or work on your own screen.", address=address
    )
    return UnreachableHostError(inside_text(host, address), hint, in_window=_NAME_IT_HERE)


def inside_text(host: str, address: str, *, zone: Zone | None = None) -> Message:
    """Return why a host isn't reached that leads to an address in the person's network, or to this computer.

    `zone` is the address's where known.
    """
    if (_zone_of_address(address) if zone is None else zone) == Zone.NETWORK:
        return Message("“{host}” leads to {address}, which is in your own network.", host=host, address=address)
    return Message("“{host}” leads to {address}, which is this computer.", host=host, address=address)


def _split(address: str) -> SplitResult:
    """Return the parts of an address, or of a host or a path without a scheme; ValueError for one that has none."""
    address = address.strip()
    if "://" in address or address.startswith(_HOSTLESS):
        return urlsplit(address)
    is_bare_number = ":" in address and _is_ip_address(address)  # of IPv6
    return urlsplit(f"//[{address}]" if is_bare_number else f"//{address}")


def _is_ambiguous(host: str) -> bool:
    return _READ_IN_TWO_WAYS.search(unicodedata.normalize("NFKC", unquote(host))) is not None


def _ambiguous_host_text(host: str) -> str:
    """Return why a host isn't taken that programs read in two ways; empty for any other."""
    if not _is_ambiguous(host):
        return ""
    return Message(
        "“{text}” stands for different hosts in different programs. Enter the form that begins with xn-- instead.",
        text=host[:_LONGEST_SHOWN],
    )


def _normal_address(address: str) -> str:
    """Return an address in the normal form of `host_name`, without its interface; empty for an invalid one."""
    return host_name(address.partition("%")[0]) or ""


def _zone_of_address(address: str) -> Zone:
    return zone_of(_normal_address(address))


def _is_ip_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
