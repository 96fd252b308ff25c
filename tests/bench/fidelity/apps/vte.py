"""A terminal of VTE (xfce4-terminal): what a program in it gets, with bracketed paste, is written to a file."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.fidelity.apps import Application, package_version
from tests.fakes.fields import Field
from tests.fakes.raw_terminal import raw_terminal


@contextmanager
def _opens(display: PrivateDisplay, home: Path) -> Iterator[list[Field]]:
    command = ["xfce4-terminal", "--disable-server", "-T", "raw terminal", "--dynamic-title-mode=none", "-x"]
    with raw_terminal("vte", command, display, home, bracketed=True) as field:
        yield [field]


APPLICATION = Application(
    "vte", "xfce4-terminal (VTE), raw", "measure", "xfce4-terminal", lambda: shutil.which("xfce4-terminal"), _opens,
    package_version("xfce4-terminal"),
)  # fmt: skip
