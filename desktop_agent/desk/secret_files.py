"""Finds secrets by what they are, where no list of places names them: in old copies, in the trash, in new programs.

Looked at is what lies near the top of a folder, at most so many entries, as a desk is to be ready at once. A place is a
secret when it is a hidden place under another folder or in another spelling, another name of a hidden file, what a
browser keeps its logins in, a folder of mails, or by what stands in it (`secret_content.py`).
"""

from __future__ import annotations

import os
import re
import stat
from collections import deque
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop_agent.desk.secret_content import HEAD, FoundIn, is_secret

MOST_ENTRIES, MOST_READ = 8_000, 2_000
_MOST_OF_HIDDEN = 4_000
_SMALLEST, _LARGEST_TEXT = 16, 262_144
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
_CALLED = r"(?:credentials?|secrets?|tokens?|passwords?|passwd|pass|pwd|auth|logins?|cookies?|keyrings?)"
_SAYS_SO, _FOLDER_SAYS_SO = re.compile(rf"(?:^|[._-]){_CALLED}(?:[._-]|$)"), re.compile(rf"\.?{_CALLED}")
# Texts and tables are looked into where their names speak of keys; settings that are code, where they lie.
_SPEAKS_OF_KEYS = re.compile(r".*(?:key|credential|secret|token|passw|login).*\.(?:txt|csv)")
_CODE_DEPTH = 2
_HISTORY = re.compile(r"(?:^|[._-])\w*history(?:[._-]|$)")
_KEY_SUFFIXES = frozenset({".kdbx", ".ppk", ".p12", ".pfx", ".jks", ".keystore"})
# What a program is started with; a copy that shows how to write one is none.
_ENVIRONMENT = re.compile(r"(?:[\w-]*\.env(?:\.[\w-]+)*)")
_SHOWS_HOW = re.compile(r"example|sample|template|dist|default")
# Documents, pictures and programs' own text hold what a person wrote or a task needs, and are not looked into.
_WORKS = frozenset(
    f".{suffix}"
    for suffix in (
        "jpg jpeg png gif webp svg svgz bmp tif tiff ico xpm heic avif raw cr2 nef xcf psd kra blend stl ttf otf woff"
        " woff2 mp3 ogg oga opus flac wav m4a aac mid mp4 mkv avi mov webm ogv m3u srt vtt kdenlive pdf ps eps djvu"
        " epub mobi odt ods odp odg odf ott doc docx xls xlsx ppt pptx rtf tex bib txt md rst org adoc csv tsv html htm"
        " xhtml css scss less eml ics vcf zip gz tgz bz2 xz zst 7z rar tar deb rpm iso img jar whl apk so o a pyc class"
        " wasm map py pyi ipynb js mjs cjs jsx ts tsx vue c h cc cpp hpp rs go java kt scala rb pl lua r jl swift cs"
        " php m sql sh bash zsh fish el vim desktop theme css po mo pot qm log lock diff patch xcu gpx kml geojson"
        " sum sha256"
    ).split()
)
_OTHERS_CODE = frozenset({"node_modules", "site-packages", "dist-packages", "__pycache__"})
# A folder that git keeps: all in it but its settings is what has been committed.
_GIT, _GIT_SETTINGS = frozenset({"HEAD", "objects", "refs"}), frozenset({"config", "config.worktree", "modules"})
_MAILS, _MAIL = frozenset({"cur", "new", "tmp"}), re.compile(r"\d+[._].*|.*[:;!]2,[A-Z]*|.*\.eml")


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
    search = _Search(root, _by_last_part(known), others)
    waiting = {True: deque[str](), False: deque[str]()}
    waiting[in_settings].append("")
    left = {True: MOST_ENTRIES, False: MOST_ENTRIES}
    # All documents together may be more than can be looked at: settings come first, and have their own count.
    while any(waiting[of] and left[of] > 0 for of in (True, False)):
        of = bool(waiting[True] and left[True] > 0)
        above = waiting[of].popleft()
        entries = list(_entries(root, above, is_settings=of))
        if above and _holds_mail(root, entries):
            yield above
            continue
        for entry in _of_interest(entries):
            left[of] -= 1
            if entry.path in hidden:
                continue
            if search.is_secret(entry):
                yield entry.path
            elif entry.is_folder and entry.path != ".cache":
                waiting[entry.is_settings].append(entry.path)


