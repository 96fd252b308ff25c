"""What the program leaves on a computer, outside of itself: each kind of it, where it is, and how it is removed.

The owner of a kind offers it as `traces(environment)`, and one table names all owners (`TRACES` in
`runtime/registry.py`). A folder of ours holds what its owners name: anything else in it isn't ours, and stays.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.texts.message import Message
from desktop_agent.lib.files import disk_use
from desktop_agent.lib.paths import places


@dataclass(frozen=True, slots=True)
class Trace:
    """Something of ours: what it is, where, and the files and folders that it consists of.

    `stays` says in a sentence why it isn't removed. `busy` says that it is in use now.
    """

    kind: str
    place: str
    paths: tuple[Path, ...] = ()
    stays: str = ""
    busy: str = ""
    remover: Callable[[], None] | None = None  # where more is to be done than to remove the files

    @property
    def size(self) -> int:
        """Return how many bytes it takes on the disk."""
        return sum(map(disk_use, self.paths))

    def remove(self) -> None:
        """Remove it; OSError or DesktopAgentError where something of it stays."""
        if self.remover is not None:
            self.remover()
        remove_all(self.paths)


def named_in(kind: str, folder: Path, *patterns: str) -> Iterator[Trace]:
    """Yield what is in a folder of ours under names with these patterns, as one trace; a write that broke off, too."""
    wanted = (*patterns, *(f".{pattern}.*.part" for pattern in patterns))
    with suppress(OSError):
        if paths := tuple(sorted({path for pattern in wanted for path in folder.glob(pattern)})):
            names = Message("{names} in {folder}", names=", ".join(path.name for path in paths), folder=folder)
            yield Trace(kind, str(paths[0]) if len(paths) == 1 else names, paths)


def file_of_ours(kind: str, file: Path, is_ours: Callable[[bytes], bool]) -> Iterator[Trace]:
    """Yield a file of ours in another program's folder; if its content isn't ours, it is said to stay."""
    if not os.path.lexists(file):
        return
    try:
        ours = is_ours(file.read_bytes())
    except OSError as error:
        yield Trace(kind, str(file), stays=Message("It can't be read: {reason}.", reason=error.strerror or error))
        return
    if ours:
        yield Trace(kind, str(file), (file,))
    else:
        yield Trace(kind, str(file), stays=Message("Its content isn't what this program writes."))


def remove_all(paths: Iterable[Path]) -> None:
    """Remove files and folders, and the folders above that are empty then; raise the first OSError at the end."""
    failure: OSError | None = None
    for path in paths:
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            failure = failure or error
        remove_empty_folders(path.parent)
    if failure is not None:
        raise failure


def remove_empty_folders(folder: Path, environment: Mapping[str, str] = os.environ) -> None:
    """Remove a folder if it is empty, and then those above it, up to the usual ones of a home."""
    usual = _usual_folders(environment)
    with suppress(OSError):
        while folder not in usual and any(above in usual for above in folder.parents):
            folder.rmdir()
            folder = folder.parent


def others_in_own_folders(traces: Iterable[Trace], environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield what lies in our own folders and belongs to none of these: it isn't ours."""
    ours = {path for trace in traces for path in trace.paths}
    above = {parent for path in ours for parent in path.parents}
    own = places(environment)
    waiting = [folder for folder in (own.cache, own.data, own.config) if folder.is_dir()]
    while waiting:
        with suppress(OSError):
            for path in sorted(waiting.pop().iterdir()):
                if path in above and path not in ours:
                    waiting.append(path)
                elif path not in ours and _has_content(path):
                    yield path


def remove_empty_own_folders(environment: Mapping[str, str]) -> None:
    """Remove the folders of ours in which nothing is left."""
    own = places(environment)
    for top in (own.cache, own.data, own.config):
        for above, _, _ in os.walk(top, topdown=False):
            remove_empty_folders(Path(above), environment)


def _has_content(path: Path) -> bool:
    """Return whether a path is a file, or a folder that has one somewhere."""
    is_folder = path.is_dir() and not path.is_symlink()
    return not is_folder or any(files for _, _, files in os.walk(path))


def _usual_folders(environment: Mapping[str, str]) -> frozenset[Path]:
    home = Path(environment.get("HOME") or Path.home())
    named = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
    folders = [home, *(home / name for name in (".config", ".local", ".local/share", ".cache"))]
    folders += [Path(environment[name]) for name in named if environment.get(name)]
    folders.append(Path(tempfile.gettempdir()))
    if own := environment.get("DESKTOP_AGENT_HOME"):
        folders.append(Path(own).expanduser().absolute().parent)
    return frozenset(folders)
