"""What an entry is to a person: noise of programs, settings, a document, or something that would run later.

A file counts if it is executable, names a program to be started, is code that programs read at their start, or lies in
a folder whose entries are started. Its name counts only where nothing else decides, as with shell startup files.

The system's own database of file types says what a name stands for, in words: “Python script”, “Makefile build file”,
“systemd unit file”; a paper is a “document”. Names that it lacks are those of the settings that tools look for.

No one asked for any of these, so they are no changes to show or to take over.
"""

from __future__ import annotations

import os
import posixpath
import re
import stat
from collections import defaultdict
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Literal

from desktop_agent.core.texts.message import Message, foreign
from desktop_agent.desk.receipt.change import DOCUMENTS, RUNS_LATER, SETTINGS, SHOWN_PATH, ReceiptGroup
from desktop_agent.desk.receipt.layers import attributes, read_whole, safe_rights

HEAD = 4096  # bytes of a file that are checked
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


def property_notes(lower: str, before: os.stat_result | None, upper: str, after: os.stat_result) -> tuple[str, ...]:
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


_EXECUTE = 0o111
_ELF = b"\x7fELF"
_SCRIPT = b"#!"
# `[Desktop Entry]`, `[Service]`, `[D-BUS Service]`, `[Alias]` … with a key that names a program.
_SECTION = re.compile(rb"^\s*\[[^\]\r\n]{1,200}\]\s*$", re.MULTILINE)
_STARTS = re.compile(rb"^\s*(?:Try)?Exec(?:(?:Start|Stop|Reload|Condition)[A-Za-z]*)?\s*=", re.MULTILINE)
# Folders whose entries are started: at login, by a timer, or by typing their names.
_STARTING_FOLDERS = frozenset(
    "autostart autostart-scripts systemd environment.d plasma-workspace cron crontab cron.d hooks bin".split()
)
# Startup files of shells and sessions: hidden text files directly in the home with these names.
_START_FILE = re.compile(r"\.\w*(?:rc|profile|env|login|logout|aliases|functions|init|session|emacs)(?:\.d)?")
CODE = re.compile(r".*\.(?:py|pth|lua|el|vim|[cm]?[jt]sx?|sh|bash|zsh|fish|pl|rb|tcl|so|jar)")
# Settings that name programs for others to start.
_COMMANDS = re.compile(
    r"(?:.*/)?(?:\.envrc|\.pam_environment|\.git(?:/modules/.+)?/config(?:\.worktree)?|\.gitconfig|git/config)"
)
IS_CODE = Message("is code or settings that a tool may run by its name")
# Python runs these at each start from any package folder, also from a project's own one.
_PACKAGES = frozenset({"site-packages", "dist-packages"})
_AT_START = re.compile(r".*\.pth|(?:site|user)customize(?:\..*)?")


def why_by_place(path: str) -> str:
    """Return why an entry at this path would be started, else an empty text; `path` is relative to the home."""
    *folders, name = path.split("/")
    if _COMMANDS.fullmatch(path):
        return Message("tells other programs what to start")
    if ".git" in folders:
        return ""  # decided by the executable files there
    if not folders:
        return Message("is read when a shell or session starts") if _START_FILE.fullmatch(name) else ""
    if _AT_START.fullmatch(name) and folders[-1] in _PACKAGES:
        return Message("runs whenever Python starts")
    if folders[-1] in {"sitecustomize", "usercustomize"} and _PACKAGES & set(folders):
        return Message("runs whenever Python starts")
    in_hidden = any(folder.startswith(".") for folder in folders)
    if (in_hidden or folders == ["bin"]) and _STARTING_FOLDERS & set(folders):
        return Message("is in a folder that programs are started from")
    return Message("is code in a program's settings") if in_hidden and CODE.fullmatch(name) else ""


