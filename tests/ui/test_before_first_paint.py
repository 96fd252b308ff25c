"""What a window shows while its program is too busy to paint it."""

import subprocess
import sys

import pytest

from tests.fakes.source import ROOT
from tests.fakes.waiting import line_of, wait_until
from tests.fakes.windows.window_fit import screen

pytestmark = pytest.mark.screen

SHOWN = """
from desktop_agent.ui.qt.app import start_app
app = start_app()
from PySide6.QtWidgets import QVBoxLayout, QWidget
from desktop_agent.ui.qt.layout import FollowsHeight
window = QWidget()
FollowsHeight(window, QVBoxLayout(window))
window.setGeometry(100, 100, 300, 200)
window.show()
app.sync()
print(*window.palette().window().color().getRgb()[:3], flush=True)
input()
"""


@pytest.mark.slow
def test_a_window_that_is_not_painted_yet_shows_its_ground_and_not_what_lay_below_it() -> None:
    with screen(800, 600) as on, subprocess.Popen(
        [sys.executable, "-c", SHOWN], cwd=ROOT, env=on.display.environment(),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as program:  # fmt: skip
        ground = tuple(map(int, line_of(program.stdout).split()))
        wait_until(lambda: on.picture().getpixel((250, 200)) == ground, "the ground of a window")
        program.communicate("\n")
