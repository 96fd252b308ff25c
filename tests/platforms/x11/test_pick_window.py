"""A person points at a window: a click chooses it and reaches nobody, Escape leaves it."""

import subprocess
import threading

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.x11.connection import connect
from desktop_agent.platforms.x11.pick_window import pick_window
from tests.fakes.waiting import wait_until
from tests.fakes.x_window import XWindow

PATIENCE_S = 60.0


@pytest.mark.parametrize(
    ("hand", "chooses"),
    [(("mousemove", "300", "200", "click", "1"), True), (("key", "Escape"), False)],
    ids=["a click", "Escape"],
)
def test_a_click_chooses_and_escape_leaves(on_display: PrivateDisplay, hand: tuple[str, ...], *, chooses: bool) -> None:
    connection, picked = connect(), list[int | None]()
    with XWindow(200, 100, 400, 300) as window:
        thread = threading.Thread(target=lambda: picked.append(pick_window(connection, PATIENCE_S)))
        thread.start()

        def done() -> bool:
            # Again, as the first may come before there is anybody to see it.
            subprocess.run(["xdotool", *hand], env=on_display.environment(), check=True, timeout=60)
            return not thread.is_alive()

        wait_until(done, "the choice")
        connection.close()

    assert picked == [window.id if chooses else None]
