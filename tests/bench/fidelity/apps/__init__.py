"""Applications, one file each: how one is started, where its caret goes, how it is emptied, and who tells its text.

A file defines `APPLICATION`; adding one is adding a file. `half` says on which of them the program was built, and which
were left for measuring.
"""

import importlib
import pkgutil
import subprocess
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.fields import Field

Half = Literal["build", "measure"]
SYSTEM_PYTHON = "/usr/bin/python3"


@dataclass(frozen=True, slots=True)
class Application:
    """An application that can be started on a private display."""

    name: str
    title: str
    """What people call it."""
    half: Half
    packages: str
    """What `apt-get install` calls it."""
    is_there: Callable[[], object]
    opens: Callable[[PrivateDisplay, Path], AbstractContextManager[Iterable[Field]]]
    """Start it in a home of its own; gives its fields once it answers."""
    version: tuple[str, ...]
    """The command that prints its version, or that of its toolkit."""
    in_the_gate: bool = False
    """Whether the smaller half of the bench, which the tests run, works it."""

    def why_not(self) -> str:
        """Return why it cannot be started here; empty when it can."""
        return "" if self.is_there() else f"{self.title} is not installed: apt-get install {self.packages}"

    def version_here(self) -> str:
        """Return the first line of what the version's command prints."""
        done = subprocess.run(self.version, capture_output=True, text=True, check=False, timeout=60)
        lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if any(map(str.isdigit, line))]
        return lines[0].partition(" built on")[0].partition(" (")[0] if lines else "unknown"


@cache
def applications() -> dict[str, Application]:
    """Return all applications by their names, those for building first."""
    modules = [importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    found: list[Application] = [module.APPLICATION for module in modules]
    return {one.name: one for one in sorted(found, key=lambda one: (one.half, one.name))}


@cache
def imports(module: str, then: str = "") -> bool:
    """Tell whether the system's Python can import a module."""
    command = [SYSTEM_PYTHON, "-c", f"import {module}\n{then}"]
    return Path(command[0]).exists() and subprocess.run(command, capture_output=True, check=False).returncode == 0


def package_version(name: str) -> tuple[str, ...]:
    """Return the command that prints the version of a Debian package."""
    return ("dpkg-query", "-W", "-f=${Version}", name)
