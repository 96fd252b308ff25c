"""xterm: what a program in it gets is written to a file."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.fidelity.apps import Application
from tests.fakes.fields import Field
from tests.fakes.raw_terminal import raw_terminal


@contextmanager
def _opens(display: PrivateDisplay, home: Path) -> Iterator[list[Field]]:
    with raw_terminal("xterm", ["xterm", "-u8", "-T", "raw terminal", "-e"], display, home) as field:
        yield [field]


APPLICATION = Application(
    "xterm", "xterm, raw", "build", "xterm", lambda: shutil.which("xterm"), _opens, ("xterm", "-version"),
    in_the_gate=True,
)  # fmt: skip
