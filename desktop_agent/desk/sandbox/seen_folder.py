"""Which folders of the person's a desk may be ordered to see."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.desk.hidden import HomePlaces, hidden_in, is_hidden

_SYSTEM = ("/", "/usr", "/etc", "/proc", "/sys", "/dev", "/run", "/tmp", "/boot", "/var")


def lowers_of(folders: Sequence[Path], hosts: Sequence[str], places: HomePlaces) -> list[tuple[Path, tuple[str, ...]]]:
    """Return the folders that become layers, each with what is hidden of it; SettingsError for one that cannot."""
    seen = [_checked(folder, places) for folder in folders]
    if not seen and not hosts:  # what a desk sees it may carry out to its hosts
        seen = [places.home.resolve()]
    outermost = [one for one in dict.fromkeys(seen) if not any(other in one.parents for other in seen)]
    return [(folder, hidden_in(folder, places)) for folder in outermost]


def rest_of_home(
    lowers: Sequence[tuple[Path, tuple[str, ...]]], places: HomePlaces
) -> tuple[Path, tuple[str, ...]] | None:
    """Return the home with its hidden places where a desk sees only these layers of it; None where it sees all.

    Programs save there whatever they were shown of it.
    """
    home = places.home.resolve()
    return None if any(lower == home for lower, _ in lowers) else (home, hidden_in(home, places))


def _checked(folder: Path, places: HomePlaces) -> Path:
    folder = folder.expanduser().resolve()
    if not folder.is_dir():
        raise SettingsError(
            Message("There is no folder {folder}.", folder=folder), Message("Name a folder that exists.")
        )
    if str(folder) in _SYSTEM or folder in places.home.resolve().parents:
        raise SettingsError(
            Message("A desk cannot have {folder} as a folder of its own.", folder=folder),
            Message("Name a folder inside it."),
        )
    if is_hidden(folder, places):
        raise SettingsError(
            Message("The folder {folder} is hidden from every desk.", folder=folder),
            Message("See: desktop-agent guide desk"),
        )
    return folder
