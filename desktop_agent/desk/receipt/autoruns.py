"""Finds entries that would run later: code that starts by itself, or without the person's intent. Pure.

A file counts if it is executable, names a program to be started, is code that programs read at their start, or lies in
a folder whose entries are started. Its name counts only where nothing else decides, as with shell startup files.
"""

from __future__ import annotations

import posixpath
import re

from desktop_agent.core.texts.message import Message

HEAD = 4096  # bytes of a file that are checked
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
