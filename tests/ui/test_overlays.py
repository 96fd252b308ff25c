"""Our windows are in no picture of a run: each is compared with one from before there were any, pixel by pixel.

In a process of its own, whose Qt has the main thread: `python -m tests.ui.test_overlays TURNS`.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading

import pytest

from desktop_agent.core.decisions.decision import Rejected
from desktop_agent.core.pictures import Rect
from desktop_agent.core.runs.events import ActionStarted, FrameTaken, RequestSent, Stamped
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.screen.captures.watermark import GrabbedSight
from desktop_agent.screen.choose import choose_capture
from desktop_agent.ui.qt.executor import QtExecutor
from tests.fakes.people.card_questions import CHORD, question
from tests.fakes.people.people import Person
from tests.fakes.runs.unheard import Unheard
from tests.fakes.source import ROOT
from tests.fakes.waiting import PATIENCE_S

pytestmark = pytest.mark.program

SCREEN = Rect(0, 0, 1280, 800)
FRAME = FrameTaken("frames/000001.png", 1280, 800, 9, "image/png", "0", "start")


def test_no_picture_shows_the_sign_the_card_or_its_marks() -> None:
    command = [sys.executable, "-m", "tests.ui.test_overlays", "6"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=280)

    assert done.returncode == 0, done.stdout + done.stderr


def main(turns: int) -> None:
    with PrivateDisplay() as display:
        os.environ.update(display.environment())
        executor = QtExecutor()
        ended = threading.Event()
        failures = list[BaseException]()

        def live() -> None:
            try:
                asyncio.run(take_turns(executor, turns))
            except BaseException as error:  # noqa: BLE001 - told by the main thread
                failures.append(error)
            finally:
                ended.set()

        thread = threading.Thread(target=live)
        thread.start()
        executor.run_until(ended)
        thread.join()
    if failures:
        raise failures[0]


async def take_turns(executor: QtExecutor, turns: int) -> None:
    """Show the badge, then the card, and look when the program says that a picture may be taken."""
    from desktop_agent.ui.approval.approver import OverlayApprover
    from desktop_agent.ui.overlay.overlays import QtOverlays
    from desktop_agent.ui.proof.guard import ProofOptions
    from desktop_agent.ui.status.status_badge import StatusBadge

    eye = choose_capture().grab
    sight = GrabbedSight(eye)
    overlays = QtOverlays(executor, SCREEN, sight)
    badge = StatusBadge(executor, overlays, Unheard())
    approver = OverlayApprover(executor, Person(), ProofOptions("device", CHORD), SCREEN, sight)
    clean = eye(SCREEN).bgrx
    for number in range(turns):
        for event in (FRAME, ActionStarted("c1", 0), RequestSent(1, 1, 100, chained=False, previous_response_id=None)):
            badge.hear(Stamped(1, "2026-11-20T10:15:30.123Z", 1, event))
        assert await sight.is_seen(SCREEN, PATIENCE_S)
        assert eye(SCREEN).bgrx != clean
        await overlays.hide()
        assert eye(SCREEN).bgrx == clean, "the badge"
        asked = asyncio.create_task(approver.decide(question("drag" if number % 2 else "click", "action")))
        assert await sight.is_seen(SCREEN, PATIENCE_S)
        assert eye(SCREEN).bgrx != clean
        await executor.do(refuse)
        await asked
        assert eye(SCREEN).bgrx == clean, "the card"
        overlays.restore()


def refuse() -> None:
    from PySide6.QtWidgets import QApplication

    from desktop_agent.ui.approval.card import Card

    card = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, Card) and widget.isVisible())
    card.rows.answered.emit(Rejected())


if __name__ == "__main__":
    main(int(sys.argv[1]))
