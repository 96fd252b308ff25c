"""A person who waits for a busy server: the sign on their screen says so and counts down, and Stop works."""

import time
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.script import refuses, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.tray_program import known_user, panel, tray_program
from tests.fakes.waiting import wait_until


def test_a_wait_is_counted_down_on_the_screen_and_stop_ends_it_at_once(tmp_path: Path) -> None:
    busy = refuses(429, retry_after="45")
    with (
        ScriptedServer([busy, says("Done.")]) as server,
        PrivateDisplay(1280, 800) as desktop,
        panel(desktop, tmp_path),
    ):
        known_user(tmp_path / "agent", f'[provider]\nbase_url = "{server.base_url}"\n')
        with tray_program(desktop, tmp_path / "agent") as program:
            program.choose("New task…")
            program.write_task("Save a note")

            def said() -> list[str]:
                return [name for name in program.names("label") if name.endswith(" s for the server")]

            first = wait_until(said, "the wait to be said")
            wait_until(lambda: said() and said() != first, "the wait to be counted down")
            program.choose("Stop")
            pressed = time.monotonic()
            wait_until(lambda: [name for name in program.names("label") if name.startswith("Stopped")], "the end")

            assert time.monotonic() - pressed < 15
            assert len(server.creates) == 1
