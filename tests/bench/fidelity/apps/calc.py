"""LibreOffice Calc: an empty sheet; its own interface (UNO) tells the cells."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.fidelity.apps import Application, imports, package_version
from tests.fakes.fields import Field, inside
from tests.fakes.office import OFFICE, office


@contextmanager
def _opens(display: PrivateDisplay, home: Path) -> Iterator[list[Field]]:
    with office("calc", display, home) as (app, orders):
        yield [Field("calc", app, orders.ask, inside(app), commit=("Return",), one_line=True)]


APPLICATION = Application(
    "calc", "LibreOffice Calc", "measure", "libreoffice-calc libreoffice-gtk3 python3-uno",
    lambda: OFFICE and imports("uno"), _opens, package_version("libreoffice-calc"),
)  # fmt: skip
