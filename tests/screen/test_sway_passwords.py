"""A field for a password in a window of sway's: hidden where the window shows it, though its program knows no place."""

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from desktop_agent.core.geometry import Rect
from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.atspi.controls import password_fields
from desktop_agent.platforms.wayland.sway_windows import create as create_windows
from tests.fakes.apps import end, home_of_its_own
from tests.fakes.login_window import TITLE
from tests.fakes.sway_commands import floats
from tests.fakes.waiting import wait_until

BOX = Rect(317, 141, 500, 240)


def test_it_is_hidden_where_its_window_was_moved_to(on_sway: PrivateSway, tmp_path: Path) -> None:
    told = tmp_path / "told.json"
    command = [sys.executable, "-m", "tests.fakes.login_window", str(told)]
    form = subprocess.Popen(command, env=on_sway.environment() | home_of_its_own(tmp_path), cwd=tmp_path)
    try:
        with closing(create_windows(on_sway.environment())) as windows, closing(password_fields()) as fields:
            wait_until(lambda: any(one.title == TITLE for one in windows.titled()), "the form")
            wait_until(lambda: floats(on_sway, windows, f'title="^{TITLE}$"', BOX), "its place")
            wait_until(lambda: len(fields.boxes(windows.scene())) == 1, "the field")
            (left, top), (width, height) = json.loads(told.read_text())["inside"][1]
            place = Rect(BOX.x + left, BOX.y + top, width, height)

            (hidden,) = fields.boxes(windows.scene())

            assert abs(hidden.x - place.x) <= 5
            assert abs(hidden.y - place.y) <= 5
            assert abs(hidden.right - place.right) <= 5
            assert abs(hidden.bottom - place.bottom) <= 5
    finally:
        end(form)
