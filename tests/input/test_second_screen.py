"""On the second X screen of a display (“:0.1”), the pointer comes over from the first, and presses there."""

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from Xlib import X
from Xlib.display import Display

from desktop_agent.core.actions import Click
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from tests.fakes.waiting import line_of, wait_until
from tests.input.performer_bench import permit_for


@pytest.fixture
def two_screens() -> Iterator[str]:
    """Give the name of a display of two screens."""
    reading, writing = os.pipe()
    screens = [word for number in "01" for word in ("-screen", number, "640x480x24")]
    command = ["Xvfb", "-displayfd", str(writing), *screens, "-noreset", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        name = f":{line_of(told).decode().strip()}"
    yield name
    server.terminate()
    server.wait()


def test_a_click_lands_on_the_screen_of_display(two_screens: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", f"{two_screens}.1")
    with closing(Display(f"{two_screens}.1")) as other:
        window = other.screen().root.create_window(
            0, 0, 100, 100, 0, X.CopyFromParent, event_mask=X.ButtonPressMask | X.ButtonReleaseMask
        )
        window.map()
        other.sync()
        hands = ActionExecutor(choose(), redeem=lambda _permit: None, stop=threading.Event(), bound=True)
        with closing(hands):
            hands.perform(permit_for(Click(ImagePoint(30, 40)), window=window.id))

        wait_until(lambda: other.pending_events() >= 2, "the click")
        seen = [other.next_event() for _ in range(2)]
    assert [(event.type, event.detail, event.root_x, event.root_y) for event in seen] == [
        (X.ButtonPress, 1, 30, 40),
        (X.ButtonRelease, 1, 30, 40),
    ]
