"""A person shows a task to the real command: no picture that is kept shows its frame or its badge."""

import os
import subprocess
from pathlib import Path

import cv2
import numpy as np

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import end, running, windows
from tests.fakes.hands import Hands
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program

MAROON = "#603050"
_BADGE = "Recording — Desktop Agent"


def test_frame_and_badge_are_in_no_picture_of_a_window_that_fills_the_screen(
    display: PrivateDisplay, hands: Hands, tmp_path: Path
) -> None:
    steps = tmp_path / "shown.steps"
    cover = ["xterm", "-T", "a wall", "-bg", MAROON, "-fullscreen", "-e", "sleep", "600"]
    environment = {**os.environ, **display.environment(), "DESKTOP_AGENT_HOME": str(tmp_path / "agent")}
    words = program("learn", "A wall", "-o", str(steps), "--yes")
    with running(cover, display, tmp_path, "^a wall$"):
        learn = subprocess.Popen(words, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)
        try:
            wait_until(lambda: windows(display, _BADGE), "the badge")
            hands.click(640, 300)
            hands.type("x")
            hands.press("Pause")
            hands.press("Pause")
            wait_until(lambda: learn.poll() is not None, "the end", within_s=60)
        finally:
            end(learn)

    pictures = sorted(tmp_path.glob("shown-pictures/*.png"))
    assert pictures
    for path in pictures:
        picture = cv2.imread(str(path))
        assert picture is not None
        corner = picture[:40, :].reshape(-1, 3), picture[-160:, :].reshape(-1, 3), picture[:, -8:].reshape(-1, 3)
        for part in corner:
            off = np.abs(part.astype(int) - (0x50, 0x30, 0x60)).max(axis=1) > 3
            assert off.mean() < 0.01, path
