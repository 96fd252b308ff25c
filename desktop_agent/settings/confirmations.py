"""Which functions that run without asking a person has confirmed; an entry in the settings alone is no confirmation.

Anyone who can write a file can write `verdict = "allow"` into the settings, including a model that uses an editor. So
the first call of such a function needs approval, and the confirmation is stored for exactly this entry: its command,
its folder, its schema. A changed entry needs a new confirmation.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from desktop_agent.core.function import Function

NAME = "confirmed.json"
_LARGEST_FILE = 1_000_000


class Confirmations:
    """The confirmed functions, in a file beside the runs; an unreadable file counts as empty."""

    def __init__(self, path: Path, announce: Callable[[str], None] = lambda _: None) -> None:
        self._path = path
        self._announce = announce
        self._known = _read(path)

    def covers(self, function: Function) -> bool:
        """Tell whether this exact function is confirmed; one that is not from a file needs no confirmation."""
        return not function.from_file or _digest(function) in self._known

    def add(self, function: Function) -> None:
        """Store a confirmation; if it cannot be written, it is valid for this run."""
        self._known = self._known | {_digest(function)}
        beside = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(sorted(self._known)), encoding="utf-8")
            os.replace(beside, self._path)  # noqa: PTH105 - one step, over what was there
        except OSError as error:
            self._announce(f"Your yes to “{function.name}” could not be kept: {error}. It holds for this run.")


def _read(path: Path) -> frozenset[str]:
    with suppress(OSError, ValueError):
        if path.stat().st_size <= _LARGEST_FILE:
            found = json.loads(path.read_text(encoding="utf-8"))
            return frozenset(one for one in found if isinstance(one, str)) if isinstance(found, list) else frozenset()
    return frozenset()


def _digest(function: Function) -> str:
    parts = {name: value for name, value in asdict(function).items() if name != "from_file"}
    return sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()
