"""What a Compose key and the keys after it type together, from the file that X programs read for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.keys import key_name

_FILE = Path("/usr/share/X11/locale/en_US.UTF-8/Compose")  # most locales have this very one
_LINE = re.compile(r'<Multi_key>\s*((?:<\w+>\s*)+):\s*"((?:[^"\\]|\\.)+)"')


def compositions(file: Path = _FILE) -> Mapping[tuple[str, ...], str]:
    """Return the text for each sequence of characters after the Compose key; nothing where there is no such file."""
    try:
        lines = file.read_text("utf-8", "ignore").splitlines()
    except OSError:
        return {}
    found: dict[tuple[str, ...], str] = {}
    for line in lines:
        match = _LINE.match(line)
        if match:
            keys = tuple(map(_char, re.findall(r"<(\w+)>", match[1])))
            if all(keys):
                found.setdefault(keys, re.sub(r"\\(.)", r"\1", match[2]))
    return found


def _char(name: str) -> str:
    """Return the character of a symbol by X's name of it; empty for what types none."""
    if len(name) == 1:
        return name
    if re.fullmatch(r"U[0-9A-Fa-f]{4,6}", name):
        return chr(int(name[1:], 16))
    if name == "space":
        return " "
    try:
        key = key_name(name)
    except UnknownKeyError:
        return ""
    if len(key) != 1:
        return ""
    return key.upper() if name[:1].isupper() else key  # “Adiaeresis” is “Ä”
