"""The demo app's window: its title, its class, and the place that its seed gives it."""

import sys
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.devtools.demo.order_form.theme import layout_of
from tests.fakes.apps import running, titles, windows_of
from tests.fakes.waiting import wait_until

TITLE = "Desktop Agent — Demo order"
SEED = 1


def test_the_window_has_the_title_the_class_and_the_place_of_its_seed(display: PrivateDisplay, tmp_path: Path) -> None:
    layout = layout_of(SEED)
    out = str(tmp_path / "order.json")
    command = [sys.executable, "-m", "desktop_agent.devtools.demo.demo_app", "--seed", str(SEED), "--out", out]

    with running(command, display, tmp_path / "home", f"^{TITLE}$") as app:
        wait_until(lambda: TITLE in titles(display), "the window in the list of the window manager")
        by_class = windows_of(display, "desktop-agent")
        left, top, width, height = app.frame()

    assert by_class == (app.window,)
    assert (width, height) == (layout.width, layout.height)
    assert 0 <= left - layout.left <= 4
    assert 0 <= top - layout.top <= 40
