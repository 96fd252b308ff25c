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
from desktop_agent.core.texts.message import Message

_SYSTEM = ("/", "/usr", "/etc", "/proc", "/sys", "/dev", "/run", "/tmp", "/boot", "/var")  # noqa: S108 - the system's
_MOST_LINKS = 100
_SHARED = (".config", ".local", ".cache")


@dataclass(frozen=True, slots=True)
class HomePlaces:
    """The person's home, and the folders of this program itself."""

    home: Path
    own: tuple[Path, ...] = ()


def is_hidden(path: Path, places: HomePlaces) -> bool:
    """Return whether a path, or its link target, is hidden or in a hidden folder, whether it exists or not."""
    home = places.home.resolve()
    own = [folder.resolve() for folder in places.own]
    # A person's home may itself lie below a hidden folder, and so may the link that leads to it.
    named = [path.relative_to(above) for above in (places.home, home) if path.is_relative_to(above)] or [path]
    real = path.resolve()
    parts = (*named[0].parts, *(real.relative_to(home) if real.is_relative_to(home) else real).parts)
    return any(part.startswith(".") and part != ".." for part in parts) or any(
        real == folder or folder in real.parents for folder in own
    )


def hidden_in(lower: Path, places: HomePlaces) -> tuple[str, ...]:
    """Return the outermost hidden paths in one of the person's folders, relative to it."""
    lower = lower.resolve()
    # In a home a desk has a `.cache` of its own.
    visible = {".cache"} if lower == places.home.resolve() else set[str]()
    return _outermost(
        [*_program_folders_in(lower, places), *(name for name in _dot_names(os.fspath(lower)) if name not in visible)]
    )


def _program_folders_in(lower: Path, places: HomePlaces) -> Iterator[str]:
    for folder in places.own:
        if folder.resolve().is_relative_to(lower):
            yield os.fspath(folder.resolve().relative_to(lower))


def _outermost(names: Sequence[str]) -> tuple[str, ...]:
    known = frozenset(names)
    return tuple(sorted(name for name in known if not any(str(parent) in known for parent in Path(name).parents)))


def _dot_names(root: str) -> Iterator[str]:
    """Yield the paths below a folder, relative to it, whose name begins with a dot; the walk ends at each of them.

    A folder that can't be read is skipped: the desk has the person's rights, and can't list it either.
    """
    pending = [""]
    while pending:
        parent = pending.pop()
        with suppress(OSError), os.scandir(os.path.join(root, parent)) as entries:  # noqa: PTH118 - text
            for entry in entries:
                path = f"{parent}/{entry.name}" if parent else entry.name
                if entry.name.startswith("."):
                    yield path
                elif entry.is_dir(follow_symlinks=False):
                    pending.append(path)


def lowers_of(folders: Sequence[Path], places: HomePlaces) -> list[tuple[Path, tuple[str, ...]]]:
    """Return the folders that become layers, each with its hidden paths; SettingsError for an impossible one."""
    seen = dict.fromkeys(_checked(folder, places) for folder in folders)
    outermost = [folder for folder in seen if not any(outer in folder.parents for outer in seen)]
    return [(folder, hidden_in(folder, places)) for folder in outermost]


def links_on_the_way(folders: Sequence[Path]) -> tuple[tuple[str, str], ...]:
    """Return the symbolic links in the paths of these folders: path and target of each."""
    links = dict[str, str]()
    for folder in folders:
        waiting = list(reversed((Path.cwd() / folder.expanduser()).parts))
        place = ""
        while waiting and len(links) < _MOST_LINKS:
            part = waiting.pop()
            if part == "..":
                place = os.path.dirname(place)  # noqa: PTH120 - text
                continue
            path = os.path.join(place, part)  # noqa: PTH118 - text
            if not os.path.islink(path):  # noqa: PTH114 - text
                place = path
                continue
            links[path] = os.readlink(path)  # noqa: PTH115 - text
            waiting += reversed(Path(links[path]).parts)
    return tuple(links.items())


def rest_of_home(
    lowers: Sequence[tuple[Path, tuple[str, ...]]], places: HomePlaces
) -> tuple[Path, tuple[str, ...]] | None:
    """Return the home of which a desk sees only these layers, with its hidden paths; None if the home is a layer.

    Programs may save files anywhere in the home, except in the hidden paths.
    """
    home = places.home.resolve()
    if any(lower == home for lower, _ in lowers):
        return None
    # The shared ones hold programs' settings and the trash, which a receipt lists one by one.
    private = [name for name in os.listdir(home) if name.startswith(".") and name not in _SHARED]  # noqa: PTH208 - text
    return home, _outermost([*_program_folders_in(home, places), *private])


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
