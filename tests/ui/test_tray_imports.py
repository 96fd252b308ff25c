"""What the tray program leaves to others, so that it stays small for a whole day: a count of modules, not of bytes."""

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
START = """
import linecache, sys
import desktop_agent.cli.commands.tray, desktop_agent.ui.tray.start
from desktop_agent.ui.qt.app import start_app
start_app()
import desktop_agent.ui.overlay.windows, desktop_agent.ui.tray.program, desktop_agent.ui.tray.single_instance
"""
RUN = """
import desktop_agent.presence.choose, desktop_agent.ui.approval.approver, desktop_agent.ui.session.run_factory
"""


def loaded(code: str) -> set[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return set(told.stdout.split())


def test_the_tray_program_loads_what_only_a_run_or_another_window_needs_when_that_begins() -> None:
    assert not loaded(f"{START}\nprint(*sys.modules)") & NOT_BEFORE_A_RUN


def test_the_tray_program_loads_nothing_for_a_run_that_works_in_a_process_of_its_own() -> None:
    assert not loaded(f"{START}{RUN}\nprint(*sys.modules)") & NEVER


def test_qt_keeps_no_source_of_what_is_imported_after_it() -> None:
    assert not [file for file in loaded(f"{START}\nprint(*linecache.cache)") if "desktop_agent" in file]
