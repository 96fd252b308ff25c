"""The approval card in sway: does anything that a program presses approve, and does a held chord?

`python -m tests.bench.sway_card [1000]` shows cards over a full screen and has virtual devices try so often, of our own
backend and of another process: a click on “Approve once”, then the chord held. Then the chord of a keyboard that is
trusted for once. Exits with 1 when a try approves, or when a click on “Refuse” or that chord does nothing: then the
tries would say nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop_agent.core.decision import Answer, Approved, Rejected
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.wayland.input.wlroots import Wlroots, create
from desktop_agent.platforms.wayland.sway_presence import SwayPresence
from desktop_agent.presence.stop_keys import StopKeys
from desktop_agent.ui.proof.guard import ProofOptions, proof_here
from desktop_agent.ui.qt.app import start_app
from tests.fakes.card_questions import CHORD, question
from tests.fakes.waiting import wait_until

if TYPE_CHECKING:
    from desktop_agent.ui.approval.open_question import OpenQuestion

SCREEN, FEW_S, LONG_S = Rect(0, 0, 1280, 800), 0.01, 1.5
VIRTUAL, ANOTHER = "0:0:virtual_keyboard", "1:1:AT_Translated_Set_2_keyboard"


def press(devices: Wlroots, at: ScreenPoint) -> None:
    """Click."""
    devices.move(at)
    for down in (True, False):
        devices.button("left", down=down)
    devices.sync()


def hold(devices: Wlroots, seconds: float) -> None:
    """Hold the chord."""
    for key in CHORD:
        devices.key(key, down=True)
    devices.sync()
    time.sleep(seconds)
    for key in reversed(CHORD):
        devices.key(key, down=False)
    devices.sync()


def attack(at: ScreenPoint, tries: int) -> None:
    """Try to approve; every hundredth chord is held for as long as a person has to."""
    devices = create()
    for number in range(tries):
        press(devices, at)
        hold(devices, LONG_S if number % 100 == 0 else FEW_S)
    devices.close()


def main(tries: int) -> int:
    """Print what came of it."""
    with PrivateSway(SCREEN.width, SCREEN.height, hertz=240) as sway:
        os.environ.update(sway.environment())
        with subprocess.Popen(["foot", "--fullscreen"], stderr=subprocess.DEVNULL) as terminal:
            try:
                return _played(str(sway.ipc), tries)
            finally:
                terminal.kill()


def _played(path: str, tries: int) -> int:
    app = start_app()

    def turn() -> None:
        app.processEvents()
        time.sleep(0.002)  # what is waited for happens elsewhere

    given, shown = _asked(path, ANOTHER, lambda at, _refuse: _attacked(at, tries), turn)
    approved = sum(isinstance(one, Approved) for one in given)
    refused, _ = _asked(path, ANOTHER, lambda _at, refuse: _once(lambda devices: press(devices, refuse)), turn)
    held, _ = _asked(path, VIRTUAL, lambda _at, _refuse: _once(lambda devices: hold(devices, LONG_S)), turn)
    print(f"cards over a full screen that were seen: {shown} of 1")
    print(f"approved by virtual devices: {approved} of {2 * tries} tries; other answers: {len(given) - approved}")
    print(f"a click on Refuse: {refused[:1]}; the trusted chord: {held[:1]}")
    works = (
        shown and any(isinstance(one, Rejected) for one in refused) and any(isinstance(one, Approved) for one in held)
    )
    return int(bool(approved) or not works)


def _asked(
    path: str, trusted: str, act: Callable[[ScreenPoint, ScreenPoint], None], turn: Callable[[], None]
) -> tuple[list[Answer], int]:
    """Show a question while something is done from a thread; return the answers, and whether the card was seen."""
    from desktop_agent.ui.approval.open_question import OpenQuestion

    presence = SwayPresence(path, StopKeys(), None, lambda _inputs: (trusted,))
    options, given = ProofOptions(proof_here(presence, challenge=False), CHORD), list[Answer]()
    opened = OpenQuestion(question("click", "action"), presence, options, SCREEN, given.append)
    ends = time.monotonic() + 2
    while time.monotonic() < ends:  # until a press on it would count
        turn()
    shown = _is_seen(opened)
    worker = threading.Thread(target=act, args=(_middle(opened, "Approve once"), _middle(opened, "Refuse")))
    worker.start()
    while worker.is_alive():
        turn()
    ends = time.monotonic() + 0.5
    while time.monotonic() < ends:
        turn()
    opened.close()
    presence.close()
    return given, shown


def _attacked(at: ScreenPoint, tries: int) -> None:
    """Try in here and in another process at the same time."""
    here = [sys.executable, "-m", "tests.bench.sway_card", "attack", str(at.x), str(at.y), str(tries)]
    with subprocess.Popen(here) as other:
        attack(at, tries)
        other.wait()


def _once(act: Callable[[Wlroots], None]) -> None:
    devices = create()
    wait_until(lambda: devices, "devices")
    act(devices)
    time.sleep(0.3)
    devices.close()


def _middle(opened: OpenQuestion, name: str) -> ScreenPoint:
    from PySide6.QtWidgets import QPushButton

    buttons = opened.card.findChildren(QPushButton)
    one = next(one for one in buttons if one.accessibleName() == name and one.isVisible())
    at = one.mapTo(opened.card, one.rect().center()) + opened.card.pos()
    return ScreenPoint(at.x(), at.y())


def _is_seen(opened: OpenQuestion) -> int:
    """Tell whether a capture shows the card, by its watermark."""
    from desktop_agent.ui.overlay.wait_until_hidden import LazyCapture
    from desktop_agent.ui.overlay.watermark import has_watermark
    from desktop_agent.ui.qt.screen_units import pixels_of

    eye = LazyCapture()
    try:
        return int(has_watermark(eye(pixels_of(opened.card)), ("question",)))
    finally:
        eye.close()


def run(words: Sequence[str]) -> int:
    """Do what the command line says."""
    if words[:1] == ["attack"]:
        attack(ScreenPoint(int(words[1]), int(words[2])), int(words[3]))
        return 0
    return main(int(words[0]) if words else 1000) if len(words) < 2 else 2


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
