"""Pictures of every window in each of its states: `python -m tests.bench.every_window`.

They are written into `assets/windows`, or the folder that is named. The windows are those that the test of their sizes
opens, with the same contents each time. A picture that looks as before is left as it is, so that a changed file is a
changed look.

With `--everywhere FOLDER`, all windows are drawn there in each language, look and scale, for people to look at.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import product
from pathlib import Path

from PIL import Image, ImageChops

from tests.fakes.source import ROOT
from tests.fakes.windows.window_fit import DECIDE, DEMO_DECIDE, Screen, Shower, screen

SIZE = (1280, 900)
LANGUAGES = ("en", "de", "fr")
THEMES = ("light", "dark")
# of a usual screen that is looked at with this scale
SIZES = {"1": (1366, 768), "1.25": (1366, 768), "1.5": (1920, 1080), "2": (1920, 1080)}
GUIDE = ROOT / "desktop_agent" / "guide" / "pictures"
TEMPLATE = "template-"  # of the windows that a page of the guide shows
PARTS = "parts"  # what all of them are made of, in one window
DARK = ("welcome", "console-run", "card-click", "card-attack", "history", "settings-1", "settings-4", PARTS)
# of a picture's pixels
COLOURS = 256
SEEN = 24
SAME = 0.0005
MOST_BYTES = 3_000_000


def keep(file: Path, picture: Image.Image) -> bool:
    """Write a picture, and tell whether that was needed."""
    small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    with suppress(FileNotFoundError), Image.open(file) as before:
        if before.size == small.size and _different(before.convert("RGB"), small.convert("RGB")) <= SAME:
            return False
    small.save(file, optimize=True)
    return True


def _different(one: Image.Image, other: Image.Image) -> float:
    seen = ImageChops.difference(one, other).convert("L").point(lambda value: 255 if value > SEEN else 0)
    return seen.histogram()[255] / (one.width * one.height)


def our_windows(on: Screen) -> Iterator[tuple[str, Image.Image]]:
    """Yield each window as it paints itself, some of them in dark as well."""
    os.environ["DESKTOP_AGENT_UI__THEME"] = "light"
    for group, names in (("ui", [*DECIDE, PARTS]), ("demo", [*DEMO_DECIDE])):
        with Shower(on, group, "1", 0) as shower:
            for name in names:
                yield name, shower.painted(name)
    os.environ["DESKTOP_AGENT_UI__THEME"] = "dark"
    with Shower(on, "ui", "1", 0) as shower:
        for name in DARK:
            yield f"{name}-dark", shower.painted(name)


@contextmanager
def named_folder() -> Iterator[Path]:
    """Give an empty folder that has the same name each time: some windows tell it."""
    folder = Path(tempfile.gettempdir(), "desktop-agent-pictures")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def main(folder: Path) -> int:
    """Make all pictures, and take away those of windows that are no more; 1 where they are too large together."""
    folder.mkdir(parents=True, exist_ok=True)
    made = set()
    began = time.monotonic()
    with screen(*SIZE) as on, named_folder() as home:
        os.environ.update(on.display.environment(), SHOWN_FOLDER=str(home))
        for name, picture in our_windows(on):
            file = GUIDE / f"{name.removeprefix(TEMPLATE)}.png" if name.startswith(TEMPLATE) else folder / f"{name}.png"
            made.add(file)
            if keep(file, picture):
                print(f"{file.name}: {picture.width}x{picture.height}, {file.stat().st_size / 1000:.0f} kB")
    for old in set(folder.glob("*.png")) - made:
        old.unlink()
        print(f"{old.name}: no longer there")
    whole = sum(file.stat().st_size for file in made)
    print(f"{len(made)} pictures, {whole / 1e6:.1f} MB, {time.monotonic() - began:.0f} s")
    return int(whole > MOST_BYTES)


def everywhere(folder: Path) -> int:
    """Make the pictures of all windows in each language, look and scale: LANGUAGE-THEME-SCALE/NAME.png."""
    for scale, size in SIZES.items():
        with screen(*size) as on, named_folder() as home:
            os.environ.update(on.display.environment(), SHOWN_FOLDER=str(home))
            for language, theme in product(LANGUAGES, THEMES):
                os.environ["DESKTOP_AGENT_UI__THEME"] = theme
                into = folder / f"{language}-{theme}-{scale}"
                into.mkdir(parents=True, exist_ok=True)
                with Shower(on, "ui", scale, 0, language) as shower:
                    for name in DECIDE:
                        shower.painted(name).save(into / f"{name}.png")
                print(f"{into}: {len(DECIDE)} pictures")
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--everywhere"]:
        sys.exit(everywhere(Path(sys.argv[2])))
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "assets" / "windows"))
