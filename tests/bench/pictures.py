"""Pictures of the console and the card, made from the real program on a private display.

`python -m tests.bench.pictures [FOLDER]` (`assets` by default). A new user is welcomed, tries the first task, takes the
mouse, looks at the console, hands back, and approves what the card asks about; a second program, dressed in dark, asks
the same. Everything is done by a physical hand, and every picture is a part of the screen.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import mss
from PIL import Image

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import framed_box_of, windows
from tests.fakes.source import ROOT
from tests.fakes.tray_program import TrayProgram, panel, tray_program
from tests.fakes.waiting import wait_until

CONSOLE, CARD = "Desktop Agent", "Approve this action\\? — Desktop Agent"
MOST_BYTES = 200_000
STILL_S = 0.3
ROWS = 14  # of the timeline, before the person looks at it
GAP_PX, AROUND_PX = 24, 12
EDGE_PX = 4
GROUND = (112, 112, 112)
Box = tuple[int, int, int, int]


class Photographer:
    """Takes pictures of one display once it stands still, and keeps them small."""

    def __init__(self, display: PrivateDisplay, folder: Path) -> None:
        self._screen = mss.MSS(display=display.name)
        self._display, self._folder = display, folder

    def whole(self) -> Image.Image:
        """Return the screen, once nothing on it has changed for a while."""
        before, since = b"", 0.0

        def still() -> Image.Image | None:
            nonlocal before, since
            shot = self._screen.grab(self._screen.monitors[0])
            if shot.rgb != before:
                before, since = shot.rgb, time.monotonic()
            return Image.frombytes("RGB", shot.size, shot.rgb) if time.monotonic() > since + STILL_S else None

        found = wait_until(still, "the screen to stand still")
        assert found is not None
        return found

    def pixel(self, at: tuple[int, int]) -> tuple[int, int, int]:
        """Return a pixel of the screen as it is now."""
        shot = self._screen.grab({"left": at[0], "top": at[1], "width": 1, "height": 1})
        red, green, blue = shot.pixel(0, 0)
        return red, green, blue

    def window(self, program: TrayProgram, title: str) -> Image.Image:
        """Return a window with its frame."""
        program.window(title)
        # The sign at the screen's edge has the console's title.
        boxes = [framed_box_of(self._display, one) for one in windows(self._display, f"^{title}$")]
        left, top, width, height = max(boxes, key=lambda box: box[3])
        screen = self.whole()
        # A window at the screen's edge has the sign of a run over it.
        right = min(left + width, screen.width - EDGE_PX)
        return screen.crop((left, top, right, top + height))

    def keep(self, name: str, picture: Image.Image) -> None:
        """Write a picture; in fewer colours where it would be large."""
        file = self._folder / f"{name}.png"
        picture.save(file, optimize=True)
        if file.stat().st_size > MOST_BYTES:
            picture.quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
        print(f"{file}: {picture.width}x{picture.height}, {file.stat().st_size / 1000:.0f} kB")
        assert file.stat().st_size <= MOST_BYTES


def beside(*pictures: Image.Image) -> Image.Image:
    """Return pictures side by side on a ground that is neither light nor dark."""
    width = sum(one.width for one in pictures) + GAP_PX * (len(pictures) + 1)
    made = Image.new("RGB", (width, max(one.height for one in pictures) + 2 * GAP_PX), GROUND)
    at = GAP_PX
    for one in pictures:
        made.paste(one, (at, GAP_PX))
        at += one.width + GAP_PX
    return made


def card_armed(program: TrayProgram, photographer: Photographer, yes: str = "Approve once") -> Image.Image:
    """Return the card once its buttons can be pressed; the pointer is off it."""
    wait_until(lambda: program.shows(CARD), "the question", within_s=180)
    program.control(yes)
    program.hand.move(2, 400)
    approve = program.control(yes)
    spot = (approve.left + 8, approve.top + approve.height // 2)
    wait_until(lambda: is_green(photographer.pixel(spot)), "the green button")
    return photographer.window(program, CARD)


def is_green(colour: tuple[int, int, int]) -> bool:
    """Tell whether a pixel is more green than anything else."""
    red, green, blue = colour
    return green > red + 40 and green > blue + 20


def first_task(program: TrayProgram, camera: Photographer) -> Image.Image:
    """Go through the first start and its task; keep the console's picture, and return the card's."""
    program.begin_first_task()
    program.window("Desktop Agent — Demo order")
    wait_until(
        lambda: len(list(program.home.glob("data/runs/*/frames/*.png"))) > ROWS, "a part of the run", within_s=120
    )
    menu = program.open_menu()
    program.choose_in(menu, "New task…")
    camera.keep("console", camera.window(program, CONSOLE))
    program.press("Resume")
    card = card_armed(program, camera)
    program.press("Approve once")
    wait_until(lambda: any(name.startswith("Completed") for name in program.names("label")), "the end of the run")
    return card


def dark_card(display: PrivateDisplay, home: Path) -> Image.Image:
    """Return the card in dark, about the same press."""
    with tray_program(display, home, environment={"DESKTOP_AGENT_UI__THEME": "dark"}) as program:
        program.begin_first_task()
        return card_armed(program, Photographer(display, home))


@contextmanager
def desktop(home: Path) -> Iterator[PrivateDisplay]:
    """Give a desktop with a panel, which this process sees as well."""
    with PrivateDisplay(1280, 800) as display, panel(display, home):
        os.environ.update(display.environment())
        yield display


def main(folder: Path) -> None:
    """Make all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, desktop(Path(home)) as display:
        camera = Photographer(display, folder)
        with tray_program(display, Path(home, "light")) as program:
            light = first_task(program, camera)
        camera.keep("card", beside(light, dark_card(display, Path(home, "dark"))))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "assets")
