"""The functions that a person has confirmed to run without a question: their entries, and the programs they run."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict
from importlib.machinery import PathFinder
from pathlib import Path

from desktop_agent.core.function import Function
from desktop_agent.core.message import Message
from desktop_agent.lib.files import content_of
from desktop_agent.settings.confirmed import SavedSettings

_LARGEST_PROGRAM = 512_000_000


class Confirmations:
    """The functions that are confirmed to run without a question: at the run's beginning, and since then.

    A model that uses an editor can write `verdict = "allow"` into the settings. So the first call of such a function
    needs approval, and the confirmation is stored for exactly this entry and what it runs: its command, its folder, its
    schema, and the contents of its program. What has changed needs a new one.
    """

    def __init__(self, saved: SavedSettings, announce: Callable[[str], None] = lambda _: None) -> None:
        self._saved = saved
        self._announce = announce
        self._confirmed = saved.record().functions

    def covers(self, function: Function) -> bool:
        """Return whether this exact function is confirmed; one that is not from a file needs no confirmation."""
        return not function.from_file or _digest(function) in self._confirmed

    def add(self, function: Function) -> None:
        """Store a confirmation; if it cannot be written, it is valid for this run."""
        digest = _digest(function)
        self._confirmed = self._confirmed | {digest}
        try:
            self._saved.confirm("function", digest)
        except OSError as error:
            self._announce(
                Message(
                    "Your approval of “{name}” couldn't be saved: {error}. It applies to this run only.",
                    name=function.name,
                    error=error,
                )
            )


def _digest(function: Function) -> str:
    entry = {name: value for name, value in asdict(function).items() if name != "from_file"}
    runs = {
        str(path): hashlib.sha256(content_of(path, _LARGEST_PROGRAM) or b"").hexdigest()
        for path in programs_of(function)
    }
    return hashlib.sha256(json.dumps([entry, runs], sort_keys=True, default=str).encode()).hexdigest()


def programs_of(function: Function) -> tuple[Path, ...]:
    """Return the files that a function runs: its program, the files that it names, its Python module."""
    cwd = Path(function.cwd) if function.cwd else Path.home()
    if function.python:
        return _module(function.python.partition(":")[0], cwd)
    name = function.command[0]
    program = shutil.which(str(cwd / name) if os.sep in name else name)
    arguments = (cwd / argument for argument in function.command[1:] if os.sep in argument or "." in argument)
    return (*((Path(program),) if program else ()), *(path for path in arguments if path.is_file()))


def _module(name: str, cwd: Path) -> tuple[Path, ...]:
    """Return the file of a module and those of the packages around it, without running any of them."""
    search = [*sys.path, str(cwd)]  # the folder comes last, as in `functions/child.py`
    files: list[Path] = []
    for part in name.split("."):
        spec = PathFinder.find_spec(part, search)
        if spec is None:
            break
        files += [Path(spec.origin)] if spec.origin else []
        search = list(spec.submodule_search_locations or ())
    return tuple(files)
