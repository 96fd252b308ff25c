"""What an address is to a browser: a site, a file, code, another program, or a page of the browser itself.

`kind_of` is the only judge of that, and `document_at` says it of a document that a browser shows. A new tab, the list
below the address bar, the settings and the pages of extensions are documents with addresses like any page, but they are
the browser itself: no site has them, and they lie on no network. `own_page` says which of them do what.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from desktop_agent.core.addresses.host import host_of


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
    return _kind(_split(address), address)


def document_at(address: str, outer: Document = NOWHERE) -> Document:
    """Return the document at an address; `outer` is the one that it is a part of.

    What a page shows by means of the browser, such as a PDF file, is a part of that page.
    """
    parts = _split(address)
    if parts is None:
        return NOWHERE
    if parts.scheme == "blob":
        return document_at(address.strip()[len("blob:") :], outer)
    kind = _kind(parts, address)
    if outer != NOWHERE and (kind is AddressKind.OWN or _has_none(parts)):
        return outer
    if _has_none(parts):
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
    parts = _split(address)
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
    parts = _split(own)
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


def _has_none(parts: SplitResult) -> bool:
    """Return whether a document at this address has none of its own."""
    return parts.scheme in _INHERITED


def _own_address(parts: SplitResult) -> str:
    path = parts.path.rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path}" if parts.netloc else f"{parts.scheme}:{path}"


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address.strip().replace("\\", "/"))
        _ = parts.port  # ValueError where it is none
    except ValueError:
        return None
    return parts
