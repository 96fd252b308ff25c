"""The digest of a file by its content, and of the programs that a function's command names."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import sys
from functools import lru_cache
from importlib.machinery import PathFinder
from pathlib import Path

from desktop_agent.core.function import Function

_LARGEST_FILE = 512_000_000


def digest_of(path: Path) -> str:
    """Return the digest of what is in a file, and where it leads if it is a link; empty where there is none."""
    try:
        state = path.stat()
        link = os.readlink(path) if path.is_symlink() else ""  # noqa: PTH115 - text, as it stands there
        version = state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns
        return f"{_digest(str(path), *version)} {link}"
    except OSError:
        return ""


@lru_cache(maxsize=256)
def _digest(path: str, *_version: int) -> str:
    """Return the digest of one version of a file."""
    return hashlib.sha256(content_of(Path(path), _LARGEST_FILE) or b"").hexdigest()


def content_of(path: Path, most: int) -> bytes | None:
    """Return what is in an ordinary file; None for anything else, which is not waited for."""
    try:
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    with os.fdopen(opened, "rb") as file:
        state = os.fstat(opened)
        return file.read() if stat.S_ISREG(state.st_mode) and state.st_size <= most else None


def programs_of(function: Function) -> tuple[Path, ...]:
    """Return the files that a function carries out: its program, the files that it names, its Python module."""
    cwd = Path(function.cwd) if function.cwd else Path.home()
    if function.python:
        return _module(function.python.partition(":")[0], cwd)
    program = function.command[0]
    found = shutil.which(str(cwd / program) if os.sep in program else program)
    named = (cwd / one for one in function.command[1:] if os.sep in one or "." in one)
    return (*((Path(found),) if found else ()), *(one for one in named if one.is_file()))


def _module(name: str, cwd: Path) -> tuple[Path, ...]:
    """Return the file of a module and those of the packages around it, without running any of them."""
    search, found = [*sys.path, str(cwd)], list[Path]()  # the folder comes last, as in `functions/child.py`
    for part in name.split("."):
        spec = PathFinder.find_spec(part, search)
        if spec is None:
            break
        found += [Path(spec.origin)] if spec.origin else []
        search = list(spec.submodule_search_locations or ())
    return tuple(found)
