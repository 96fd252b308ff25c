"""Tk: a window of our own; it tells its text and notes the pointer."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.fidelity.apps import SYSTEM_PYTHON, Application, imports, package_version
from tests.fakes.fields import Field
from tests.fakes.told_window import told_window


@contextmanager
def _opens(display: PrivateDisplay, home: Path) -> Iterator[list[Field]]:
    with told_window("tk", [SYSTEM_PYTHON, "tk_window.py"], "Tk fields", display, home) as field:
        yield [field]


APPLICATION = Application(
    "tk", "Tk Text", "build", "python3-tk", lambda: imports("tkinter"), _opens, package_version("libtk8.6"),
    in_the_gate=True,
)  # fmt: skip
