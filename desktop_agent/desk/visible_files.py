"""What of a person's files is seen: the folders on a desk, without hidden ones, and the files that a model may read.

What a desk puts in a hidden place stays with the desk.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

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
    seen = dict.fromkeys(_checked_folder(folder, places) for folder in folders)
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


def _checked_folder(folder: Path, places: HomePlaces) -> Path:
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


MOST_BYTES = 64_000_000
_KEY_STARTS = (b"PuTTY-User-Key-File", b"SSH PRIVATE KEY FILE FORMAT", b"\x03\xd9\xa2\x9a", b"AGE-SECRET-KEY-")
_KEYS = re.compile(
    rb"""-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\s|\\[nr])+(?:[A-Za-z0-9+/=]{32}|[PVC][a-z-]+:)"""
    # A password or key with a random value, and tokens of known vendors.
    rb"""|(?i:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key)[\w.-]*["']?[ \t]*(?:=>|[:=])"""
    rb"""[ \t]*["']?(?=[A-Za-z_-]*\d)(?=\d*[A-Za-z])(?=[^\s"']*\d[A-Za-z])[\w+/=.~-]{12,}"""
    rb"""|\b(?:gh[pousr]_|github_pat_|glpat-|xox[abps]-|sk-|[sr]k_live_|hf_|npm_|pypi-|AKIA|ASIA|AIza)"""
    rb"""(?=[\w-]*\d)[\w-]{16,}"""
    # An address with a password in it.
    rb"""|://[^\s/:@"'<>]*:(?!pass|\*|\.|x{3}|example)[^\s/@"'<>${}]{6,}@"""
)


class UnreadableFile(Exception):  # noqa: N818 - no error of the program: it becomes a sentence
    """The reason why a file is not read."""


def check_place(path: Path, places: HomePlaces) -> None:
    """Raise UnreadableFile for a path that is hidden from a side desk, existing or not; links are followed."""
    if is_hidden(path, places):
        raise UnreadableFile(Message("that location is hidden from all models"))


def read_file(path: Path, places: HomePlaces, most: int = MOST_BYTES, as_lying_at: Path | None = None) -> bytes:
    """Return the content of a file of at most `most` bytes.

    The opened file itself is checked: its path is looked up again, and it must not be written to meanwhile.
    FileNotFoundError if it is missing, UnreadableFile if it must not be read, or is no regular file.
    `as_lying_at`: its path as seen on a desk, whose own files all lie in a folder of this program.
    """
    check_place(as_lying_at or path, places)
    with _open_regular(path) as opened:
        before = os.fstat(opened.fileno())
        if as_lying_at is None:
            check_place(_path_of_open(opened.fileno(), path), places)
        content = _content(opened, most)
        after = os.fstat(opened.fileno())
    if (len(content), before.st_mtime_ns) != (before.st_size, after.st_mtime_ns):
        raise UnreadableFile(Message("a program is currently writing to it"))
    _check_content(content)
    return content


def check_text(text: str) -> None:
    """Raise UnreadableFile for a text with a key or a password, however it is packed or encoded."""
    _check_content(text.replace("\0", "").encode())


@contextmanager
def _open_regular(path: Path) -> Iterator[IO[bytes]]:
    """Open a regular file, without blocking on a pipe or the like; UnreadableFile if it is none."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UnreadableFile(Message("it can't be read: {why}", why=error.strerror)) from error
    status = os.fstat(fd)
    if not stat.S_ISREG(status.st_mode):
        os.close(fd)
        raise UnreadableFile(Message("it isn't a regular file"))
    if status.st_size == 0 and os.read(fd, 1):  # the kernel generates its content: /proc, /sys
        os.close(fd)
        raise UnreadableFile(Message("it isn't a file on a disk"))
    if status.st_nlink > 1:  # the place of the second name is unknown
        os.close(fd)
        raise UnreadableFile(Message("it has a second name, which may be hidden from all models"))
    with open(fd, "rb") as file:  # noqa: PTH123 - a descriptor
        yield file


def _content(file: IO[bytes], most: int) -> bytes:
    content = b"" if os.fstat(file.fileno()).st_size > most else file.read(most + 1)
    if len(content) > most or os.fstat(file.fileno()).st_size > most:
        raise UnreadableFile(Message("it's larger than {megabytes} MB", megabytes=most // 1_000_000))
    return content


def _check_content(content: bytes) -> None:
    if holds_key(content):
        raise UnreadableFile(Message("it contains a key or a password"))


def holds_key(content: bytes) -> bool:
    """Return whether content is a private key or a password store, or a text with a key or a password."""
    if content.startswith(_KEY_STARTS):
        return True
    return b"\0" not in content[:1024] and _KEYS.search(content) is not None


def _path_of_open(fd: int, path: Path) -> Path:
    """Return the path of an open file, from the kernel if it reports one."""
    try:
        return Path(os.readlink(f"/proc/self/fd/{fd}"))  # noqa: PTH115 - it is a link, and may lead nowhere
    except OSError:
        return path.resolve()
