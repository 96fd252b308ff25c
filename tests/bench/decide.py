"""How long it takes to decide on an act, from the model's answer on, in real programs; with their names and without.

`python -m tests.bench.decide [ROUNDS] [--only PROGRAM ...] [--before COMMIT]`. Each act is looked up and judged as in a
run, after the programs in the picture were asked while the model “thought”. Acts: clicks on a grid over the window,
a chord, Return, a text. Prints milliseconds, how long this program itself works on one and how many questions go over
the accessibility bus, which no load changes. With --before the same is decided by the code of another commit, in turns.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, cast

from desktop_agent.core.actions import Action, Click, Press, Type
from desktop_agent.core.desktop_chords import NO_CHORDS, DesktopChords
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.turn import Call
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.atspi.look import LastAnswers
from desktop_agent.policy.judge import Policy
from desktop_agent.policy.scope import read_entry
from desktop_agent.run.applications import AppAuthorizer
from desktop_agent.run.cases import CaseJudge, TargetLookup, patiently
from desktop_agent.run.input_state import InputState
from desktop_agent.run.pending_action import CallConsent, PendingAction
from desktop_agent.run.pointed_controls import PointedControls
from desktop_agent.run.stand_ins import NoSecrets
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_controls, choose_windows
from desktop_agent.screen.ocr.reader import OcrReader
from desktop_agent.screen.surroundings import ScreenSurroundings
from desktop_agent.screen.words import ScreenWords
from desktop_agent.settings.answers import AppPermissionStore, RememberedAnswers
from tests.bench.trees import trees
from tests.fakes.apps import framed_box_of, running
from tests.fakes.browser import browsing, pages_at
from tests.fakes.debian_apps import mousepad, xterm
from tests.fakes.office import office

THINKS_S = 1.5
ROUNDS = 2
_PAGE = "<title>Page</title><h1>News</h1>" + "".join(
    f"<p><a href='/{n}'>Link {n}</a> <button>Button {n}</button> <input></p>" for n in range(30)
)
_ACROSS, _DOWN = (0.1, 0.35, 0.6, 0.85), (0.05, 0.12, 0.3, 0.6, 0.9)
_PYTHON = "/usr/bin/python3"
_FAKES = Path(__file__).parents[1] / "fakes"
Start = Callable[[PrivateDisplay, Path], AbstractContextManager[object]]


@contextmanager
def _page(display: PrivateDisplay, home: Path) -> Iterator[object]:
    with pages_at({"/": _PAGE}) as address, browsing(display, home, address, "Page") as app:
        yield app


def _window(file: str, python: str = _PYTHON) -> Start:
    return lambda display, home: running([python, _FAKES / file], display, home, ".+", talking=True)


PROGRAMS: dict[str, Start] = {
    "Mousepad (GTK 3)": mousepad,
    "GTK 4 window": _window("gtk4_window.py"),
    "Qt window": _window("qt_window.py", sys.executable),
    "Chromium": _page,
    "LibreOffice Writer": partial(office, "writer"),
    "xterm": lambda display, home: xterm(display, home, "sleep 600"),
}


class PastingHands:
    """Hands that can paste, and do nothing."""

    def pastes(self) -> bool:
        """Say yes."""
        return True

    def desktop_chords(self) -> DesktopChords:
        """Return that the desktop takes none."""
        return NO_CHORDS


class CountedAnswers(LastAnswers):
    """Counts the answers of programs."""

    count = 0

    def note(self, *told: Any) -> None:  # noqa: ANN401 - as the commit has it that is measured
        self.count += 1
        super().note(*told)


@dataclass
class Measured:
    """What one version of the code needed for each act."""

    took_ms: list[float] = field(default_factory=list)
    worked_ms: list[float] = field(default_factory=list)
    questions: list[int] = field(default_factory=list)

    def line(self) -> str:
        """Return it in words."""
        took = sorted(self.took_ms)
        return (
            f"median {median(took):6.1f} ms, p95 {took[int(len(took) * 0.95)]:6.1f}, most {took[-1]:6.1f};"
            f" own work {median(self.worked_ms):4.1f} ms; questions {median(self.questions):3.0f},"
            f" most {max(self.questions)}; {len(took)} acts, load {os.getloadavg()[0]:.1f}"
        )


async def decide_rounds(home: Path, box: Rect) -> None:
    """Decide on a round of acts for each line that comes in, and print what each took."""
    windows, controls, answers = choose_windows(), choose_controls(), CountedAnswers()
    controls._memory = type(controls._memory)(answers)  # type: ignore[attr-defined]
    camera = ScreenCamera(choose_capture(), windows)
    loop = asyncio.get_running_loop()
    with OcrReader() as reader:
        reader.start()
        surroundings = ScreenSurroundings(windows, controls, ScreenWords(reader), alike=camera.same_in)
        targets, policy = TargetLookup(surroundings), Policy("guard")
        permissions = AppPermissionStore(home / "applications.toml", [read_entry("mousepad")])
        nobody = cast("Any", None)
        applications = AppAuthorizer(policy, permissions, nobody, nobody)
        remembered = RememberedAnswers(home / "r.toml")
        pointed = PointedControls(surroundings, camera)
        hands = cast("Any", PastingHands())
        judge = CaseJudge(targets, hands, policy, applications, remembered, NoSecrets(), pointed)
        while (await loop.run_in_executor(None, sys.stdin.readline)).strip():
            for at in range(len(_ACROSS) * len(_DOWN) + 3):
                frame = camera.grab()
                targets.warm(frame)
                await asyncio.sleep(THINKS_S if at == 0 else THINKS_S / 10)
                before, worked = answers.count, time.process_time()
                took = await _decision(targets, judge, frame, _acts(frame, box)[at])
                print(took, (time.process_time() - worked) * 1000, answers.count - before)
            print("done", flush=True)
        targets.close()
        await surroundings.close()
    camera.close()


async def _decision(targets: TargetLookup, judge: CaseJudge, frame: Frame, action: Action) -> float:
    pending = PendingAction(Call("c", ()), 0, action, frame, CallConsent())
    began = time.monotonic()
    await targets.at_once(frame, action)
    await patiently(partial(judge.judged, pending, InputState()))
    return (time.monotonic() - began) * 1000


def _acts(frame: Frame, box: Rect) -> Sequence[Action]:
    at = [ScreenPoint(int(box.x + box.width * x), int(box.y + box.height * y)) for y in _DOWN for x in _ACROSS]
    clicks = [Click(frame.viewport.to_image(point)) for point in at]
    return (*clicks, Press(("ctrl", "s")), Press(("enter",)), Type("Hello"))


def _decider(tree: Path, home: Path, box: Rect, stack: ExitStack) -> Callable[[Measured], None]:
    """Start what decides by the code of a tree; return what has it decide on one round of acts."""
    words = [sys.executable, str(Path(__file__).resolve()), "--decide", str(home), *map(str, (box.x, box.y))]
    words += [str(box.width), str(box.height)]
    environment = os.environ | {"PYTHONPATH": str(tree)}
    pipe = subprocess.PIPE
    decider = subprocess.Popen(words, cwd=tree, env=environment, stdin=pipe, stdout=pipe, text=True)
    stack.enter_context(decider)
    stack.callback(decider.communicate)

    def decide(found: Measured) -> None:
        assert decider.stdin is not None
        assert decider.stdout is not None
        decider.stdin.write("go\n")
        decider.stdin.flush()
        for line in iter(decider.stdout.readline, "done\n"):
            took, worked, questions = line.split()
            found.took_ms.append(float(took))
            found.worked_ms.append(float(worked))
            found.questions.append(int(questions))

    return decide


def main(words: Sequence[str]) -> None:
    """Print the table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("rounds", nargs="?", type=int, default=ROUNDS)
    asked.add_argument("--only", nargs="+", default=[], metavar="PROGRAM", help="how their names begin")
    asked.add_argument("--before", default="", metavar="COMMIT")
    asked.add_argument("--named", action="store_true", help="leave out the same programs without accessibility")
    asked.add_argument("--decide", nargs=5, help=argparse.SUPPRESS)
    given = asked.parse_args(words)
    if given.decide:
        home, *sides = given.decide
        asyncio.run(decide_rounds(Path(home), Rect(*map(int, sides))))
        return
    print(f"{os.cpu_count()} cores, {given.rounds} rounds")
    programs = {name: start for name, start in PROGRAMS.items() if name.startswith(tuple(given.only or [""]))}
    with trees(given.before) as compared:
        for tells in (True,) if given.named else (True, False):
            for name, start in programs.items():
                found = measured(compared, start, given.rounds, tells=tells)
                for version, one in found.items():
                    print(f"{name:20} {'names' if tells else 'no names':9} {version:7}{one.line()}", flush=True)


def measured(compared: dict[str, Path], start: Start, rounds: int, *, tells: bool) -> dict[str, Measured]:
    """Return what each version needed in a program, in turns."""
    with ExitStack() as stack:
        display = stack.enter_context(PrivateDisplay())
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="decide-")))
        os.environ |= display.environment()
        if not tells:
            os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
        app = stack.enter_context(start(display, home))
        app = app[0] if isinstance(app, tuple) else app
        box = Rect(*framed_box_of(display, cast("Any", app).window))
        askers = {version: _decider(tree, home, box, stack) for version, tree in compared.items()}
        found = {version: Measured() for version in compared}
        for number in range(rounds):
            for version in askers if number % 2 else reversed(askers):
                askers[version](found[version])
        return found


if __name__ == "__main__":
    main(sys.argv[1:])
