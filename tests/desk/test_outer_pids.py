"""What a desk's display and buses name processes is known as they are called outside, and so are their controls."""

import asyncio
from pathlib import Path

import pytest

from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.platforms.atspi.controls import AtspiControls
from desktop_agent.platforms.x11.windows import X11Windows, create
from desktop_agent.screen.controls.window import HitResult
from tests.bench.fidelity.apps import imports
from tests.fakes.desks.desks import desk_over
from tests.fakes.processes import command_line
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.program

WINDOW = """
import gi
gi.require_version("Gtk", "3.0")
from gi.repository import Gtk
window = Gtk.Window(title="Letters")
window.add(Gtk.Button(label="Sort letters"))
window.set_default_size(400, 300)
window.show_all()
Gtk.main()
"""


def test_a_window_and_a_control_on_a_desk_are_known_by_their_process_as_it_is_called_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not imports("gi", WINDOW.partition("window =")[0]):
        pytest.skip("GTK 3 for Python (python3-gi, gir1.2-gtk-3.0) is not installed.")
    with desk_over(tmp_path) as desk:
        desk.start(["/usr/bin/python3", "-c", WINDOW])
        for name, value in desk.environment({}).items():
            monkeypatch.setenv(name, value)
        windows = create()
        result = wait_until(lambda: asyncio.run(_hit_on(windows)), "the button's name")
        pid = next(one.pid for one in windows.titled() if one.title == "Letters")
        windows.close()

        assert pid is not None
        assert b"Sort letters" in command_line(pid)
    assert result is not None
    assert (result.control.name, result.control.role) == ("Sort letters", "push button")


async def _hit_on(windows: X11Windows) -> HitResult | None:
    scene = windows.scene()
    client = next((one for one in windows.titled() if one.title == "Letters"), None)
    place = windows.place(client) if client else None
    if client is None or place is None or not scene.windows:
        return None
    controls = AtspiControls()
    box = place.box
    result = await controls.under(ScreenPoint(box.x + box.width // 2, box.y + box.height // 2), client, box)
    await controls.close()
    return result if result.control.name else None
