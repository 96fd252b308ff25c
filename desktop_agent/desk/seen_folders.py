"""Which folders a desk sees: those that were named, without names that begin with a dot and this program's own folders.

What a desk puts in a hidden place stays with the desk.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message

_SYSTEM = ("/", "/usr", "/etc", "/proc", "/sys", "/dev", "/run", "/tmp", "/boot", "/var")  # noqa: S108 - the system's
_MOST_LINKS = 100
_SHARED = (".config", ".local", ".cache")


@dataclass(frozen=True, slots=True)
class HomePlaces:
    """The person's home, and the folders of this program itself."""

    home: Path
    own: tuple[Path, ...] = ()


def is_hidden(path: Path, places: HomePlaces) -> bool:
    """Tell whether a place, or what it is a link to, is hidden or inside of what is; be it there or not."""
    home, own = places.home.resolve(), [folder.resolve() for folder in places.own]
    # A person's home may itself lie below a hidden folder, and so may the link that leads to it.
    named = [path.relative_to(above) for above in (places.home, home) if path.is_relative_to(above)] or [path]
    real = path.resolve()
    parts = (*named[0].parts, *(real.relative_to(home) if real.is_relative_to(home) else real).parts)
    return any(part.startswith(".") and part != ".." for part in parts) or any(
        real == folder or folder in real.parents for folder in own
    )


def hidden_in(lower: Path, places: HomePlaces) -> tuple[str, ...]:
    """Return what is hidden of one folder of the person's, relative to it; nothing in what is hidden is told."""
    lower = lower.resolve()
    # In a home a desk has a `.cache` of its own.
    kept = {".cache"} if lower == places.home.resolve() else set[str]()
    return _outermost([*_own_in(lower, places), *(name for name in _dot_names(os.fspath(lower)) if name not in kept)])


def _own_in(lower: Path, places: HomePlaces) -> Iterator[str]:
    for folder in places.own:
        if folder.resolve().is_relative_to(lower):
            yield os.fspath(folder.resolve().relative_to(lower))


def _outermost(names: Sequence[str]) -> tuple[str, ...]:
    known = frozenset(names)
    return tuple(sorted(name for name in known if not any(str(parent) in known for parent in Path(name).parents)))


def _dot_names(lower: str) -> Iterator[str]:
    waiting = [""]
    while waiting:
        above = waiting.pop()
        with suppress(OSError), os.scandir(os.path.join(lower, above)) as entries:  # noqa: PTH118 - text
            for entry in entries:
                name = f"{above}/{entry.name}" if above else entry.name
                if entry.name.startswith("."):
                    yield name
                elif entry.is_dir(follow_symlinks=False):
                    waiting.append(name)


def lowers_of(folders: Sequence[Path], places: HomePlaces) -> list[tuple[Path, tuple[str, ...]]]:
    """Return the folders that become layers, each with what is hidden of it; SettingsError for one that cannot."""
    seen = dict.fromkeys(_checked(folder, places) for folder in folders)
    outermost = [one for one in seen if not any(other in one.parents for other in seen)]
    return [(folder, hidden_in(folder, places)) for folder in outermost]


def links_on_the_way(folders: Sequence[Path]) -> tuple[tuple[str, str], ...]:
    """Return the symbolic links that these folders were named by: where each lies, and what it holds."""
    found = dict[str, str]()
    for folder in folders:
        waiting, place = list(reversed((Path.cwd() / folder.expanduser()).parts)), ""
        while waiting and len(found) < _MOST_LINKS:
            part = waiting.pop()
            if part == "..":
                place = os.path.dirname(place)  # noqa: PTH120 - text
                continue
            lies = os.path.join(place, part)  # noqa: PTH118 - text
            if not os.path.islink(lies):  # noqa: PTH114 - text
                place = lies
                continue
            found[lies] = os.readlink(lies)  # noqa: PTH115 - text
            waiting += reversed(Path(found[lies]).parts)
    return tuple(found.items())


def rest_of_home(
    lowers: Sequence[tuple[Path, tuple[str, ...]]], places: HomePlaces
) -> tuple[Path, tuple[str, ...]] | None:
    """Return the home where a desk sees only these layers of it, or nothing; None where it was named itself.

    Programs save there whatever they were shown of it. With it is told what of the person's nothing is saved in.
    """
    home = places.home.resolve()
    if any(lower == home for lower, _ in lowers):
        return None
    # Programs keep their settings and the trash in the others, which a receipt tells one by one.
    private = [name for name in os.listdir(home) if name.startswith(".") and name not in _SHARED]  # noqa: PTH208 - text
    return home, _outermost([*_own_in(home, places), *private])


def _checked(folder: Path, places: HomePlaces) -> Path:
    folder = Path.cwd() / folder.expanduser()
    real = folder.resolve()
    if not real.is_dir():
        raise SettingsError(
            Message("The folder {folder} doesn't exist.", folder=folder), Message("Specify an existing folder.")
        )
    if str(real) in _SYSTEM or real in places.home.resolve().parents:
        raise SettingsError(
            Message("{folder} can't be used as a desk folder.", folder=real),
            Message("Specify a folder inside it."),
        )
    if is_hidden(folder, places):
        raise SettingsError(
            Message("The folder {folder} is hidden from all desks.", folder=folder),
            Message("See: desktop-agent guide desk"),
        )
    return real
