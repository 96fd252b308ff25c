"""The host of an address, as a browser reads it: on the internet, or on this computer and its network."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

PRIVATE_NAMES = frozenset({"localhost", "ip6-localhost", "ip6-loopback", "broadcasthost"})
_PRIVATE_ENDINGS = tuple(
    ".local .localhost .localdomain .internal .intranet .lan .home .home.arpa .corp .private .test .fritz.box"
    # Public names that lead to the address in them, or to this computer.
    " .nip.io .sslip.io .xip.io .localtest.me .lvh.me .vcap.me .lacolhost.com .traefik.me".split()
)
_DOTS = re.compile("[\u3002\uff0e\uff61]")
NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
# Two letters that browsers keep, and older rules map to others (source: UTS 46, section 6, the deviations).
_KEPT = frozenset("ßς")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
MOST_PARTS = 4
_LARGEST_PART = 255


@dataclass(frozen=True, slots=True)
class Host:
    """The host of an address."""

    is_private: bool  # it is this computer, or on its network
    shown: str  # in ASCII form, for display


def host_of(address: str) -> Host | None:
    """Return the host of an address; None if it has none."""
    try:
        written = urlsplit(address.replace("\\", "/")).hostname or ""
    except ValueError:
        return None
    return _host(written) if written else None


def is_private(address: str) -> bool:
    """Return whether an address leads to this computer or its network."""
    host = host_of(address)
    return host is not None and host.is_private


def _host(written: str) -> Host:
    plain = plain_host(written).rstrip(".")
    if (address := _ip(plain)) is not None:
        return Host(_is_inside(address), str(address))
    is_inside = plain in PRIVATE_NAMES or plain.endswith(_PRIVATE_ENDINGS) or "." not in plain
    return Host(is_inside, _punycode(plain))


def plain_host(written: str) -> str:
    """Return a host in the normal form in which a browser compares it."""
    normal = unicodedata.normalize("NFKC", _DOTS.sub(".", unquote(written)).replace("ẞ", "ß"))
    return "".join(char if char in _KEPT else char.casefold() for char in normal)


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the IP address that a browser reads from a host; None if it is a name."""
    try:
        six = ipaddress.IPv6Address(host.partition("%")[0])
    except ValueError:
        return _ip4(host)
    inner = (
        six.ipv4_mapped or six.sixtofour or (ipaddress.IPv4Address(int(six) & 0xFFFFFFFF) if six in _NAT64 else None)
    )
    return six if inner is None else inner


def _ip4(host: str) -> ipaddress.IPv4Address | None:
    """Return the address of one to four numbers, decimal, octal or hexadecimal; the last fills the remaining bytes."""
    parts = host.split(".")
    if len(parts) > MOST_PARTS or not all(NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        *front, last = (_number(part) for part in parts)
    except ValueError:
        return None
    if any(part > _LARGEST_PART for part in front) or last >= 1 << 8 * (MOST_PARTS - len(front)):
        return None
    return ipaddress.IPv4Address(sum(part << 8 * (3 - at) for at, part in enumerate(front)) + last)


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if len(part) > 1 and part.startswith("0") else 10)


def _is_inside(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return not address.is_global or address.is_multicast


def _punycode(host: str) -> str:
    try:
        return ".".join(_label(part) for part in host.split("."))
    except UnicodeError:
        return "".join(char if char.isascii() else f"\\u{{{ord(char):x}}}" for char in host)


def _label(label: str) -> str:
    if _KEPT.isdisjoint(label):
        return label.encode("idna").decode()
    return f"xn--{label.encode('punycode').decode()}"
