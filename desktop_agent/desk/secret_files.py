"""Finds secrets by what they are, where no list of places names them: in old copies, in the trash, in new programs.

Looked at is what lies near the top of a folder, at most so many entries, as a desk is to be ready at once. A place is a
secret when it is a hidden place under another folder or in another spelling, a key by its first bytes, what a browser
keeps its logins in, another name of a hidden file, or settings of a program in which a password or a token stands.
"""

from __future__ import annotations

import os
import re
import stat
from collections import deque
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

MOST_ENTRIES = 8_000
_MOST_OF_HIDDEN = 4_000
_HEAD, _SMALLEST, _LARGEST_TEXT = 8192, 16, 262_144
# An editor's copies, and names in which a whole path stands, as those of swap and undo files.
_COPY = re.compile(r"(?:~|#|\.(?:bak|backup|old|orig|save|sw[a-p]|\d{1,3}))+$")
_PATH_IN_NAME = re.compile(r"[%!]")
# What browsers, and programs made like them, keep logins in.
_STORES = frozenset(
    {
        *"cookies cookies.sqlite cookies-journal key4.db key3.db logins.json signons.sqlite wallet.dat".split(),
        *("login data", "login data for account", "web data", "local storage", "session storage", "indexeddb"),
    }
)
_SAYS_SO = re.compile(r"(?:^|[._-])(?:credentials?|secrets?|tokens?|passwords?|passwd|cookies?|keyrings?)(?:[._-]|$)")
_HISTORY = re.compile(r".*history(?:\.txt)?")
_KEY_SUFFIXES = frozenset({".kdbx", ".ppk", ".p12", ".pfx", ".jks", ".keystore"})
_MAYBE_KEYS = frozenset({".pem", ".key", ".asc", ".gpg", ".ovpn", ".conf", ".age"})
_SETTINGS = frozenset({"", ".json", ".toml", ".yml", ".yaml", ".ini", ".conf", ".cfg", ".config", ".properties", ".rc"})
_KEY_HEADS = (b"PuTTY-User-Key-File", b"\x03\xd9\xa2\x9a", b"\xfe\xed\xfe\xed", b"AGE-SECRET-KEY-")
_KEY = re.compile(
    rb"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|^AGE-SECRET-KEY-|^\s*PrivateKey\s*=", re.MULTILINE
)
_VALUE = rb"""[\w.-]*["']?\s*[:=]\s*["']?(?!\$|null|none|true|false)([^\s"',;{}\[\]<>$]{8,})"""
_PASSWORD = re.compile(
    rb"(?i)(?:pass(?:word|wd|phrase)|secret|token|api[_-]?key|access[_-]?key|auth[_-]?key|credential)" + _VALUE
)
_LOGIN = re.compile(rb"\bmachine\s+\S+\s+login\s|(?i:\bkey[\"']?\s*[:=]\s*[\"'])(?=[\w-]*\d)[\w-]{20,}")


@dataclass(frozen=True, slots=True)
class _LookedAt:
    """One entry that is looked at."""

    path: str  # relative to the folder
    name: str
    told: os.DirEntry[str]
    is_settings: bool  # it lies in a hidden folder, or is hidden itself

    @property
    def is_folder(self) -> bool:
        """Tell whether it is a folder and no link to one."""
        return self.told.is_dir(follow_symlinks=False)


def secret_files(
    root: str, hidden: Container[str], known: Iterable[str], others: Container[int], *, in_settings: bool
) -> Iterator[str]:
    """Yield what is a secret in a folder, relative to it; `hidden` is hidden anyway, and is not entered.

    `known` are the places of the list, relative to a home, `others` tells files again that are hidden by another name,
    and `in_settings` that the folder itself lies in a hidden one.
    """
    places = _by_last_part(known)
    waiting = {True: deque[str](), False: deque[str]()}
    waiting[in_settings].append("")
    left = {True: MOST_ENTRIES, False: MOST_ENTRIES}
    # All documents together may be more than can be looked at: settings come first, and have their own count.
    while any(waiting[of] and left[of] > 0 for of in (True, False)):
        of = bool(waiting[True] and left[True] > 0)
        for entry in _entries(root, waiting[of].popleft(), is_settings=of):
            left[of] -= 1
            if entry.path in hidden:
                continue
            if _is_place(entry, places) or _is_secret(root, entry, others):
                yield entry.path
            elif entry.is_folder and entry.path != ".cache":
                waiting[entry.is_settings].append(entry.path)


