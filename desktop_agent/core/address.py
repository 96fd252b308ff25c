"""Addresses as a browser reads them: a site, a file, code or another program; and hosts, here and on the internet.

`kind_of` is the only judge of that, and `document_at` says it of a document that a browser shows. A new tab, the list
below the address bar, the settings and the pages of extensions are documents with addresses like any page, but they are
the browser itself: no site has them, and they lie on no network. `own_page` says which of them do what.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, unquote, urlsplit


class AddressKind(StrEnum):
    """The kind of an address."""

    SITE = "site"
    PRIVATE = "private site"  # on this computer or its network
    FILE = "file"  # of this computer
    OWN = "own page"  # of the browser itself
    CODE = "code"  # run by the browser, not fetched
    PROGRAM = "program"  # opens another program
    UNKNOWN = "unknown"


class OwnPage(StrEnum):
    """The kinds of a browser's own pages."""

    MEANS = "means"  # leads to pages: a new tab, the list below the address bar
    LISTS = "lists"  # bookmarks, the history, what is printed
    DOWNLOADS = "downloads"  # opens files
    SETTINGS = "settings"
    PASSWORDS = "passwords"
    EXTENSION = "extension"
    TOOLS = "tools"  # for developers
    OTHER = "other"  # any other page, also one with effects


@dataclass(frozen=True, slots=True)
class Document:
    """A document that a browser shows."""

    kind: AddressKind = AddressKind.UNKNOWN
    site: str = ""  # scheme and host, with the port unless it is the usual one; empty for a page of the browser's own
    own: str = ""  # the address of a page of the browser's own, without its query
    path: str = ""  # of a page of a site, without its query


NOWHERE = Document()
USUAL_PORTS = {"http": 80, "https": 443}
_WEB = frozenset(USUAL_PORTS)
_CODE = frozenset({"javascript", "data", "vbscript", "blob", "filesystem"})
_BROWSERS = ("chrome", "edge", "brave", "opera", "vivaldi", "browser", "moz")
_OWN = frozenset({*_BROWSERS, "about", "resource", "devtools", "view-source", "jar", "wyciwyg"})
_OWN_FAMILIES = tuple(f"{browser}-" for browser in _BROWSERS)
_EXTENSIONS = "-extension"
_TOOLS = frozenset({"devtools", "view-source"})
# A document inside of another one that has no address of its own belongs to the outer one.
_INHERITED = frozenset({"javascript", ""})
_PAGES = {
    **dict.fromkeys(
        (
            *("newtab", "new-tab-page", "new-tab-page-third-party", "local-ntp", "home", "privatebrowsing"),
            *("startpage", "startpageshared", "neterror"),
            *("omnibox-popup.top-chrome", "tab-search.top-chrome", "tab-strip.top-chrome", "webui-toolbar.top-chrome"),
        ),
        OwnPage.MEANS,
    ),
    **dict.fromkeys(
        (
            *("blank", "bookmarks", "favorites", "history", "print", "version", "reader", "firefoxview"),
            *("bookmarks-side-panel.top-chrome", "read-later.top-chrome", "history-clusters-side-panel.top-chrome"),
        ),
        OwnPage.LISTS,
    ),
    "downloads": OwnPage.DOWNLOADS,
    **dict.fromkeys(("settings", "preferences", "extensions", "addons"), OwnPage.SETTINGS),
    **dict.fromkeys(("password-manager", "logins", "wallet"), OwnPage.PASSWORDS),
}
_PASSWORDS_IN_SETTINGS = "/passwords"
_POPUPS = ".top-chrome"


def kind_of(address: str) -> AddressKind:
    """Return the kind of an address that has a scheme."""
    return _kind(_split_address(address), address)


def document_at(address: str, outer: Document = NOWHERE) -> Document:
    """Return the document at an address; `outer` is the one that it is a part of.

    What a page shows by means of the browser, such as a PDF file, is a part of that page.
    """
    parts = _split_address(address)
    if parts is None:
        return NOWHERE
    if parts.scheme == "blob":
        return document_at(address.strip()[len("blob:") :], outer)
    kind = _kind(parts, address)
    if outer != NOWHERE and (kind is AddressKind.OWN or _has_no_address(parts)):
        return outer
    if _has_no_address(parts):
        return NOWHERE
    if kind in {AddressKind.OWN, AddressKind.PROGRAM}:  # no document is another program's
        return Document(AddressKind.OWN, own=_own_address(parts))
    host = host_of(address)
    name = host.shown if host else ""
    shown = f"[{name}]" if ":" in name else name
    port = "" if parts.port in {None, USUAL_PORTS.get(parts.scheme)} else f":{parts.port}"
    return Document(kind, f"{parts.scheme}://{shown}{port}", path=parts.path)


def own_page(address: str) -> OwnPage | None:
    """Return the kind of a page of the browser's own; None for any other address."""
    parts = _split_address(address)
    if parts is None or _kind(parts, address) is not AddressKind.OWN:
        return None
    if parts.scheme in _TOOLS:
        return OwnPage.TOOLS
    if parts.scheme.endswith(_EXTENSIONS):
        return OwnPage.EXTENSION
    known = _PAGES.get((parts.hostname or parts.path).casefold(), OwnPage.OTHER)
    in_settings = known is OwnPage.SETTINGS and parts.path.casefold().startswith(_PASSWORDS_IN_SETTINGS)
    return OwnPage.PASSWORDS if in_settings else known


def is_popup(own: str) -> bool:
    """Return whether a page of the browser's own is drawn above the page that the window shows."""
    parts = _split_address(own)
    return parts is not None and (parts.hostname or "").endswith(_POPUPS)


def _kind(parts: SplitResult | None, address: str) -> AddressKind:
    if parts is None or not parts.scheme:
        return AddressKind.UNKNOWN
    scheme = parts.scheme
    if scheme in _OWN or scheme.startswith(_OWN_FAMILIES) or scheme.endswith(_EXTENSIONS):
        return AddressKind.OWN
    if scheme in _CODE:
        return AddressKind.CODE
    if scheme == "file":
        return AddressKind.FILE
    host = host_of(address) if scheme in _WEB else None
    if scheme not in _WEB:
        return AddressKind.PROGRAM
    if host is None:
        return AddressKind.UNKNOWN
    return AddressKind.PRIVATE if host.is_private else AddressKind.SITE


def _has_no_address(parts: SplitResult) -> bool:
    """Return whether a document at this address has none of its own."""
    return parts.scheme in _INHERITED


def _own_address(parts: SplitResult) -> str:
    path = parts.path.rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path}" if parts.netloc else f"{parts.scheme}:{path}"


def _split_address(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address.strip().replace("\\", "/"))
        _ = parts.port  # ValueError where it is none
    except ValueError:
        return None
    return parts


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
    return _host_of_name(written) if written else None


def is_private(address: str) -> bool:
    """Return whether an address leads to this computer or its network."""
    host = host_of(address)
    return host is not None and host.is_private


def _host_of_name(written: str) -> Host:
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
