"""When the picture goes to the model after an act, beside the usual loop.

`python -m tests.bench.sent_early [--acts N] [--rounds N] [--thinks S] [--kinds NAME …]`

A real run of the whole program clicks on the buttons of a window that answer at once, after 300 ms, with an animation
of half a second, or never, in an order that chance gives. The model is a server that thinks for a while. In turns with
that, the usual loop does the same: a click, a sleep of half a second, a picture. What counts is the time from the end
of an act to the arrival of the request whose answer is used, as the server has it. Right before each act another
capture of the screen tells whether the picture that it goes by was outdated. The processor's time is that of this
process and all its children but the server and the window.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median

import cv2
import mss
import numpy as np
import numpy.typing as npt

from desktop_agent.core.events import ActionDone, ActionStarted, FrameTaken, Stamped
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host.prepare import prepare
from desktop_agent.lib.paths import places
from desktop_agent.settings import load
from tests.bench.quick_server import QuickServer, click
from tests.bench.usual_pipeline import usual_pipeline
from tests.fakes.accessible import find
from tests.fakes.answering_window import TITLE
from tests.fakes.apps import running

KINDS = ("at once", "late", "animated", "never")
USUAL_SLEEP_S = 0.5
_PAGE_TOP = 130  # below the buttons and the bar, from the top of the window's content
_CARET = 150  # pixels
Place = tuple[int, int]
Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Sent:
    """One act of one way, by its kind: ms until the request whose answer was used."""

    way: str
    kind: str
    ms: float


@dataclass
class Way:
    """What was measured of one way."""

    name: str
    sent: list[Sent] = field(default_factory=list)
    requests: int = 0
    broken: int = 0
    acts: int = 0
    outdated: int = 0
    processor_s: list[float] = field(default_factory=list)


@dataclass
class Witness:
    """Hears a run: when each act was over, and whether the screen was as in the picture right before it."""

    page: Mapping[str, int]
    done: list[float] = field(default_factory=list)
    screens: list[tuple[str, Picture]] = field(default_factory=list)  # the picture's path, and the screen then
    path: str = ""
    screen: mss.MSS | None = None

    def hear(self, stamped: Stamped) -> None:
        """Hear one event."""
        match stamped.event:
            case FrameTaken(path=str(path)):
                self.path = path
            case ActionStarted():
                self.screen = self.screen or mss.MSS()
                self.screens.append((self.path, np.asarray(self.screen.grab(dict(self.page)))[:, :, :3]))
            case ActionDone():
                self.done.append(time.monotonic())

    def outdated(self, folder: Path) -> int:
        """Count the acts before which the screen was not as in the picture."""
        if self.screen is not None:
            self.screen.close()
        part = self.page
        count = 0
        for path, screen in self.screens:
            whole = cv2.imread(str(folder / path))
            assert whole is not None
            shown = whole[part["top"] : part["top"] + part["height"], part["left"] : part["left"] + part["width"]]
            count += int(np.count_nonzero((shown != screen).any(axis=2))) > _CARET
        return count


def ours(way: Way, kinds: Sequence[str], at: Mapping[str, Place], page: Mapping[str, int], thinks_s: float) -> None:
    """Have the program click on the buttons in this order."""
    witness = Witness(page)
    with QuickServer.running([click(at[kind]) for kind in kinds], [thinks_s] * (len(kinds) + 1)) as server:
        flags: dict[str, object] = {
            "provider.base_url": server.base_url, "provider.dialect": "preview", "provider.coordinates": "viewport",
            "run.mode": "auto",
        }  # fmt: skip
        began_s = _processor_s()
        settings = load(places().config_file, os.environ, flags).settings
        result = prepare("Click here and there", settings, listeners=(witness.hear,)).run()
        way.processor_s.append(_processor_s() - began_s)
        served = server.served(streamed=True)
    if result.actions != len(kinds):
        raise SystemExit(f"The run did not do {len(kinds)} clicks: {result}")
    way.requests += len(served)
    way.broken += sum(not one.sent for one in served)
    way.acts += len(kinds)
    way.outdated += witness.outdated(Path(result.dir))
    answered = [one.had for one in served if one.sent][1:]
    way.sent += [
        Sent(way.name, kind, (had - done) * 1000) for kind, done, had in zip(kinds, witness.done, answered, strict=True)
    ]


def usual(way: Way, kinds: Sequence[str], at: Mapping[str, Place], _page: Mapping[str, int], thinks_s: float) -> None:
    """Do the same by the usual loop."""
    with QuickServer.running([]) as server:
        began_s = _processor_s()
        pipeline, _ = usual_pipeline(server.base_url)
        pipeline.mouse.PAUSE = 0
        for kind in kinds:
            pipeline.mouse.click(*at[kind])
            done = time.monotonic()
            time.sleep(USUAL_SLEEP_S)
            pipeline.turn()
            way.sent.append(Sent(way.name, kind, (pipeline.began[-1] - done) * 1000))
            time.sleep(thinks_s)
        way.processor_s.append(_processor_s() - began_s)
    way.acts += len(kinds)
    way.requests += len(kinds)


WAYS = {"ours": ours, "usual loop": usual}


def measured(acts: int, rounds: int, thinks_s: float, kinds: Sequence[str]) -> Sequence[Way]:
    """Play all ways in turns."""
    ways = [Way(name) for name in WAYS]
    chance = random.Random(7)
    with PrivateDisplay(1280, 720) as private, tempfile.TemporaryDirectory() as folder:
        os.environ.update(private.environment() | {"DESKTOP_AGENT_HOME": folder})
        for _ in range(rounds):
            order = [chance.choice(kinds) for _ in range(acts)]
            for way in ways:
                with running(
                    [sys.executable, "-m", "tests.fakes.answering_window"], private, Path(folder), TITLE
                ) as app:
                    at = {name: find(private, "answering-window", "push button", name).centre for name in KINDS}
                    left, top, width, height = app.frame()
                    page = {"left": left, "top": top + _PAGE_TOP, "width": width, "height": height - _PAGE_TOP}
                    time.sleep(1)
                    WAYS[way.name](way, order, at, page, thinks_s)
                print(json.dumps({"way": way.name, "load": os.getloadavg()[0]}), file=sys.stderr)
    return ways


def table(ways: Sequence[Way], kinds: Sequence[str]) -> Iterator[str]:
    """Yield the rows."""
    yield f"{'act → request, median ms':<42}" + "".join(f"{way.name:>14}" for way in ways)
    for kind in kinds:
        some = [[one.ms for one in way.sent if one.kind == kind] for way in ways]
        yield f"{kind:<42}" + "".join(f"{median(ms):>14.0f}" if ms else f"{'-':>14}" for ms in some)
    yield f"{'mean of all':<42}" + "".join(f"{mean(one.ms for one in way.sent):>14.0f}" for way in ways)
    yield f"{'acts on an outdated picture, of all':<42}" + "".join(
        f"{f'{way.outdated} of {way.acts}':>14}" for way in ways
    )
    yield f"{'requests broken off, of all':<42}" + "".join(f"{f'{way.broken} of {way.requests}':>14}" for way in ways)
    yield f"{'processor seconds of a run, median':<42}" + "".join(f"{median(way.processor_s):>14.1f}" for way in ways)


def main() -> int:
    """Print the table; 1 when an act of ours was done on an outdated picture."""
    words = argparse.ArgumentParser()
    words.add_argument("--acts", type=int, default=40)
    words.add_argument("--rounds", type=int, default=2)
    words.add_argument("--thinks", type=float, default=1.5)
    words.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    asked = words.parse_args()
    ways = measured(asked.acts, asked.rounds, asked.thinks, asked.kinds)
    print(
        f"{asked.acts} acts a run, {asked.rounds} runs of each, {asked.thinks} s of thought, "
        f"load {os.getloadavg()[0]:.1f}"
    )
    print("\n".join(table(ways, asked.kinds)))
    return int(any(way.outdated for way in ways[:2]))


def _processor_s() -> float:
    """Return the processor's time of this process and of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    sys.exit(main())
