"""Qt says nothing on the terminal about a desktop that has no bus, no portal and no settings for it."""

import subprocess
import sys
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.private_bus import SESSION, private_bus
from tests.fakes.source import ROOT

SHOW = """
from PySide6.QtWidgets import QLabel
from desktop_agent.ui.qt.app import start_app
app = start_app()
label = QLabel("Hello")
label.show()
app.processEvents()
"""


def test_a_window_is_shown_without_a_line_of_qts_own(tmp_path: Path) -> None:
    with PrivateDisplay(640, 480) as display, private_bus() as around:
        here = display.environment(around) | {"XDG_CURRENT_DESKTOP": "GNOME", "DESKTOP_AGENT_HOME": str(tmp_path)}
        here |= {SESSION: f"unix:path={tmp_path}/none"}
        shown = subprocess.run(
            [sys.executable, "-c", SHOW], env=here, cwd=ROOT, capture_output=True, text=True, check=True
        )

    assert "qt.qpa" not in shown.stderr
