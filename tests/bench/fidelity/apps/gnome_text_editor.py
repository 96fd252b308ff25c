"""gnome-text-editor (GTK 4): the file that it saves is the oracle."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.fidelity.apps import Application, package_version
from tests.fakes.fields import Field
from tests.fakes.saved_file import saved_file


@contextmanager
def _opens(display: PrivateDisplay, home: Path) -> Iterator[list[Field]]:
    with saved_file("gnome_text_editor", ["gnome-text-editor", "--standalone"], display, home) as field:
        yield [field]


APPLICATION = Application(
    "gnome_text_editor", "gnome-text-editor (GTK 4)", "measure", "gnome-text-editor",
    lambda: shutil.which("gnome-text-editor"), _opens,
    package_version("gnome-text-editor"), in_the_gate=False,
)  # fmt: skip
