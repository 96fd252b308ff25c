"""GTK 4: a window of our own; it tells its text and notes pointer and keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.fidelity.apps import SYSTEM_PYTHON, Application, imports, package_version
from tests.fakes.fields import Field
from tests.fakes.told_window import told_window


@contextmanager
def _opens(display: PrivateDisplay, home: Path) -> Iterator[list[Field]]:
    with told_window("gtk4", [SYSTEM_PYTHON, "gtk4_window.py"], "GTK 4 fields", display, home) as field:
        yield [field]


APPLICATION = Application(
    "gtk4", "GTK 4 TextView", "build", "python3-gi gir1.2-gtk-4.0",
    lambda: imports("gi", 'gi.require_version("Gtk", "4.0")'), _opens, package_version("libgtk-4-1"), in_the_gate=True,
)  # fmt: skip
