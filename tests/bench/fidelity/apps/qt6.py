"""Qt 6 (PySide6): a window of our own; it tells its text and notes the pointer."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.fidelity.apps import Application
from tests.fakes.fields import Field
from tests.fakes.told_window import told_window


@contextmanager
def _opens(display: PrivateDisplay, home: Path) -> Iterator[list[Field]]:
    with told_window("qt6", [sys.executable, "qt_window.py"], "Qt fields", display, home) as field:
        yield [field]


APPLICATION = Application(
    "qt6", "Qt 6 QPlainTextEdit", "build", "(it comes with the program)", lambda: True, _opens,
    (sys.executable, "-c", "import PySide6; print(PySide6.__version__)"), in_the_gate=True,
)  # fmt: skip
