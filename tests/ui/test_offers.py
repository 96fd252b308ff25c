"""What slices add to the windows: each window opens without them."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.fakes.source import ROOT

WITHOUT = """
import json, sys
from pathlib import Path
from desktop_agent.host import registry

gone = tuple(sys.argv[2:])

class Wall:
    def find_spec(self, name, *_):
        if name.startswith(tuple(f"desktop_agent.{slice}" for slice in gone)):
            raise ModuleNotFoundError(name)

def stays(file):
    return not file.startswith(tuple(f"{slice}." for slice in gone))

sys.meta_path.insert(0, Wall())
registry.PLACES = {place: tuple(filter(stays, files)) for place, files in registry.PLACES.items()}
for table in (registry.OFFERS, registry.COMMANDS, registry.RUNS_COMMANDS):
    for name in [name for name, file in table.items() if not stays(file)]:
        del table[name]

from PySide6.QtWidgets import QApplication, QLabel, QPushButton
app = QApplication([])
from desktop_agent.record.store import RunStore
from desktop_agent.ui.history.window import open_history
from desktop_agent.ui.tray.menu import Actions, ControlWindow
from desktop_agent.ui.welcome.model_choice import FoundModels
from desktop_agent.ui.welcome.window import Welcome
from tests.fakes.console_desk import Desk

folder = Path(sys.argv[1])
desk = Desk(folder)
desk.begin()
desk.console._outcome.tell("Completed.", "ok", folder=folder)
desk.console.entry.expect(plain_steps=True, problem="")
desk.console.entry.field.put("dance")
desk.console.entry._check()
order = desk.console.order("click “OK”")
assert order.desk is None
windows = {"console": desk.console, "history": open_history(RunStore(folder)), "control": ControlWindow(Actions(app))}
windows["welcome"] = welcome = Welcome(folder / "config.toml", find=FoundModels)
welcome.show()
headings = [one.text() for one in welcome.findChildren(QLabel)]
for window in windows.values():
    window.show()
    app.processEvents()
said = {name: [one.text() for one in window.findChildren(QPushButton)] for name, window in windows.items()}
print(json.dumps({"buttons": said, "headings": headings}))
import os
sys.stdout.flush()
os._exit(0)
"""
ALL = ("agents", "desk", "devtools", "offline", "studio", "tasks")
OF_SLICES = {
    "Video…",
    "How-to…",
    "Receipt…",
    "Take over",
    "Save as task…",
    "Tasks",
    "Show me once…",
    "Check this computer",
}


def test_every_window_opens_without_the_slices_that_are_not_registered(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "DESKTOP_AGENT_HOME": str(tmp_path)}
    words = [sys.executable, "-c", WITHOUT, str(tmp_path), *ALL]
    told = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    seen = json.loads(told.stdout)
    buttons = seen["buttons"]

    assert "Start" in buttons["console"]
    assert {"Open report", "Delete"} <= set(buttons["history"])
    assert set() == OF_SLICES & {one for names in buttons.values() for one in names}
    assert "Try your first task" not in seen["headings"]
