"""Acts on outdated pictures, and requests sent twice, in whole runs over real applications.

`python -m tests.bench.early.runs [--half build|measure] [--only NAME …] [--rounds N]`

A run of the whole program does the acts of `applications.py`, asked for by a server that thinks for 0 to 3 s about each
picture. Another client of the display captures it twenty times a second. An act was done on an outdated picture where
what this client has seen last before it differs from the picture that was answered: not by a caret, and not where the
screen has been moving for two seconds anyway. Of these, those count apart in which a control was another one: the
program has said so itself, on the accessibility bus (`events.py`), since the picture was as the screen for the last
time. Where a program says nothing of its controls, every difference counts as one. Those in which something differed
where the act went count apart, too: that is what the check before an act is there to prevent.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Self

import cv2
import mss
import numpy as np
from PIL import Image

from desktop_agent.core.events import ActionDone, ActionProposed, ActionStarted, FrameTaken, Stamped
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect, ScreenPoint, Size
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host.prepare import prepare
from desktop_agent.lib.paths import places
from desktop_agent.screen.compare import changed_parts, moved_by_tile, tiles_of
from desktop_agent.settings import load
from tests.bench.early.applications import SUBJECTS, Act, Subject
from tests.bench.early.events import ControlEvents
from tests.bench.quick_server import QuickServer, click
from tests.fakes.script import Item

if TYPE_CHECKING:
    from desktop_agent.screen.compare import Tiles

THINKS_UP_TO_S = 3.0
SIZE = Size(1280, 800)
_EVERY_S = 0.05
_MOVES_FOR, _MOVES_OFTEN = 40, 4  # pictures of the witness: over so many, changed in so many at least
_CARET = 4  # pixels wide
_AT_POINT = 24  # pixels around a point
_SAID_BEFORE_S = 0.3  # programs say what they change before it is drawn, and this client looks now and then


@dataclass
class Count:
    """The acts of one application."""

    subject: Subject
    asked: int = 0
    tells: bool = False  # it has said something of its controls
    done: int = 0
    outdated: list[str] = field(default_factory=list)
    controls: int = 0  # of these, in which a control was another one
    at_point: int = 0  # of these, in which something differed where the act went
    outdated_early: int = 0  # of these, by a picture that was sent before the screen was at rest
    early: int = 0
    withdrawn: int = 0
    requests: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """A picture of the run: its file, if it went before the screen was at rest, and when it was told of."""

    path: str
    early: bool
    at: float


@dataclass(frozen=True, slots=True)
class Acted:
    """One act: by which picture, where the screen was another one right before, and since when it may have been.

    `point` is where it went, None for keys.
    """

    sent: Sent
    point: ScreenPoint | None
    boxes: list[Rect]
    screen: Pixels | None
    since: float
    at: float


class Witness:
    """Captures the display again and again as another client; hears the run, to know when it acts by which picture."""

    def __init__(self) -> None:
        self._screen = mss.MSS()
        self._seen = deque[tuple[float, Pixels]](maxlen=_MOVES_FOR + 1)
        self._lock = threading.Lock()
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._picture = Sent("", early=False, at=0.0)
        self._point: ScreenPoint | None = None
        self.done = 0
        self._acted: list[Future[Acted]] = []
        self._comparing = ThreadPoolExecutor(1)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._thread.join()
        self._comparing.shutdown()
        self._screen.close()

    def hear(self, stamped: Stamped) -> None:
        """Hear one event of the run."""
        match stamped.event:
            case FrameTaken(path=str(path), early=early):
                self._picture = Sent(path, early=early is not None, at=time.monotonic())
            case ActionProposed(action=dict(action)):
                self._point = ScreenPoint(int(action["x"]), int(action["y"])) if "x" in action else None
            case ActionStarted():
                self._look()
                with self._lock:
                    seen = [*self._seen]
                self._acted.append(self._comparing.submit(_compared, self._picture, self._point, seen))
            case ActionDone():
                self.done += 1

    def acted(self) -> list[Acted]:
        """Return all acts, once they are compared."""
        return [one.result() for one in self._acted]

    def _watch(self) -> None:
        while not self._ends.wait(_EVERY_S):
            self._look()

    def _look(self) -> None:
        with self._lock:
            shot = self._screen.grab({"left": 0, "top": 0, "width": SIZE.width, "height": SIZE.height})
            self._seen.append((time.monotonic(), Pixels(SIZE, bytes(shot.raw))))


def _compared(sent: Sent, point: ScreenPoint | None, seen: list[tuple[float, Pixels]]) -> Acted:
    """Compare the screen right before an act with its picture; find when it was like that for the last time."""
    file = next(places().runs.iterdir()) / sent.path
    moving = _moving([pixels for _, pixels in seen])
    boxes = _differences(file, seen[-1][1], moving)
    same = (at for at, pixels in reversed(seen) if boxes and not _differences(file, pixels, moving))
    since = next(same, sent.at) - _SAID_BEFORE_S
    return Acted(sent, point, boxes, seen[-1][1] if boxes else None, since, seen[-1][0])


def _moving(seen: Sequence[Pixels]) -> Tiles:
    """Return what has changed often, and for as long as this was seen."""
    changes = np.array([moved_by_tile(one, other) > 0 for one, other in pairwise(seen)])
    if len(changes) < _MOVES_FOR:
        return np.zeros(tiles_of(SIZE), np.bool_)
    half = _MOVES_FOR // 2
    often = changes.sum(axis=0) >= _MOVES_OFTEN
    moves = often & changes[:half].any(axis=0) & changes[half:].any(axis=0)
    return np.asarray(cv2.dilate(moves.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.bool_))


def _differences(file: Path, screen: Pixels, moving: Tiles) -> list[Rect]:
    """Return where the screen was not as in a picture."""
    with Image.open(file) as picture:
        shown = Pixels(SIZE, picture.convert("RGB").tobytes("raw", "BGRX"))
    return [box for box in changed_parts(shown, screen, moving)[0] if box.width > _CARET]


def _action(act: Act) -> Iterator[Item]:
    if act.at:
        yield click(act.at)
    yield from ({"type": "keypress", "keys": chord.split("+")} for chord in act.keys.split())
    if act.text:
        yield {"type": "type", "text": act.text}


def _played(subject: Subject, rounds: int, chance: random.Random) -> Count:
    """Have a run do all acts of an application, so many times."""
    count = Count(subject)
    outside = dict(os.environ)
    with (
        PrivateDisplay(SIZE.width, SIZE.height) as private,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
    ):
        os.environ.update(private.environment() | {"DESKTOP_AGENT_HOME": folder})
        try:
            with subject.started(private, Path(folder)) as acts:
                _run([action for act in acts * rounds for action in _action(act)], chance, count)
        except AssertionError as error:
            print(f"{subject.name}: {error}", file=sys.stderr)  # it has not come up here
    os.environ.clear()
    os.environ.update(outside)
    return count


def _run(actions: Sequence[Item], chance: random.Random, count: Count) -> None:
    thinks = [chance.uniform(0, THINKS_UP_TO_S) for _ in range(len(actions) + 1)]
    with Witness() as witness, ControlEvents() as events, QuickServer.running(actions, thinks) as server:
        flags: dict[str, object] = {
            "provider.base_url": server.base_url, "provider.dialect": "preview", "provider.coordinates": "viewport",
            "run.mode": "auto", "run.max_steps": 2 * len(actions), "run.max_minutes": 120,
        }  # fmt: skip
        settings = load(places().config_file, os.environ, flags).settings
        result = prepare("Do what is asked", settings, listeners=(witness.hear,)).run()
        served = server.served(streamed=True)
    count.asked = len(actions)
    count.tells = events.tells
    count.done = witness.done
    count.requests = len(served)
    count.withdrawn = sum(not one.sent for one in served)
    folder = Path(result.dir)
    lines = (folder / "events.jsonl").read_text().splitlines()
    count.early = sum(bool(json.loads(line).get("early")) for line in lines)
    for act in witness.acted():
        if act.screen is None:
            continue
        said = events.between(act.since, act.at)
        count.controls += bool(said) or not events.tells
        count.outdated_early += act.sent.early
        around = act.point and Rect(0, 0, SIZE.width, SIZE.height).around(act.point, _AT_POINT)
        count.at_point += bool(around and any(map(around.intersection, act.boxes)))
        where = _kept(count.subject.name, folder / act.sent.path, act.screen)
        count.outdated.append(f"{where}: {act.boxes[:3]} {Counter(said).most_common(4)}")


def _kept(name: str, picture: Path, screen: Pixels) -> Path:
    """Leave a picture and the screen for a person to see why; return where."""
    at = Path(tempfile.mkdtemp(prefix=f"outdated-{name.replace(' ', '-')}-"))
    (at / "picture.png").write_bytes(picture.read_bytes())
    Image.frombytes("RGB", (SIZE.width, SIZE.height), screen.bgrx, "raw", "BGRX").save(at / "screen.png")
    return at


def main() -> int:
    """Print the table; 1 when an act was done on a picture in which a control was another one."""
    words = argparse.ArgumentParser()
    words.add_argument("--half", choices=("build", "measure"))
    words.add_argument("--only", nargs="+")
    words.add_argument("--rounds", type=int, default=6)
    asked = words.parse_args()
    chance = random.Random(31)
    chosen = [one for one in SUBJECTS if asked.half in {None, one.half} and (not asked.only or one.name in asked.only)]
    counts = list[Count]()
    for subject in chosen:
        counts.append(_played(subject, asked.rounds, chance))
        print(_row(subject.name, counts[-1:]), file=sys.stderr, flush=True)
    names = f"{'acts':>12}{'outdated':>10}{'a control':>11}{'at the point':>14}{'of an early':>13}"
    names += f"{'early':>8}{'sent twice':>18}"
    print(f"{'application':<28}{names}")
    for half in dict.fromkeys(one.half for one in chosen):
        some = [one for one in counts if one.subject.half == half]
        for one in some:
            print(_row(f"{one.subject.name} ({half})", [one]))
        print(_row(half, some))
    print(_row("all", counts))
    silent = [one.subject.name for one in counts if not one.tells]
    print(f"say nothing of their controls: {', '.join(silent) or 'none'}; load {os.getloadavg()[0]:.1f}")
    print("\n".join(f"{one.subject.name}: {told}" for one in counts for told in one.outdated))
    return int(any(one.controls for one in counts))


def _row(name: str, counts: Sequence[Count]) -> str:
    def total(of: Callable[[Count], int]) -> int:
        return sum(map(of, counts))

    twice = total(lambda one: one.withdrawn)
    asked, done = total(lambda one: one.asked), total(lambda one: one.done)
    outdated, controls = total(lambda one: len(one.outdated)), total(lambda one: one.controls)
    at_point, of_early = total(lambda one: one.at_point), total(lambda one: one.outdated_early)
    early, requests = total(lambda one: one.early), total(lambda one: one.requests)
    share = f"{twice} ({100 * twice / max(1, requests):.1f} %)"
    differed = f"{outdated:>10}{controls:>11}{at_point:>14}{of_early:>13}"
    return f"{name:<28}{f'{done} of {asked}':>12}{differed}{early:>8}{share:>18}"


if __name__ == "__main__":
    sys.exit(main())
