"""The program among the others of a desktop: its entry in the menu and its icon, in the person's own folders."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from desktop_agent.core.texts.message import Message
from desktop_agent.lib.paths import APP_ID, asset
from desktop_agent.runtime.language import translations
from desktop_agent.settings.autostart import NAME, entry_text, start_command

_COMMENT = Message("Let a language model use this computer while you watch")
# StartupWMClass has a desktop put the windows under this entry.
_MORE = (
    "Categories=Utility;",
    "Keywords=automation;assistant;agent;",
    "StartupNotify=false",
    f"StartupWMClass={NAME}",
)
ICON = Path("icons", "hicolor", "scalable", "apps", f"{NAME}.svg")
ENTRY = Path("applications", f"{APP_ID}.desktop")


def menu_files(words: tuple[str, ...]) -> dict[Path, bytes]:
    """Return the files of an entry that starts the program so, each by its path in a folder such as /usr/share."""
    comments = (f"Comment[{code}]={text}" for code, text in translations(_COMMENT).items())
    return {
        ENTRY: entry_text(words, f"Comment={_COMMENT}", *comments, *_MORE).encode(),
        ICON: asset("icon.svg").read_bytes(),
    }


def own_menu_files(environment: Mapping[str, str] = os.environ) -> dict[Path, bytes]:
    """Return the same with the paths and the command of this person."""
    folder = data_folder(environment)
    return {folder / path: content for path, content in menu_files(start_command(environment)).items()}


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where the person's own data of programs are, as the XDG specification has it."""
    home = Path(environment.get("HOME") or Path.home())
    return Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
