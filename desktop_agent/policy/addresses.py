"""Addresses in a text that a browser opens or runs, and paths of files that programs read or run automatically."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from desktop_agent.core.address import (
    MOST_PARTS,
    NUMBER,
    PRIVATE_NAMES,
    AddressKind,
    OwnPage,
    kind_of,
    own_page,
    plain_host,
)
from desktop_agent.core.decisions.decision import File

# Schemes that a browser runs, or that lead to its internal pages.
BAD_SCHEMES = frozenset(
    "file javascript data vbscript blob filesystem about chrome chrome-untrusted chrome-search chrome-extension"
    " devtools edge brave opera vivaldi moz-extension resource jar view-source wyciwyg ms-settings ms-msdt search-ms"
    " res mhtml shell intent ftp smb".split()
)
# The browser's own pages that its menu opens, too.
_OPENED_BY_MENU = frozenset({OwnPage.MEANS, OwnPage.LISTS, OwnPage.DOWNLOADS, OwnPage.SETTINGS, OwnPage.PASSWORDS})
_IN_BROWSER = frozenset({AddressKind.SITE, AddressKind.PRIVATE, AddressKind.FILE, AddressKind.CODE})
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*)\s*:")
_WITH_HOST = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[/\\]{2}")
# Only shapes that mean something to a browser: "file: see the cabinet" is ordinary text.
_CARRIED_OUT = re.compile(
    r"\s*(?:javascript:\S|vbscript:\S|file:[/\\]|data:[\w.+-]*(?:/[\w.+-]+)?[;,]|view-source:\S|chrome:[/\\]|edge:[/\\]|about:[a-z])",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[^\s/?#@:\\]+)(?::\d{1,5})?(?:[/?#\\].*)?", re.DOTALL)
# An address whose host is over, so that what follows it is a part of the path.
_ENDS_HOST = re.compile(r"https?:[/\\]{2}\S|[^\s/?#@:\\]+\.[^\s/?#@:\\]+(?::\d{1,5})?[/?#\\]", re.IGNORECASE)
_AROUND_ADDRESS = ",;()“”\"'–—·•"
# A browser opens a path as a file.
_FILE = re.compile(r"[/~\\]|[A-Za-z]:[/\\]")
_DEEP_FILE = re.compile(r"/[\w.~-]+/\S|~/\S|[A-Za-z]:[/\\]\S|\\\\\S")


def is_browser_page(address: str) -> bool:
    """Return whether an address is one of the browser's own pages that its menu opens: bookmarks, settings."""
    text = address.strip()
    return len(text.split()) == 1 and own_page(text) in _OPENED_BY_MENU


def as_address(text: str, *, sure: bool) -> str:
    """Return the address that an address bar would open for a text; empty if it would search for the text.

    If it is unknown whether the field is an address bar (not `sure`), only an unmistakable address counts.
    """
    if _FILE.match(text) and (sure or _DEEP_FILE.match(text)):
        return f"file://{text}"
    first, *more = text.split() or ("",)
    if more and not (sure and _ENDS_HOST.match(first)):
        return text if is_carried_out(text, sure=sure) else ""
    text = "%20".join((first, *more))  # a path may hold spaces, a host can't
    scheme = _SCHEME.match(text)
    if _WITH_HOST.match(text) or (scheme and scheme[1].lower() in BAD_SCHEMES and is_carried_out(text, sure=sure)):
        return text
    bare = text.rpartition("@")[2]
    if not _BARE.fullmatch(bare):
        return ""
    host = re.split(r"[/?#\\]", bare, maxsplit=1)[0]
    return f"http://{bare}" if _is_host(host, sure=sure, ends=host != bare) else ""


def addresses_among(text: str) -> tuple[str, ...]:
    """Return the addresses that a browser shows among other words, as in a row of its list or a bookmark's name."""
    found = (as_address(word.strip(_AROUND_ADDRESS), sure=False) for word in text.split())
    return tuple(address for address in found if address)


