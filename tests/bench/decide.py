"""How long it takes to decide on an act, from the model's answer on, in real programs; with their names and without.

`python -m tests.bench.decide [ROUNDS]`. Each act is looked up and judged as a run does it, after the programs in the
picture were asked while the model “thought”. Acts: clicks on a grid over the window, a chord, Return, a text.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
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
from desktop_agent.policy.judge import Policy
from desktop_agent.policy.scope import read_entry
from desktop_agent.run.absent import NoSecrets
from desktop_agent.run.applications import AppAuthorizer
from desktop_agent.run.cases import CaseJudge, TargetLookup, patiently
from desktop_agent.run.input_state import InputState
from desktop_agent.run.pending import CallConsent, PendingAction
from desktop_agent.run.pointed import PointedControls
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_controls, choose_windows
from desktop_agent.screen.ocr.reader import OcrReader
from desktop_agent.screen.surroundings import ScreenSurroundings
from desktop_agent.screen.words import ScreenWords
from desktop_agent.settings.answers import AppPermissionStore, RememberedAnswers
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


async def decided(home: Path, box: Rect, rounds: int) -> list[float]:
    """Return the ms that each decision took."""
    windows = choose_windows()
    camera = ScreenCamera(choose_capture(), windows)
    with OcrReader() as reader:
        reader.start()
        surroundings = ScreenSurroundings(windows, choose_controls(), ScreenWords(reader))
        targets, policy = TargetLookup(surroundings), Policy("guard")
        permissions = AppPermissionStore(home / "applications.toml", [read_entry("mousepad")])
        nobody = cast("Any", None)
        applications = AppAuthorizer(policy, permissions, nobody, nobody)
        remembered = RememberedAnswers(home / "r.toml")
        controls = PointedControls(surroundings, camera)
        hands = cast("Any", PastingHands())
        judge = CaseJudge(targets, hands, policy, applications, remembered, NoSecrets(), controls)
        took = []
        for _ in range(rounds):
            for at in range(len(_ACROSS) * len(_DOWN) + 3):
                frame = camera.grab()
                targets.warm(frame)
                await asyncio.sleep(THINKS_S if at == 0 else THINKS_S / 10)
                took.append(await _decision(targets, judge, frame, _acts(frame, box)[at]))
        targets.close()
        await surroundings.close()
    camera.close()
    return took


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


def main(rounds: int) -> None:
    """Print the table."""
    print(f"{os.cpu_count()} cores, {rounds} rounds")
    for tells in (True, False):
        for name, start in PROGRAMS.items():
            with ExitStack() as stack:
                display = stack.enter_context(PrivateDisplay())
                home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="decide-")))
                os.environ |= display.environment()
                if not tells:
                    os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
                app = stack.enter_context(start(display, home))
                app = app[0] if isinstance(app, tuple) else app
                box = Rect(*framed_box_of(display, cast("Any", app).window))
                took = sorted(asyncio.run(decided(home, box, rounds)))
            p95 = took[int(len(took) * 0.95)]
            said = "names" if tells else "no names"
            print(
                f"{name:20} {said:9} median {median(took):7.1f} ms, p95 {p95:7.1f}, most {took[-1]:7.1f};"
                f" {len(took)} acts, load {os.getloadavg()[0]:.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
