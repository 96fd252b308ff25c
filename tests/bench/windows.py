"""Pictures of History and Settings, made from the real windows on a private display, with a real run in History.

`python -m tests.bench.windows FOLDER`. The run is `desktop-agent demo`, offline, with nobody there to approve: so one
step of it is refused.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from desktop_agent.local.private_display import PrivateDisplay
from desktop_agent.resources import places
from tests.fakes.source import ROOT

WITHIN_S = 240
KINDS = {"history": ("light", "dark"), "settings": ("light", "dark")}
SHOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTableView
from desktop_agent.ui.host import start_app
from desktop_agent.record.store import RunStore
from desktop_agent.ui.history import open_history
from desktop_agent.ui.preferences import open_preferences
from desktop_agent.ui.theme import use_theme
from desktop_agent.resources import places
which, scheme, target = sys.argv[1:]
app = start_app()
use_theme(app, dark=scheme == "dark")
if which == "history":
    window = open_history(RunStore(places().runs))
else:
    window = open_preferences(places().config_file, page="Run")
def choose():
    if which == "history":
        table = window.findChildren(QTableView)[0]
        refused = [row for row in range(table.model().rowCount()) if table.model().index(row, 4).data() == "refused"]
        table.setCurrentIndex(table.model().index((refused or [0])[0], 2))
    QTimer.singleShot(300, lambda: (window.grab().save(target), app.quit()))
QTimer.singleShot(1500, choose)
app.exec()
"""


def run(environment: Mapping[str, str], *words: str) -> None:
    """Run Python on the display, to its end."""
    subprocess.run([sys.executable, *words], env=dict(environment), check=True, timeout=WITHIN_S, cwd=ROOT)


def main(folder: Path) -> None:
    """Make all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, PrivateDisplay(1280, 800) as display:
        environment = {**os.environ, **display.environment(), "PYTHONPATH": str(ROOT), "DESKTOP_AGENT_HOME": home}
        run(environment, "-m", "desktop_agent", "demo", "--approver", "none")
        run(environment, "-m", "desktop_agent", "config", "set", "run.max_steps", "50")
        assert places(environment).config_file.exists()
        for which, schemes in KINDS.items():
            for scheme in schemes:
                target = folder.resolve() / f"{which}-{scheme}.png"
                run(environment, "-c", SHOW, which, scheme, str(target))
                print(target)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "pictures"))
