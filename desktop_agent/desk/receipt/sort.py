"""Sorts a change into its group by what it does, and notes what a person should know of it."""

from __future__ import annotations

import os
import re
import stat

from desktop_agent.core.texts.message import Message, foreign
from desktop_agent.desk.receipt.autoruns import (
    HEAD,
    IS_CODE,
    why_by_content,
    why_by_place,
    why_by_target,
)
from desktop_agent.desk.receipt.change import DOCUMENTS, RUNS_LATER, SETTINGS, SHOWN_PATH, ReceiptGroup
from desktop_agent.desk.receipt.code_names import MAY_NAME, NAMES, is_code
from desktop_agent.desk.receipt.overlay import attributes, read_whole, safe_rights

_DATA_LONGEST = 1_000_000
_OTHERS = 0o077
_SETUID = stat.S_ISUID | stat.S_ISGID
_GIT_EXAMPLE = re.compile(r"(?:.*/)?\.git/(?:modules/.+/)?hooks/[^/]+\.sample")


def group_of(path: str, why: str = "") -> ReceiptGroup:
    """Return the group of a change to `path`; `why` is the reason why it would run later, or empty."""
    if why:
        return RUNS_LATER
    return SETTINGS if _is_hidden(path) else DOCUMENTS


def why_later(path: str, upper: str, status: os.stat_result | None, root: str) -> str:
    """Return why a new version would run later, by its place or its content; empty if it wouldn't.

    A link is judged by its target, as later writes through it go there. `path` is relative to `root`.
    """
    if status is None or stat.S_ISDIR(status.st_mode):
        return ""
    if _GIT_EXAMPLE.fullmatch(path):  # of a hook, which git starts under no circumstances
        return ""
    by_place = why_by_place(path)
    if not by_place and stat.S_ISLNK(status.st_mode):
        return why_by_target(path, os.readlink(upper), root)  # noqa: PTH115 - 20 000 times
    if by_place or not stat.S_ISREG(status.st_mode):
        return by_place
    by_content = why_by_content(status.st_mode, _first_bytes(upper), hidden=_is_hidden(path))
    return by_content or why_by_name(path, upper)


def why_by_name(path: str, upper: str) -> str:
    """Return why a tool may run a file because of its name; empty if none does, or in programs' own folders."""
    name = path.rpartition("/")[2]
    if in_hidden_folder(path):
        return ""
    if is_code(name) or (MAY_NAME.fullmatch(name) and NAMES.search(_first_bytes(upper, _DATA_LONGEST))):
        return IS_CODE
    return ""


def why_wider(old: int, new: int) -> str:
    """Return why new rights give other users more access to an entry; empty if they don't."""
    return Message("gives others more access") if safe_rights(new) & ~safe_rights(old) & _OTHERS else ""


def notes_of(lower: str, before: os.stat_result | None, upper: str, after: os.stat_result) -> tuple[str, ...]:
    """Return notes on a new version's properties other than its content."""
    notes = list[str]()
    if after.st_mode & _SETUID and stat.S_ISREG(after.st_mode):
        notes.append(Message("won't be allowed to run as another user"))
    if stat.S_ISLNK(after.st_mode):
        notes.append(Message("points to “{foreign}”", foreign=foreign(os.readlink(upper), SHOWN_PATH)))  # noqa: PTH115 - 20 000 times
    if before is None or stat.S_IFMT(before.st_mode) != stat.S_IFMT(after.st_mode):
        return tuple(notes)
    if before.st_nlink > 1 and stat.S_ISREG(before.st_mode):
        notes.append(Message("has other names (hard links) that keep the old version"))
    old = safe_rights(before.st_mode)
    new = safe_rights(after.st_mode)
    if old != new and not stat.S_ISLNK(after.st_mode):
        notes.append(Message("permissions: {old:03o} → {new:03o}", old=old, new=new))
    mine = attributes(lower)
    yours = attributes(upper)
    notes += [
        Message("changes the “{name}” attribute", name=foreign(name, SHOWN_PATH))
        for name in sorted({name for name, _ in mine.items() ^ yours.items()})
    ]
    return tuple(notes)


def in_hidden_folder(path: str) -> bool:
    """Return whether a path lies in a hidden folder, where programs keep their files; its own name doesn't count."""
    return _is_hidden(path.rpartition("/")[0])


def _is_hidden(path: str) -> bool:
    return path.startswith(".") or "/." in path


def _first_bytes(file: str, most: int = HEAD) -> bytes:
    try:
        return read_whole(file, most)
    except OSError:
        return b""
