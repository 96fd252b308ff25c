"""What stands in a person's folders for their desktop: the entry of its menu, and GNOME Shell's extension.

The shell finds new files at the next log-in, and until then knows nothing of them; the switch is the desktop's own
setting.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.paths import APP_ID, asset
from desktop_agent.lib.traces import Trace
from desktop_agent.runtime.desktop.desktop_services import ask_bus, gsettings
from desktop_agent.runtime.language import translations
from desktop_agent.settings.autostart import NAME, entry_text, start_command, write_or_remove

UUID = "windows@desktop-agent"
_FILES = ("extension.js", "metadata.json")
_SETTING = ("org.gnome.shell", "enabled-extensions")
_SHELL = ("org.gnome.Shell", "/org/gnome/Shell", "org.gnome.Shell.Extensions")


def extension_files(environment: Mapping[str, str] = os.environ) -> dict[Path, bytes]:
    """Return the extension's files by their paths in the person's own folder."""
    folder = data_folder(environment) / "gnome-shell" / "extensions" / UUID
    return {folder / name: asset(f"gnome-extension/{name}").read_bytes() for name in _FILES}


def add_extension(environment: Mapping[str, str] = os.environ) -> Message:
    """Write the extension's files and turn it on; return from when on it works.

    SettingsError if a file can't be written, or if the desktop has no such switch; the files are there then.
    """
    for file, content in extension_files(environment).items():
        write_or_remove(file, content)
    if not switch_extension(on=True):
        raise SettingsError(
            Message("The extension isn't on: this desktop isn't GNOME, or its settings can't be changed."),
            Message("On GNOME, turn it on in the “Extensions” app after you log in again."),
        )
    return Message("Log out and in again. GNOME Shell then lists its windows to this program.")


def extension_state(
    environment: Mapping[str, str] = os.environ,
) -> Literal["absent", "from the next login", "known"]:
    """Return the state of the extension as shipped: absent, loaded from the next login on, or known to the shell."""
    files = extension_files(environment).items()
    is_there = all(file.is_file() and file.read_bytes() == content for file, content in files)
    if not is_there or UUID not in gsettings("get", *_SETTING):
        return "absent"
    known = ask_bus("session", _SHELL, "GetExtensionInfo", "s", (UUID,)).value
    return "known" if known else "from the next login"


def switch_extension(*, on: bool) -> bool:
    """Turn the extension on or off from the next log-in on; return whether this desktop's settings say so now."""
    stored = gsettings("get", *_SETTING)
    if not stored:
        return False
    listed = [name for name in ast.literal_eval(stored.removeprefix("@as ")) if name != UUID]
    wanted = [*listed, UUID] if on else listed
    gsettings("set", *_SETTING, str(wanted))
    return (UUID in gsettings("get", *_SETTING)) == on


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield the extension."""
    kind = Message("The extension of GNOME Shell")
    folder = next(iter(extension_files(environment))).parent
    files = (folder / name for name in _FILES)
    paths = tuple(file for file in files if os.path.lexists(file))
    if not paths:
        return
    metadata = folder / "metadata.json"
    if metadata.is_file() and UUID.encode() not in metadata.read_bytes():
        yield Trace(kind, str(folder), stays=Message("Its content isn't what this program writes."))
    else:
        yield Trace(kind, str(folder), paths, remover=_switch_off)


def _switch_off() -> None:
    switch_extension(on=False)


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
