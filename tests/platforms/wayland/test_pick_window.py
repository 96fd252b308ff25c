"""A window of sway is chosen by the person's next click on it: what gets the keyboard, and is no window of ours."""

import os
import threading
from pathlib import Path

from desktop_agent.core.errors import ScreenError
from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.wayland.pick_window import pick_window
from desktop_agent.platforms.wayland.sway_ipc import SwayIpc
from tests.fakes.sway_commands import swaymsg
from tests.fakes.sway_windows import shown_in_sway
from tests.fakes.waiting import wait_until


def test_the_next_window_with_the_keyboard_is_chosen(sway: PrivateSway, tmp_path: Path) -> None:
    chosen: list[int | None] = []
    with SwayIpc(str(sway.ipc), ScreenError) as asked:

        def pick() -> None:
            with SwayIpc(str(sway.ipc), ScreenError) as picking:
                chosen.append(pick_window(picking, 60, os.getpid()))

        one, other = (["foot", f"--app-id={name}"] for name in ("first", "second"))
        with shown_in_sway(one, sway, tmp_path / "a"), shown_in_sway(other, sway, tmp_path / "b"):
            wait_until(lambda: {"first", "second"} <= {view.app for view in asked.views()}, "both windows")
            thread = threading.Thread(target=pick)
            thread.start()

            def focus_both() -> bool:  # again, until the picking hears of it
                for name in ("first", "second"):
                    swaymsg(sway, f"[app_id={name}] focus")
                return bool(chosen)

            wait_until(focus_both, "a choice")
            thread.join()

            assert chosen[0] in {view.id for view in asked.views()}
