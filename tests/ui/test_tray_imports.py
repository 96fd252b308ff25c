"""What the tray program leaves to others, so that it stays small for a whole day: a count of modules, not of bytes."""

import json
import os
import subprocess
import sys

from tests.fakes.source import ROOT

# The run's process, and windows that are seldom opened, load these; a notification loads the bus.
NOT_BEFORE_A_RUN = {
    "Xlib", "cv2", "dbus_fast", "httpx", "mss", "numpy", "tomlkit",
    "desktop_agent.policy.judge", "desktop_agent.record.report", "desktop_agent.run.compose",
    "desktop_agent.ui.history", "desktop_agent.ui.preferences", "desktop_agent.ui.welcome.window",
}  # fmt: skip
NEVER = NOT_BEFORE_A_RUN - {"Xlib", "mss"} | {"PIL"}
STARTS_AND_RUNS = """
import json, linecache, sys
import desktop_agent.cli.commands.tray, desktop_agent.ui.tray.start
from desktop_agent.ui.qt.app import start_app
start_app()
import desktop_agent.ui.overlay.windows, desktop_agent.ui.tray.program, desktop_agent.ui.tray.single_instance
before = list(sys.modules)
import desktop_agent.presence.choose, desktop_agent.ui.approval.approver, desktop_agent.ui.session.run_factory
print(json.dumps([before, list(sys.modules), list(linecache.cache)]))
"""


def test_the_tray_program_loads_only_what_it_needs_before_a_run_and_during_one() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", STARTS_AND_RUNS]
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    before, during, sources = json.loads(told.stdout)

    assert not {*before} & NOT_BEFORE_A_RUN
    assert not {*during} & NEVER  # a run works in a process of its own
    assert not [file for file in sources if "desktop_agent" in file]  # Qt's binding keeps those of what it has seen
