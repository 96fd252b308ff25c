"""Qt 5 (PyQt5): the same window as for Qt 6."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.fidelity.apps import SYSTEM_PYTHON, Application, imports, package_version
from tests.fakes.fields import Field
from tests.fakes.told_window import told_window


@contextmanager
def _opens(display: PrivateDisplay, home: Path) -> Iterator[list[Field]]:
    with told_window("qt5", [SYSTEM_PYTHON, "qt_window.py"], "Qt fields", display, home) as field:
        yield [field]


APPLICATION = Application(
    "qt5", "Qt 5 QPlainTextEdit", "measure", "python3-pyqt5", lambda: imports("PyQt5.QtWidgets"), _opens,
    package_version("libqt5core5a"),
)  # fmt: skip
