"""Whether a single click opens nothing and only selects, by a file manager's own settings.

Sources: libfm 1.3 `src/base/fm-config.c` (PCManFM), pcmanfm-qt 1.2 `pcmanfm/settings.cpp`; in both that is the default.
"""

from __future__ import annotations

import configparser
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop_agent.core.frame import Window
from desktop_agent.lib.process_stat import environment_of

_SYSTEM = "/etc/xdg"
# By program: its files below a folder for these, and the section and the key in them.
_SETTINGS = {
    "pcmanfm": (("libfm/*.conf", "pcmanfm/*/*.conf"), "config", "single_click"),
    "pcmanfm-qt": (("pcmanfm-qt/*/*.conf",), "Behavior", "SingleClick"),
}
_NO = frozenset({"0", "false"})


def click_selects(window: Window) -> bool:
    """Tell whether a single click is known to open nothing in a file manager."""
    known = _SETTINGS.get(os.path.basename(window.program))  # noqa: PTH119 - the text of /proc
    if known is None:
        return False
    environment, (patterns, section, key) = environment_of(window.pid) or {}, known
    if not environment.get("HOME", "").startswith("/"):
        return False
    found = {value for file in _files(environment, patterns) for value in _values(file, section, key)}
    return found <= _NO


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
