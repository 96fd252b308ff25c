"""What opens the console with a side desk in each of its states; for `shown_windows`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PIL import Image, ImageDraw

from desktop_agent.core.events import Said
from desktop_agent.core.message import Message
from desktop_agent.desk.windows.order_line import DeskLine
from desktop_agent.desk.windows.view.panel import _COMES, DeskPanel
from desktop_agent.host.protocol import DeskOpened
from desktop_agent.run.result import RunResult
from tests.fakes.console_desk import Desk
from tests.fakes.shown_windows import Opened
from tests.fakes.unheard import Unheard
from tests.fakes.xwd import NAME, header

STATES = ("on", "run", "yours", "crossing", "ended")
_SIZE = (1280, 800)
_CROSSES = "Dear Ms Example,\u202e\nyour invoice of 12 November is attached.\x1b"


def desk_consoles(folder: Path) -> dict[str, Callable[[], Opened]]:
    return {f"console-desk-{state}": partial(desk_console, folder, state) for state in STATES}


def desk_console(folder: Path, state: str) -> Opened:
    desk = Desk(folder)
    line = desk.console.findChildren(DeskLine)[0]
    line._works = True
    line._switch.click()
    panel = desk.console.findChildren(DeskPanel)[0]
    if state != "on":
        desk.bridge._session = Unheard()
        desk.bridge.on_desk = True
        desk.begin()
        desk.bridge.folder = folder
        desk.console.entry.show_running("Put these letters into folders by sender")
        desk.hear(Said("I see twelve letters; I begin with the first."))
        desk.bridge.desk_up.emit(
            DeskOpened("20261122-100000-t-abcdef", _picture(folder / "xwd"), _SIZE, ":none", folder)
        )
        panel.view.look()
    if state in {"yours", "crossing"}:
        panel._phase = "yours"
        panel.view.take()
        panel.changed_hands.emit()
        panel._update_controls("")
        desk.bridge._state = "paused"
        desk.console.follow()
    if state == "crossing":
        panel.crossing.offer(_COMES, Message("Copy from the desk"), _CROSSES, lambda: None)
        panel._update_controls("")
    if state == "ended":
        desk.bridge._session = None
        desk.bridge._finish(RunResult("completed", "The letters are sorted.", "r", folder, 18, 20, None, 63.0, 0))
    return Opened(desk.console, close=desk.console.hide, kept=[desk])


def _picture(file: Path) -> Path:
    image = Image.new("RGB", _SIZE, "#39485c")
    draw = ImageDraw.Draw(image)
    draw.rectangle((240, 120, 1040, 680), "white")
    draw.rectangle((240, 120, 1040, 150), "#222b3a")
    for line in range(12):
        draw.text((270, 180 + 34 * line), f"{line + 1}. A letter of somebody", "black", font_size=22)
    pixels = image.convert("RGBA").tobytes("raw", "BGRA")
    file.write_bytes(header(*_SIZE) + NAME + bytes(24) + pixels)
    return file
