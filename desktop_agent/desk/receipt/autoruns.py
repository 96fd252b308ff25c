"""Tells what would run later: code that starts by itself, or that a person starts without meaning to. Pure.

The rule is what a file does: it may be executed, it names a program to be started, it is code in a place that programs
read at their start, or it lies in a folder whose entries are started. Names count only where nothing else tells, as
with what a shell reads.
"""

from __future__ import annotations

import posixpath
import re

from desktop_agent.core.message import Message

HEAD = 4096  # bytes of a file that are looked at
_EXECUTE = 0o111
_ELF, _SCRIPT = b"\x7fELF", b"#!"
# `[Desktop Entry]`, `[Service]`, `[D-BUS Service]`, `[Alias]` … with a key that names a program.
_SECTION = re.compile(rb"^\s*\[[^\]\r\n]{1,200}\]\s*$", re.MULTILINE)
_STARTS = re.compile(rb"^\s*(?:Try)?Exec(?:(?:Start|Stop|Reload|Condition)[A-Za-z]*)?\s*=", re.MULTILINE)
# Folders whose entries are started: at the login, by a clock, or by a name that is typed.
_STARTING_FOLDERS = frozenset(
    "autostart autostart-scripts systemd environment.d plasma-workspace cron crontab cron.d hooks bin".split()
)
# What a shell or a session reads at its start: a hidden text directly in the home that is called so.
_START_FILE = re.compile(r"\.\w*(?:rc|profile|env|login|logout|aliases|functions|init|session|emacs)(?:\.d)?")
CODE = re.compile(r".*\.(?:py|pth|lua|el|vim|[cm]?[jt]sx?|sh|bash|zsh|fish|pl|rb|tcl|so|jar)")
# Settings that name programs for others to start.
_COMMANDS = re.compile(
    r"(?:.*/)?(?:\.envrc|\.pam_environment|\.git(?:/modules/.+)?/config(?:\.worktree)?|\.gitconfig|git/config)"
)
IS_CODE = Message("is code or settings that a tool may run by its name")
# Python runs these at each start, from wherever its packages lie: in a project's own folder, too.
_PACKAGES = frozenset({"site-packages", "dist-packages"})
_AT_START = re.compile(r".*\.pth|(?:site|user)customize(?:\..*)?")


def why_by_place(path: str) -> str:
    """Return why an entry is started for lying where it lies, empty where it is not; `path` is relative to the home."""
    *folders, name = path.split("/")
    if _COMMANDS.fullmatch(path):
        return Message("tells other programs what to start")
    if ".git" in folders:
        return ""  # told by what may be executed there
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
    """Return why a link leads where nobody looks who takes it over; empty where it stays among what is seen.

    `path` is relative to `root`, the folder that the desk had, and `target` is what the link holds.
    """
    whole = posixpath.normpath(posixpath.join(root, posixpath.dirname(path), target))
    base = posixpath.normpath(root)
    if whole != base and not whole.startswith(base.rstrip("/") + "/"):
        return Message("points outside the desk folder")
    inner = whole.removeprefix(base).split("/")
    hidden = any(part.startswith(".") for part in inner)
    return (
        Message("points to a hidden location")
        if hidden and not any(part.startswith(".") for part in path.split("/"))
        else ""
    )


def why_by_content(mode: int, head: bytes, *, hidden: bool) -> str:
    """Return why a file would run by its rights or by what it begins with; `hidden` is a place of settings."""
    if mode & _EXECUTE:
        return Message("can be run as a program")
    if head.startswith((_ELF, _SCRIPT)):
        return Message("is a program in a settings folder") if hidden else IS_CODE
    return Message("specifies a program to start") if _STARTS.search(head) and _SECTION.search(head) else ""
