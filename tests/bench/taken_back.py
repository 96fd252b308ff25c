"""A film of the screen beside a log of requests: one picture goes early, is outdated, and is taken back.

`python -m tests.bench.taken_back [FILM.mp4]`

A run of the whole program presses keys in a window that has answered at once so far, and then answers one of them after
800 ms. The picture of that act has gone to the model by then, a server that thinks for a while: its request is broken
off, and sent anew with the new picture. The film shows the screen as another client of the display captures it, and
beside it the requests as the server had them, each with the picture that was in it. 1 where none was taken back, or
where the program did anything by a picture that was.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import mss
from PIL import Image, ImageDraw, ImageFont

from desktop_agent.core.events import ActionStarted, FrameTaken, FrameWithdrawn, Stamped
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host.prepare import prepare
from desktop_agent.lib.paths import places
from desktop_agent.settings import load
from tests.bench.early import windows
from tests.bench.quick_server import QuickServer, Served
from tests.fakes.apps import running

TITLE = "window that answers late"
WIDTH, HEIGHT = 960, 720
KEYS = (*["F1"] * 10, "F3", "F1")  # at once, after 800 ms, at once
THINKS_S = 1.6
_RATE = 10  # pictures a second
_BEFORE_S = 2.0  # the film begins so long before the request that is taken back
_RED = "#b3261e"
_LOG_WIDTH, _ROW, _PICTURE = 560, 118, (128, 96)
_WORDS = ImageFont.load_default(17)


@dataclass(frozen=True, slots=True)
class Request:
    """One request as the server had it, and the picture in it."""

    number: int
    served: Served
    picture: Path

    @property
    def is_taken_back(self) -> bool:
        """Tell whether the program had gone when its answer was ready."""
        return bool(self.served.gone)

    def words(self, now: float, began: float) -> tuple[str, str]:
        """Return what there is to say of it at a moment, and in which colour."""
        came = f"request {self.number} at {self.served.had - began:.2f} s"
        if self.is_taken_back and now > self.served.gone:
            return f"{came}: broken off at {self.served.gone - began:.2f} s, its picture taken back", _RED
        if self.served.sent and now > self.served.sent:
            return f"{came}: answered at {self.served.sent - began:.2f} s", "#1b6e3c"
        return f"{came}: the model thinks …", "#444444"


@dataclass
class Witness:
    """Captures the display again and again, and hears which pictures the run has sent and acted by."""

    seen: list[tuple[float, Image.Image]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    acts: int = 0
    outdated_acts: int = 0  # by a picture that was taken back
    _is_taken_back: bool = False  # the newest picture
    _ends: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._thread.join()

    def hear(self, stamped: Stamped) -> None:
        """Hear one event of the run."""
        match stamped.event:
            case FrameTaken(path=str(path)):
                self.pictures.append(path)
                self._is_taken_back = False
            case FrameWithdrawn():
                self._is_taken_back = True
            case ActionStarted():
                self.acts += 1
                self.outdated_acts += self._is_taken_back

    def _watch(self) -> None:
        with mss.MSS() as screen:
            while not self._ends.wait(1 / _RATE):
                shot = screen.grab({"left": 0, "top": 0, "width": WIDTH, "height": HEIGHT})
                self.seen.append((time.monotonic(), Image.frombytes("RGB", shot.size, shot.bgra, "raw", "BGRX")))


def filmed(film: Path) -> tuple[Sequence[Request], Witness]:
    """Play the run and write the film; return the requests and what was heard."""
    with PrivateDisplay(WIDTH, HEIGHT) as private, tempfile.TemporaryDirectory() as folder:
        os.environ.update(private.environment() | {"DESKTOP_AGENT_HOME": folder})
        command = ["/usr/bin/python3", windows.__file__, "gtk3", TITLE]
        actions = [{"type": "keypress", "keys": [key]} for key in KEYS]
        with (
            running(command, private, Path(folder), TITLE),
            Witness() as witness,
            QuickServer.running(actions, [THINKS_S] * (len(KEYS) + 1)) as server,
        ):
            flags: dict[str, object] = {
                "provider.base_url": server.base_url, "provider.dialect": "preview",
                "provider.coordinates": "viewport", "run.mode": "auto", "run.early": "auto",
            }  # fmt: skip
            result = prepare(
                "Do what is asked",
                load(places().config_file, os.environ, flags).settings,
                listeners=(witness.hear,),
            ).run()
            served = sorted(server.served(streamed=True), key=lambda one: one.had)
        requests = [
            Request(number, one, Path(result.dir) / path)
            for number, (one, path) in enumerate(zip(served, witness.pictures, strict=False), 1)
        ]
        _write(film, requests, witness)
    return requests, witness


def _write(film: Path, requests: Sequence[Request], witness: Witness) -> None:
    began = witness.seen[0][0]
    thumbnails = {one.number: Image.open(one.picture).convert("RGB").resize(_PICTURE) for one in requests}
    size = f"{WIDTH + _LOG_WIDTH}x{HEIGHT}"
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-r", str(_RATE), "-i", "-"]
    command = ["ffmpeg", "-v", "error", "-y", *raw, "-c:v", "libx264", "-crf", "23", "-pix_fmt", "yuv420p", str(film)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for frame in _frames(requests, thumbnails, witness, began):
            process.stdin.write(frame.tobytes())


def _frames(
    requests: Sequence[Request], thumbnails: dict[int, Image.Image], witness: Witness, began: float
) -> Iterator[Image.Image]:
    begins = min((one.served.had for one in requests if one.is_taken_back), default=began) - _BEFORE_S
    for at, screen in witness.seen:
        if at < begins:
            continue
        frame = Image.new("RGB", (WIDTH + _LOG_WIDTH, HEIGHT), "white")
        frame.paste(screen, (0, 0))
        draw = ImageDraw.Draw(frame)
        draw.text((WIDTH + 16, 12), f"{at - began:.1f} s   requests as the server had them", "black", _WORDS)
        had = [one for one in requests if one.served.had <= at][-5:]
        for row, one in enumerate(had):
            top = 50 + row * _ROW
            frame.paste(thumbnails[one.number], (WIDTH + 16, top))
            words, colour = one.words(at, began)
            lines = words.replace(": ", ":\n").replace(", ", ",\n")
            draw.multiline_text((WIDTH + 160, top + 20), lines, colour, _WORDS, spacing=8)
            if colour == _RED:
                draw.line((WIDTH + 16, top, WIDTH + 144, top + 96), colour, 4)
        yield frame


def main() -> int:
    """Write the film and print the log."""
    film = Path(sys.argv[1] if len(sys.argv) > 1 else "taken_back.mp4").resolve()
    requests, witness = filmed(film)
    began = requests[0].served.had
    for one in requests:
        print(f"{one.served.had - began:7.2f} s  {one.words(float('inf'), began)[0]}")
    taken_back = sum(one.is_taken_back for one in requests)
    print(f"{taken_back} taken back, {witness.acts} acts, {witness.outdated_acts} by one of these; {film}")
    return int(not taken_back or bool(witness.outdated_acts))


if __name__ == "__main__":
    sys.exit(main())
