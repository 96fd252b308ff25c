"""Writes down what is in the person's folders when a desk starts, to tell the deleted from what never was."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from desktop_agent.desk.sandbox.plan import SandboxPlan


def write_names(plan: SandboxPlan) -> None:
    """Write the names under every layer, each file in one step; one that cannot be written is not there."""
    for n, layer in enumerate(plan.layers):
        target = Path(plan.folder) / "names" / str(n)
        part = target.with_suffix(".part")
        with contextlib.suppress(OSError):
            with part.open("wb") as file:
                for name in _names(os.fsencode(layer.lower), frozenset(map(os.fsencode, layer.hidden))):
                    file.write(name + b"\0")
            part.rename(target)


def _names(lower: bytes, hidden: frozenset[bytes]) -> Iterator[bytes]:
    """Yield what is under a folder, relative to it; links are not followed, and hidden places not entered."""
    waiting = [b""]
    while waiting:
        folder = waiting.pop()
        with contextlib.suppress(OSError), os.scandir(os.path.join(lower, folder)) as entries:  # noqa: PTH118 - bytes
            for entry in entries:
                name = os.path.join(folder, entry.name)  # noqa: PTH118 - bytes
                if name in hidden:
                    continue
                yield name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(name)
