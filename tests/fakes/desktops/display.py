"""An X display as tests know it: a private one with a small window manager, or a whole desktop session."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol


class Reachable(Protocol):
    def environment(self, base: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return the whole environment of a program on it."""


class Display(Reachable, Protocol):
    @property
    def name(self) -> str: ...

    @property
    def xauthority(self) -> Path: ...

    @property
    def size(self) -> tuple[int, int]: ...
