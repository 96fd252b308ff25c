"""Tells what git would start of the files that it keeps: no examples of hooks, and what its settings name. Pure."""

from __future__ import annotations

import re

_GIT_SETTINGS = re.compile(r"(?:.*/)?(?:\.git(?:/modules/.+)?/config(?:\.worktree)?|\.gitconfig|git/config)")
_GIT_EXAMPLE = re.compile(r"(?:.*/)?\.git/(?:modules/.+/)?hooks/[^/]+\.sample")
_GIT_PLAIN = {
    "core": "repositoryformatversion filemode bare logallrefupdates ignorecase precomposeunicode symlinks autocrlf eol",
    "user": "name email",
    "author": "name email",
    "init": "defaultbranch",
    "remote": "url pushurl fetch",
    "branch": "remote merge rebase",
    "pull": "rebase ff",
    "push": "default autosetupremote",
    "extensions": "objectformat",
}
_GIT_SECTION = re.compile(r'\[([a-z]+)(?: "[^"\\]*")?\]')
_GIT_KEY = re.compile(r"([a-z]+) *= *([^\\]*)")
_PLAIN_ADDRESS = re.compile(r"(?:https?://|ssh://|git://|file://)?[\w/.@~][\w/.@:~+%-]*")


def is_never_started(path: str) -> bool:
    """Tell whether a file is an example of a hook, which git starts under no circumstances."""
    return bool(_GIT_EXAMPLE.fullmatch(path))


def is_git_settings(path: str) -> bool:
    """Tell whether git reads a file as its settings."""
    return bool(_GIT_SETTINGS.fullmatch(path))


def names_programs(text: bytes) -> bool:
    """Tell whether settings of git may name a program; they do not where each is known to name none."""
    section = ""
    for line in map(str.strip, text.decode(errors="replace").split("\n")):
        if not line or line.startswith(("#", ";")):
            continue
        if found := _GIT_SECTION.fullmatch(line.casefold()):
            section = found[1]
            continue
        key = _GIT_KEY.fullmatch(line.casefold())
        if key is None or key[1] not in _GIT_PLAIN.get(section, "").split():
            return True
        if key[1].endswith("url") and (not _PLAIN_ADDRESS.fullmatch(key[2].strip()) or "::" in key[2]):
            return True
    return False