def is_carried_out(text: str, *, sure: bool = False) -> bool:
    """Return whether a text is an address that a browser runs instead of fetching it."""
    scheme = _SCHEME.match(text)
    if sure and scheme and scheme[1].lower() in BAD_SCHEMES:
        return text[scheme.end() :].strip() != ""
    return _CARRIED_OUT.match(text) is not None


def stays_in_browser(address: str) -> bool:
    """Return whether a browser opens an address itself; for other schemes it starts another program."""
    kind = kind_of(address)
    return _SCHEME.match(address) is None or kind in _IN_BROWSER or kind is AddressKind.OWN


def is_plain(address: str) -> bool:
    """Return whether an address is http or https, with a host, without a password and invisible characters."""
    if not address.isprintable() or any(char.isspace() for char in address):
        return False
    try:
        parts = urlsplit(address)
        has_port = parts.port != 0
    except ValueError:
        return False
    is_web = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    return is_web and has_port and parts.username is None and parts.password is None


def _is_host(host: str, *, sure: bool, ends: bool) -> bool:
    name, colon, _ = host.rpartition(":")
    name = name if colon else host
    if name.lower().rstrip(".") in PRIVATE_NAMES or name.startswith("["):
        return True
    plain = plain_host(name)
    parts = plain.rstrip(".").split(".")
    if all(NUMBER.fullmatch(part) for part in parts):
        return len(parts) == MOST_PARTS or (sure and (len(parts) > 1 or plain.startswith("0x") or bool(colon)))
    if len(parts) > 1:
        return all(parts)
    return bool(sure and (ends or colon)) or bool(colon and name)


# Files that a browser displays; and files with instructions for building programs.
_DISPLAYED_BY_BROWSERS = (".html", ".htm", ".xhtml", ".svg", ".js")
_RECIPES = frozenset({"makefile", "gnumakefile", "rakefile", "justfile", "dockerfile", "jenkinsfile", "pkgbuild"})
# Folders of the system itself, and of programs wherever they are.
_SYSTEM_FOLDERS = frozenset("etc usr bin sbin lib lib32 lib64 libx32 opt boot var root proc sys dev run snap".split())
_PROGRAM_FOLDERS = frozenset({"bin", "sbin"})
# Folders that every user may write to, and mounted drives.
_OPEN_FOLDERS = ("/tmp", "/var/tmp", "/run/media", "/run/user")  # noqa: S108 - nothing is written there


def is_ordinary(file: File) -> bool:
    """Return whether no program reads a file automatically: it isn't hidden, among programs, or the system's.

    Start files of shells and desktops, keys, services and hooks of a repository are all in hidden places.
    """
    if file.ours or file.has_other_names:
        return False
    parts = _parts(file)
    if any(part.startswith(".") for part in parts) or _PROGRAM_FOLDERS & {*parts[:-1]}:
        return False
    if _is_in(file.path, file.home) or any(_is_in(file.path, folder) for folder in _OPEN_FOLDERS):
        return True
    return bool(parts) and parts[0] not in _SYSTEM_FOLDERS


def runs(file: File) -> bool:
    """Return whether opening a file, or building with it, runs its content."""
    recipe = file.path.rpartition("/")[2].lower() in _RECIPES
    return recipe or (file.kind == "program" and not file.path.lower().endswith(_DISPLAYED_BY_BROWSERS))


def has_hidden_path(text: str) -> bool:
    """Return whether a path in a text is hidden, or contains “..”, so that it may lead anywhere."""
    parts = text.strip().replace("\\", "/").split("/")
    return ".." in parts or any(part.startswith(".") and part != "." for part in parts)


def _parts(file: File) -> list[str]:
    """Return the components of a path, relative to the home folder if it is in there."""
    below = file.path.removeprefix(file.home) if _is_in(file.path, file.home) else file.path
    return [part for part in below.split("/") if part]


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")
