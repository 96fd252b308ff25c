"""Pictures of every window in each of its states, and of what the terminal shows: `python -m tests.bench.every_window`.

They are written into `assets/windows`, or the folder that is named. The windows are those that the test of their sizes
opens, with the same contents each time. A picture that looks as before is left as it is, so that a changed file is a
changed look.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import mss
from PIL import Image, ImageChops

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import box_of, end, windows
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.fakes.window_fit import DECIDE, DEMO_DECIDE, Screen, Shower, screen

SIZE = (1280, 900)
PARTS = "parts"  # what all of them are made of, in one window
DARK = ("welcome", "console-run", "card-click", "card-attack", "history", "settings-1", "settings-4", PARTS)
COLOURS, SEEN, SAME = 256, 24, 0.0005  # of a picture's pixels
MOST_BYTES = 3_000_000
STILL_S, AROUND_PX = 0.3, 12
TERMINAL = "Terminal"
_AGENT = (sys.executable, "-m", "desktop_agent")
_ASK = (sys.executable, "-m", "tests.fakes.shown_in_terminal")
COMMANDS: Mapping[str, Sequence[str]] = {
    "terminal-help": (*_AGENT, "--help"),
    "terminal-providers": (*_AGENT, "providers", "list"),
    "terminal-runs": (*_AGENT, "runs", "list"),
    "terminal-steps": (*_AGENT, "runs", "show", "last"),
    "terminal-question": (*_ASK, "question"),
}


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


def terminal_views(display: PrivateDisplay, home: Path) -> Iterator[tuple[str, Image.Image]]:
    """Yield what commands show in a terminal, once it stands still."""
    environment = display.environment(os.environ) | {"DESKTOP_AGENT_HOME": str(home), "HOME": str(home)}
    subprocess.run((*_ASK, "record", str(home)), env=environment, cwd=ROOT, check=True)
    for name, command in COMMANDS.items():
        ended = home / f"{name}.ended"
        line = ["sh", "-c", '"$@"; : >"$0"; exec sleep 600', str(ended), *command]
        words = ["xterm", "-T", TERMINAL, "-geometry", "110x38+20+20", "-fa", "DejaVu Sans Mono", "-fs", "10", "-bg",
                 "#16181d", "-fg", "#e8eaed", "-uc", "-e", *line]  # fmt: skip
        process = subprocess.Popen(words, env=environment, cwd=ROOT)
        try:
            wait_until(ended.exists, "the end of the command")
            window = wait_until(lambda: next(iter(windows(display, f"^{TERMINAL}$")), 0), "the terminal")
            left, top, width, height = box_of(display, window)
            yield name, written_part(still(display).crop((left, top, left + width, top + height)))
        finally:
            end(process)
        wait_until(lambda: not windows(display, f"^{TERMINAL}$"), "the terminal to go")


def still(display: PrivateDisplay) -> Image.Image:
    """Return the screen, once nothing on it has changed for a while."""
    with mss.MSS(display=display.name) as camera:
        shots = [camera.grab(camera.monitors[0])]
        since = time.monotonic()

        def stands_still() -> bool:
            nonlocal since
            shots.append(camera.grab(camera.monitors[0]))
            since = since if shots[-1].rgb == shots[-2].rgb else time.monotonic()
            return time.monotonic() > since + STILL_S

        wait_until(stands_still, "the screen to stand still")
    return Image.frombytes("RGB", shots[-1].size, shots[-1].rgb)


def written_part(terminal: Image.Image) -> Image.Image:
    """Return a terminal's picture without the empty lines at its end."""
    ground = Image.new("RGB", terminal.size, terminal.getpixel((terminal.width - 1, terminal.height - 1)))
    written = ImageChops.difference(terminal, ground).getbbox()
    bottom = min(written[3] + AROUND_PX, terminal.height) if written else terminal.height
    return terminal.crop((0, 0, terminal.width, bottom))


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
    made, began = set(), time.monotonic()
    with screen(*SIZE) as on, named_folder() as home:
        os.environ.update(on.display.environment(), SHOWN_FOLDER=str(home))
        for name, picture in (*our_windows(on), *terminal_views(on.display, home)):
            made.add(file := folder / f"{name}.png")
            if keep(file, picture):
                print(f"{file.name}: {picture.width}x{picture.height}, {file.stat().st_size / 1000:.0f} kB")
    for old in set(folder.glob("*.png")) - made:
        old.unlink()
        print(f"{old.name}: no longer there")
    whole = sum(file.stat().st_size for file in made)
    print(f"{len(made)} pictures, {whole / 1e6:.1f} MB, {time.monotonic() - began:.0f} s")
    return int(whole > MOST_BYTES)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "assets" / "windows"))
