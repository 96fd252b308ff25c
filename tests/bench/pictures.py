"""README's pictures of the console and the card, from the real program on a private display; and its film.

`python -m tests.bench.pictures`. The first task is begun in light and in dark; what has to be pressed, a physical hand
presses.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import mss
from PIL import Image

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.apps import framed_box_of, windows
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.fakes.windows.tray_program import TrayProgram, panel, tray_program

CONSOLE = "Desktop Agent"
CARD = "Approve this action\\? — Desktop Agent"
YES = "Approve once"
STILL_S = 0.3
ROWS = 14  # of the timeline, in the console's picture
GAP_PX = 24
EDGE_PX = 4
GROUND = (112, 112, 112)  # neither light nor dark


def still(display: PrivateDisplay, is_right: Callable[[Image.Image], bool] = lambda _: True) -> Image.Image:
    """Return the screen, once it is right and nothing on it has changed for a while."""
    with mss.MSS(display=display.name) as camera:
        shots = [camera.grab(camera.monitors[0])]
        since = time.monotonic()

        def shot() -> Image.Image | None:
            nonlocal since
            shots.append(camera.grab(camera.monitors[0]))
            since = since if shots[-1].rgb == shots[-2].rgb else time.monotonic()
            seen = Image.frombytes("RGB", shots[-1].size, shots[-1].rgb)
            return seen if time.monotonic() > since + STILL_S and is_right(seen) else None

        found = wait_until(shot, "the screen to stand still")
    assert found is not None
    return found


def window(display: PrivateDisplay, title: str, screen: Image.Image) -> Image.Image:
    """Return a window with its frame; the sign of a run at the screen's edge has the console's title, and lies over."""
    boxes = [framed_box_of(display, one) for one in windows(display, f"^{title}$")]
    left, top, width, height = max(boxes, key=lambda box: box[3])
    return screen.crop((left, top, min(left + width, screen.width - EDGE_PX), top + height))


def card(display: PrivateDisplay, program: TrayProgram) -> Image.Image:
    """Return the card once its button can be pressed, which is green then; the pointer is off it."""
    wait_until(lambda: program.shows(CARD), "the question", within_s=180)
    program.control(YES)
    program.hand.move(2, 400)
    yes = program.control(YES)

    def is_green(screen: Image.Image) -> bool:
        red, green, blue = screen.crop((yes.left + 8, yes.centre[1], yes.left + 9, yes.centre[1] + 1)).tobytes()
        return green > red + 40 and green > blue + 20

    return window(display, CARD, still(display, is_green))


def console(display: PrivateDisplay, program: TrayProgram) -> Image.Image:
    """Return the console after a part of the run, which goes on afterwards."""
    program.window("Desktop Agent — Demo order")
    frames = program.home.glob
    wait_until(lambda: len(list(frames("data/runs/*/frames/*.png"))) > ROWS, "a part of the run", within_s=120)
    program.choose_in(program.open_menu(), "New task…")
    program.window(CONSOLE)
    seen = window(display, CONSOLE, still(display))
    program.press("Resume")
    return seen


def film(task: Path) -> None:
    """Film a task, as a GIF beside it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "desktop_agent", "film", str(task), "-o", folder, "--mode", "auto"]
        environment = os.environ | {"DESKTOP_AGENT_HOME": f"{folder}/own"}
        subprocess.run(command, check=True, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
        shutil.move(Path(folder, f"{task.stem}.gif"), task.with_suffix(".gif"))


def main() -> None:
    for task in sorted((ROOT / "assets" / "demo").glob("*.task")):
        film(task)
    cards = []
    with tempfile.TemporaryDirectory() as home, PrivateDisplay(1280, 800) as display, panel(display, Path(home)):
        os.environ.update(display.environment())
        for theme in ("light", "dark"):
            more = {"DESKTOP_AGENT_UI__THEME": theme}
            with tray_program(display, Path(home, theme), environment=more) as program:
                program.begin_first_task()
                if theme == "light":
                    console(display, program).quantize(256).save(ROOT / "assets" / "console.png", optimize=True)
                cards.append(card(display, program))
    size = (sum(one.width + GAP_PX for one in cards) + GAP_PX, max(one.height for one in cards) + 2 * GAP_PX)
    both = Image.new("RGB", size, GROUND)
    for at, one in enumerate(cards):
        both.paste(one, (GAP_PX + at * (cards[0].width + GAP_PX), GAP_PX))
    both.save(ROOT / "assets" / "card.png", optimize=True)


if __name__ == "__main__":
    main()
