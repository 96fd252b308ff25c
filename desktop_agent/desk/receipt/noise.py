"""Tells what nobody would take over: locks, caches and half-written files. Pure."""

from __future__ import annotations

import re

from desktop_agent.desk.receipt.change import LeftOutReason

_LOCK = re.compile(r"(?:.*[._-])?~?(?:lock|lck|lockfile|singleton(?:lock|socket|cookie))(?:[._-].*)?#?", re.IGNORECASE)
# LibreOffice, Emacs and Office: beside a document that somebody has open.
_OPEN_MARK = re.compile(r"\.~lock\..*#|\.#.*|~\$.*")
_CACHE = re.compile(r".*cache.*|.*thumbnail.*|directorysizes", re.IGNORECASE)
_HALF_WRITTEN = re.compile(
    r"\.goutputstream-.*|\..*\.sw[a-z]|\.nfs[0-9a-f]+|\.xsession-errors.*|.*\.(?:crdownload|part|partial|tmp|temp)"
    r"|lu\w+\.tmp|\.Xauthority.*|\.ICEauthority.*|.*\.log",
    re.IGNORECASE,
)
_LONGEST_LOCK = 1024  # bytes; what is longer says more than who holds it


def noise(path: str, *, size: int, link: bool) -> LeftOutReason | None:
    """Return why a new or changed entry is never taken over; None for what a person may want."""
    *folders, name = path.split("/")
    hidden = path.startswith(".") or "/." in path
    if "__pycache__" in folders or (hidden and any(_CACHE.fullmatch(part) for part in (*folders, name))):
        return "cache"
    if _OPEN_MARK.fullmatch(name):
        return "lock"
    # A `poetry.lock` is a document: it is neither hidden nor empty.
    if (hidden or not size) and (size <= _LONGEST_LOCK or link) and _LOCK.fullmatch(name):
        return "lock"
    # Outside of the settings a `.log` or `.tmp` may be the very thing that was asked for.
    if (hidden or name.lower().endswith((".crdownload", ".part", ".partial"))) and _HALF_WRITTEN.fullmatch(name):
        return "temporary"
    return None