def _entries(root: str, above: str, *, is_settings: bool) -> Iterator[_LookedAt]:
    try:
        with os.scandir(f"{root}/{above}" if above else root) as found:
            for one in found:
                path = f"{above}/{one.name}" if above else one.name
                yield _LookedAt(path, one.name, one, is_settings or one.name.startswith("."))
    except OSError:
        return


def _by_last_part(known: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
    """Return the places of the list by their last part; those that are hidden folders or files of a home alone."""
    places = dict[str, list[tuple[str, ...]]]()
    for place in known:
        if place.startswith(".") and "*" not in place:
            parts = tuple(part.casefold() for part in place.split("/"))
            places.setdefault(parts[-1], []).append(parts)
    return places


def _is_place(entry: _LookedAt, places: dict[str, list[tuple[str, ...]]]) -> bool:
    """Tell whether an entry is a place of the list somewhere else: a copy, another spelling, an editor's own copy."""
    name = _PATH_IN_NAME.split(entry.name)[-1] if entry.name[:1] in "%!#." or "%" in entry.name else entry.name
    name = _COPY.sub("", name.removeprefix(".#").removeprefix("#").casefold())
    found = places.get(name)
    if found is None:
        return False
    above = tuple(part.casefold() for part in entry.path.split("/")[:-1])
    return any(len(parts) == 1 or above[-len(parts) + 1 :] == parts[:-1] for parts in found) or name != entry.name


def _is_secret(root: str, entry: _LookedAt, others: Container[int]) -> bool:
    name = entry.name.casefold()
    if entry.is_settings and name in _STORES:
        return True
    if not entry.told.is_file(follow_symlinks=False):
        return False
    suffix = PurePosixPath(_COPY.sub("", name)).suffix
    if entry.told.inode() in others or suffix in _KEY_SUFFIXES:
        return True
    if entry.is_settings and (_SAYS_SO.search(name) or _HISTORY.fullmatch(name)):
        return True
    return _is_looked_into(entry, suffix) and _holds_secret(f"{root}/{entry.path}", entry)


def _is_looked_into(entry: _LookedAt, suffix: str) -> bool:
    """Tell whether a file may hold a key or a password: a small one that its owner alone reads, or one of settings."""
    may_be_key = not suffix or suffix in _MAYBE_KEYS
    if not may_be_key and not entry.is_settings:
        return False
    try:
        status = entry.told.stat(follow_symlinks=False)
    except OSError:
        return False
    is_text = suffix in _SETTINGS or "/" not in entry.path or not status.st_mode & 0o077
    fits = suffix in _MAYBE_KEYS or (is_text if entry.is_settings else not status.st_mode & 0o077)
    return fits and _SMALLEST <= status.st_size <= _LARGEST_TEXT


def _holds_secret(file: str, entry: _LookedAt) -> bool:
    try:
        fd = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            head = os.read(fd, _HEAD)
        finally:
            os.close(fd)
    except OSError:
        return False
    if head.startswith(_KEY_HEADS):
        return True
    found = _KEY.search(head)
    if found and (entry.is_settings or not found.start() or entry.name.endswith((".ovpn", ".conf", ".key", ".pem"))):
        return True
    return entry.is_settings and bool(_PASSWORD.search(head) or _LOGIN.search(head))


def other_names(places: Iterable[str]) -> tuple[frozenset[int], list[str]]:
    """Return what tells the hidden files again that have more than one name, and where hidden links lead."""
    found, targets, left = set[int](), list[str](), _MOST_OF_HIDDEN
    waiting = deque(places)
    while waiting and left > 0:
        place = waiting.popleft()
        left -= 1
        try:
            status = os.lstat(place)
        except OSError:
            continue
        if stat.S_ISLNK(status.st_mode):
            targets.append(os.path.realpath(place))
        elif stat.S_ISDIR(status.st_mode):
            waiting.extend(f"{place}/{entry.path}" for entry in _entries(place, "", is_settings=True))
        elif status.st_nlink > 1:
            found.add(status.st_ino)
    return frozenset(found), targets
