"""History and Settings on a real display: their names for the window manager, and keys that others press."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.hands import Hands
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until

OPEN = """
import sys
from pathlib import Path
from desktop_agent.ui.qt.app import start_app
app = start_app()
from desktop_agent.record.store import RunStore
from desktop_agent.ui.history.window import open_history
from desktop_agent.ui.preferences.window import open_preferences
place = Path(sys.argv[2])
window = open_history(RunStore(place)) if sys.argv[1] == "history" else open_preferences(place, page="Run")
window.destroyed.connect(app.quit)
sys.exit(app.exec())
"""


@contextmanager
def opened(display: PrivateDisplay, which: str, place: Path) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, **display.environment(), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", OPEN, which, str(place)], env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def titles(display: PrivateDisplay) -> set[str]:
    """Return the titles of the windows of our class that have the keyboard or could get it."""
    asked = ["xdotool", "search", "--onlyvisible", "--class", "^desktop-agent$"]
    found = subprocess.run(asked, env=display.environment(), capture_output=True, text=True, check=False).stdout
    names = (["xdotool", "getwindowname", number] for number in found.split())
    return {
        subprocess.run(name, env=display.environment(), capture_output=True, text=True, check=False).stdout.strip()
        for name in names
    }


def focused(display: PrivateDisplay) -> str:
    asked = ["xdotool", "getactivewindow", "getwindowname"]
    return subprocess.run(asked, env=display.environment(), capture_output=True, text=True, check=False).stdout.strip()


def until(condition: Callable[[], bool]) -> None:
    wait_until(condition)


def test_a_setting_is_changed_by_keyboard_alone(display: PrivateDisplay, hands: Hands, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    with opened(display, "settings", file) as process:
        until(lambda: focused(display) == "Desktop Agent — Settings")
        until(lambda: "Desktop Agent — Settings" in titles(display))

        hands.press(*["Tab"] * 4, "ctrl+a")
        hands.type("12")
        hands.press("Tab")
        until(lambda: file.exists() and tomllib.loads(file.read_text(encoding="utf-8")) == {"run": {"max_steps": 12}})
        hands.press("Escape")

        assert 0 == process.wait(60)
        assert process.stderr is not None
        assert "" == process.stderr.read()