def why_by_target(path: str, target: str, root: str) -> str:
    """Return why a link leads to a place the person wouldn't expect; empty if it stays in the visible part.

    `path` is relative to `root`, the desk's folder; `target` is the link's text.
    """
    full_target = posixpath.normpath(posixpath.join(root, posixpath.dirname(path), target))
    base = posixpath.normpath(root)
    if full_target != base and not full_target.startswith(base.rstrip("/") + "/"):
        return Message("points outside the desk folder")
    inner = full_target.removeprefix(base).split("/")
    hidden = any(part.startswith(".") for part in inner)
    return (
        Message("points to a hidden location")
        if hidden and not any(part.startswith(".") for part in path.split("/"))
        else ""
    )


def why_by_content(mode: int, head: bytes, *, hidden: bool) -> str:
    """Return why a file would run, by its rights or its first bytes; `hidden` says that it lies among settings."""
    if mode & _EXECUTE:
        return Message("can be run as a program")
    if head.startswith((_ELF, _SCRIPT)):
        return Message("is a program in a settings folder") if hidden else IS_CODE
    return Message("specifies a program to start") if _STARTS.search(head) and _SECTION.search(head) else ""


_DATABASE = Path("/usr/share/mime")
_COMMENT = re.compile(r"<comment>([^<]*)</comment>")
_CODE = re.compile(
    r".*\b(?:source code|script|program|executable|shared library|(?:build|service|unit|configuration) file)",
    re.IGNORECASE,
)
_BY_NAME = re.compile(r"[A-Z]\w*file|justfile|.*\.(?:toml|ya?ml|ini|cfg|conf)")
# Both hold data, too: these are settings of a tool where a key or an element names what it is to run.
MAY_NAME = re.compile(r".*\.(?:json|xml)")
NAMES = re.compile(
    rb"""["<](?:(?:pre|post)?scripts?|commands?|cmd|exec\w*|run|hooks?|plugins?|target)[\s">]|["<][^">\s]*\\u00""",
    re.IGNORECASE,
)
_LONGEST_COMMENT = 65_536


@cache
def is_code(name: str) -> bool:
    """Return whether a file with this name is code or the settings of a tool."""
    if _BY_NAME.fullmatch(name) or CODE.fullmatch(name):
        return True
    return any(_CODE.fullmatch(_type_comment(kind)) for kind in _types_of(name))


def _types_of(name: str) -> list[str]:
    """Return the file types of a name: those of the longest matching pattern."""
    patterns = _mime_types_by_pattern()
    names = (name, name.lower())
    suffix_patterns = [
        f"*{name_form[at:]}" for name_form in names for at, character in enumerate(name_form) if character == "."
    ]
    best_pattern = next((pattern for pattern in (*names, *suffix_patterns) if pattern in patterns), None)
    if best_pattern is not None:
        return patterns[best_pattern]
    other_patterns = [
        pattern for pattern in patterns if pattern.strip("*") and not pattern.startswith("*.") and "*" in pattern
    ]
    return [kind for pattern in other_patterns if fnmatchcase(name, pattern) for kind in patterns[pattern]]


@cache
def _mime_types_by_pattern() -> Mapping[str, list[str]]:
    """Return the file types by name pattern; empty if the system has no such database."""
    kinds_by_pattern = defaultdict[str, list[str]](list)
    try:
        lines = (_DATABASE / "globs2").read_text(errors="replace").splitlines()
    except OSError:
        return kinds_by_pattern
    for line in lines:
        _, kind, pattern, *_ = [*line.split(":"), "", ""]
        if kind and not line.startswith("#"):
            kinds_by_pattern[pattern].append(kind)
    return kinds_by_pattern


@cache
def _type_comment(kind: str) -> str:
    """Return the English description of a file type; empty if there is none."""
    try:
        with (_DATABASE / f"{kind}.xml").open(errors="replace") as file:
            match = _COMMENT.search(file.read(_LONGEST_COMMENT))
    except OSError:
        return ""
    return match[1] if match else ""


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
