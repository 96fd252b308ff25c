"""Which proxy a request goes through, by the usual variables, read as curl reads them. Pure but for the variables.

A scheme's own variable counts before ALL_PROXY, and small letters before capitals. NO_PROXY lists what is reached
without a proxy, divided by commas or blanks: names, with or without a dot before them, which also stand for all names
below; addresses and networks of both families; each of these also with a port; and `*` for everything. What is on this
computer never goes through a proxy, so that a variable about other computers is no matter there.

Sources: https://everything.curl.dev/usingcurl/proxies/env.html, and `lib/noproxy.c` of curl; the ports are read as
`golang.org/x/net/http/httpproxy` does. Systems with settings of their own (Windows, macOS) are asked by `urllib`.
"""

from __future__ import annotations

import ipaddress
import logging
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message

_log = logging.getLogger(__name__)

_PORTS = {"http": 80, "https": 443}
_SCHEMES = ("http", "https", "socks5", "socks5h")
_SAME_AS = {"": "http", "socks": "socks5"}  # GNOME's settings have “socks”
_ODD = re.compile(r"[\x00-\x20\x7f]")


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy's URL, and the variable that names it."""

    url: str
    variable: str


def proxy_for(url: str, environment: Mapping[str, str] = os.environ) -> Proxy | None:
    """Return the proxy for a server that isn't on this computer; None where it's reached without one.

    SettingsError names the variable whose proxy can't be used, and says why.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    found = _proxy_setting(parts.scheme, environment)
    listed = environment.get("no_proxy") or environment.get("NO_PROXY") or ""
    if found is None or is_direct(host, parts.port or _PORTS.get(parts.scheme, 0), listed):
        _log.debug("no proxy: %s", "none is set" if found is None else "NO_PROXY names the server")
        return None
    variable, value = found
    if not variable and proxy_bypass(host):
        _log.debug("no proxy: the system's settings except the server")
        return None
    _log.info("the proxy is from %s", variable or "the system's settings")
    return _checked_proxy(variable, value.strip())


def is_direct(host: str, port: int, no_proxy: str) -> bool:
    """Return whether a list of exceptions has a host, at this port."""
    return any(_is_covered(entry, host.lower(), port) for entry in re.split(r"[\s,]+", no_proxy.lower()) if entry)


def _proxy_setting(scheme: str, environment: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the variable for a scheme, and its value; without a name if it's the system that has the proxy."""
    for name in (f"{scheme}_proxy", f"{scheme.upper()}_PROXY", "all_proxy", "ALL_PROXY"):
        if name in environment:
            return (name, environment[name]) if environment[name].strip() else None
    system = {} if environment is not os.environ else getproxies()
    value = system.get(scheme) or system.get("all")
    return ("", value) if value else None


def _is_covered(entry: str, host: str, port: int) -> bool:
    if entry == "*":
        return True
    name, entry_port = _host_and_port(entry)
    if entry_port is not None and entry_port != port:
        return False
    address = _address(host)
    if address is not None:
        return _network_has(name, address)
    name = name.removeprefix("*").strip(".")
    return bool(name) and (host == name or host.endswith(f".{name}"))


def _host_and_port(entry: str) -> tuple[str, int | None]:
    """Return an entry's host, and its port if it has one; the colons of a bare IPv6 address begin none."""
    bracketed = re.fullmatch(r"\[([^\]]*)\](/\d+)?(?::(\d+))?", entry)
    if bracketed:
        return f"{bracketed[1]}{bracketed[2] or ''}", int(bracketed[3]) if bracketed[3] else None
    name, colon, port = entry.partition(":")
    return (name, int(port)) if colon and port.isdecimal() else (entry, None)


def _network_has(entry: str, address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    try:
        network = ipaddress.ip_network(entry, strict=False)
    except ValueError:
        return False
    return address.version == network.version and address in network


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _checked_proxy(variable: str, value: str) -> Proxy:
    """Return a proxy as the HTTP client takes it; SettingsError where it can't."""
    scheme, divider, rest = value.rpartition("://")
    scheme = scheme.lower() if divider else ""
    scheme = _SAME_AS.get(scheme, scheme)
    if scheme not in _SCHEMES:
        why = Message("it begins with {scheme}://, which isn't supported", scheme=scheme[:20])
        raise _proxy_error(variable, why)
    try:
        parts = urlsplit(f"{scheme}://{rest}")
        has_host = bool(parts.hostname) and parts.port != 0 and not _ODD.search(rest)
    except ValueError:
        has_host = False
    if not has_host:
        raise _proxy_error(variable, Message("its host or port can't be read"))
    return Proxy(f"{scheme}://{rest}", variable)


def _proxy_error(variable: str, why: Message) -> SettingsError:
    hint = Message("Set it to http://host:port or socks5://host:port, or unset it.")
    if not variable:
        return SettingsError(Message("The proxy in the system's settings can't be used: {why}.", why=why), hint)
    return SettingsError(Message("The proxy in {variable} can't be used: {why}.", variable=variable, why=why), hint)
