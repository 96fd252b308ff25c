"""A person has a task done on a side desk from the console: they see it there, take it over, give it back, and stop it.

Everything is done by a physical hand on the person's own display; what came of it is asked of the files, of another
client of the desk's display, and of the journal.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import mss
import pytest
from PIL import Image, ImageChops, ImageStat

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.desk.folder import open_desk
from desktop_agent.desk.sandbox.start_on import main as start_on
from tests.fakes.desks import display_below, skip_without_desks
from tests.fakes.tray_program import TrayProgram, known_user, panel, tray_program
from tests.fakes.waiting import wait_until

ALIKE = 12.0  # of 255, on average: the view is scaled
TYPED = "Typed by hand: yz?/"


@pytest.fixture
def program(tmp_path: Path) -> Iterator[TrayProgram]:
    """Give the tray program of somebody who has a note at home."""
    skip_without_desks()
    folder = tmp_path
    (folder / "home").mkdir()
    (folder / "home" / "note.txt").write_text("")
    known_user(folder / "agent")
    environment = {"HOME": str(folder / "home")}
    with (
        PrivateDisplay(1280, 800) as display,
        panel(display, folder),
        tray_program(display, folder / "agent", environment=environment, start=lambda: sys.executable) as made,
    ):
        made.choose("New task…")
        made.window("Desktop Agent")
        made.press("On a side desk", "check box")
        yield made


def newest(program: TrayProgram, folder: str) -> Path:
    """Return the newest run, or desk."""
    return max((program.home / "data" / folder).iterdir())


def begun(program: TrayProgram, task: str) -> Path:
    """Start a task on a desk; return the desk's folder once its first step is under way."""
    program.hand.click(*program.control("Task", "text").centre)
    wait_until(lambda: program.control("Task", "text").focused, "the task field to have the keyboard")
    program.hand.type(task)
    program.press("Start")
    wait_until(lambda: "action.started" in program.journal(task), f"“{task}” to be under way")
    return newest(program, "desks")


def events(program: TrayProgram, kind: str) -> list[dict[str, object]]:
    lines = (newest(program, "runs") / "events.jsonl").read_text().splitlines()
    return [event for event in map(json.loads, lines) if event["event"] == kind]


def view(program: TrayProgram) -> tuple[int, int, int, int]:
    """Return where the desk is shown, as the program's own accessibility tells it."""
    one = next(one for one in program.shown() if one.name == "The side desk")
    return one.left, one.top, one.width, one.height


def seen_on(display: str, xauthority: Path, monkeypatch: pytest.MonkeyPatch) -> Image.Image:
    monkeypatch.setenv("XAUTHORITY", str(xauthority))
    with mss.MSS(display=display) as camera:
        shot = camera.grab(camera.monitors[0])
    return Image.frombytes("RGB", shot.size, shot.bgra, "raw", "BGRX")


def differs(program: TrayProgram, theirs: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> float:
    """Return how much the view differs from what another client sees on the desk."""
    left, top, width, height = view(program)
    shown = seen_on(program.display.name, program.display.xauthority, monkeypatch)
    scale = min(width / 1280, height / 800)
    wide, high = round(1280 * scale), round(800 * scale)
    at = (left + (width - wide) // 2, top + (height - high) // 2)
    part = shown.crop((at[0] + 4, at[1] + 4, at[0] + wide - 4, at[1] + high - 4))
    there = seen_on(*theirs, monkeypatch).resize((wide, high), Image.Resampling.BILINEAR)
    there = there.crop((4, 4, wide - 4, high - 4))
    return max(ImageStat.Stat(ImageChops.difference(part, there)).mean)


def is_white(picture: Image.Image) -> bool:
    """Tell whether an editor's window is on the picture."""
    return ImageStat.Stat(picture.convert("L").point(lambda level: 255 * (level > 250))).mean[0] > 40


def type_on_desk(program: TrayProgram, changed: Path) -> None:
    """Type into the editor that lies in the middle of the view, until the desk's file has it."""
    left, top, width, height = view(program)
    program.hand.click(left + width // 2, top + height // 2)

    def typed() -> bool:
        # The window manager may hold the click back for a moment, and what is typed at once overtakes it: so it is
        # typed again where it has not arrived.
        program.hand.tap("ctrl", "a")
        program.hand.type(TYPED)
        program.hand.tap("ctrl", "s")
        with suppress(AssertionError):
            return wait_until(lambda: changed.exists() and changed.read_text().strip() == TYPED, within_s=8)
        return False

    wait_until(typed, "what was typed in the file of the desk")


def test_a_desk_is_seen_taken_over_given_back_and_stopped_and_its_receipt_offered(
    program: TrayProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = "wait 50 s; wait 50 s"
    desk = begun(program, task)
    theirs = display_below(program.process.pid)
    note = program.home.parent / "home" / "note.txt"
    start_on(str(desk), ["mousepad", str(note)])
    wait_until(lambda: is_white(seen_on(*theirs, monkeypatch)), "the editor on the desk")
    for step in range(5):  # the person goes on working: that is no take-over
        program.hand.move(300 + 10 * step, 300)
    wait_until(lambda: differs(program, theirs, monkeypatch) < ALIKE, "the view to show what the desk shows")
    paused_before = events(program, "paused")

    program.press("Take over")
    program.control("Give back")
    changed = open_desk(desk).layers[0].upper / "note.txt"

    type_on_desk(program, changed)
    program.press("Give back")
    wait_until(lambda: events(program, "resumed"), "the run to go on")
    program.press("Stop run")
    wait_until(lambda: events(program, "run.finished"), "the end of the run")
    program.press("View its changes…")
    program.window("Desktop Agent — Receipt")

    assert paused_before == []
    assert [event["by"] for event in events(program, "paused")] == ["human"]
    assert note.read_text() == ""
    assert events(program, "run.finished")[0]["status"] == "stopped"
    assert open_desk(desk).status == "ended"
    assert changed.read_text().strip() == TYPED
