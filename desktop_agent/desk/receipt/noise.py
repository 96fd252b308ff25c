"""Files that programs make for themselves beside a document: locks, caches, half-written files and older versions.

No one asked for any of these, so they are no changes to show or to take over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

Noise = Literal["lock", "cache", "temporary"]
_LOCK = re.compile(
    r"(?:.*[._-])?~?(?:(?:parent)?lock|lck|lockfile|singleton(?:lock|socket|cookie))(?:[._-].*)?#?", re.IGNORECASE
)
# LibreOffice, WPS, Emacs and Office make these next to an open document; Kate, Vim and nano keep a swap file there.
_OPEN_MARK = re.compile(r"\.~.+|\.#.*|~\$.*|\..*\.(?:kate-swp|sw[a-z])")
_CACHE = re.compile(r".*cache.*|.*thumbnail.*|directorysizes", re.IGNORECASE)
_OF_A_FOLDER = frozenset({".DS_Store", "Thumbs.db"})  # what other systems' file managers remember of it
# Downloads that aren't complete: Chromium, Firefox, KDE, Opera, aria2, qBittorrent, yt-dlp; what is about to become the
# document: LibreOffice, Office, JetBrains; and what isn't saved: Emacs, Krita, Calligra.
_HALF_WRITTEN = re.compile(
    r".*\.(?:crdownload|part|partial|opdownload|aria2|!qb|ytdl)|lu\d\w*\.tmp|~wr[dl]\d+\.tmp"
    r"|.*___jb_(?:tmp|old|bak)___|#.*#|\..*[.-]autosave(?:\..*)?",
    re.IGNORECASE,
)
_HIDDEN_HALF_WRITTEN = re.compile(
    r"\.goutputstream-.*|\.nfs[0-9a-f]+|\.fuse_hidden[0-9a-f]+|\.(?:com\.google\.Chrome|org\.chromium\.Chromium)\..*"
    r"|\.xsession-errors.*|.*\.(?:tmp|temp)|\.Xauthority.*|\.ICEauthority.*|.*\.log",
    re.IGNORECASE,
)
_OLDER_VERSION = re.compile(r"(.+?)(?:\.~\d+~|~)")  # Kate, Emacs, gedit and cp; the document itself stands beside it
_VERSIONS = re.compile(r"\.(.+)\.un~")  # Vim's, of the document beside it
_LONGEST_LOCK = 1024  # bytes; a longer file is no mere lock


def noise(path: str, *, size: int, link: bool, is_beside: Callable[[str], bool] = lambda _: False) -> Noise | None:
    """Return why a new or changed entry is no change for a person; None if they may want it.

    `is_beside` returns whether an entry of this path is there, or was.
    """
    *folders, name = path.split("/")
    hidden = path.startswith(".") or "/." in path
    if (
        "__pycache__" in folders
        or name in _OF_A_FOLDER
        or (hidden and any(_CACHE.fullmatch(part) for part in (*folders, name)))
    ):
        return "cache"
    if _OPEN_MARK.fullmatch(name):
        return "lock"
    # A `poetry.lock` is a document: it is neither hidden nor empty.
    if (hidden or not size) and (size <= _LONGEST_LOCK or link) and _LOCK.fullmatch(name):
        return "lock"
    # Outside of the settings a `.log` or `.tmp` may be the requested result.
    if _HALF_WRITTEN.fullmatch(name) or (hidden and _HIDDEN_HALF_WRITTEN.fullmatch(name)):
        return "temporary"
    older = _VERSIONS.fullmatch(name) or _OLDER_VERSION.fullmatch(name)
    return "temporary" if older and is_beside("/".join((*folders, older[1]))) else None
