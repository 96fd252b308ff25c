"""GNOME Shell's extension that lists windows for us: its files in the person's own folder, and its switch.

The shell finds new files at the next log-in; the switch is the desktop's own setting.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Mapping
from pathlib import Path

from desktop_agent.host.accessibility import gsettings
from desktop_agent.host.menu_entry import data_folder
from desktop_agent.lib.paths import asset

UUID = "windows@desktop-agent"
_FILES = ("extension.js", "metadata.json")
_SETTING = ("org.gnome.shell", "enabled-extensions")


def extension_files(environment: Mapping[str, str] = os.environ) -> dict[Path, bytes]:
    """Return the extension's files by their paths in the person's own folder."""
    folder = data_folder(environment) / "gnome-shell" / "extensions" / UUID
    return {folder / name: asset(f"gnome-extension/{name}").read_bytes() for name in _FILES}


def switch_extension(*, on: bool) -> bool:
    """Turn the extension on or off from the next log-in on; return whether this desktop's settings say so now."""
    stored = gsettings("get", *_SETTING)
    if not stored:
        return False
    listed = [name for name in ast.literal_eval(stored.removeprefix("@as ")) if name != UUID]
    wanted = [*listed, UUID] if on else listed
    gsettings("set", *_SETTING, str(wanted))
    return (UUID in gsettings("get", *_SETTING)) == on
