"""pcmanfm, a file manager: a file is dragged into a folder; the disk is the oracle."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.fidelity.apps import Application, package_version
from tests.fakes.debian_apps import file_manager
from tests.fakes.fields import Answer, Field, corner_of, inside

# It tells no places. In a window of its usual size the first two icons are here: folders come first.
_PLACES = {"folder": [186, 77, 40, 36], "file": [280, 77, 40, 36]}
_REDRAWN_S = 1.5


@contextmanager
def _opens(display: PrivateDisplay, home: Path) -> Iterator[list[Field]]:
    papers = home / "papers"
    shelf, letter = papers / "shelf", papers / "letter.txt"
    shelf.mkdir(parents=True)
    letter.write_text("words")

    def ask(order: str) -> Answer:
        moved = shelf / letter.name
        if order == "reset" and moved.exists():
            moved.rename(letter)
            time.sleep(_REDRAWN_S)
        return {"places": _PLACES, "in_folder": moved.exists() and not letter.exists()}

    with file_manager(display, home / "home", papers) as app:
        time.sleep(_REDRAWN_S)
        yield [Field("pcmanfm", app, ask, inside(app), corner=corner_of(app), takes_text=False)]


APPLICATION = Application(
    "pcmanfm", "pcmanfm", "build", "pcmanfm", lambda: shutil.which("pcmanfm"), _opens, package_version("pcmanfm")
)
