"""FLTK: a window of our own in C++, compiled before it is started."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.fidelity.apps import Application, package_version
from tests.fakes.fields import Field
from tests.fakes.told_window import HERE, told_window


@contextmanager
def _opens(display: PrivateDisplay, home: Path) -> Iterator[list[Field]]:
    home.mkdir(parents=True, exist_ok=True)
    program = home / "fltk_window"
    flags = subprocess.run(["fltk-config", "--cxxflags", "--ldflags"], capture_output=True, text=True, check=True)
    subprocess.run(
        ["g++", "-O1", "-o", program, HERE / "fltk_window.cxx", *flags.stdout.split()],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    with told_window("fltk", [str(program)], "FLTK fields", display, home) as field:
        yield [field]


APPLICATION = Application(
    "fltk", "FLTK Fl_Text_Editor", "measure", "libfltk1.3-dev g++",
    lambda: shutil.which("fltk-config") and shutil.which("g++"), _opens, package_version("libfltk1.3"),
)  # fmt: skip
