"""Tells by its name whether a file is code: what a tool may run because it finds it, whatever rights it has.

The system's own database of file types says what a name stands for, in words: “Python script”, “Makefile build file”,
“systemd unit file”; a paper is a “document”. Names that it lacks are those of the settings that tools look for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from desktop_agent.desk.receipt.autoruns import CODE

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
    """Tell whether a file that is called so is code, or settings of a tool."""
    if _BY_NAME.fullmatch(name) or CODE.fullmatch(name):
        return True
    return any(_CODE.fullmatch(_comment(kind)) for kind in _kinds(name))


def _kinds(name: str) -> list[str]:
    """Return the types of a name; where several patterns fit, those of the longest."""
    patterns = _patterns()
    names = (name, name.lower())
    ends = [f"*{one[at:]}" for one in names for at, sign in enumerate(one) if sign == "."]
    found = next((pattern for pattern in (*names, *ends) if pattern in patterns), None)
    if found is not None:
        return patterns[found]
    odd = [pattern for pattern in patterns if pattern.strip("*") and not pattern.startswith("*.") and "*" in pattern]
    return [kind for pattern in odd if fnmatchcase(name, pattern) for kind in patterns[pattern]]


@cache
def _patterns() -> Mapping[str, list[str]]:
    """Return the types by the patterns of their names; none where the system has no such database."""
    found = defaultdict[str, list[str]](list)
    try:
        lines = (_DATABASE / "globs2").read_text(errors="replace").splitlines()
    except OSError:
        return found
    for line in lines:
        _, kind, pattern, *_ = [*line.split(":"), "", ""]
        if kind and not line.startswith("#"):
            found[pattern].append(kind)
    return found


@cache
def _comment(kind: str) -> str:
    """Return what the database calls a type, in English."""
    try:
        with (_DATABASE / f"{kind}.xml").open(errors="replace") as file:
            found = _COMMENT.search(file.read(_LONGEST_COMMENT))
    except OSError:
        return ""
    return found[1] if found else ""
