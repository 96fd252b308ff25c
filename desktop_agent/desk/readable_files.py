"""Decides which files may be read for a task: none that is hidden from a side desk, and none that holds a key."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from desktop_agent.core.texts.message import Message
from desktop_agent.desk.seen_folders import HomePlaces, is_hidden

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
            check_place(_place_of(opened.fileno(), path), places)
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


def _place_of(fd: int, path: Path) -> Path:
    """Return the path of an open file, from the kernel if it reports one."""
    try:
        return Path(os.readlink(f"/proc/self/fd/{fd}"))  # noqa: PTH115 - it is a link, and may lead nowhere
    except OSError:
        return path.resolve()
