"""Whether a single click opens what it hits, by a file manager's own settings.

Sources: libfm 1.3 `src/base/fm-config.c` (PCManFM), pcmanfm-qt 1.2 `pcmanfm/settings.cpp`; in both the default is no.
"""

from __future__ import annotations

import configparser
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop_agent.core.frame import Window
from desktop_agent.screen.programs import environment_of

_SYSTEM = "/etc/xdg"
# By program: its files below a folder for these, and the section and the key in them.
_SETTINGS = {
    "pcmanfm": (("libfm/*.conf", "pcmanfm/*/*.conf"), "config", "single_click"),
    "pcmanfm-qt": (("pcmanfm-qt/*/*.conf",), "Behavior", "SingleClick"),
}
_NO = frozenset({"0", "false"})


def opens_by_a_click(window: Window) -> bool | None:
    """Return whether a single click opens in a file manager; None where that is not known."""
    known = _SETTINGS.get(os.path.basename(window.program))  # noqa: PTH119 - the text of /proc
    environment = environment_of(window.pid)
    if known is None or not environment.get("HOME", "").startswith("/"):
        return None
    patterns, section, key = known
    found = {value for file in _files(environment, patterns) for value in _values(file, section, key)}
    return False if found <= _NO else None


def _files(environment: dict[str, str], patterns: Sequence[str]) -> Iterator[Path]:
    own = environment.get("XDG_CONFIG_HOME") or f"{environment['HOME']}/.config"
    shared = (environment.get("XDG_CONFIG_DIRS") or _SYSTEM).split(":")
    for folder in (own, *shared):
        if folder.startswith("/"):
            yield from (file for pattern in patterns for file in Path(folder).glob(pattern))


def _values(file: Path, section: str, key: str) -> Iterator[str]:
    """Yield what a file says; something else than a no where it cannot be read."""
    settings = configparser.RawConfigParser(strict=False)
    try:
        settings.read_string(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, configparser.Error):
        yield "unreadable"
        return
    if settings.has_option(section, key):
        yield settings.get(section, key).strip().casefold()
