"""Are our own windows in the pictures that a run takes? A turn shows the badge, then the card.

`python -m tests.ui.own_windows_hidden TURNS` compares each picture, taken the moment the program says that it may be,
with one from before there was any window of ours, pixel by pixel. Exits with 1 when one differs.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from dataclasses import dataclass

from desktop_agent.core.decision import Rejected
from desktop_agent.core.events import ActionStarted, FrameTaken, RequestSent, Stamped
from desktop_agent.core.geometry import Rect
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.ui.overlay.wait_until_hidden import LazyCapture, wait_until_seen
from desktop_agent.ui.qt.executor import QtExecutor
from tests.fakes.card_questions import CHORD, question
from tests.fakes.people import Person
from tests.fakes.waiting import PATIENCE_S

SCREEN = Rect(0, 0, 1280, 800)
FRAME = FrameTaken("frames/000001.png", 1280, 800, 9, "image/png", "0", "start")
AT = "2026-11-20T10:15:30.123Z"


@dataclass(slots=True)
class Seen:
    """What came of all turns."""

    badge: int = 0
    card: int = 0
    shown: int = 0


def main(turns: int) -> int:
    """Print what was seen; returns 1 when a picture showed something of ours, or nothing of ours was ever shown."""
    with PrivateDisplay() as display:
        os.environ.update(display.environment())
        executor, ended, seen = QtExecutor(), threading.Event(), Seen()

        def live() -> None:
            try:
                asyncio.run(_turns(executor, turns, seen))
            finally:
                ended.set()

        thread = threading.Thread(target=live)
        thread.start()
        executor.run_until(ended)
        thread.join()
    sys.stdout.write(f"{seen}\n")
    return int(seen.badge + seen.card > 0 or seen.shown < 2 * turns)


async def _turns(executor: QtExecutor, turns: int, seen: Seen) -> None:
    from desktop_agent.ui.approval.approver import OverlayApprover
    from desktop_agent.ui.overlay.overlays import QtOverlays
    from desktop_agent.ui.proof.guard import ProofOptions
    from desktop_agent.ui.status.status_badge import StatusBadge
    from tests.fakes.unheard import Unheard

    eye, overlays = LazyCapture(), QtOverlays(executor, SCREEN)
    badge = StatusBadge(executor, SCREEN, overlays, Unheard())
    approver = OverlayApprover(executor, Person(), ProofOptions("device", CHORD), SCREEN)
    clean = eye(SCREEN).bgrx
    for number in range(turns):
        badge.hear(Stamped(1, AT, 1, FRAME))
        badge.hear(Stamped(1, AT, 1, ActionStarted("c1", 0)))
        badge.hear(Stamped(2, AT, 1, RequestSent(1, 1, 100, chained=False, previous_response_id=None)))
        assert await wait_until_seen(eye, SCREEN, PATIENCE_S)
        seen.shown += eye(SCREEN).bgrx != clean
        await overlays.hide()
        seen.badge += eye(SCREEN).bgrx != clean
        asked = asyncio.create_task(approver.decide(question("drag" if number % 2 else "click", "action")))
        assert await wait_until_seen(eye, SCREEN, PATIENCE_S)
        seen.shown += eye(SCREEN).bgrx != clean
        await executor.do(_refuse)
        await asked
        seen.card += eye(SCREEN).bgrx != clean
        overlays.restore()


def _refuse() -> None:
    """Press the button that needs no proof."""
    from PySide6.QtWidgets import QApplication

    from desktop_agent.ui.approval.card import Card

    card = next(one for one in QApplication.topLevelWidgets() if isinstance(one, Card) and one.isVisible())
    card.rows.answered.emit(Rejected())


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
