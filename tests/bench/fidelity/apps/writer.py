"""LibreOffice Writer: an empty document; its own interface (UNO) tells the text."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.fidelity.apps import Application, imports, package_version
from tests.fakes.fields import Field, inside
from tests.fakes.office import OFFICE, office


@contextmanager
def _opens(display: PrivateDisplay, home: Path) -> Iterator[list[Field]]:
    with office("writer", display, home) as (app, orders):
        yield [Field("writer", app, orders.ask, inside(app))]


APPLICATION = Application(
    "writer", "LibreOffice Writer", "build", "libreoffice-writer libreoffice-gtk3 python3-uno",
    lambda: Path(OFFICE).resolve().with_name("swriter").exists() and imports("uno"), _opens,
    package_version("libreoffice-writer"),
)  # fmt: skip
