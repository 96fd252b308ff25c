"""Decides by its name whether a file is code: a tool may run it because of its name, whatever its rights.

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
    """Return whether a file with this name is code or the settings of a tool."""
    if _BY_NAME.fullmatch(name) or CODE.fullmatch(name):
        return True
    return any(_CODE.fullmatch(_type_comment(kind)) for kind in _types_of(name))


def _types_of(name: str) -> list[str]:
    """Return the file types of a name: those of the longest matching pattern."""
    patterns = _patterns()
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
def _patterns() -> Mapping[str, list[str]]:
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
