"""Swing: a window of our own in Java, compiled when it is started."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.fidelity.apps import Application
from tests.fakes.fields import Field
from tests.fakes.told_window import told_window


@contextmanager
def _opens(display: PrivateDisplay, home: Path) -> Iterator[list[Field]]:
    with told_window("swing", ["java", "SwingWindow.java"], "Swing fields", display, home) as field:
        yield [field]


APPLICATION = Application(
    "swing", "Swing JTextArea", "measure", "openjdk-17-jdk", lambda: shutil.which("javac"), _opens,
    ("java", "-version"),
)  # fmt: skip