def _of_interest(entries: list[_LookedAt]) -> list[_LookedAt]:
    """Return what is looked at of a folder: of what git keeps its settings, of caches and of others' code nothing."""
    names = {entry.name for entry in entries}
    if names >= _GIT:
        return [entry for entry in entries if entry.name in _GIT_SETTINGS]
    return [] if "CACHEDIR.TAG" in names else [entry for entry in entries if entry.name not in _OTHERS_CODE]


def _holds_mail(root: str, entries: list[_LookedAt]) -> bool:
    """Tell whether a folder is one that mail programs keep mail in, each mail a file."""
    parts = [entry for entry in entries if entry.name in _MAILS and entry.is_folder]
    if len(parts) < len(_MAILS):
        return False
    mails = [mail for part in parts for mail in _entries(root, part.path, is_settings=True)]
    return all(_MAIL.fullmatch(mail.name) for mail in mails)


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


@dataclass(slots=True)
class _Search:
    """What secrets are told by, and how many documents may still be read for it."""

    root: str
    places: Mapping[str, Sequence[tuple[str, ...]]]  # the places of the list by their last part
    others: Container[int]
    left: int = MOST_READ

    def is_secret(self, entry: _LookedAt) -> bool:
        """Tell whether an entry is to be hidden."""
        name = entry.name.casefold()
        if _is_place(entry, self.places) or (entry.is_settings and (name in _STORES or "clipboard" in name)):
            return True
        if not entry.told.is_file(follow_symlinks=False):
            return entry.is_settings and entry.is_folder and bool(_FOLDER_SAYS_SO.fullmatch(name))
        _, dot, end = _COPY.sub("", name)[1:].rpartition(".")
        suffix = dot + end if dot else ""
        if entry.told.inode() in self.others or suffix in _KEY_SUFFIXES:
            return True
        if entry.is_settings and (_SAYS_SO.search(name) or _HISTORY.search(name)):
            return True
        if _ENVIRONMENT.fullmatch(name):
            return not _SHOWS_HOW.search(name)
        return self._reads_secret(entry, is_work=suffix in _WORKS)

    def _reads_secret(self, entry: _LookedAt, *, is_work: bool) -> bool:
        if is_work and not _is_looked_into(entry):
            return False
        self.left -= not entry.is_settings
        if self.left < 0 and not entry.is_settings:
            return False
        try:
            fd = os.open(f"{self.root}/{entry.path}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            try:
                status = os.fstat(fd)
                head = os.read(fd, HEAD) if status.st_size >= _SMALLEST else b""
            finally:
                os.close(fd)
        except OSError:
            return False
        private = not status.st_mode & 0o077
        # What is written as code or text is judged as a document is, wherever it lies.
        as_settings = entry.is_settings and (not is_work or entry.name.endswith(".txt"))
        return is_secret(head, FoundIn(as_settings, private, status.st_size <= _LARGEST_TEXT))


def _is_looked_into(entry: _LookedAt) -> bool:
    """Tell whether a text, a table or code may be more than a document by what it is called or where it lies."""
    if not entry.is_settings:
        return bool(_SPEAKS_OF_KEYS.fullmatch(entry.name.casefold()))
    return entry.name.endswith(".txt") or entry.path.count("/") <= _CODE_DEPTH


def _is_place(entry: _LookedAt, places: Mapping[str, Sequence[tuple[str, ...]]]) -> bool:
    """Tell whether an entry is a place of the list somewhere else: a copy, another spelling, an editor's own copy."""
    name = _PATH_IN_NAME.split(entry.name)[-1] if entry.name[:1] in "%!#." or "%" in entry.name else entry.name
    name = _COPY.sub("", name.removeprefix(".#").removeprefix("#").casefold())
    found = places.get(name)
    if found is None:
        return False
    above = tuple(part.casefold() for part in entry.path.split("/")[:-1])
    return any(len(parts) == 1 or above[-len(parts) + 1 :] == parts[:-1] for parts in found) or name != entry.name


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
